// The card on the first page: it can be turned over, and another one can be drawn. Without
// scripts both faces are shown, and "Draw a card" leads to the list of all asks.
(function () {
  "use strict";
  var deal = document.querySelector("[data-deal]");
  if (!deal) return;

  var front = deal.querySelector(".deal__front");
  var back = deal.querySelector(".deal__back");
  var turn = deal.querySelector("[data-turn]");
  var open = deal.querySelector("[data-open]");
  var said = deal.querySelector("[role=status]");
  var others = Array.from(deal.querySelector("template").content.children);
  var still = matchMedia("(prefers-reduced-motion: reduce)");
  var TURNING = 450; // milliseconds, as in home.css
  var pile = [];

  function face(turned) {
    deal.classList.toggle("deal--turned", turned);
    turn.setAttribute("aria-pressed", String(turned));
    front.inert = turned;
    back.inert = !turned;
  }

  // Every other card once before one comes again.
  function next() {
    if (!pile.length) {
      pile = others.filter(function (card) {
        return card.dataset.href !== open.getAttribute("href");
      });
      for (var i = pile.length - 1; i > 0; i--) {
        var j = Math.floor(Math.random() * (i + 1));
        [pile[i], pile[j]] = [pile[j], pile[i]];
      }
    }
    return pile.pop();
  }

  function lay(card) {
    front.replaceChildren(card.firstElementChild.cloneNode(true));
    open.href = card.dataset.href;
    said.textContent = front.querySelector(".card__ask").textContent;
    face(false);
  }

  function draw() {
    var card = next();
    if (still.matches || deal.classList.contains("deal--turned")) {
      lay(card);
      return;
    }
    face(true);
    setTimeout(lay, TURNING, card);
  }

  turn.addEventListener("click", function () {
    face(!deal.classList.contains("deal--turned"));
  });

  // What draws a card is a button, not a link.
  var link = document.querySelector("[data-draw]");
  var button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.addEventListener("click", draw);
  link.replaceWith(button);

  face(false);
})();
