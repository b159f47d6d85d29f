// Counts what is left, grows the box, sends with Ctrl or Cmd and Enter. A link counts 23; the server has the last word.
// What it takes to add pictures is fetched when somebody begins to: the form is light without.
const LINK = /https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s]*)?/giu;
const LINK_LENGTH = 23;

const count = (text) =>
  [...text.trim()].length + [...text.matchAll(LINK)].reduce((sum, [link]) => sum + LINK_LENGTH - [...link].length, 0);
const pictures = (form) => import(form.dataset.pictures);

function look(area) {
  const form = area.closest(".composer");
  const left = Number(form.dataset.most) - count(area.value.normalize("NFC"));
  const shown = form.querySelector(".count");
  shown.value = left.toLocaleString(document.documentElement.lang);
  shown.title = `${shown.value} ${shown.dataset.left}`;
  shown.classList.toggle("over", left < 0);
  shown.classList.toggle("near", left >= 0 && left < 200);
}

function begin(root) {
  for (const area of root.querySelectorAll(".composer textarea[name=text]")) look(area);
  for (const form of root.querySelectorAll(".composer"))
    if (form.dataset.kept || form.querySelector(".draft-pic")) pictures(form).then((module) => module.begin(form));
    else form.querySelector("textarea[name=text]").required = true; // pictures may go without words
}

async function add(form, files) {
  form.dataset.adding = "1"; // until the module has taken over, nothing is sent without them
  const module = await pictures(form);
  delete form.dataset.adding;
  module.add(form, files);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.(".composer textarea[name=text]")) look(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".send"));
  }
});

// Pictures: chosen, pasted, or dropped onto the form.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.(".composer input[type=file]") || !field.files.length) return;
  const files = [...field.files];
  field.value = "";
  add(field.form, files);
});
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.(".composer");
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!form || !files.length) return;
  event.preventDefault();
  add(form, files);
});
const over = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest?.(".composer");
document.addEventListener("dragover", (event) => {
  const form = over(event);
  for (const other of document.querySelectorAll(".composer.over")) if (other !== form) other.classList.remove("over");
  if (!form) return;
  event.preventDefault();
  form.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  const form = event.target.closest?.(".composer.over");
  if (form && !form.contains(event.relatedTarget)) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const form = over(event);
  if (!form) return;
  event.preventDefault();
  form.classList.remove("over");
  add(form, [...event.dataTransfer.files]);
});
document.addEventListener(
  "submit",
  (event) => {
    if (!("adding" in (event.target.dataset ?? {}))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// The places in the navigation and on cards that lead to the form on this page put the cursor into it.
function focus() {
  const area = ["#write", "#reply"].includes(location.hash) && document.querySelector(`${location.hash} textarea`);
  if (!area) return;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
addEventListener("hashchange", focus);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? event.detail.elt));
addEventListener("load", () => setTimeout(focus)); // after the browser has dealt with the address itself
begin(document);
