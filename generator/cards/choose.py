"""Deck -> which cards are printed, in which order, and what has changed on them since an edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from generator.cards import faces
from generator.model import Challenge, Companion, Deck
from generator.problems import UsageError, must_be_known

Kind = Literal["all", "asks", "companions"]
_DIGITS = 16  # of a fingerprint: enough to tell the texts of one card apart


@dataclass(frozen=True)
class Wanted:
    """Which cards somebody wants. What is empty or None narrows nothing.

    Several words of one kind mean any of them, several kinds all of them; `leave_out` names what
    no ask may involve. `kind` None: all cards, or the asks alone if something about asks is named.
    `before`: the fingerprints of an earlier edition; only cards with another face are printed.
    """

    kind: Kind | None = None
    tiers: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    minutes: int | None = None
    programme: str | None = None
    ids: tuple[str, ...] = ()
    copies: int = 1
    blanks: int = 0
    before: Mapping[str, str] | None = None

    @property
    def about_asks(self) -> bool:
        """Whether something is named that only asks have."""
        named = (self.tiers, self.settings, self.ways, self.company, self.leave_out, self.programme)
        return any(named) or self.minutes is not None

    @property
    def is_everything(self) -> bool:
        """Whether this is the whole deck."""
        return self in (Wanted(copies=self.copies), Wanted(copies=self.copies, kind="all"))


def chosen(deck: Deck, wanted: Wanted, *, guide: bool = False) -> list[str]:
    """The cards to print, each as often as it is wanted: companions first, blanks to write on last.

    `guide`: the words of an ask are on its back, so that a change there counts too. The list is
    empty if nothing changed since `wanted.before`. Raises UsageError for names the deck does not
    have, and if no card is as wanted.
    """
    _check(deck, wanted)
    kind = wanted.kind or ("asks" if wanted.about_asks else "all")
    cards: list[Challenge | Companion] = []
    if kind != "asks":
        cards += deck.companions
    if kind != "companions":
        cards += [ask for ask in deck.challenges if _is_wanted(deck, ask, wanted)]
    if wanted.ids:
        cards = [card for card in cards if card.id in wanted.ids]
    if not cards and not wanted.blanks:
        raise UsageError("no card is left; name fewer conditions")
    if wanted.before is not None:
        changed = set(changes(deck, wanted.before, guide=guide))
        cards = [card for card in cards if card.id in changed]
    copies = [(card.id, wanted.copies * getattr(card, "copies", 1)) for card in cards]
    order = [id for id, count in copies for _ in range(count)]
    return order + list(_blanks(deck, wanted.blanks))


def filled(deck: Deck, order: Sequence[str], cells: int) -> list[str]:
    """The same cards, with cards to write on in the cells of the last sheet that would stay empty."""
    empty = -len(order) % cells
    return [*order, *(_blanks(deck, empty) if _write_cards(deck) else ())]


def changes(deck: Deck, before: Mapping[str, str], *, guide: bool) -> list[str]:
    """The cards that are new or have another face than in the edition with these fingerprints."""
    now = fingerprints(deck)
    found = []
    for id in faces.keys(deck):
        own = [id, faces.guide_back(id)] if guide else [id]
        if any(key in now and now[key] != before.get(key) for key in own):
            found.append(id)
    return found


def fingerprints(deck: Deck) -> dict[str, str]:
    """A hash of all that is written on each front and each guide back, by the key of its page."""
    found = {card.id: _hash(*_companion(deck, card)) for card in deck.companions}
    for ask in deck.challenges:
        found[ask.id] = _hash(ask.tier, ask.setting, ask.ask, ask.words, ask.smaller)
        back = (ask.tier, ask.title, ask.words, ask.smaller, ask.bigger, ask.kind_check, ask.after)
        found[faces.guide_back(ask.id)] = _hash(*back, ask.cautions)
    return found


def _companion(deck: Deck, card: Companion) -> Iterable[Any]:
    """What is written on a companion; the stop card tells where to find help besides."""
    yield from (card.title, card.look, card.lead, card.lines, card.writing_lines, card.foot)
    if card.look == "stop":
        lines = [(line.on_card, str(line.checked.date)) for line in deck.helplines.lines if line.on_card]
        yield from (deck.help.stop_card, lines, deck.helplines.everywhere_url)


def _hash(*texts: Any) -> str:
    said = json.dumps(texts, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]


def _is_wanted(deck: Deck, ask: Challenge, wanted: Wanted) -> bool:
    one_of = (
        (wanted.tiers, {ask.tier}),
        (wanted.settings, {ask.setting}),
        (wanted.ways, set(ask.ways)),
        (wanted.company, {ask.company}),
        ((wanted.programme,) if wanted.programme else (), _programmes(deck, ask)),
    )
    return (
        all(not names or own.intersection(names) for names, own in one_of)
        and not set(wanted.leave_out).intersection(ask.leave_out)
        and (wanted.minutes is None or ask.minutes <= wanted.minutes)
    )


def _programmes(deck: Deck, ask: Challenge) -> set[str]:
    """The programmes that an ask stands in."""
    return {
        programme.id
        for programme in deck.programmes
        if any(day.ask == ask.id for week in programme.weeks for day in week.days)
    }


def _blanks(deck: Deck, count: int) -> Iterable[str]:
    """So many cards to write on, of each kind in turn."""
    cards = _write_cards(deck)
    if count and not cards:
        raise UsageError("this deck has no cards to write on")
    return (cards[number % len(cards)] for number in range(count))


def _write_cards(deck: Deck) -> list[str]:
    return [card.id for card in deck.companions if card.look == "write"]


def _check(deck: Deck, wanted: Wanted) -> None:
    """Raise UsageError for the first name that the deck does not have, and for what cannot be together."""
    filters = deck.filters
    for what, names, known in (
        ("tier", wanted.tiers, list(deck.tier)),
        ("setting", wanted.settings, list(deck.setting)),
        ("way of asking", wanted.ways, [choice.id for choice in filters.ways]),
        ("company", wanted.company, [choice.id for choice in filters.company]),
        ("thing to leave out", wanted.leave_out, [choice.id for choice in filters.leave_out]),
        ("programme", filter(None, [wanted.programme]), [each.id for each in deck.programmes]),
        ("card", wanted.ids, faces.keys(deck)),
    ):
        for name in names:
            must_be_known(what, name, known)
    if wanted.kind == "companions" and wanted.about_asks:
        raise UsageError("companion cards have no tier, setting, way, company or programme; leave those out")
