// Opens the choice of emoji over the page: to answer a post with one, or to write one where somebody is writing.
const dialog = document.createElement("dialog");
dialog.className = "picker";
dialog.setAttribute("aria-labelledby", "picker-title");
let field = null;
let opener = null;

async function open(address, place) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(address);
  dialog.innerHTML = await answer.text();
  const row = place && document.getElementById(`reactions-${place}`);
  dialog.setAttribute("hx-target", row ? `#reactions-${place}` : `#bar-${place}`);
  dialog.setAttribute("hx-swap", row ? "outerHTML" : "beforebegin");
  document.body.append(dialog);
  htmx.process(dialog);
  writable(dialog);
  dialog.showModal();
}

// Where an emoji is to be written, what can be chosen becomes a button.
function writable(root) {
  if (!field) return;
  for (const face of root.querySelectorAll("span[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${face.className} plain`;
    button.title = face.title;
    button.dataset.insert = face.dataset.insert;
    button.append(...face.childNodes);
    face.replaceWith(button);
  }
}

function insert(text) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = text.startsWith(":") && /\w$/.test(value.slice(0, start)) ? " " : "";
  const after = text.startsWith(":") && /^\w/.test(value.slice(end)) ? " " : "";
  field.setRangeText(before + text + after, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-picker]");
  const write = event.target.closest("[data-emoji-for]");
  if (link || write) {
    event.preventDefault();
    opener = link ?? write;
    field = write && document.getElementById(write.dataset.emojiFor);
    return void open(link?.href ?? write.dataset.address, link?.dataset.picker);
  }
  const face = event.target.closest("button[data-insert]");
  if (face) insert(face.dataset.insert);
  if (face || event.target.closest("[data-close]") || event.target === dialog) dialog.close();
});

dialog.addEventListener("close", () => (field?.isConnected ? field : opener)?.focus());
dialog.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.matches(".picker-face")) dialog.close();
});
dialog.addEventListener("htmx:afterSwap", () => writable(dialog));

function ready(root) {
  for (const button of root.querySelectorAll("[data-emoji-for][hidden]")) button.hidden = false;
}
ready(document);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
