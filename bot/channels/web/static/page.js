/* What every page gains when scripts run: the quick exit by key, a receipt or another code out of a link. Everything works without it. */
(function () {
  "use strict";
  var body = document.body;
  document.documentElement.classList.add("js");

  function leave() {
    var form = document.getElementById("leave");
    if (body.hasAttribute("data-kept")) { location.replace(body.dataset.away); return; }
    dispatchEvent(new Event("leaving"));
    body.hidden = true;
    fetch(form.action, { method: "POST", keepalive: true, headers: { "X-Page": "1" } }).catch(function () {});
    location.replace(body.dataset.away);
  }
  var escaped = 0;
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    if (event.timeStamp - escaped < 800) leave();
    escaped = event.timeStamp;
  });
  var leaving = document.getElementById("leave");
  if (leaving && !body.hasAttribute("data-kept")) leaving.addEventListener("submit", function (event) { event.preventDefault(); leave(); });
  // A page that the browser kept whole must not come back after it was wiped.
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  var code = document.querySelector("#receipt, #door");
  if (code && location.hash.length > 1) {
    code.value = decodeURIComponent(location.hash.slice(1)).slice(0, 40);
    history.replaceState(null, "", location.pathname);
    code.form.querySelector("button").focus();
  }
})();
