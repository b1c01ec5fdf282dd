"""Where a big sentence breaks: in as few lines as it needs, all of nearly equal length.

WeasyPrint has no `text-wrap: balance`, and a pocket card shows every lonely last word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

Measure = Callable[[str], float]  # the width of a text, in the unit of the line's width
_SENTENCE = 0.3  # what slack counts for at the end of a sentence
_HANGING = 0.02  # what a line costs that ends in a word of one or two letters, in squared widths


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """`text` as lines no wider than `width`, as few as greedy filling needs.

    Among all ways to fill that many lines, the one whose lines differ least (the smallest sum
    of squared slack, the idea of Knuth and Plass 1981); a line that ends a sentence may be
    short, the last one not, and a line had better not end in a word of one or two letters. A
    word wider than a line stands alone.
    """
    words = text.split()

    @cache
    def slack(start: int, end: int) -> float:
        """What words[start:end] leave free on a line; below 0 they need more than there is."""
        return width - measure(" ".join(words[start:end]))

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """(cost, ends) of the best way to set words[start:] in `lines` lines."""
        ways: list[tuple[float, tuple[int, ...]]] = []
        for end in range(start + 1, len(words) + 1):
            free = slack(start, end)
            if free < 0 and end > start + 1:
                break
            cost = max(free, 0) ** 2
            if lines > 1 and end < len(words):
                rest, ends = best(end, lines - 1)
                last = words[end - 1]
                if last.endswith((".", "?", "!", ":")):
                    cost *= _SENTENCE
                elif len(last) <= 2:
                    cost += _HANGING * width**2
                ways.append((cost + rest, (end, *ends)))
            elif lines == 1 and end == len(words):
                ways.append((cost, (end,)))
        return min(ways, default=(float("inf"), ()))

    lines: list[str] = []
    start = 0
    for end in best(0, len(_greedy(words, width, measure)))[1]:
        lines.append(" ".join(words[start:end]))
        start = end
    return lines


def line_count(text: str, width: float, measure: Measure) -> int:
    """How many lines `text` needs at least."""
    return len(_greedy(text.split(), width, measure))


def _greedy(words: list[str], width: float, measure: Measure) -> list[str]:
    """Lines filled one after the other, each with as many words as it takes."""
    lines: list[str] = []
    for word in words:
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
