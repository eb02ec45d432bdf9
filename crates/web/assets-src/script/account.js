// The script of the pages with a passkey: asks the device and sends its answer with the form of the page. Without it
// the pages say what it needs and offer the code of an app.
"use strict";

/** Bytes of base64url text. */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** Base64url text of bytes. */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** What the server asked, with bytes where browsers want bytes. */
function options(json) {
  const asked = JSON.parse(json).publicKey;
  const named = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  if (asked.excludeCredentials) asked.excludeCredentials = named(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = named(asked.allowCredentials);
  return { publicKey: asked };
}

/** The device's answer as the server reads it. */
function answer(key) {
  const response = { clientDataJSON: text(key.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response,
    extensions: key.getClientExtensionResults(),
  });
}

function passkey(form) {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey-needs]").forEach((told) => (told.hidden = true));
  const status = form.querySelector("[role=status]");
  let running = false;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements["tra-loi"].value) return;
    event.preventDefault();
    if (running) return;
    running = true;
    status.textContent = "";
    try {
      const asked = options(form.dataset.options);
      const keys = navigator.credentials;
      const key = await (form.dataset.passkey === "add" ? keys.create(asked) : keys.get(asked));
      form.elements["tra-loi"].value = answer(key);
      form.submit();
    } catch {
      // Cancelled, too late, or no such key on this device: the person may try again or show a code.
      status.textContent = form.dataset.failed;
    }
    running = false;
  });
}

document.querySelectorAll("form[data-passkey]").forEach(passkey);
