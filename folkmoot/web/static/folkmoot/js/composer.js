// Counts what is left, grows the box, sends with Ctrl or Cmd and Enter. A link counts 23; the server has the last word.
// What it takes to add pictures and recordings is fetched when somebody begins to: the form is light without.
const LINK = /https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s]*)?/giu;
const LINK_LENGTH = 23;

const count = (text) =>
  [...text.trim()].length + [...text.matchAll(LINK)].reduce((sum, [link]) => sum + LINK_LENGTH - [...link].length, 0);
const pictures = (form) => import(form.dataset.pictures);
const recordings = (form) => import(form.querySelector("[data-recordings]").dataset.recordings);
const under_way = (form) => localStorage.getItem(`uploads:${document.body.dataset.account}:${form.dataset.draft}`);
const can_record = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

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
  for (const form of root.querySelectorAll(".composer[data-pictures]"))
    if (form.dataset.kept || form.querySelector(".draft-pic")) pictures(form).then((module) => module.begin(form));
    else form.querySelector("textarea[name=text]").required = true; // pictures may go without words
  for (const form of root.querySelectorAll(".composer[data-pictures]"))
    if (form.querySelector(".draft-rec") || under_way(form)) recordings(form).then((module) => module.begin(form));
  for (const button of root.querySelectorAll(".add-voice[hidden]")) button.hidden = !can_record();
  for (const part of root.querySelectorAll(".composer-poll[open]")) poll(part);
}

const poll = (part) => import(part.dataset.poll).then((module) => module.begin(part));
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.(".composer-poll[open]")) poll(event.target);
  },
  true,
);

async function add(form, files) {
  form.dataset.adding ??= ""; // until the module has taken over, nothing is sent without them
  const heard = files.filter((file) => /^(?:audio|video)\/|\.(?:mkv|flac|opus)$/.test(file.type || file.name));
  const seen = files.filter((file) => !heard.includes(file));
  const modules = Promise.all([seen.length && pictures(form), heard.length && recordings(form)]);
  let pressed = false;
  const [show, play] = await modules.finally(() => {
    pressed = form.dataset.adding === "pressed";
    delete form.dataset.adding;
  });
  if (show) show.add(form, seen);
  if (play) play.add(form, heard);
  if (pressed) form.requestSubmit(form.querySelector(".send"));
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
  if (!field.matches?.(".composer[data-pictures] input:is([name=picture], [name=recording])") || !field.files.length) return;
  const files = [...field.files];
  field.value = "";
  add(field.form, files);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest(".add-voice");
  if (button) Promise.all([import(button.dataset.voice), recordings(button.form)]).then(([one, all]) => one.voice(button.form, all.add));
});
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.(".composer[data-pictures]");
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => /^(?:image|audio|video)\//.test(file.type));
  if (!form || !files.length) return;
  event.preventDefault();
  add(form, files);
});
const over = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest?.(".composer[data-pictures]");
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
    event.target.dataset.adding = "pressed"; // it is sent as soon as they stand there
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
