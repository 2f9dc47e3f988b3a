"""Topics of the law check that were answered and have an open question again, and the answers that did it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from framework.language import Translator
from framework.law.models import LawBook
from framework.law.questions import turned_up_by

_NAMED = 2
"""Questions named as the reason; an imported file can change dozens."""
OpenQuestions = Mapping[str, tuple[str, ...]]
"""Ids of the facts that are open, by topic, in the order of the topics; also topics without any."""


@dataclass(frozen=True, slots=True)
class SeenTopics:
    """What one window saw of an activity. ``done``: the topics without an open question; ``again``: ids of the facts whose
    answers opened a topic again, by topic."""

    facts: Mapping[str, str]
    done: frozenset[str] = frozenset()
    again: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


NEVER = SeenTopics({})
"""What a window saw of an activity that it has not shown."""


def first_look(
    book: LawBook, facts: Mapping[str, str], topic_of: Mapping[str, str], opened: OpenQuestions, begun: Collection[str]
) -> SeenTopics:
    """What can be told without having seen it before: a question that came up by an answer further on opened its topic again.

    ``begun``: the topics with an answer of a person.
    """
    place = {topic: number for number, topic in enumerate(opened)}
    again: dict[str, tuple[str, ...]] = {}
    for topic, open_facts in opened.items():
        by = [one for fact in open_facts for one in turned_up_by(book, facts, fact)]
        later = tuple(one for one in dict.fromkeys(by) if place.get(topic_of[one], -1) > place[topic])
        if later and topic in begun:
            again[topic] = later
    return SeenTopics(facts, _done(opened), again)


def next_look(
    before: SeenTopics, facts: Mapping[str, str], topic_of: Mapping[str, str], opened: OpenQuestions
) -> SeenTopics:
    """The same after a further look. What somebody else changed, or said once for the team, counts too."""
    changed = [fact for fact in {**before.facts, **facts} if facts.get(fact) != before.facts.get(fact)]
    again: dict[str, tuple[str, ...]] = {}
    for topic in (topic for topic, open_facts in opened.items() if open_facts):
        by = tuple(fact for fact in changed if topic_of.get(fact, topic) != topic)
        if topic in before.done and by:
            again[topic] = by
        elif topic in before.again:
            again[topic] = before.again[topic]
    return SeenTopics(facts, (before.done - again.keys()) | _done(opened), again)


def again_words(book: LawBook, facts: Iterable[str], t: Translator) -> str:
    """Why a topic is open again: the questions, as they are put, that were answered otherwise."""
    lines = {line.fact: line.text[t.lang] for tick_list in book.tick_lists for line in tick_list.line}
    asked = [lines.get(one) or fact.question[t.lang] for one in facts if (fact := book.fact(one)) is not None]
    return t(
        "open again because of the answer to {questions}", questions=t.listing(f"“{one}”" for one in asked[:_NAMED])
    )


def _done(opened: OpenQuestions) -> frozenset[str]:
    return frozenset(topic for topic, open_facts in opened.items() if not open_facts)
