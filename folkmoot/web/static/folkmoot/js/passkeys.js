// A passkey: asks the site for a question, the device for the answer, and sends the form that the button stands in.
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const able = Boolean(window.PublicKeyCredential && navigator.credentials && window.isSecureContext);

async function question(part) {
  const token = part.closest("form").elements.csrfmiddlewaretoken.value;
  const answer = await fetch(part.dataset.challenge, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(answer.statusText);
  const { publicKey } = await answer.json();
  publicKey.challenge = decode(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = decode(publicKey.user.id);
  for (const list of [publicKey.excludeCredentials, publicKey.allowCredentials]) {
    for (const each of list || []) each.id = decode(each.id);
  }
  return publicKey;
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const present = parts.filter((name) => response[name]).map((name) => [name, encode(response[name])]);
  const whole = { id: credential.id, rawId: encode(credential.rawId), type: credential.type };
  return JSON.stringify({ ...whole, response: Object.fromEntries(present) });
}

async function use(part) {
  const form = part.closest("form");
  const problem = part.querySelector(".error");
  problem.hidden = true;
  try {
    const publicKey = await question(part);
    const making = part.dataset.passkey === "add";
    const credential = await navigator.credentials[making ? "create" : "get"]({ publicKey });
    form.querySelector("input[name$=credential]").value = written(credential);
    form.noValidate = true;
    form.requestSubmit();
  } catch {
    problem.textContent = navigator.onLine ? part.dataset.failed : part.dataset.offline;
    problem.hidden = false;
  }
}

function show(root) {
  for (const part of root.querySelectorAll("[data-passkey][hidden]")) part.hidden = !able;
  for (const words of root.querySelectorAll("[data-passkey-none]")) words.hidden = able;
}

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-passkey] button")?.parentElement;
  if (part) use(part);
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
show(document);
