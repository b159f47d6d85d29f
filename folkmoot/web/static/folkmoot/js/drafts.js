// <form data-draft="post"> keeps its words, and which pictures were added, in this browser until they are taken: through errors, reloads and sign-outs.
// One draft for each account and each name; the server says "folkmoot:taken" with {"name": …} (HX-Trigger) or shows [data-draft-taken].
// A form with a field "draft" is kept on the server as well, a moment after somebody stops typing, for other devices; that never holds up anything.
const account = () => document.body.dataset.account || "visitor";
const prefix = () => `draft:${account()}:`;
const key = (name) => prefix() + name;
const KEPT =
  'textarea[name]:not([name^="alt-"]), input:is([type=text], [type=date], [type=time], [type=checkbox])[name], select[name], input[name^="draft"]';
const fields = (form) => form.querySelectorAll(KEPT);
const pictures = (form) =>
  form.dataset.kept?.split(" ") ?? [...form.querySelectorAll("[name=pictures]")].map((field) => field.value);
const read = (place) => JSON.parse(localStorage.getItem(place) ?? "null");
const begun = (form) =>
  [...form.querySelectorAll('textarea:not([name^="alt-"])')].some((area) => area.value.trim() && area.value !== area.dataset.start) ||
  pictures(form).length > 0 ||
  form.querySelector("[name=recordings]") !== null;

const value = (field) => (field.type === "checkbox" ? field.checked : field.value);

function fill(field, words) {
  const kept = [words[field.name]].flat().shift();
  if (Array.isArray(words[field.name])) words[field.name].shift(); // of fields with one name each has its own
  if (kept === undefined || kept === value(field)) return;
  if (field.type === "checkbox") field.checked = kept;
  else field.value = kept;
  const part = field.closest("details");
  if (part) part.open = true;
}

function save(form) {
  const words = {};
  for (const field of fields(form)) (words[field.name] ??= []).push(value(field));
  words.pictures = pictures(form);
  const typed = [...fields(form)].some((field) => field.matches("textarea") && field.value.trim());
  if (typed || words.pictures.length) localStorage.setItem(key(form.dataset.draft), JSON.stringify(words));
  else localStorage.removeItem(key(form.dataset.draft));
}

function restore(form) {
  const words = read(key(form.dataset.draft));
  const area = form.querySelector("textarea[name]");
  const version = form.querySelector("[name=draft_version]")?.value;
  const untouched = !area.value.trim() || area.value === area.dataset.start;
  if (!words || !(untouched || (version && version === `${words.draft_version}`))) return; // the server's words are newer
  for (const field of fields(form)) fill(field, words);
  if (words.pictures?.length && !pictures(form).length) form.dataset.kept = words.pictures.join(" "); // composer.js fetches them
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What was published or thrown away is gone from every form of this browser that held the same draft.
function taken(name) {
  const draft = `${read(key(name))?.draft ?? ""}` || name.match(/^draft:(\d+)$/)?.[1];
  localStorage.removeItem(key(name));
  for (const place of Object.keys(localStorage))
    if (draft && place.startsWith(prefix()) && `${read(place)?.draft}` === draft) localStorage.removeItem(place);
}

function begin(root) {
  for (const each of root.querySelectorAll("[data-draft-taken]")) taken(each.dataset.draftTaken);
  for (const form of root.querySelectorAll("form[data-draft]")) restore(form);
}

// -- on the server ---------------------------------------------------------------------------------------------------
const PAUSE = 2500; // milliseconds without typing
const timers = new Map();
const under_way = new WeakSet();

function later(form) {
  if (!form.querySelector("[name=draft]") || !document.body.dataset.account) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form), PAUSE));
}

async function send(form, leaving = false) {
  stop(form);
  if (!form.isConnected || !begun(form)) return;
  if (under_way.has(form) && !leaving) return later(form);
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  for (const id of form.dataset.kept?.split(" ") ?? []) body.append("pictures", id);
  body.set("keep", "typing");
  under_way.add(form);
  const answer = await fetch("/drafts", { method: "POST", body, keepalive: leaving }).catch(() => null);
  const news = answer?.headers.get("Content-Type")?.startsWith("application/json") && (await answer.json());
  under_way.delete(form);
  if (!news || form.dataset.sent) return; // signed out or offline: this browser keeps the words
  const state = form.querySelector(".draft-state");
  if (state) state.value = news.said;
  if (!news.draft) return;
  form.querySelector("[name=draft]").value = news.draft;
  form.querySelector("[name=draft_version]").value = news.version;
  save(form);
}

function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

const keep = (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  save(form);
  delete form.dataset.sent;
  if (event.isTrusted || event.type === "change") later(form);
};
document.addEventListener("input", keep);
document.addEventListener("change", keep);
document.addEventListener("submit", (event) => {
  if (!event.target.dataset?.draft) return; // prevented or not: htmx sends it itself
  event.target.dataset.sent = "1";
  stop(event.target);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const form of [...timers.keys()]) send(form, true);
});
document.addEventListener("folkmoot:taken", (event) => taken(event.detail.name));
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? event.detail.elt));
begin(document);
