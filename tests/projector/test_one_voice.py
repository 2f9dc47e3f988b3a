"""What a reveal advises follows the label, is one sentence on projector, phone and console, and never skips an objection."""

import re

import pytest

from framework.analysis.group_results import question_result
from framework.analysis.result_text import outcome_of
from framework.html import text
from framework.text import LANGS
from framework.workshop.facilitator_script import OUTCOMES, after_reveal
from pages.live.snapshot import read_snapshot
from pages.phone.page_context import PageContext
from pages.phone.steps import main_part
from pages.ui.scenarios.group_result import close_together
from tests.projector.screen import ProjectedWorkshop
from tests.support.workshops import new_workshops

SPREADS = {
    "unanimous": (0, 0, 9, 0, 0),
    "aligned": (0, 3, 5, 2, 0),
    "lone_voice": (8, 1, 0, 0, 1),
    "lone_voices": (1, 0, 7, 0, 1),
    "minority": (8, 0, 0, 2, 0),
    "divided": (4, 1, 0, 0, 4),
    "spread": (1, 1, 2, 1, 0),
    "all_over": (5, 4, 7, 4, 4),
    "few": (1, 1, 0, 0, 1),
}
SKIPS = re.compile(
    r"skip|short talk|go on to the rule|sla .{0,20}over|kort gesprek|ga dan naar de regel", re.IGNORECASE
)
PUTS_SOMEBODY_FORWARD = re.compile(
    r"both ends|beide uiteinden|uiteinden staat|make the case for [A-E]\b", re.IGNORECASE
)


@pytest.mark.parametrize("objections", [0, 1, 2])
@pytest.mark.parametrize("label", SPREADS)
def test_one_sentence_everywhere(label: str, objections: int) -> None:
    letters = "".join(letter * count for letter, count in zip("ABCDE", SPREADS[label], strict=True))
    room = ProjectedWorkshop(new_workshops(), people=len(letters))
    room.begin("S03", "voting")
    room.vote(letters, objections=objections)
    room.move("revealed")
    result = question_result(room.state, room.room.current_step())
    assert result is not None
    outcome = outcome_of(result.rounds[-1])
    assert outcome == ("objection" if objections else label)
    snapshot, _ = read_snapshot(room.cases.context.store, room.id)
    for lang in LANGS:
        said = after_reveal(outcome)
        others = {after_reveal(other).room[lang] for other in OUTCOMES} - {said.room[lang]}
        for screen in (room.parts(lang)["stage"], str(main_part(PageContext(snapshot, lang)))):
            assert str(text(said.room[lang])) in screen
            assert not [other for other in others if str(text(other)) in screen]
            assert not PUTS_SOMEBODY_FORWARD.search(screen)
            if objections:
                assert not SKIPS.search(re.sub(r"<details>.*?</details>", "", screen))
        if objections:
            assert not SKIPS.search(said.room[lang] + said.advice[lang])
    if objections:
        assert not close_together(result), "the console does not put the rule before the talk"
