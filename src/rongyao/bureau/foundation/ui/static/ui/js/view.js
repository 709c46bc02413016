// Makes the elder, size and contrast switches instant and keeps a half-filled form. Without script the same
// buttons post to /view/ and the server writes the same cookies.
(function () {
  "use strict";
  var root = document.documentElement;
  var year = 31536000;

  function keep(name, value) {
    document.cookie = name + "=" + value + ";path=/;max-age=" + year + ";samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
  }
  function set(name, value) {
    if (value === "std") { delete root.dataset[name]; } else { root.dataset[name] = value; }
    keep(name, value);
  }
  function apply(name, value) {
    set(name, value);
    if (name === "view" && value === "std") { set("size", "std"); }
    if (name === "size" && value === "xl") { set("view", "elder"); }
  }

  // Sheets for narrow screens: what is narrow depends on the size of the letters.
  function refit() {
    var step = root.dataset.size === "xl" ? 2 : root.dataset.view === "elder" ? 1 : 0;
    Array.prototype.forEach.call(document.querySelectorAll("link[data-widths]"), function (link) {
      link.media = "screen and (max-width: " + link.dataset.widths.split(" ")[step] + "px)";
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[data-instant]") : null;
    if (!button) { return; }
    event.preventDefault();
    apply(button.name, button.value);
    refit();
    var line = button.closest("[data-hint]");
    if (line) { keep("hint", "seen"); line.remove(); return; }
    // The pressed button has just been hidden: hand the focus to its opposite.
    var twin = button.form && button.form.querySelector('button[name="' + button.name + '"]:not([value="' + button.value + '"])');
    if (twin) { twin.focus(); }
  });

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target.closest("[data-print]") : null;
    if (target) { event.preventDefault(); window.print(); }
  });
})();
