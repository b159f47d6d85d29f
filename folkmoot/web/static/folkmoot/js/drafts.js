// <form data-draft="post"> keeps its words, and which pictures were added, in this browser until they are taken: through errors, reloads and sign-outs.
// One draft for each account and each name; the server says "folkmoot:taken" with {"name": …} (HX-Trigger) or shows [data-draft-taken].
const account = () => document.body.dataset.account || "visitor";
const key = (name) => `draft:${account()}:${name}`;
const fields = (form) => form.querySelectorAll('textarea[name]:not([name^="alt-"]), input[type=text][name], select[name]');
const pictures = (form) =>
  form.dataset.kept?.split(" ") ?? [...form.querySelectorAll("[name=pictures]")].map((field) => field.value);

function save(form) {
  const words = {};
  for (const field of fields(form)) words[field.name] = field.value;
  words.pictures = pictures(form);
  const typed = [...fields(form)].some((field) => field.matches("textarea") && field.value.trim());
  if (typed || words.pictures.length) localStorage.setItem(key(form.dataset.draft), JSON.stringify(words));
  else localStorage.removeItem(key(form.dataset.draft));
}

function restore(form) {
  const kept = localStorage.getItem(key(form.dataset.draft));
  const area = form.querySelector("textarea[name]");
  if (!kept || (area.value.trim() && area.value !== area.dataset.start)) return;
  const words = JSON.parse(kept);
  for (const field of fields(form)) if (field.name in words) field.value = words[field.name];
  if (words.pictures?.length && !pictures(form).length) form.dataset.kept = words.pictures.join(" "); // composer.js fetches them
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function begin(root) {
  for (const taken of root.querySelectorAll("[data-draft-taken]")) localStorage.removeItem(key(taken.dataset.draftTaken));
  for (const form of root.querySelectorAll("form[data-draft]")) restore(form);
}

const keep = (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form) save(form);
};
document.addEventListener("input", keep);
document.addEventListener("change", keep);
document.addEventListener("folkmoot:taken", (event) => localStorage.removeItem(key(event.detail.name)));
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? event.detail.elt));
begin(document);
