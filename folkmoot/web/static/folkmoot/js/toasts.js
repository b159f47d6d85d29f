// Shows a short message: from the HX-Trigger header "folkmoot:say", or when a request could not be made at all.
const toasts = document.getElementById("toasts");

function say(text, level = "info") {
  const toast = document.createElement("div");
  toast.className = `notice ${level}`;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  toasts.append(toast);
  setTimeout(() => toast.remove(), level === "error" ? 10000 : 5000);
}

document.addEventListener("folkmoot:say", (event) => say(event.detail.text, event.detail.level));
document.addEventListener("htmx:sendError", () => say("You seem to be offline. Nothing was changed.", "error"));
