"""How a deck is printed: words that print.yaml, the command and the sheets share."""

from __future__ import annotations

from typing import Literal

Ink = Literal["full", "low"]  # dark grounds, or outlines; both can be read in greys
Backs = Literal["pattern", "guide", "none"]  # the same for all cards; words about each ask; white
# The edge over which paper is turned. fold: fronts and backs beside each other on one side, to fold
# and glue; none: fronts only.
Flip = Literal["long-edge", "short-edge", "fold", "none"]
