"""Where a big sentence breaks: in as few lines as it needs, all of nearly equal length.

WeasyPrint has no `text-wrap: balance`, and a pocket card shows every lonely last word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

Measure = Callable[[str], float]  # the width of a text, in the unit of the line's width
_SENTENCE = 0.3  # what slack counts for at the end of a sentence


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """`text` as lines no wider than `width`, as few as greedy filling needs.

    Among all ways to fill that many lines, the one whose lines differ least (the smallest sum
    of squared slack, the idea of Knuth and Plass 1981); a line that ends a sentence may be
    short, the last one not. A word wider than a line stands alone.
    """
    words = text.split()
    count = _fewest_lines(words, width, measure)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """(cost, ends) of the best way to set words[start:] in `lines` lines."""
        if lines == 1:
            return _cost(words[start:], width, measure, last=True), (len(words),)
        ways = [(float("inf"), ())]
        for end in range(start + 1, len(words) - lines + 2):
            cost, ends = best(end, lines - 1)
            ways.append((_cost(words[start:end], width, measure) + cost, (end, *ends)))
        return min(ways)

    lines: list[str] = []
    start = 0
    for end in best(0, count)[1]:
        lines.append(" ".join(words[start:end]))
        start = end
    return lines


def _cost(words: list[str], width: float, measure: Measure, *, last: bool = False) -> float:
    slack = width - measure(" ".join(words))
    if slack < 0 and len(words) > 1:
        return float("inf")
    ends_sentence = words[-1].endswith((".", "?", "!", ":")) and not last
    return max(slack, 0) ** 2 * (_SENTENCE if ends_sentence else 1)


def _fewest_lines(words: list[str], width: float, measure: Measure) -> int:
    count, line = 1, ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and measure(longer) > width:
            count, line = count + 1, word
        else:
            line = longer
    return count
