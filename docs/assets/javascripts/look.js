// Light or dark: the choice made in the menu, remembered on this device. Without a choice, and
// without scripts, the style sheet follows the device. Runs before anything is painted.
(function () {
  "use strict";
  var key = "guide.look";
  var root = document.documentElement;
  root.classList.remove("no-js");

  function remembered() {
    try {
      return localStorage.getItem(key);
    } catch (nowhereToLook) {
      return null;
    }
  }

  function remember(look) {
    try {
      if (look === "auto") localStorage.removeItem(key);
      else localStorage.setItem(key, look);
    } catch (nowhereToKeep) {
      // The choice holds for this page alone.
    }
  }

  function show(look) {
    if (look === "light" || look === "dark") root.dataset.look = look;
    else delete root.dataset.look;
  }

  show(remembered());

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[name=look]").forEach(function (choice) {
      choice.checked = choice.value === (root.dataset.look || "auto");
      choice.addEventListener("change", function () {
        show(choice.value);
        remember(choice.value);
      });
    });
  });
})();
