/* Links to topics and to sections of articles, in Wagtail's rich text editor. */
(() => {
  const { EditorState, Modifier, RichUtils } = window.DraftJS;
  const { ModalWorkflowSource, TooltipEntity, registerPlugin } = window.draftail;

  class ChosenLinkSource extends ModalWorkflowSource {
    /* Wagtail's own method knows how its own links may be edited; ours are as editable. */
    onChosen(chosen) {
      const { editorState, entityType, onComplete } = this.props;
      const selection = editorState.getSelection();
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "MUTABLE", this.filterEntityData(chosen));
      const entity = content.getLastCreatedEntityKey();
      const next = selection.isCollapsed()
        ? EditorState.push(
            editorState,
            Modifier.replaceText(content, selection, chosen.title || chosen.string, null, entity),
            "insert-characters",
          )
        : RichUtils.toggleLink(editorState, selection, entity);
      this.workflow.close();
      onComplete(next);
    }

    config(url) {
      return {
        url,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }
  }

  class TopicSource extends ChosenLinkSource {
    getChooserConfig() {
      return this.config(this.props.entityType.chooserUrls.topic);
    }

    filterEntityData({ id, string, edit_url: url }) {
      return { id, label: string, url };
    }
  }

  class SectionSource extends ChosenLinkSource {
    getChooserConfig() {
      return this.config(this.props.entityType.chooserUrls.section);
    }

    filterEntityData({ id, section, label, url }) {
      return { id, section, label, url };
    }
  }

  const link = (icon) => (props) => {
    const { url, label } = props.contentState.getEntity(props.entityKey).getData();
    return window.React.createElement(TooltipEntity, {
      ...props,
      icon: `#icon-${url ? icon : "warning"}`,
      label: label || "",
      url: url || null,
    });
  };

  registerPlugin({ type: "TOPIC", source: TopicSource, decorator: link("tag") }, "entityTypes");
  registerPlugin(
    { type: "SECTION", source: SectionSource, decorator: link("crosshairs") },
    "entityTypes",
  );
})();
