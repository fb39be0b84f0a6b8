/* Values of the reader's clinic, in Wagtail's rich text editor: a menu to choose one, and how a
   chosen one is shown. Its words stay text that can be edited: readers without a clinic read them. */
(() => {
  const { EditorState, Modifier, RichUtils, SelectionState } = window.DraftJS;
  const { TooltipEntity, registerPlugin } = window.draftail;
  const { Component, createElement: h, createRef } = window.React;

  const languages = () => [
    window.wagtailConfig?.ACTIVE_CONTENT_LOCALE,
    document.documentElement.lang,
  ];

  /* The words offered in the language of what is edited. */
  const wordsOf = ({ words }) => {
    for (const language of languages()) if (words[language]) return words[language];
    return Object.values(words)[0];
  };

  /* Another entity on the same words. Data of the old one could be exchanged, but the editor draws
     and undoes only what changes in its blocks. */
  const replaceEntity = (content, oldKey, type, data) => {
    let changed = content.createEntity(type, "MUTABLE", data);
    const key = changed.getLastCreatedEntityKey();
    for (const block of content.getBlocksAsArray()) {
      block.findEntityRanges(
        (character) => character.getEntity() === oldKey,
        (start, end) => {
          const words = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: start, focusOffset: end });
          changed = Modifier.applyEntity(changed, words, key);
        },
      );
    }
    return changed;
  };

  class ClinicValueSource extends Component {
    constructor(props) {
      super(props);
      this.dialog = createRef();
      this.close = this.close.bind(this);
    }

    componentDidMount() {
      const dialog = this.dialog.current;
      const place = this.place();
      dialog.showModal();
      if (!place) return;
      const { width, height } = dialog.getBoundingClientRect();
      dialog.style.margin = 0;
      dialog.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
      dialog.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - height - 8))}px`;
    }

    /* Where the text is that the value is for. */
    place() {
      const selection = window.getSelection();
      if (!selection.rangeCount) return null;
      const place = selection.getRangeAt(0).getBoundingClientRect();
      if (place.bottom) return place;
      const node = selection.anchorNode;
      return (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.getBoundingClientRect();
    }

    close() {
      this.props.onClose();
    }

    choose(value) {
      const { editorState, entity, entityKey, entityType, onComplete } = this.props;
      const data = { value: value.name, label: value.label, isKnown: true };
      const selection = editorState.getSelection();
      if (entity) {
        const changed = replaceEntity(editorState.getCurrentContent(), entityKey, entityType.type, data);
        const state = EditorState.push(editorState, changed, "apply-entity");
        onComplete(EditorState.acceptSelection(state, selection));
        return;
      }
      const content = editorState.getCurrentContent().createEntity(entityType.type, "MUTABLE", data);
      const key = content.getLastCreatedEntityKey();
      if (!selection.isCollapsed()) {
        onComplete(RichUtils.toggleLink(editorState, selection, key));
        return;
      }
      const style = editorState.getCurrentInlineStyle();
      const changed = Modifier.insertText(content, selection, wordsOf(value), style, key);
      onComplete(EditorState.push(editorState, changed, "insert-characters"));
    }

    render() {
      const { entity, entityType } = this.props;
      const current = entity?.getData().value;
      return h(
        "dialog",
        { ref: this.dialog, className: "clinic-values", "aria-labelledby": "clinic-values-title",
          onCancel: this.close, onClick: (event) => event.target === this.dialog.current && this.close() },
        h("h2", { id: "clinic-values-title", className: "clinic-values__title" }, entityType.menuTitle),
        h("ul", { className: "clinic-values__list" },
          entityType.values.map((value) =>
            h("li", { key: value.name },
              h("button", { type: "button", className: "clinic-values__value", "data-value": value.name,
                  "aria-pressed": current ? value.name === current : undefined,
                  onClick: () => this.choose(value) },
                h("span", { className: "clinic-values__name" }, value.label),
                h("span", { className: "clinic-values__example" }, value.example))))),
        h("p", { className: "clinic-values__help" }, entityType.menuHelp),
        h("button", { type: "button", className: "button button-small button-secondary",
            onClick: this.close }, entityType.cancel),
      );
    }
  }

  const ClinicValue = (props) => {
    const { label, isKnown } = props.contentState.getEntity(props.entityKey).getData();
    /* The name stands in an attribute: text of ours among the editor's would confuse its caret. */
    return h("span", { className: `clinic-value${isKnown ? "" : " clinic-value--unknown"}`, "data-name": label },
      h(TooltipEntity, { ...props, icon: `#icon-${isKnown ? "home" : "warning"}`, label, url: null }));
  };

  registerPlugin({ type: "CLINIC_VALUE", source: ClinicValueSource, decorator: ClinicValue }, "entityTypes");
})();
