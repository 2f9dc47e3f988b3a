"""What is on the list, in which order, and where a tick or a plan is kept."""

from datetime import date, timedelta

import pytest

from framework.actions.action_list import coming_due, owners
from framework.actions.models import KIND_WORDS
from framework.actions.source import of_workshop
from framework.errors import NotFound
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS
from framework.workshop.governance.records import Promise
from tests.framework.actions.conftest import TODAY, Desk


def fill_log(desk: Desk) -> None:
    activity = desk.state.activities[0].id
    rule = next(one.id for one in desk.state.decisions if one.exception_role)
    desk.record("incident", severity=3, breach=True, activity=activity)
    desk.record("complaint")
    desk.record("stop", activity=desk.state.activities[-1].id)
    desk.record("exception", decision=rule, until=TODAY + timedelta(days=10))


def test_something_of_every_kind_is_on_it(desk: Desk) -> None:
    fill_log(desk)
    desk.adopt()
    assert {one.kind for one in desk.listed()} == set(KIND_WORDS)


@pytest.mark.parametrize("lang", LANGS)
def test_each_says_what_and_who_in_the_reader_s_language(desk: Desk, lang: str) -> None:
    fill_log(desk)
    listed = desk.listed(lang)  # type: ignore[arg-type]
    assert all(one.what for one in listed)
    assert not [one.what for one in listed if "{" in one.what or "{" in one.why]
    assert len({one.id for one in listed}) == len(listed), "an id stands for one thing"
    assert {one.id for one in listed} == {one.id for one in desk.listed()}, "in every language the same"


def test_what_is_late_stands_first_then_what_is_urgent_and_what_is_done_last(desk: Desk) -> None:
    fill_log(desk)
    desk.cases.actions.set_done(desk.id, desk.of("parked")[0].id, done=True)
    listed = desk.listed()
    assert [one.overdue(TODAY) for one in listed].index(False) == 1
    assert listed[0].kind == "training"
    urgent = [one.urgent for one in listed]
    assert urgent[1]
    assert listed[-1].done
    first_done = [one.done for one in listed].index(True)
    assert all(one.done for one in listed[first_done:])


def test_a_measure_is_planned_and_ticked_in_the_law_check(desk: Desk) -> None:
    measure = next(one for one in desk.of("measure") if one.tickable and one.urgent)
    desk.cases.actions.plan(desk.id, measure.id, "hoofd data", date(2027, 1, 15))
    planned = desk.one(measure.id)
    assert (planned.owner, planned.due, planned.done) == ("hoofd data", date(2027, 1, 15), False)
    desk.cases.actions.set_done(desk.id, measure.id, done=True, by="FG")
    done = desk.one(measure.id)
    assert (done.done, done.done_on, done.done_by, done.owner) == (True, TODAY, "FG", "hoofd data")
    desk.cases.actions.set_done(desk.id, measure.id, done=False)
    assert not desk.one(measure.id).done


def test_not_for_us_takes_a_duty_off_the_list_and_leaves_a_breach_on_it(desk: Desk) -> None:
    breach = next(one for one in desk.of("measure") if one.urgent)
    duty = next(one for one in desk.of("measure") if one.law_rule and not one.urgent)
    for one in (breach, duty):
        desk.cases.law_answers.arrange(desk.id, one.activity, one.law_rule, "not_for_us")
    ids = {one.id for one in desk.listed()}
    assert breach.id in ids
    assert duty.id not in ids


def test_a_check_of_a_rule_is_kept_in_the_log_and_moves_the_next_one(desk: Desk) -> None:
    desk.adopt()
    check = desk.of("check")[0]
    desk.cases.actions.set_done(desk.id, check.id, done=True, by="hoofd CRM")
    (entry,) = desk.state.log
    assert (entry.kind, entry.decision, entry.on, entry.role) == ("check", check.decision, TODAY, "hoofd CRM")
    again = desk.one(check.id)
    assert not again.done
    assert again.due == entry.until
    assert [one.done_by for one in desk.of("check", done=True)] == ["hoofd CRM"]


def test_training_is_done_and_comes_again_under_the_same_id(desk: Desk) -> None:
    (training,) = (one for one in desk.of("training") if one.record == "t1")
    desk.cases.actions.set_done(desk.id, training.id, done=True)
    (kept,) = (one for one in desk.state.training if one.id == "t1")
    assert kept.done_on == TODAY
    assert desk.one(training.id).done
    desk.cases.charter.record_training(desk.id, kept, kept.model_copy(update={"next_on": date(2027, 11, 1)}))
    assert [one.due for one in desk.of("training") if one.record == "t1"] == [date(2027, 11, 1)]
    assert desk.one(training.id).due == date(2027, 11, 1)


def test_what_is_parked_open_or_unknown_keeps_its_plan(desk: Desk) -> None:
    for kind in ("parked", "decide", "question"):
        one = desk.of(kind)[0]  # type: ignore[arg-type]
        desk.cases.actions.plan(desk.id, one.id, "hoofd data", date(2027, 2, 1))
        kept = desk.one(one.id)
        assert (kept.owner, kept.due) == ("hoofd data", date(2027, 2, 1))
    parked = desk.of("parked")[0]
    desk.cases.actions.set_done(desk.id, parked.id, done=True, by="CRM")
    assert (desk.one(parked.id).done_on, desk.one(parked.id).done_by) == (TODAY, "CRM")
    assert desk.state.notes[0].done


def test_what_is_not_ticked_or_planned_here_is_refused(desk: Desk) -> None:
    question, check = desk.of("question")[0], desk.of("check")[0]
    with pytest.raises(NotFound):
        desk.cases.actions.set_done(desk.id, question.id, done=True)
    with pytest.raises(NotFound):
        desk.cases.actions.plan(desk.id, check.id, "ik", None)
    with pytest.raises(NotFound):
        desk.cases.actions.plan(desk.id, "nowhere", "ik", None)


def test_a_stopped_use_asks_nothing_but_whether_it_starts_again(desk: Desk) -> None:
    activity = next(one.activity for one in desk.of("measure"))
    desk.record("stop", activity=activity)
    assert [one.kind for one in desk.listed() if one.activity == activity and one.kind in ("measure", "question")] == []
    assert desk.of("stop")[0].activity == activity


def test_an_entry_is_due_by_the_law_or_by_what_was_promised(desk: Desk) -> None:
    desk.record("incident", severity=3, breach=True)
    assert desk.of("incident")[0].due == TODAY + timedelta(days=3)
    desk.record("complaint")
    desk.cases.charter.answer_promise(desk.id, None, Promise(id="complaint_answer", answer="left_out"))
    assert desk.of("complaint")[0].due is None
    said = next(one for one in desk.state.promises if one.id == "complaint_answer")
    desk.cases.charter.answer_promise(
        desk.id, said, said.model_copy(update={"answer": "made", "numbers": {"days": 10}})
    )
    assert desk.of("complaint")[0].due == date(2026, 12, 7), "ten working days after a Monday"


def test_each_role_stands_once_among_the_owners(desk: Desk) -> None:
    names = owners(desk.listed())
    assert "HR" in names
    assert len({name.casefold() for name in names}) == len(names)


def test_words_of_the_kinds_are_translated() -> None:
    t = translator("nl")
    assert all(t(words) for words in KIND_WORDS.values())


def test_what_comes_due_needs_no_law_check_and_leaves_out_what_is_far_away(desk: Desk) -> None:
    source = of_workshop(desk.state, law_book(), TODAY, {})
    due = coming_due(source, translator("en"), TODAY)
    assert {one.kind for one in due} == {"training"}
    desk.record("incident", severity=3)
    later = coming_due(of_workshop(desk.state, law_book(), TODAY, {}), translator("en"), TODAY)
    assert {one.kind for one in later} == {"training", "incident"}
    assert coming_due(source, translator("en"), date(2028, 1, 1))[0].overdue(date(2028, 1, 1))


def test_what_adoption_waits_for_is_on_it_until_it_is_there(desk: Desk) -> None:
    def asked() -> list[str]:
        return [one.what for one in desk.of("decide") if one.step == "promises"]

    before, texts = asked(), desk.state.texts
    desk.cases.charter.edit_texts(desk.id, texts, texts.model_copy(update={"incident_contact": ""}))
    (added,) = set(asked()) - set(before)
    assert "data breach" in added
    texts = desk.state.texts
    desk.cases.charter.edit_texts(desk.id, texts, texts.model_copy(update={"incident_contact": "0800"}))
    assert asked() == before
