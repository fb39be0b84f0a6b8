/* Inserts a section that was written before into the form's sections. */
(() => {
  const status = () => document.querySelector("[data-prepared-sections-status]");
  const say = (name, words = {}) => {
    const region = status();
    const text = region.dataset[name];
    region.textContent = text.replace("{name}", words.name || "");
    region.classList.toggle("w-sr-only", name === "inserted");
    region.classList.toggle("error-message", name !== "inserted");
  };

  /* The StreamField of the form, as Wagtail keeps it. */
  const sections = () => document.getElementById("sections-root").rootBlock;

  const isEmpty = (section) =>
    [...section.element.querySelectorAll(".public-DraftEditor-content")].every(
      (editor) => editor.textContent.trim() === "",
    ) &&
    [...section.element.querySelectorAll("textarea, input[type=text]")].every(
      (input) => input.value.trim() === "" || input.closest(".Draftail-Editor"),
    );

  /* Where the section is to stand: in the place of an empty one of its kind where there may be no
     more of it, otherwise last. -1 where there is no room. */
  const makeRoom = (stream, type) => {
    const most = stream.getBlockMax(type);
    if (typeof most !== "number" || stream.getBlockCount(type) < most) return stream.children.length;
    const index = stream.children.findIndex((child) => child.type === type && isEmpty(child));
    if (index !== -1) stream.deleteBlock(index);
    return index;
  };

  const insert = ([block], name) => {
    const stream = sections();
    const index = makeRoom(stream, block.type);
    if (index === -1) {
      say("full");
      return;
    }
    stream.insert(block, index, { animate: true, focus: true });
    say("inserted", { name });
  };

  const choose = (url) => {
    window.ModalWorkflow({
      url,
      onload: {
        choose: (modal) => {
          modal.body.on("click", "[data-prepared-section]", (event) => {
            event.preventDefault();
            const link = event.currentTarget;
            fetch(link.href, { headers: { Accept: "application/json" } })
              .then((answer) => {
                if (!answer.ok) throw new Error(answer.statusText);
                return answer.json();
              })
              .then(({ blocks }) => insert(blocks, link.textContent.trim()))
              .catch(() => say("failed"))
              .finally(() => modal.close());
          });
        },
      },
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-prepared-sections]");
    if (button) choose(button.dataset.preparedSections);
  });
})();
