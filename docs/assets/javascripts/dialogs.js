// Buttons that open a dialog: the one that aria-controls names. The browser keeps focus inside,
// closes it on Escape and gives focus back.
(function () {
  "use strict";
  document.querySelectorAll("button[aria-haspopup=dialog]").forEach(function (button) {
    var dialog = document.getElementById(button.getAttribute("aria-controls"));

    button.addEventListener("click", function () {
      dialog.showModal();
      button.setAttribute("aria-expanded", "true");
    });

    dialog.addEventListener("close", function () {
      button.setAttribute("aria-expanded", "false");
      button.focus();
    });

    // A press beside the dialog lands on the dialog itself, one inside on something in it.
    dialog.addEventListener("click", function (event) {
      if (event.target !== dialog) return;
      var box = dialog.getBoundingClientRect();
      var inside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) dialog.close();
    });
  });
})();
