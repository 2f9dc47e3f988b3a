"""axe finds nothing against WCAG 2.2 AA on the facilitator's pages either, at each moment of a workshop that looks different."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from framework.text import LANGS, Lang
from framework.workshop.room import Phase, StepKind
from tests.browser.accessibility import HALF, Windows, drawn_in, findings
from tests.support.app_process import KaderServer
from tests.support.rehearsed_room import Rehearsed, rehearsed

SEED = 11
"""Somebody objects to the first rule, twice; and strong objections reach the dam."""


@dataclass(frozen=True)
class Moment:
    """A page, and when in the workshop it is looked at; ``kind`` is empty before the session."""

    page: str
    kind: StepKind | None = None
    phase: Phase = "open"

    def __str__(self) -> str:
        return f"{self.page}-{self.kind or 'preparing'}-{self.phase}"


MOMENTS = (
    Moment("prepare"),
    Moment("console", "principles", "voting"),
    Moment("console", "principles", "revealed"),
    Moment("console", "scenario", "open"),
    Moment("console", "scenario", "second_revealed"),
    Moment("decide", "scenario", "consent_revealed"),
    Moment("console", "scenario", "consent_revealed"),
    Moment("console", "red_lines", "voting"),
    Moment("decide", "red_lines", "revealed"),
    Moment("console", "agreements", "consent_revealed"),
)
"""In the order in which a workshop comes to them."""


@pytest.fixture(scope="module")
def rooms(server: KaderServer) -> Iterator[dict[Lang, Rehearsed]]:
    """A rehearsed room per language, which goes on from moment to moment."""
    with rehearsed(server, "nl", seed=SEED) as dutch, rehearsed(server, "en", seed=SEED) as english:
        for room in (dutch, english):
            room.come_in()
        yield {"nl": dutch, "en": english}


def test_axe_finds_nothing_while_a_workshop_goes_on(rooms: dict[Lang, Rehearsed], windows: Windows) -> None:
    """Each moment in both languages, in two variants that have nothing in common."""
    found: list[str] = []
    for number, moment in enumerate(MOMENTS):
        one = HALF[number % len(HALF)]
        for lang in LANGS:
            room = rooms[lang]
            here = (room.room.current_step().kind, room.room.phase)
            if moment.kind is not None and here != (moment.kind, moment.phase):
                room.until(moment.kind, moment.phase)
            variant = one if one.lang == lang else one.opposite
            newcomer = windows(variant)
            newcomer.visit(moment.page, w=room.id)
            assert drawn_in(newcomer.page) == variant.scheme
            newcomer.unfold_all()
            found += [f"{moment} {variant}: {line}" for line in findings(newcomer.page)]
            width = newcomer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
            if width:
                found.append(f"{moment} {variant}: the page can be scrolled sideways")
    assert found == []
