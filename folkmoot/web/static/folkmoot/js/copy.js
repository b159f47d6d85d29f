// <button data-copy="text" data-done="Copied" hidden>: shown where copying works, and says that it did.
function show(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  const { copy, done } = button.dataset;
  await navigator.clipboard.writeText(copy.startsWith("/") ? new URL(copy, location.href).href : copy);
  const detail = { text: done || document.getElementById("toasts").dataset.copied, level: "success" };
  document.dispatchEvent(new CustomEvent("folkmoot:say", { detail }));
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
show(document);
