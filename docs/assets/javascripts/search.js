// Search in the pages of the guide. The index is a script made with the site; it is loaded when
// the search is first opened, and also loads from a folder, where nothing may be fetched.
(function () {
  "use strict";
  var dialog = document.getElementById("search");
  if (!dialog) return;

  var SHOWN = 12; // places in the list
  var AROUND = 60; // characters of text on each side of a found word
  var address = dialog.dataset.index;
  var root = address.slice(0, address.indexOf("search/"));
  var field = dialog.querySelector("input");
  var count = dialog.querySelector("[role=status]");
  var list = dialog.querySelector("ol");
  var places = null;
  var asked = false;

  function plain(html) {
    return new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();
  }

  function folded(text) {
    return text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "");
  }

  function load() {
    if (asked) return;
    asked = true;
    var script = document.createElement("script");
    script.src = address;
    script.onload = function () {
      var pages = {};
      places = window.__index.docs.map(function (entry) {
        var page = entry.location.split("#")[0];
        var place = { to: root + entry.location, title: plain(entry.title), text: plain(entry.text) };
        if (!(page in pages)) pages[page] = place.title;
        place.page = pages[page];
        place.foldedTitle = folded(place.title);
        place.foldedText = folded(place.text);
        return place;
      });
      find();
    };
    script.onerror = function () {
      count.textContent = dialog.dataset.missing;
    };
    document.head.append(script);
  }

  // Every word must be found; words in a heading count more, and more at its beginning.
  function weight(place, words) {
    var sum = 0;
    for (var word of words) {
      var inTitle = place.foldedTitle.indexOf(word);
      if (inTitle === 0 || place.foldedTitle.indexOf(" " + word) >= 0) sum += 6;
      else if (inTitle > 0) sum += 3;
      else if (place.foldedText.indexOf(" " + word) >= 0) sum += 2;
      else if (place.foldedText.indexOf(word) >= 0) sum += 1;
      else return 0;
    }
    // Who looks for help must not have to choose first.
    return place.to.indexOf(dialog.dataset.help) >= 0 ? sum + 5 : sum;
  }

  function excerpt(place, word) {
    var at = Math.max(0, place.foldedText.indexOf(word));
    var from = Math.max(0, place.text.lastIndexOf(" ", Math.max(0, at - AROUND)));
    var to = place.text.indexOf(" ", at + AROUND);
    var end = to < 0 ? place.text.length : to;
    return (from ? "… " : "") + place.text.slice(from, end).trim() + (end < place.text.length ? " …" : "");
  }

  function entry(place, words) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    link.href = place.to;
    link.textContent = place.title;
    item.append(link);
    if (place.page !== place.title) {
      var page = document.createElement("span");
      page.className = "search__page";
      page.textContent = place.page;
      item.append(page);
    }
    if (place.text) {
      var text = document.createElement("p");
      text.textContent = excerpt(place, words[0]);
      item.append(text);
    }
    return item;
  }

  function find() {
    var words = folded(field.value).split(/[^a-z0-9\u0080-\uffff]+/).filter(Boolean);
    list.replaceChildren();
    count.textContent = "";
    if (!places || !words.length) return;
    var found = places
      .map(function (place) {
        return { place: place, weight: weight(place, words) };
      })
      .filter(function (hit) {
        return hit.weight;
      })
      .sort(function (a, b) {
        return b.weight - a.weight;
      });
    found.slice(0, SHOWN).forEach(function (hit) {
      list.append(entry(hit.place, words));
    });
    var said = dialog.dataset;
    count.textContent = !found.length ? said.none : found.length === 1 ? said.one : found.length + " " + said.many;
  }

  field.addEventListener("focus", load);
  field.addEventListener("input", find);
  dialog.querySelector("form").addEventListener("submit", function (event) {
    // Enter in the field goes to the first place; the button closes.
    var first = list.querySelector("a");
    if (event.submitter && document.activeElement === field) {
      event.preventDefault();
      if (first) first.click();
    }
  });
  list.addEventListener("click", function (event) {
    if (event.target.closest("a")) dialog.close(); // the place may be on this very page
  });
})();
