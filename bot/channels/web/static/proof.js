/* Finds the number that a challenge asks for, in small pieces so that the page stays awake, and sends the tip. */
(function () {
  "use strict";
  var form = document.getElementById("held"), status = document.getElementById("held-working"), bar = document.getElementById("held-progress");
  if (!form || !form.dataset.task) return;
  var task = JSON.parse(form.dataset.task), wait = Number(form.dataset.seconds), words = new TextEncoder();
  document.documentElement.classList.add("js");

  // Should anything fail (an old browser, a page without https), waiting does as well.
  setTimeout(function () { location.reload(); }, (wait + 1) * 1000);
  if (!window.crypto || !crypto.subtle) { status.textContent = status.dataset.wait; bar.removeAttribute("value"); return; }

  function hex(buffer) {
    var bytes = new Uint8Array(buffer), text = "", i;
    for (i = 0; i < bytes.length; i++) text += (bytes[i] + 256).toString(16).slice(1);
    return text;
  }
  function found(number) {
    var answer = { algorithm: task.algorithm, challenge: task.challenge, number: number, salt: task.salt, signature: task.signature };
    form.elements.proof.value = btoa(JSON.stringify(answer));
    bar.value = 100;
    status.textContent = status.dataset.done;
    form.submit();
  }
  function piece(from) {
    var some = [], i;
    for (i = from; i < from + 250 && i <= task.maxnumber; i++) some.push(crypto.subtle.digest("SHA-256", words.encode(task.salt + i)));
    Promise.all(some).then(function (all) {
      for (i = 0; i < all.length; i++) if (hex(all[i]) === task.challenge) { found(from + i); return; }
      bar.value = Math.min(95, Math.round(100 * from / task.maxnumber));
      if (all.length) setTimeout(piece, 0, from + 250);
    });
  }
  piece(0);
})();
