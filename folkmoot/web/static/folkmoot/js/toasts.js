// Shows a short message, one at a time: from the HX-Trigger header "folkmoot:say", or when a request could not be made.
// A message about something that has a reverse brings a button that does it: {undo: {path, method, target}}.
const toasts = document.getElementById("toasts");
const STAYS = { error: 12_000, undo: 8_000, usual: 5_000 }; // milliseconds

function say({ text, level = "info", undo }) {
  const toast = document.createElement("div");
  toast.className = `notice ${level}`;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  if (undo) toast.append(button(toasts.dataset.undo, "plain small undo", () => take_back(undo, toast)));
  toasts.replaceChildren(toast);
  leave(toast, STAYS[level] ?? (undo ? STAYS.undo : STAYS.usual));
}

function button(label, look, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: look, textContent: label });
  made.addEventListener("click", press);
  return made;
}

// It goes after a while, but not while somebody is at it.
function leave(toast, after) {
  const go = () => (toast.matches(":hover, :focus-within") ? setTimeout(go, 1_000) : toast.remove());
  setTimeout(go, after);
}

function take_back({ path, method, target }, toast) {
  toast.remove();
  const place = target && document.querySelector(target);
  htmx.ajax("POST", path, { values: { _method: method }, ...(place ? { target: place, swap: "outerHTML" } : { swap: "none" }) });
}

document.addEventListener("folkmoot:say", (event) => say(event.detail));
document.addEventListener("htmx:sendError", () => say({ text: toasts.dataset.offline, level: "error" }));
