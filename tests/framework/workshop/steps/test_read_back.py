"""The read-back at the end: what was agreed and what is open, in pages, on console, projector and phones alike."""

import pytest

from framework.text import LANGS, Lang
from framework.workshop.models import Note
from framework.workshop.rule_grammar import decision_sentence
from framework.workshop.session_plan import FORMAT_MINUTES, planned_steps
from framework.workshop.steps import read_back
from pages.live.read_back import read_lines
from pages.live.snapshot import read_snapshot
from pages.phone.page_context import PageContext
from pages.phone.steps import main_part
from tests.projector.screen import ProjectedWorkshop
from tests.support.workshops import new_workshops


@pytest.fixture
def room() -> ProjectedWorkshop:
    """One dilemma with a rule, one voted on without, a red line, and something parked."""
    room = ProjectedWorkshop(new_workshops())
    room.begin("S03", "voting")
    room.vote("CCCCCC")
    room.move("revealed")
    decision = room.draft_rule()
    room.move("consent")
    room.consent(decision)
    room.move("consent_revealed")
    room.cases.decisions.record_agreement(room.id, decision, "consent")
    room.close_rule(decision)
    room.at("S07", "voting")
    room.vote("ABABAB", scenario="S07")
    room.move("revealed")
    room.cases.decisions.add_deck_red_line(room.id, "S07")
    room.cases.facilitation.add_note(room.id, "parking", "Wie belt de leverancier?")
    room.cases.facilitation.add_note(room.id, "note", "Alleen voor mij")
    return room


def phone(room: ProjectedWorkshop, lang: Lang = "nl") -> str:
    snapshot, _ = read_snapshot(room.cases.context.store, room.id)
    return str(main_part(PageContext(snapshot, lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_projector_and_phones_show_what_is_read_out(room: ProjectedWorkshop, lang: Lang) -> None:
    room.at("read_back")
    (rule,) = [one for one in room.state.decisions if one.closed]
    sentence = decision_sentence(rule, lang)[0]
    seen: list[str] = []
    for page in range(len(read_back.pages(room.state))):
        room.cases.facilitation.move_to_page(room.id, room.room.version, page)
        seen.append(room.parts(lang)["stage"])
    for words in ("".join(seen), phone(room, lang)):
        assert sentence in words
        assert "hoofd CRM" in words, "the owner"
        assert str(rule.review_on.year) in words if rule.review_on else False, "the date"
        assert {"nl": "nooit", "en": "never"}[lang] in words, "the red line"
        scenario = room.state.deck.scenario("S07")
        assert scenario is not None
        assert scenario.title[lang] in words, "voted on, without a rule"
        assert "Wie belt de leverancier?" in words
        assert "Alleen voor mij" not in words, "a note is the facilitator's own"


def test_every_item_is_on_one_page_and_a_page_is_not_too_long(room: ProjectedWorkshop) -> None:
    parked = tuple(
        Note(id=f"n{at}", kind="parking", text=f"Punt {at} " + "dat we later bespreken " * (at % 7)) for at in range(40)
    )
    state = room.state.model_copy(update={"notes": parked})
    pages = read_back.pages(state)
    read = [item.text for page in pages for item in page.items if isinstance(item, Note)]
    assert read == [note.text for note in parked]
    for page in pages:
        for lang in LANGS:
            lines = sum(-(-len(line.words) // read_back.CHARS_PER_LINE) for line in read_lines(page, lang))
            assert lines <= read_back.LINES_PER_PAGE or len(page.items) == 1
    opened = [page for page in pages if page.part == "open"]
    assert [page.first for page in opened] == [
        1 + sum(len(one.items) for one in opened[:at]) for at in range(len(opened))
    ]


def test_the_pages_are_turned_undone_and_end_at_the_last(room: ProjectedWorkshop) -> None:
    room.at("read_back")
    turn = room.cases.facilitation.move_to_page
    assert "hoofd CRM" in room.parts()["stage"]
    turn(room.id, room.room.version, 1)
    assert "hoofd CRM" not in room.parts()["stage"]
    turn(room.id, room.room.version - 1, 2)
    assert room.room.page == 1, "a double click turns one page"
    room.cases.facilitation.undo(room.id, room.room.version)
    assert room.room.page == 0
    turn(room.id, room.room.version, 99)
    assert room.room.page == len(read_back.pages(room.state)) - 1
    room.at("checkout")
    room.at("read_back")
    assert room.room.page == 0, "from the start again"


def test_nothing_agreed_says_so() -> None:
    room = ProjectedWorkshop(new_workshops())
    room.begin("read_back")
    assert "Er is nog geen regel afgesproken." in room.parts()["stage"]
    assert "Er is nog geen regel afgesproken." in phone(room)


@pytest.mark.parametrize("format_", ["short", "half_day"])
def test_it_comes_before_the_check_out_within_the_time(format_: str) -> None:
    steps = planned_steps(format_, ())  # type: ignore[arg-type]
    assert [step.kind for step in steps][-2:] == ["read_back", "checkout"]
    minutes = FORMAT_MINUTES[format_]  # type: ignore[index]
    assert minutes is not None
    assert sum(step.minutes for step in steps) <= minutes
