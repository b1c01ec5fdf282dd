"""Deck -> HTML and geometry: the faces of the cards, and the sheets they lie on."""
