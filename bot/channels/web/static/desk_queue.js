/* The queue beside the conversation: kept fresh, walked by keys; photos opened large. Its buttons are the chat's own. */
(function () {
  "use strict";
  var here = document.getElementById("queue-here"), letters = document.querySelector(".letters");
  var keys = document.getElementById("keys"), photo = document.getElementById("photo");
  var narrow = matchMedia("(max-width: 59.99rem)"), shown = "", turn = 0, timer = 0, over = false;
  var opener = document.getElementById("to-queue"), closer = document.querySelector(".close-queue");
  var words = document.querySelector("#composer textarea"), place = 0, goal = closer, unfolded = lies(), next = null, waiting = 0;
  var EVERY = 15000, OF_A_DOSSIER = /^triage\.(note|more|take):(.+)$/;

  function items() { return Array.from(here.querySelectorAll(".tip-line")); }
  function dossier() {
    var buttons = letters.querySelectorAll("button[name=choice]"), i;
    for (i = buttons.length - 1; i >= 0; i--) if (OF_A_DOSSIER.test(buttons[i].value)) return buttons[i];
    return null;
  }
  function opened() {
    var button = dossier();
    return button ? OF_A_DOSSIER.exec(button.value)[2] : "";
  }
  function mark() {
    var open = "triage.open:" + opened();
    items().forEach(function (item) {
      if (item.value === open) item.setAttribute("aria-current", "true"); else item.removeAttribute("aria-current");
    });
  }
  function put(html) {
    var at = document.activeElement, value = here.contains(at) ? at.value || at.dataset.view : "", tab = value && !at.value;
    here.innerHTML = html;
    mark();
    document.querySelector("#to-queue .how-many").textContent = here.querySelector(".how-many").textContent;
    if (!value) return;
    var again = here.querySelector(tab ? '[data-view="' + value + '"]' : '[value="' + CSS.escape(value) + '"]');
    if (again) again.focus({ preventScroll: true });
  }
  function refresh(anew) {
    if (over) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, EVERY);
    if (document.hidden && !anew) return;
    var mine = ++turn, at = here.dataset;
    fetch(at.from + "?view=" + at.view + "&page=" + at.page, { cache: "no-store" }).then(function (came) {
      if (came.status === 404) { gone(); return null; }
      return came.ok ? came.text() : null;
    }).then(function (html) {
      // What is being sent still needs its form.
      if (html === null || mine !== turn || html === shown || document.documentElement.hasAttribute("aria-busy")) return;
      shown = html;
      put(html);
    }).catch(function () {});
  }
  // Signed out or removed: what is being written stays.
  function gone() {
    clearTimeout(timer);
    here.closest(".beside").remove();
    document.body.classList.remove("desk");
    over = true;
  }
  function soon() { clearTimeout(timer); timer = setTimeout(refresh, 150); }

  here.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    here.dataset.view = link.dataset.view;
    here.dataset.page = link.dataset.page || "1";
    document.getElementById("queue").scrollTop = 0;
    refresh(true);
  });
  // On a narrow screen the list lies over the conversation, which keeps its place below.
  function lies() { return narrow.matches && location.hash === "#queue"; }
  function unfold(to) {
    if (!narrow.matches || lies()) return;
    place = scrollY;
    goal = to;
    location.hash = "queue";
    turned();
  }
  function fold() {
    if (!lies()) return;
    location.hash = "log";
    scrollTo(0, place);
    turned();
  }
  opener.addEventListener("click", function (event) { event.preventDefault(); unfold(closer); });
  closer.addEventListener("click", function (event) { event.preventDefault(); fold(); });
  // The browser drops the focus and scrolls when the address changes, maybe in a frame after this one.
  function settle(link, y) {
    var so = lies();
    link.focus({ preventScroll: true });
    requestAnimationFrame(function () {
      requestAnimationFrame(function () {
        var at = document.activeElement;
        if (lies() !== so || at && at !== document.body && at !== link) return;
        if (at !== link) link.focus({ preventScroll: true });
        if (!so) scrollTo(0, y);
      });
    });
  }
  // At once where the page turns by itself: two turns may be over before the browser tells of one.
  function turned() {
    var at = document.activeElement, before = unfolded;
    unfolded = lies();
    if (unfolded && !before) settle(here.contains(at) ? at : goal.isConnected ? goal : closer);
    goal = closer;
    if (before && !unfolded) settle(opener, place);
  }
  addEventListener("hashchange", turned);
  // Where the focus goes once the answer is there; one that stays out must not move it much later.
  function after(then) {
    clearTimeout(waiting);
    next = then;
    waiting = setTimeout(function () { next = null; }, 10000);
  }
  here.addEventListener("submit", function () {
    after(narrow.matches ? function (letter) { letter.focus({ preventScroll: true }); } : null);
    fold();
  });
  new MutationObserver(function () {
    var last = letters.querySelector(".letter:last-child.fresh.bot"), then = next;
    if (last && then) {
      next = null;
      then(last);
    }
    mark();
    soon();
  }).observe(letters, { childList: true });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) refresh(); });

  function step(by) {
    var all = items(), at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex(function (item) { return item.hasAttribute("aria-current"); });
    at = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    look(all[at]);
  }
  function look(item) {
    if (!item) return;
    unfold(item);
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }
  // Only a button that stands where the open tip was last shown: an older one could take another.
  function press(deed, then) {
    var last = dossier(), value = "triage." + deed + ":" + opened();
    var button = last && last.form.querySelector('button[value="' + CSS.escape(value) + '"]');
    if (!button) return;
    after(then);
    button.click();
  }
  function write() { words.focus({ preventScroll: true }); }
  var DEEDS = {
    j: function () { step(1); }, k: function () { step(-1); },
    a: function () { press("take"); }, r: function () { press("ask", write); }, n: function () { press("note", write); },
    g: function () { look(here.querySelector(".tip-line[aria-current]") || items()[0]); },
    "?": function () { keys.showModal(); }
  };
  function typing(target) { return target.closest("input, textarea, select, [contenteditable]"); }
  document.addEventListener("keydown", function (event) {
    var deed = DEEDS.hasOwnProperty(event.key) && DEEDS[event.key];
    if (event.key === "Escape") {
      if (event.target === words && !event.isComposing) words.blur();
      fold();
    }
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    deed();
  });
  document.getElementById("keys-open").addEventListener("click", DEEDS["?"]);
  // Escape closes a window; it must not count towards leaving the page, wherever the focus went.
  addEventListener("keydown", function (event) {
    if (!document.querySelector("dialog[open]")) return;
    if (photo.open && event.key === "ArrowLeft") see(at - 1);
    if (photo.open && event.key === "ArrowRight") see(at + 1);
    if (event.key === "Escape") event.stopPropagation();
  }, true);
  [keys, photo].forEach(function (box) {
    box.addEventListener("click", function (event) { if (event.target === box) box.close(); });
  });

  var album = [], at = 0, picture = photo.querySelector("img"), count = photo.querySelector(".turn span");
  function see(to) {
    if (!album[to]) return;
    at = to;
    picture.src = album[at].href;
    picture.alt = album[at].querySelector("img").alt;
    count.textContent = album.length > 1 ? at + 1 + "/" + album.length : "";
    photo.querySelectorAll("[data-step]").forEach(function (button) {
      button.hidden = album.length < 2;
      button.disabled = !album[at + Number(button.dataset.step)];
    });
  }
  letters.addEventListener("click", function (event) {
    var shot = event.target.closest("a.shot");
    if (!shot || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    album = Array.from(shot.closest(".letter").querySelectorAll("a.shot"));
    see(album.indexOf(shot));
    photo.showModal();
  });
  photo.addEventListener("click", function (event) {
    var button = event.target.closest("[data-step]");
    if (button) see(at + Number(button.dataset.step));
  });
  photo.addEventListener("close", function () { picture.removeAttribute("src"); });

  letters.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]"), said = button && button.nextElementSibling;
    if (!button) return;
    function tell(how) {
      said.textContent = said.dataset[how];
      setTimeout(function () { said.textContent = ""; }, 5000);
    }
    if (!navigator.clipboard) { tell("failed"); return; }
    navigator.clipboard.writeText(button.dataset.copy).then(tell.bind(null, "done"), tell.bind(null, "failed"));
  });

  mark();
  timer = setTimeout(refresh, EVERY);
})();
