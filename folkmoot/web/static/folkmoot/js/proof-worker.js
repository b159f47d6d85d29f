// Looks for the number whose derived key begins as asked, beside the page: ALTCHA's second protocol with PBKDF2.
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (found) => Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");

addEventListener("message", async ({ data }) => {
  try {
    postMessage(await search(data));
  } catch {
    postMessage(null);
  }
});

async function search({ algorithm, nonce, salt, cost, keyLength, keyPrefix }) {
  const start = bytes(nonce);
  const how = { name: "PBKDF2", hash: algorithm.split("/")[1], salt: bytes(salt), iterations: cost };
  const word = new Uint8Array(start.length + 4);
  word.set(start);
  const view = new DataView(word.buffer);
  for (let counter = 0; counter <= 0xffffffff; counter += 1) {
    view.setUint32(start.length, counter);
    const key = await crypto.subtle.importKey("raw", word, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
  return null;
}
