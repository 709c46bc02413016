// Small comforts for forms. Every one of them is absent without script and nothing breaks.
(function () {
  "use strict";

  // 1. The chosen row is tinted (there is no :has() on the phones we serve).
  function mark(input) {
    var scope = input.type === "radio" && input.form ? input.form.querySelectorAll('input[type="radio"]') : [input];
    Array.prototype.forEach.call(scope, function (one) {
      if (one.name !== input.name) { return; }
      var row = one.closest("label");
      if (row) { row.classList.toggle("on", one.checked); }
    });
  }
  function markAll(root) {
    Array.prototype.forEach.call(root.querySelectorAll('input[type="radio"]:checked, input[type="checkbox"]:checked'), mark);
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches('input[type="radio"], input[type="checkbox"]')) { mark(event.target); }
  });

  // 2. An identity number or a phone is echoed in groups, so that it can be compared with the card.
  function grouped(text, sizes) {
    var clean = text.replace(/[\s-]/g, "").toUpperCase(), out = [], at = 0;
    sizes.forEach(function (n) { if (at < clean.length) { out.push(clean.slice(at, at + n)); at += n; } });
    if (at < clean.length) { out.push(clean.slice(at)); }
    return out.join(" ");
  }
  document.addEventListener("input", function (event) {
    var field = event.target, to = field.dataset && field.dataset.echo;
    if (!to) { return; }
    var echo = document.getElementById(to);
    if (echo) { echo.textContent = grouped(field.value, field.dataset.groups.split(",").map(Number)); }
  });

  // 3. One press, one submission; after eight seconds say that the network is slow. A form that stays on the page
  // (it downloaded a file) is freed after fifteen.
  function free(form) {
    delete form.dataset.sent;
    Array.prototype.forEach.call(form.querySelectorAll("[data-words]"), function (button) {
      button.textContent = button.dataset.words;
      button.removeAttribute("data-words"); button.removeAttribute("aria-busy");
    });
  }
  function busy(button) {
    button.dataset.words = button.textContent;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    setTimeout(function () { if (button.dataset.words) { button.textContent = document.body.dataset.slow; } }, 8000);
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter && event.submitter.dataset.busy) { busy(event.submitter); }
    setTimeout(function () { free(form); }, 15000);
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-sent]"), free);
  });

  // 4. After a refused form the focus goes to the summary of errors.
  function focusErrors(root) {
    var summary = root.querySelector ? root.querySelector(".errsum") : null;
    if (summary) { summary.focus(); }
  }
  document.addEventListener("DOMContentLoaded", function () { markAll(document); focusErrors(document); });
  document.addEventListener("htmx:afterSettle", function (event) { markAll(event.target); focusErrors(event.target); });

  // 5. A fragment that could not be fetched: say so where it was asked for, and keep what was typed.
  function failed(event) {
    var line = document.getElementById("failed");
    if (!line) {
      line = document.createElement("div");
      line.id = "failed"; line.className = "note note--late"; line.setAttribute("role", "alert");
      document.getElementById("main").prepend(line);
    }
    line.textContent = document.body.dataset.failed;
    if (event.detail && event.detail.elt) { event.detail.elt.removeAttribute("aria-busy"); }
  }
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  // 6. "Listen to this page": only where the phone itself has a voice for the page's language; nothing leaves the phone.
  function voice() {
    if (!window.speechSynthesis) { return null; }
    var want = document.documentElement.lang.slice(0, 2);
    return window.speechSynthesis.getVoices().filter(function (v) { return v.localService && v.lang.slice(0, 2) === want; })[0] || null;
  }
  function offerVoice() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-speak]"), function (button) { button.hidden = !voice(); });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-speak]") : null;
    if (!button) { return; }
    if (window.speechSynthesis.speaking) { window.speechSynthesis.cancel(); return; }
    var words = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    words.voice = voice(); words.lang = document.documentElement.lang; words.rate = 0.9;
    window.speechSynthesis.speak(words);
  });
  document.addEventListener("DOMContentLoaded", offerVoice);
  if (window.speechSynthesis && window.speechSynthesis.addEventListener) { window.speechSynthesis.addEventListener("voiceschanged", offerVoice); }
})();
