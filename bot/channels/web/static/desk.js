/* Lets a passkey answer: asks the server what is to be signed, the device for the signature, and sends it as a form. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-passkey]"), trouble = document.getElementById("passkey-trouble");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  form.hidden = false;

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")), made = new Uint8Array(raw.length), i;
    for (i = 0; i < raw.length; i++) made[i] = raw.charCodeAt(i);
    return made;
  }
  function text(buffer) {
    var given = new Uint8Array(buffer), raw = "", i;
    for (i = 0; i < given.length; i++) raw += String.fromCharCode(given[i]);
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function opened(keys) {
    return (keys || []).map(function (key) { return { type: key.type, id: bytes(key.id) }; });
  }
  function ask(task) {
    task.challenge = bytes(task.challenge);
    if (form.dataset.passkey === "get") {
      task.allowCredentials = opened(task.allowCredentials);
      return navigator.credentials.get({ publicKey: task });
    }
    task.user.id = bytes(task.user.id);
    task.excludeCredentials = opened(task.excludeCredentials);
    return navigator.credentials.create({ publicKey: task });
  }
  function send(made) {
    var from = made.response, response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) response.attestationObject = text(from.attestationObject);
    else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
      if (from.userHandle) response.userHandle = text(from.userHandle);
    }
    form.elements.answer.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: response, clientExtensionResults: {} });
    form.submit();
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var button = form.querySelector("button");
    button.disabled = true;
    trouble.hidden = true;
    fetch(form.dataset.options, {
      method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "permit=" + (form.elements.permit ? form.elements.permit.value : "")
    }).then(function (answer) {
      if (!answer.ok) throw new Error("refused");
      return answer.json();
    }).then(ask).then(send).catch(function () {
      button.disabled = false;
      trouble.textContent = trouble.dataset.text;
      trouble.hidden = false;
    });
  });
})();
