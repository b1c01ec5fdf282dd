// The calendar file of a programme, for a day that the reader chooses. It is made on the device: the
// page carries the file, and only its days are moved. Without scripts there is a link to the file.
(function () {
  "use strict";
  var form = document.querySelector("form[data-calendar]");
  if (!form) return;

  var field = form.querySelector("input[type=date]");
  var said = form.querySelector("[role=status]");
  var text = JSON.parse(form.dataset.calendar);
  var DAY = 86400000; // milliseconds; all days here are UTC, where each has the same length

  function written(time) {
    return new Date(time).toISOString().slice(0, 10);
  }

  // Longer lines of the file go on after a space, so a line that begins like this is a day of its own.
  function moved(shift) {
    return text.replace(/^(DTSTART|DTEND);VALUE=DATE:(\d{4})(\d\d)(\d\d)/gm, function (line, name, year, month, day) {
      var time = Date.UTC(Number(year), Number(month) - 1, Number(day)) + shift;
      return name + ";VALUE=DATE:" + written(time).replace(/-/g, "");
    });
  }

  function inWords(time) {
    var format = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Date(time).toLocaleDateString(document.documentElement.lang, format);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = field.valueAsNumber;
    var file = new Blob([moved(first - Date.parse(form.dataset.begins))], { type: "text/calendar" });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = form.dataset.name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60000, link.href);
    said.textContent = said.dataset.said + " " + inWords(first) + ".";
  });

  // The first Monday from today on, as the reader's own clock has it.
  var now = new Date();
  var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  field.value = written(today + ((8 - now.getDay()) % 7) * DAY);
})();
