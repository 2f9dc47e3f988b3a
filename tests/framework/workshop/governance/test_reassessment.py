"""What moved in the law check of an activity since the framework was adopted."""

from datetime import date

import pytest

from framework.law import check, law_book
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.governance.reassessment import Moved, moved
from framework.workshop.models import Framework
from tests.support.any_actor import AnyActor

DAY = date(2026, 11, 23)


@pytest.fixture
def own(workshops: AnyActor) -> str:
    workshop = workshops.lifecycle.start_self_assessment("Bakkerij Kers", "", "nl", "marketing-ai")
    bot = workshops.inventory.add(workshop, "chatbot", "Bot")
    workshops.inventory.record_facts(workshop, bot.id, {"personal_data": "yes", "g4_informed": "yes"})
    return workshop


def since(workshops: AnyActor, own: str, version: Framework) -> Moved | None:
    state = workshops.queries.state(own)
    bot = state.activities[0]
    facts = effective_facts(state, bot)
    return moved(law_book(), version, bot.id, facts, check(law_book(), facts, DAY, arranged_rules(state, bot.id)))


def test_nothing_moved_is_nothing(workshops: AnyActor, own: str) -> None:
    version = workshops.charter.draft(workshops.queries.state(own))
    assert since(workshops, own, version) is None
    assert since(workshops, own, version.model_copy(update={"activities": ()})) is None, "a use that came later"


def test_an_answer_that_changed_shows_with_what_it_does(workshops: AnyActor, own: str) -> None:
    version = workshops.charter.draft(workshops.queries.state(own))
    bot = workshops.queries.state(own).activities[0]
    workshops.inventory.record_fact(own, bot.id, "g4_informed", "no")
    found = since(workshops, own, version)
    assert found is not None
    assert found.answers == {"g4_informed": ("yes", "no")}
    assert (found.before != found.now, found.now) == (True, "not_like_this")
    rule = law_book().ground_rule("G4")
    assert rule is not None
    assert rule.name in found.added
    assert found.gone == ()
    workshops.inventory.record_fact(own, bot.id, "g4_informed", "yes")
    assert since(workshops, own, version) is None


def test_a_measure_that_was_arranged_since_is_no_longer_to_do(workshops: AnyActor, own: str) -> None:
    bot = workshops.queries.state(own).activities[0]
    workshops.inventory.record_fact(own, bot.id, "g4_informed", "no")
    version = workshops.charter.draft(workshops.queries.state(own))
    workshops.law_answers.arrange(own, bot.id, "G4", "arranged")
    found = since(workshops, own, version)
    assert found is not None
    assert law_book().ground_rule("G4").name in found.gone  # type: ignore[union-attr]
