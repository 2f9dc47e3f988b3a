"""What changed between two versions of a framework, part by part."""

from datetime import date
from typing import Any

from framework.text import Worded
from framework.workshop.field_types import RuleWording
from framework.workshop.governance.changes import compare
from framework.workshop.governance.history import Change, VersionChanges
from framework.workshop.governance.records import CharterTexts, Promise, Sponsor, WorksCouncil
from framework.workshop.models import Framework, FrameworkRedLine, Rule
from tests.support.builders import a_framework, a_rule, a_wording

ONE, TWO = a_rule(decision="one", number=1), a_rule(decision="two", number=2, scenario="S02")
LINE = FrameworkRedLine(id="line-1", number=1, scenario=None, wording=Worded(en="do that", nl="doen dat"), reason=None)


def first(**given: Any) -> Framework:
    return a_framework(**{"version": "1.0", "adopted": True, "rules": (ONE, TWO), "red_lines": (LINE,), **given})


def then(**given: Any) -> VersionChanges:
    return compare(first(), first(version="2.0", **given))


def told(changes: VersionChanges) -> list[str]:
    return [f"{one.kind} {one.number} {one.status}" for one in changes.changes]


def of_rule(rule: Rule) -> Change:
    return then(rules=(rule, TWO)).changes[0]


def test_the_same_is_the_same() -> None:
    assert told(then()) == ["rule 1 same", "rule 2 same", "red_line 1 same"]
    assert not then().differ


def test_the_first_version_is_new_in_all() -> None:
    changes = compare(None, first())
    assert told(changes) == ["rule 1 new", "rule 2 new", "red_line 1 new"]
    assert changes.before is None
    assert changes.others == ()


def test_a_rule_is_new_or_withdrawn_and_keeps_its_number_and_its_words() -> None:
    changes = compare(first(), first(rules=(TWO, a_rule(decision="three", number=3))), {"one": "Nobody did it."})
    assert told(changes) == ["rule 1 withdrawn", "rule 2 same", "rule 3 new", "red_line 1 same"]
    gone = changes.changes[0]
    assert gone.reason == "Nobody did it."
    assert gone.sentence == Worded(
        en="When we work on Chatbot Bo, we always have a colleague read along.",
        nl="Als we work on Chatbot Bo, laten we altijd een collega meelezen.",
    )


def test_only_what_differs_is_told_with_old_and_new_words() -> None:
    changed = of_rule(ONE.model_copy(update={"check": Worded.typed("en", "A look every month")}))
    assert changed.status == "changed"
    (part,) = changed.parts
    assert part.part == "check"
    assert part.old == Worded(en="A look at the log every quarter")
    assert part.new == Worded(en="A look every month")


def test_words_uses_check_owner_role_and_stances_change_a_rule() -> None:
    for given, part in (
        ({"wording": {"en": a_wording(behaviour="read along")}}, "sentence"),
        ({"exception_role": "the director"}, "sentence"),
        ({"activities": ("activity-1", "activity-2")}, "activities"),
        ({"owner": "Head of sales"}, "owner"),
        ({"accepted": ("C",)}, "accepted"),
    ):
        changed = of_rule(ONE.model_copy(update=given))
        assert (changed.status, [one.part for one in changed.parts]) == ("changed", [part]), given


def test_a_later_review_is_told_and_changes_no_rule() -> None:
    moved = of_rule(ONE.model_copy(update={"review_on": date(2028, 3, 1)}))
    assert moved.status == "same"
    assert moved.parts[0].new == Worded(nl="2028-03-01", en="2028-03-01")
    assert then(rules=(ONE.model_copy(update={"review_on": date(2028, 3, 1)}), TWO)).differ


def test_a_translation_that_was_dropped_changes_nothing_that_can_still_be_read() -> None:
    assert of_rule(ONE.model_copy(update={"wording": {"en": a_wording()}})).status == "same"
    assert of_rule(ONE.model_copy(update={"wording": {"en": a_wording(trigger="we chat")}})).status == "changed"
    assert of_rule(ONE.model_copy(update={"check": Worded(nl="Elk kwartaal")})).status == "changed", "not one language"


def test_the_name_of_a_use_is_no_change_of_the_rule_about_it() -> None:
    renamed = first().activities[0].model_copy(update={"name": "Bo"})
    changes = then(activities=(renamed,))
    assert told(changes)[0] == "rule 1 same"
    (other,) = changes.others
    assert (other.part, other.field, other.name) == ("uses", "name", "Bo")
    assert other.old == Worded(nl="Chatbot Bo", en="Chatbot Bo")


def test_a_red_line_changes_with_its_sentence() -> None:
    harder = LINE.model_copy(update={"wording": Worded(en="do that or this")})
    (line,) = then(red_lines=(harder,)).of("red_line", "changed")
    assert line.parts[0].old == Worded(en="We never do that.", nl="We doen nooit dat.")


def test_red_lines_of_before_they_had_numbers_are_counted() -> None:
    other = LINE.model_copy(update={"id": "line-2", "number": 0, "wording": Worded(en="do this")})
    old = first(red_lines=(LINE.model_copy(update={"number": 0}), other))
    assert told(compare(None, old))[2:] == ["red_line 1 new", "red_line 2 new"]


def test_people_promises_law_deck_and_principles() -> None:
    changes = then(
        principles=("card_2", "card_1"),
        law_version="2027-01",
        deck_version="2.0",
        texts=CharterTexts(sponsor=Sponsor(name="Ada Vos"), works_council=WorksCouncil(state="advised")),
        promises=(Promise(id="stop", answer="made"), Promise(id="pilot", answer="left_out")),
    )
    assert told(changes) == told(then())
    assert [(one.part, one.field, one.about) for one in changes.others] == [
        ("principles", "order", ""),
        ("people", "sponsor", ""),
        ("people", "works_council", ""),
        ("promises", "", "stop"),
        ("law", "version", ""),
        ("deck", "version", ""),
    ]
    promised = changes.others[3]
    assert promised.old is None
    assert promised.new is not None
    assert promised.new.en == "Any colleague may stop an AI use at once, without asking first."


def test_a_use_that_is_gone_new_or_stopped() -> None:
    use = first().activities[0]
    stopped = use.model_copy(update={"stopped_on": date(2026, 11, 1)})
    (one,) = then(activities=(stopped,)).others
    assert (one.field, one.new) == ("stopped_on", Worded(nl="2026-11-01", en="2026-11-01"))
    fresh = use.model_copy(update={"id": "activity-9", "name": "Emma"})
    assert [(one.name, one.old is None, one.new is None) for one in then(activities=(fresh,)).others] == [
        ("Emma", True, False),
        ("Chatbot Bo", False, True),
    ]


def test_words_of_release_01_are_other_words() -> None:
    words = RuleWording(trigger="we send", behaviour="use customer data", condition="they said yes")
    old = ONE.model_copy(update={"verb": "only_if", "wording": {"en": words.model_copy(update={"only_first": True})}})
    new = old.model_copy(update={"wording": {"en": words}})
    (changed,) = compare(first(rules=(old,)), first(rules=(new,))).of("rule", "changed")
    assert changed.parts[0].old == Worded(en="When we send, we only use customer data if they said yes.")
    assert changed.parts[0].new == Worded(en="When we send, we use customer data only if they said yes.")
