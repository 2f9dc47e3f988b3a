"""What a team says on how it keeps to its charter."""

import re
from datetime import date

import pytest

from framework.charter.public_edition import public_charter
from framework.errors import ChoiceUnknown, EditConflict, TextMissing, TextTooLong
from framework.text import Worded
from framework.workshop.governance.records import CharterTexts, LogEntry, PrivacyAdvice, Promise, Sponsor, Training
from tests.support.any_actor import AnyActor


@pytest.fixture
def own(workshops: AnyActor) -> str:
    return workshops.lifecycle.start_self_assessment("Bakkerij Kers", "", "nl", "marketing-ai")


TELL = Promise(id="tell", answer="made")


def test_a_promise_keeps_only_numbers_that_it_has_and_what_may_be_public(workshops: AnyActor, own: str) -> None:
    given = Promise(id="note", answer="made", numbers={"days": 4, "weeks": 9}, public=True)
    saved = workshops.charter.answer_promise(own, None, given)
    assert (saved.numbers, saved.public) == ({"days": 4}, False)
    assert workshops.queries.state(own).promises == (saved,)


def test_a_promise_that_the_catalogue_lacks_is_refused(workshops: AnyActor, own: str) -> None:
    with pytest.raises(ChoiceUnknown):
        workshops.charter.answer_promise(own, None, Promise(id="world_peace", answer="made"))


def test_two_windows_with_other_words_for_one_promise_see_both(workshops: AnyActor, own: str) -> None:
    first = workshops.charter.answer_promise(own, None, TELL)
    workshops.charter.answer_promise(
        own, first, first.model_copy(update={"wording": Worded.typed("nl", "Wij bellen.")})
    )
    with pytest.raises(EditConflict):
        workshops.charter.answer_promise(
            own, first, first.model_copy(update={"wording": Worded.typed("nl", "Wij mailen.")})
        )


def test_a_second_window_that_answers_anew_does_not_undo_the_first(workshops: AnyActor, own: str) -> None:
    workshops.charter.answer_promise(own, None, TELL.model_copy(update={"role": "CRM"}))
    saved = workshops.charter.answer_promise(own, None, TELL)
    assert (saved.role, saved.version) == ("CRM", 2)


def test_people_of_the_charter_are_kept_and_bounded(workshops: AnyActor, own: str) -> None:
    mine = CharterTexts(
        sponsor=Sponsor(name=" Noor de Wit ", function="directeur"),
        privacy=PrivacyAdvice(kind="dpo", role="FG", advised_on=date(2026, 11, 2), advice="Eerst een DPIA"),
        board="de directie",
    )
    saved = workshops.charter.edit_texts(own, CharterTexts(), mine)
    assert saved.sponsor.name == "Noor de Wit"
    with pytest.raises(TextTooLong):
        workshops.charter.edit_texts(own, saved, saved.model_copy(update={"board": "b" * 121}))
    assert workshops.queries.state(own).texts == saved


def test_training_and_events_are_added_changed_and_refused_without_words(workshops: AnyActor, own: str) -> None:
    training = workshops.charter.record_training(own, None, Training(id="t1", group="marketing", what="oefenen"))
    changed = training.model_copy(update={"done_on": date(2026, 12, 1)})
    assert workshops.charter.record_training(own, training, changed).version == 2
    with pytest.raises(TextMissing):
        workshops.charter.record_training(own, None, Training(id="t2", group="", what="oefenen"))
    entry = LogEntry(id="l1", kind="incident", on=date(2026, 11, 30), severity=2, text="Verkeerde mail")
    workshops.charter.record_event(own, None, entry)
    with pytest.raises(ChoiceUnknown):
        workshops.charter.record_event(own, None, entry.model_copy(update={"id": "l2", "activity": "nowhere"}))
    state = workshops.queries.state(own)
    assert ([one.version for one in state.training], [one.text for one in state.log]) == ([2], ["Verkeerde mail"])


def test_the_public_edition_carries_only_public_promises(workshops: AnyActor, own: str) -> None:
    for promise in (TELL, Promise(id="person_answers", answer="made", public=True), Promise(id="note", answer="made")):
        workshops.charter.answer_promise(own, None, promise)
    workshops.charter.record_event(own, None, LogEntry(id="l1", kind="stop", on=date(2026, 11, 30), text="Bot uit"))
    mine = CharterTexts(privacy=PrivacyAdvice(kind="dpo", advice="Niet doen"), incident_contact="0800")
    workshops.charter.edit_texts(own, CharterTexts(), mine)
    state = workshops.queries.state(own)
    shown = public_charter(workshops.charter.draft(state), state.deck, None, date(2026, 11, 30))
    assert [one.sentence.nl for one in shown.promises] == ["Een mens antwoordt binnen 2 werkdagen."]
    assert not re.search("Niet doen|0800|Bot uit", shown.model_dump_json())
