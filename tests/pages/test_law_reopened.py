"""Topics of the law check that were answered and are open again: they say because of which answer."""

from framework.language import translator
from framework.law import law_book
from framework.text import Lang
from pages.ui import queries
from pages.ui.law import questionnaire, reopened
from tests.pages.conftest import Open
from tests.pages.test_law_check import fresh
from tests.support.any_actor import any_actor

TOPIC_OF = {
    "works_by": "use",
    "maker": "use",
    "makes": "output",
    "area": "area",
    "profiles": "data",
    "audience": "data",
}
DONE = {"use": (), "output": (), "data": (), "area": ()}


def test_a_topic_that_was_answered_is_open_again_because_of_what_changed_elsewhere() -> None:
    before = reopened.SeenTopics({"area": "none"}, frozenset(DONE))
    after = reopened.next_look(before, {"area": "jobs"}, TOPIC_OF, {**DONE, "data": ("profiles",)})
    assert after.again == {"data": ("area",)}
    later = reopened.next_look(after, {"area": "jobs", "makes": "text"}, TOPIC_OF, {**DONE, "data": ("profiles",)})
    assert later.again == {"data": ("area",)}, "as long as it is open"
    assert reopened.next_look(later, {"area": "jobs"}, TOPIC_OF, DONE).again == {}


def test_a_topic_that_was_never_answered_or_changed_itself_is_just_open() -> None:
    before = reopened.SeenTopics({"area": "none"}, frozenset({"use", "area"}))
    assert reopened.next_look(before, {"area": "jobs"}, TOPIC_OF, {**DONE, "data": ("profiles",)}).again == {}
    assert reopened.next_look(before, {"area": "jobs"}, TOPIC_OF, {**DONE, "area": ("jobs",)}).again == {}


def test_a_topic_that_was_away_for_a_while_is_still_known() -> None:
    before = reopened.SeenTopics({"area": "jobs"}, frozenset(DONE))
    away = reopened.next_look(before, {"area": "none"}, TOPIC_OF, {"use": ()})
    back = reopened.next_look(away, {"area": "jobs"}, TOPIC_OF, {"use": (), "data": ("profiles",)})
    assert back.again == {"data": ("area",)}


def test_a_window_that_comes_later_tells_it_where_the_answer_is_further_on() -> None:
    book, facts = law_book(), {"personal_data": "no", "body_data": "no", "area": "elections", "elections": "polish"}
    opened = {"data": ("profiles",), "area": ()}
    topic_of = {**TOPIC_OF, "elections": "area", "personal_data": "influence", "body_data": "influence"}
    assert reopened.first_look(book, facts, topic_of, opened, {"data"}).again == {"data": ("elections",)}
    assert reopened.first_look(book, facts, topic_of, opened, {"area"}).again == {}, "nobody answered it yet"


def test_the_screen_says_why_a_topic_is_open_again(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "market_analysis")
    activity = queries.state(workshop).activities[0]
    record = any_actor().inventory.record_fact
    for fact in ("deceives", "exploits", "body_data", "personal_data"):
        record(workshop, activity.id, fact, "no")
    record(workshop, activity.id, "audience", "adults")
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="area")
    screen.radio(key=f"fact.{activity.id}.area").set_value("elections").run()
    screen.radio(key=f"fact.{activity.id}.elections").set_value("polish").run()
    state = queries.state(workshop)
    data = next(one for one in questionnaire.topics(state, state.activities[0]) if one.id == "data")
    assert [one.fact.id for one in data.asked if one.open] == ["profiles"]
    t, question = translator(lang), law_book().fact("elections").question[lang]  # type: ignore[union-attr]
    why = reopened.again_words(law_book(), ["elections"], t)
    assert question in why
    label = next(part.label for part in screen.expander if t(questionnaire.TOPICS["data"]) in part.label)
    assert question in label
    again = open_page("law_check", lang, w=workshop, a=activity.id, p="data")
    assert any(question in caption.value for caption in again.caption), "a new window says it too"


def test_the_topics_follow_what_settles_most_and_the_ground_rules_keep_their_order() -> None:
    order = questionnaire.topic_order()
    assert order[:3] == ("use", "influence", "output")
    assert order[-3:] == ("ground", "agreements", "rights")
    assert set(order) == set(questionnaire.TOPICS)
