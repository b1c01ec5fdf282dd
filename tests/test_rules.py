"""What generator.rules promises: mistakes that show only when the files are read together.

How each of them is said, with its place, is in tests/broken.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import builders
import pytest
from builders import changed

from generator import rules
from generator.model import PARTS, Deck, Geometry
from generator.problems import Problem

TODAY = datetime.date(2026, 11, 21)
SMALL = builders.small_deck().deck
STOP = SMALL.companions[0]


def said(deck: Deck) -> list[str]:
    """Every problem of a deck as `file: field: what`, in the order of the files."""
    return [_short(problem) for problem in sorted(rules.problems(deck, builders.places(deck)))]


def _short(problem: Problem) -> str:
    return f"{problem.source.file.removeprefix('deck/')}: {problem.field}: {problem.what}"


def with_geometry(**parts: Sequence[object]) -> Deck:
    """The small deck with other papers, cards, sheets or products."""
    geometry = SMALL.geometry
    return builders.deck(geometry=Geometry(**{**dict(geometry), **parts}))


def test_a_whole_deck_has_no_problem() -> None:
    """A deck without mistakes passes every rule."""
    assert said(builders.deck()) == []


def test_the_real_deck_follows_every_rule() -> None:
    """The deck of this repository has no mistake across its files."""
    loaded = builders.real_deck()
    assert rules.problems(loaded.deck, loaded.places) == []


@pytest.mark.parametrize(
    ("field", "name", "what"),
    [
        ("setting", "shpo", "setting: no setting is called 'shpo'"),
        ("company", "freind", "company: no company is called 'freind'"),
        ("ways", ("message", "by-post"), "ways[2]: no way is called 'by-post'"),
        ("leave_out", ("voices",), "leave_out[1]: no filter is called 'voices'"),
    ],
)
def test_what_an_ask_names_must_exist(field: str, name: object, what: str) -> None:
    """Setting, company, ways and filters of an ask are those of the deck."""
    ask = builders.challenge(**{field: name})
    assert said(builders.deck(challenges=(ask,))) == [f"challenges/first-steps/a-pen.yaml: {what}"]


def test_the_home_page_shows_an_ask_of_the_deck() -> None:
    """The ask that the home page shows first is one of this deck, if one is named."""
    assert said(builders.deck(imprint=changed(SMALL.imprint, front_card="a-pen"))) == []
    assert said(builders.deck(imprint=changed(SMALL.imprint, front_card="a-pan"))) == [
        "deck.yaml: front_card: no ask is called 'a-pan'"
    ]


def test_an_unknown_tier_is_said_once() -> None:
    """A folder that is no tier is one problem, however many asks lie in it."""
    asks = tuple(builders.challenge(id=name, tier="steps") for name in ("a-cup", "a-pen"))
    assert said(builders.deck(challenges=asks)) == [
        "challenges/steps/a-cup.yaml: : no tier is called 'steps', as this file's folder is"
    ]


def test_a_card_has_its_id_alone() -> None:
    """Two cards with one id are a problem at the second, which names the first."""
    asks = (builders.challenge(), builders.challenge(tier="bold"))
    assert said(builders.deck(challenges=asks)) == [
        "challenges/bold/a-pen.yaml: : there is another card called 'a-pen': "
        "deck/challenges/first-steps/a-pen.yaml"
    ]


def test_asks_and_companions_share_their_ids() -> None:
    """An ask and a companion card cannot have one id either: both are cards with an address."""
    companions = (STOP, builders.companion(id="a-pen"))
    assert said(builders.deck(companions=companions)) == [
        "companions/a-pen.yaml: : there is another card called 'a-pen': "
        "deck/challenges/first-steps/a-pen.yaml"
    ]


def test_an_id_names_one_thing_of_a_list() -> None:
    """Two things of one list with one id are a problem at the second."""
    tiers = (builders.tier(), builders.tier(id="bold"), builders.tier())
    assert said(builders.deck(tiers=tiers)) == [
        "tiers.yaml: [3].id: 'first-steps' is the id of two things in this list"
    ]


def test_every_list_of_things_with_ids_is_watched() -> None:
    """No list of things with ids is left out of the search for double ids, but the journal's pages."""
    loaded = builders.real_deck()
    lists = {
        (file, loc[:-2])
        for file, sources in loaded.places.sources.items()
        for loc in sources
        if loc[-1:] == ("id",) and len(loc) >= 2 and isinstance(loc[-2], int) and "pages" not in loc
    }
    for file, loc in lists:
        found = rules.problems(_with_double(loaded.deck, file, loc), loaded.places)
        assert any("is the id of two things" in problem.what for problem in found), (file, loc)


def _with_double(deck: Deck, file: str, loc: tuple[str | int, ...]) -> Deck:
    """The deck with the first thing of one list at its end a second time."""
    field = PARTS[file][0]
    part = getattr(deck, field)
    if loc == ():
        return deck.model_copy(update={field: (*part, part[0])})
    (name,) = loc
    items = getattr(part, str(name))
    double = part.model_copy(update={str(name): (*items, items[0])})
    return deck.model_copy(update={field: double})


def test_a_citation_names_a_claim() -> None:
    """A citation in any text of the guide needs its claim."""
    help = changed(SMALL.help, what_to_expect="People are kind. [@people-are-kind]")
    assert said(builders.deck(help=help)) == [
        "help.yaml: what_to_expect: no claim is called 'people-are-kind'"
    ]


CITED = "Ask for a pen [@strangers-kind]."


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"challenges": (builders.challenge(ask=CITED),)}, "challenges/first-steps/a-pen.yaml: ask"),
        ({"companions": (STOP, builders.companion(lead=CITED))}, "companions/rest-day.yaml: lead"),
        ({"labels": {**SMALL.labels, "smaller": CITED}}, "labels.yaml: smaller"),
        ({"imprint": changed(SMALL.imprint, tagline=CITED)}, "deck.yaml: tagline"),
        ({"settings": (builders.setting(summary=CITED), *SMALL.settings[1:])}, "settings.yaml: [1].summary"),
        ({"tiers": (builders.tier(summary=CITED), *SMALL.tiers[1:])}, "tiers.yaml: [1].summary"),
        ({"help": changed(SMALL.help, stop_card=(CITED,))}, "help.yaml: stop_card[1]"),
    ],
)
def test_no_card_has_a_citation(changes: dict[str, object], place: str) -> None:
    """What is printed on cards cites nothing, even a claim that is there: nobody can follow it there."""
    assert said(builders.deck(**changes)) == [f"{place}: a citation cannot stand on a card"]


@pytest.mark.parametrize("field", ["promise", "advice"])
def test_the_guide_cites(field: str) -> None:
    """The guide's words about a tier, and its pages on care and practice, may rest on a claim."""
    tiers = (builders.tier(**{field: CITED}), *SMALL.tiers[1:])
    help = changed(SMALL.help, what_to_expect=CITED)
    ethics = changed(SMALL.ethics, intro=CITED)
    assert said(builders.deck(tiers=tiers, help=help, ethics=ethics)) == []


def test_a_claim_names_references() -> None:
    """A claim can only rest on references that are there."""
    claims = (builders.claim(references=("smith21", "smith22")), *SMALL.evidence.claims[1:])
    evidence = changed(SMALL.evidence, claims=claims)
    assert said(builders.deck(evidence=evidence)) == [
        "evidence.yaml: claims[1].references[2]: no reference is called 'smith22'"
    ]


@pytest.mark.parametrize(
    ("grade", "problems"), [("supported", 1), ("mixed", 1), ("untested", 0), ("wrong", 0)]
)
def test_support_needs_a_reference(grade: str, problems: int) -> None:
    """A claim that studies are said to speak for names one; a claim without studies need not."""
    claims = (builders.claim(grade=grade, references=()), *SMALL.evidence.claims[1:])
    assert len(said(builders.deck(evidence=changed(SMALL.evidence, claims=claims)))) == problems


def test_every_grade_is_explained() -> None:
    """A grade that a claim carries has its meaning in the same file."""
    grades = {grade: words for grade, words in SMALL.evidence.grades.items() if grade != "untested"}
    assert said(builders.deck(evidence=changed(SMALL.evidence, grades=grades))) == [
        "evidence.yaml: claims[2].grade: what 'untested' means is not said in grades"
    ]


@pytest.mark.parametrize("way", ["call", "text", "chat"])
def test_one_way_to_reach_a_helpline_is_enough(way: str) -> None:
    """A helpline needs a number to call, one to text, or a chat: any of them will do."""
    ways = {"call": "116 123", "text": {"to": "85258"}, "chat": "https://example.org/chat"}
    line = builders.helpline(**{**dict.fromkeys(ways), way: ways[way]})
    assert said(builders.deck(helplines=changed(SMALL.helplines, lines=(line,)))) == []


def test_a_helpline_without_a_way_is_a_mistake() -> None:
    """A helpline that nobody can reach does not pass."""
    line = builders.helpline(call=None, text=None, chat=None)
    assert said(builders.deck(helplines=changed(SMALL.helplines, lines=(line,)))) == [
        "helplines.yaml: lines[1]: The Line has nothing to call, text or chat with"
    ]


def test_the_stop_card_says_what_help_says() -> None:
    """The stop card has no lines of its own, so that help stands in one place."""
    card = builders.companion(id="stop", look="stop", lines=("Breathe out.",))
    assert said(builders.deck(companions=(card,))) == [
        "companions/stop.yaml: lines: the stop card takes its lines from help.yaml"
    ]


def test_every_deck_has_a_stop_card() -> None:
    """A deck without the card for moments when somebody should stop does not pass; two are welcome."""
    (problem,) = rules.problems(deck := builders.deck(companions=()), builders.places(deck))
    assert str(problem) == (
        "deck/help.yaml: stop_card: "
        "no card says this: a deck needs a card for moments when somebody should stop\n"
        "    help: add companions/stop-here.yaml with 'look: stop'"
    )
    assert said(builders.deck(companions=(STOP, builders.companion(look="stop", lines=())))) == []


def test_the_stop_card_names_somebody_to_call() -> None:
    """At least one helpline says how the stop card prints it."""
    lines = tuple(changed(line, on_card=None) for line in SMALL.helplines.lines)
    assert said(builders.deck(helplines=changed(SMALL.helplines, lines=lines))) == [
        "helplines.yaml: lines: the stop card would name nobody to call: no line says how it stands there"
    ]


@pytest.mark.parametrize("name", ["index", "the-back", "the-cover"])
def test_some_names_are_taken(name: str) -> None:
    """No card, ask or companion, has a name that the guide or the deck itself uses."""
    ask, card = builders.challenge(id=name), builders.companion(id=name)
    for changes, file in (
        ({"challenges": (ask,)}, f"challenges/first-steps/{name}.yaml"),
        ({"companions": (STOP, card)}, f"companions/{name}.yaml"),
    ):
        (problem,) = said(builders.deck(**changes))
        assert problem.startswith(f"{file}: : this name is taken by ")


def test_a_card_to_write_on_has_lines() -> None:
    """A card to write on without lines would be an empty card."""
    card = builders.companion(id="mine", look="write", writing_lines=0)
    assert said(builders.deck(companions=(STOP, card))) == [
        "companions/mine.yaml: look: a card to write on needs lines to write on"
    ]


def test_a_full_sheet_is_allowed() -> None:
    """Cards may fill all that a printer can reach, to the millimetre."""
    paper = builders.paper(width=3 * 63.5 + 10, height=3 * 88.9 + 10)
    assert said(with_geometry(papers=(paper,))) == []


@pytest.mark.parametrize(
    ("paper", "what"),
    [
        ({"width": 200}, "the cards are 190.5 mm wide, but on A4 a printer can reach 190 mm"),
        ({"height": 270}, "the cards are 266.7 mm high, but on A4 a printer can reach 260 mm"),
    ],
)
def test_a_sheet_fits_its_paper(paper: dict[str, float], what: str) -> None:
    """Cards that reach beyond what a printer can print on are a mistake, with the figures."""
    deck = with_geometry(papers=(builders.paper(**paper),))
    assert said(deck) == [f"print.yaml: sheets[1]: {what}"]


def test_gaps_count_between_cards_only() -> None:
    """Three columns have two gaps between them."""
    paper = builders.paper(width=3 * 63.5 + 2 * 4 + 10)
    assert said(with_geometry(papers=(paper,), sheets=(builders.sheet(gap=4),))) == []
    narrower = builders.paper(width=3 * 63.5 + 2 * 4 + 9)
    assert len(said(with_geometry(papers=(narrower,), sheets=(builders.sheet(gap=4),)))) == 1


@pytest.mark.parametrize(("edge", "room"), [("bottom", 63.5), ("left", 88.9)])
def test_the_ruler_lies_beside_one_card(edge: str, room: float) -> None:
    """The printed ruler is at most as long as the card beside which it lies."""
    assert said(with_geometry(sheets=(builders.sheet(ruler={"length": room, "edge": edge}),))) == []
    longer = builders.sheet(ruler={"length": room + 0.5, "edge": edge})
    assert said(with_geometry(sheets=(longer,))) == [
        f"print.yaml: sheets[1].ruler.length: "
        f"the ruler is {room + 0.5:g} mm long, but beside a card it has {room:g} mm"
    ]


def test_text_keeps_away_from_the_cut() -> None:
    """The white margin of a card is at least as wide as the zone that must stay free."""
    assert said(with_geometry(cards=(builders.card_size(margin=3, safe=3),))) == []
    assert said(with_geometry(cards=(builders.card_size(margin=2.5, safe=3),))) == [
        "print.yaml: cards[1].margin: text would stand 2.5 mm from the cut, but 3 mm must stay free"
    ]


@pytest.mark.parametrize(("width", "margin", "side"), [(60, 20, ""), (60, 20.5, "width"), (10, 6, "width")])
def test_margins_leave_room(width: float, margin: float, side: str) -> None:
    """A third of a card's width and height stays between its margins."""
    found = said(with_geometry(cards=(builders.card_size(width=width, margin=margin),)))
    found = [problem for problem in found if "margin" in problem]
    if not side:
        assert found == []
    else:
        room = max(width - 2 * margin, 0)
        assert found == [
            f"print.yaml: cards[1].margin: margins of {margin:g} mm leave {room:g} mm of the card's {side} "
            f"({width:g} mm); a third must stay for the text"
        ]


@pytest.mark.parametrize("part", ["ask", "text"])
def test_type_shrinks_downwards(part: str) -> None:
    """The smallest type of a card is not larger than its largest."""
    card = builders.card_size(**{part: {"largest": 8, "smallest": 9, "step": 0.5}})
    assert said(with_geometry(cards=(card,))) == [
        f"print.yaml: cards[1].{part}.smallest: the smallest type (9) is larger than the largest (8)"
    ]


def test_the_type_of_a_guide_back_shrinks_downwards() -> None:
    """The smallest type of a guide back is not larger than its largest."""
    card = builders.card_size()
    text = changed(card.guide.text, largest=8.0, smallest=9.0)
    card = changed(card, guide=changed(card.guide, text=text))
    assert said(with_geometry(cards=(card,))) == [
        "print.yaml: cards[1].guide.text.smallest: the smallest type (9) is larger than the largest (8)"
    ]


def test_backs_bleed_no_less_than_fronts() -> None:
    """A back may be printed further beyond the trim than a front, never less far."""
    assert said(with_geometry(cards=(builders.card_size(bleed=3.0, back_bleed=3.0),))) == []
    assert said(with_geometry(cards=(builders.card_size(bleed=3.0, back_bleed=2.5),))) == [
        "print.yaml: cards[1].back_bleed: backs bleed 2.5 mm, less than fronts, which bleed 3 mm"
    ]


def test_small_cards_have_their_words_on_the_back() -> None:
    """A product of small cards has guide backs; without them nobody would read the words."""
    small = builders.card_size(shape="small", label="Mini")
    product = changed(SMALL.geometry.products[1], card=small.id)
    deck = with_geometry(cards=(small,), products=(product,))
    assert said(deck) == [
        "print.yaml: products[1].backs: on Mini the words do not fit on the front",
    ]
    assert said(with_geometry(cards=(small,), products=(changed(product, backs="guide"),))) == []


def test_sheets_and_products_name_what_exists() -> None:
    """Paper, card and sheet that are named have to be there."""
    product = changed(SMALL.geometry.products[0], card="tarot", sheet="letter")
    deck = with_geometry(sheets=(builders.sheet(paper="a5", card="tarot"),), products=(product,))
    assert said(deck) == [
        "print.yaml: products[1].card: no card is called 'tarot'",
        "print.yaml: products[1].sheet: no sheet is called 'letter'",
        "print.yaml: sheets[1].card: no card is called 'tarot'",
        "print.yaml: sheets[1].paper: no paper is called 'a5'",
    ]


def test_a_product_has_one_size_of_card() -> None:
    """A product on a sheet has the card that the sheet is made for."""
    cards = (builders.card_size(), builders.card_size(id="tarot"))
    product = changed(SMALL.geometry.products[0], card="tarot")
    assert said(with_geometry(cards=cards, products=(product,))) == [
        "print.yaml: products[1].card: the sheet 'a4-duplex' is for the card 'poker'"
    ]


def test_decks_are_not_called_as_journals() -> None:
    """The file name of a deck cannot be that of a journal."""
    product = changed(SMALL.geometry.products[0], id="journal-a5")
    assert said(with_geometry(products=(product,))) == [
        "print.yaml: products[1].id: ids that begin with 'journal-' are kept for the journals of journal.yaml"
    ]


def test_labels_that_are_used_are_there() -> None:
    """A label that a template names, and the word for a grade that a claim has, has to be in labels.yaml."""
    deck = builders.deck(labels={"the_deck": "The deck", "grade_supported": "supported"})
    found = rules.labels(deck, builders.places(deck), ["the_deck", "smaller"])
    assert [str(problem) for problem in found] == [
        "deck/labels.yaml: grade_untested: this label is missing\n    help: add a line 'grade_untested: ...'",
        "deck/labels.yaml: smaller: this label is missing\n    help: add a line 'smaller: ...'",
    ]


def test_a_label_keeps_the_blank_for_its_number() -> None:
    """A label into which a template writes a number has to say where."""
    deck = builders.deck(labels={**SMALL.labels, "this_line_measures": "This line is 50 mm long."})
    found = rules.labels(deck, builders.places(deck), [])
    assert [str(problem) for problem in found] == [
        "deck/labels.yaml: this_line_measures: this label has no {mm}\n"
        "    help: write {mm} where the number goes"
    ]


@pytest.mark.parametrize(("days", "old"), [(0, False), (183, False), (184, True), (1000, True)])
def test_numbers_grow_old(days: int, old: bool) -> None:
    """A helpline that was compared with its source more than half a year ago is a warning."""
    line = builders.helpline(checked={"date": TODAY - datetime.timedelta(days=days), "against": "copy"})
    deck = builders.deck(helplines=changed(SMALL.helplines, lines=(line,)))
    assert bool(rules.warnings(deck, builders.places(deck), TODAY, {})) is old


def test_a_warning_says_what_to_do() -> None:
    """The warning about an old number names the line, its age, and the page to open."""
    deck = builders.deck()
    later = datetime.date(2027, 11, 1)
    first = rules.warnings(deck, builders.places(deck), later, {})[0]
    assert str(first) == (
        "deck/helplines.yaml: lines[1].checked.date: "
        "the numbers of The Line were last checked 365 days ago\n"
        "    help: open https://example.org/line, compare, write the new date"
    )


def test_a_check_cannot_lie_ahead() -> None:
    """A helpline that was checked after today is a warning: one of the two dates is wrong."""
    line = builders.helpline(checked={"date": datetime.date(2026, 11, 22), "against": "copy"})
    deck = builders.deck(helplines=changed(SMALL.helplines, lines=(line,)))
    (warning,) = rules.warnings(deck, builders.places(deck), TODAY, {})
    assert str(warning) == (
        "deck/helplines.yaml: lines[1].checked.date: "
        "the numbers of The Line were checked on 2026-11-22, which is in the future\n"
        "    help: write the date of the last check"
    )
    assert rules.warnings(deck, builders.places(deck), datetime.date(2026, 11, 22), {}) == []


def test_an_old_number_is_no_mistake() -> None:
    """What has grown old stands apart from mistakes: only a release treats it as one."""
    line = builders.helpline(checked={"date": datetime.date(2000, 1, 1), "against": "copy"})
    assert said(builders.deck(helplines=changed(SMALL.helplines, lines=(line,)))) == []
