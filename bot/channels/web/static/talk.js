/* What the conversation gains when scripts run: answers without a reload, progress. Everything works without it. */
(function () {
  "use strict";
  var root = document.documentElement, composer = document.getElementById("composer");
  var list = document.querySelector(".letters"), source = null, busy = false, joined = false;
  var words = composer.elements.text, files = composer.elements.files, say = composer.dataset;
  var status = document.getElementById("status"), progress = document.getElementById("progress");
  var wide = matchMedia("(pointer: fine)").matches;

  function tell(text, bad) { status.textContent = text || ""; status.classList.toggle("bad", !!bad); }
  function nonce() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (n) { return n.toString(16).padStart(2, "0"); }).join("");
  }
  function grow() {
    words.style.height = "auto";
    words.style.height = words.scrollHeight + 2 + "px";
  }
  function settle() {
    var letters = list.children, last = -1, i;
    for (i = 0; i < letters.length; i++) if (letters[i].classList.contains("mine")) last = i;
    for (i = 0; i < last; i++) {
      if (letters[i].dataset.card || letters[i].classList.contains("past")) continue;
      letters[i].classList.add("past");
      var choices = letters[i].querySelector(".choices");
      if (choices) choices.open = false;
    }
  }
  function merge(html) {
    var box = document.createElement("template");
    box.innerHTML = html;
    var came = box.content.querySelector("ol"), first, fresh = [];
    if (!came) return;
    var was = list.querySelector(".tip"), empty = document.querySelector(".empty");
    if (empty && came.children.length) empty.remove();
    var oldest = came.dataset.first, keep = oldest && document.getElementById("l" + oldest);
    // What is older than the oldest letter the server still has was wiped.
    while (list.firstChild && list.firstElementChild !== keep && (keep || oldest !== list.dataset.first)) list.firstChild.remove();
    list.dataset.first = oldest;
    Array.from(came.children).forEach(function (letter) {
      var old = document.getElementById(letter.id);
      var same = !old && letter.dataset.card && list.querySelector('[data-card="' + CSS.escape(letter.dataset.card) + '"]');
      if (same) same.remove();
      if (old) { if (old.innerHTML !== letter.innerHTML) old.replaceWith(letter); return; }
      letter.classList.add("fresh");
      list.append(letter);
      fresh.push(letter);
    });
    if (came.dataset.last) list.dataset.last = came.dataset.last;
    // Whoever has just joined the staff gets the queue beside the chat, but loses no words for it: also
    // when the news comes by the stream, before the answer to what is still being sent.
    joined = joined || !was && !!list.querySelector(".tip");
    if (joined && !busy && !words.value) location.reload();
    settle();
    first = fresh[0];
    if (first) first.scrollIntoView({ block: fresh.length > 1 || first.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
    return first;
  }

  function send(form, extra, done) {
    if (busy) return;
    var data = new FormData(form), call = new XMLHttpRequest();
    if (!form.dataset.nonce) form.dataset.nonce = nonce();
    data.set("nonce", form.dataset.nonce);
    data.set("after", list.dataset.last || "0");
    Object.keys(extra || {}).forEach(function (name) { data.set(name, extra[name]); });
    busy = true;
    tell(say.sending);
    root.setAttribute("aria-busy", "true");
    call.upload.onprogress = function (event) {
      if (event.total < 60000) return;
      progress.hidden = false;
      progress.value = 100 * event.loaded / event.total;
    };
    call.onloadend = function () {
      if (call.status === 205) { done(); location.reload(); return; }
      busy = false;
      progress.hidden = true;
      root.removeAttribute("aria-busy");
      if (call.status === 200) {
        delete form.dataset.nonce;
        tell("");
        done();
        var focused = list.contains(document.activeElement), first = merge(call.responseText);
        if (focused && first) first.focus({ preventScroll: true });
        listen();
      } else {
        tell(call.status ? say.failed : say.offline, true);
      }
    };
    call.open("POST", form.getAttribute("action"));
    call.setRequestHeader("X-Page", "1");
    call.send(data);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-live")) return;
    event.preventDefault();
    var button = event.submitter || document.activeElement, extra = {};
    if (button && button.name && button.form === form) extra[button.name] = button.value;
    if (form === composer && !words.value.trim() && !files.files.length) { words.focus(); return; }
    if (form === composer && !fits()) return;
    send(form, extra, function () {
      if (form === composer) { form.reset(); grow(); if (wide) words.focus(); }
    });
  });

  function fits() {
    var large = Array.from(files.files).some(function (file) { return file.size > 20971520; });
    if (large) tell(say.toolarge, true);
    else if (files.files.length > 10) tell(say.toomany, true);
    return !large && files.files.length <= 10;
  }
  files.addEventListener("change", function () {
    var names = Array.from(files.files, function (file) { return file.name; });
    tell(names.length ? say.picked + ": " + names.join(", ") : "");
    fits();
  });
  words.addEventListener("input", grow);
  words.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || !(wide || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    composer.querySelector(".send").click();
  });
  document.getElementById("here").addEventListener("click", function () {
    if (!navigator.geolocation) { tell(say.nolocation, true); return; }
    tell(say.locating);
    navigator.geolocation.getCurrentPosition(function (spot) {
      var form = document.createElement("form");
      form.setAttribute("action", composer.getAttribute("action"));
      send(form, { lat: spot.coords.latitude.toFixed(6), lon: spot.coords.longitude.toFixed(6) }, function () {});
    }, function () { tell(say.nolocation, true); }, { enableHighAccuracy: true, timeout: 20000 });
  });

  var PAUSE = 4000, pause = PAUSE;
  function listen() {
    if (source && source.readyState < 2 || !list.dataset.last || !window.EventSource || document.hidden) return;
    source = new EventSource(document.getElementById("log").dataset.events + "?after=" + list.dataset.last);
    source.onopen = function () { pause = PAUSE; };
    source.onmessage = function (event) { merge(event.data); };
    // Browsers give up at once when a proxy answers for a service that is restarting.
    source.onerror = function () {
      if (this.readyState < 2 || pause > 300000) return;
      setTimeout(listen, pause);
      pause *= 2;
    };
  }
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && source) { source.close(); source = null; } else listen();
  });
  ["pagehide", "leaving"].forEach(function (name) {
    addEventListener(name, function () { if (source) source.close(); });
  });
  settle();
  grow();
  listen();

  // Until somebody scrolls, the end stays in sight while pictures above it arrive.
  var pinned = true;
  function end() { if (pinned && list.lastElementChild) list.lastElementChild.scrollIntoView({ block: "end" }); }
  ["wheel", "touchmove", "keydown", "pointerdown"].forEach(function (name) {
    addEventListener(name, function () { pinned = false; }, { passive: true, once: true });
  });
  list.addEventListener("load", end, true);
  if (!location.hash) end();
})();
