"""The whole deck, and the ways to look things up in it."""

from __future__ import annotations

from functools import cached_property

from generator.model.asks import Challenge, Companion
from generator.model.care import Ethics, Help, Helplines
from generator.model.evidence import Claim, Evidence, Reference
from generator.model.geometry import Geometry
from generator.model.imprint import Filters, Imprint, Setting, Tier
from generator.model.journal import Journal
from generator.model.programmes import Programme
from generator.model.protocol import Protocol
from generator.model.style import Style
from generator.model.text import Strict


class Deck(Strict):
    """Everything an author wrote, checked. Renderers take this and nothing else.

    `challenges` are in the order of the ladder (tier, then setting, then id), `companions` and
    `programmes` in their own order; a deck may have no programmes. `icons` maps each setting's id
    to the drawing inside its SVG file.
    """

    imprint: Imprint
    labels: dict[str, str]
    tiers: tuple[Tier, ...]
    settings: tuple[Setting, ...]
    filters: Filters
    challenges: tuple[Challenge, ...]
    companions: tuple[Companion, ...]
    programmes: tuple[Programme, ...] = ()
    ethics: Ethics
    help: Help
    helplines: Helplines
    evidence: Evidence
    protocol: Protocol
    journal: Journal
    geometry: Geometry
    style: Style
    icons: dict[str, str]

    @cached_property
    def tier(self) -> dict[str, Tier]:
        """Tiers by id."""
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def setting(self) -> dict[str, Setting]:
        """Settings by id."""
        return {setting.id: setting for setting in self.settings}

    @cached_property
    def challenge(self) -> dict[str, Challenge]:
        """Asks by id."""
        return {ask.id: ask for ask in self.challenges}

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.evidence.claims}

    @cached_property
    def reference(self) -> dict[str, Reference]:
        """References by id."""
        return {reference.id: reference for reference in self.evidence.references}
