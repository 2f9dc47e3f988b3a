import pytest

from framework.errors import EditConflict
from framework.text import Worded
from framework.workshop.field_types import MarkCorrection, TeamPrice
from framework.workshop.merging import merge, merge_answer
from framework.workshop.models import Activity, Ballot, CharterTexts
from tests.support.builders import a_decision


def an_activity(**changed: object) -> Activity:
    return Activity(id="a1", position=1, kind="chatbot", name="Bot", facts={"x": "yes"}).model_copy(update=changed)


def test_changes_to_different_fields_both_survive() -> None:
    base = an_activity()
    theirs = an_activity(owner="CRM", version=2)
    saved = merge(base, an_activity(name="Emma"), theirs)
    assert (saved.name, saved.owner, saved.version) == ("Emma", "CRM", 3)


def test_the_same_field_changed_twice_is_shown_and_not_saved() -> None:
    base = an_activity()
    with pytest.raises(EditConflict) as conflict:
        merge(base, an_activity(name="Emma"), an_activity(name="Kers", version=2))
    assert conflict.value.params["fields"] == ("name",)
    assert conflict.value.params["theirs"] == {"name": "Kers"}
    assert conflict.value.params["yours"] == {"name": "Emma"}


def test_the_same_change_twice_is_no_conflict() -> None:
    saved = merge(an_activity(), an_activity(name="Emma"), an_activity(name="Emma", version=4))
    assert (saved.name, saved.version) == ("Emma", 5)


def test_facts_merge_one_by_one() -> None:
    saved = merge(
        an_activity(), an_activity(facts={"x": "yes", "y": "no"}), an_activity(facts={"x": "unknown"}, version=2)
    )
    assert saved.facts == {"x": "unknown", "y": "no"}


def test_emptied_words_stay_emptied() -> None:
    base = CharterTexts(why=Worded.typed("nl", "Omdat"))
    assert merge(base, CharterTexts(), base.model_copy(update={"version": 2, "owner": "CMO"})).why is None


def test_answers_merge_without_a_version() -> None:
    base = Ballot(seat="s", scenario="S01", activity="a1")
    theirs = base.model_copy(update={"reason": "uit het andere venster"})
    saved = merge_answer(base, base.model_copy(update={"confidence": "sure"}), theirs)
    assert (saved.reason, saved.confidence) == ("uit het andere venster", "sure")


def a_correction(row: str = "openness", reason: str = "omdat") -> MarkCorrection:
    return MarkCorrection(row=row, stance="C", mark=1, reason=reason)


def test_two_facilitators_fill_in_one_price() -> None:
    base = a_decision()
    mine = base.model_copy(update={"price": TeamPrice(sentence="Een uur per mail")})
    theirs = base.model_copy(update={"price": TeamPrice(hours_per_month=12), "version": 2})
    assert merge(base, mine, theirs).price == TeamPrice(sentence="Een uur per mail", hours_per_month=12)


def test_two_facilitators_correct_different_marks() -> None:
    base = a_decision(corrections=(a_correction("reach"),))
    mine = base.model_copy(update={"corrections": (*base.corrections, a_correction("openness"))})
    theirs = base.model_copy(update={"corrections": (*base.corrections, a_correction("human")), "version": 2})
    merged = merge(base, mine, theirs)
    assert {one.row for one in merged.corrections} == {"reach", "openness", "human"}
    taken_back = base.model_copy(update={"corrections": ()})
    assert {one.row for one in merge(base, taken_back, theirs).corrections} == {"human"}


def test_one_mark_corrected_twice_is_shown_with_both_reasons() -> None:
    base = a_decision()
    mine, theirs = (base.model_copy(update={"corrections": (a_correction(reason=reason),)}) for reason in ("ja", "nee"))
    with pytest.raises(EditConflict) as conflict:
        merge(base, mine, theirs)
    assert list(conflict.value.params["theirs"].values()) == ["nee"]
