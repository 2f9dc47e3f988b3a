"""Which questions go on the list: those nobody answered, and those answered with *don't know*."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from framework.language import N_, Translator
from framework.law.first_steps import WHOM
from framework.law.models import UNKNOWN, Fact
from framework.law.wording import answer_words
from framework.workshop.agenda import live_activities
from framework.workshop.facts import TEAM
from framework.workshop.law_questions import AskedQuestion, activity_questions, shared_questions
from framework.workshop.models import WorkshopState

About = Literal["team", "supplier", "activity"]
TEAM_WORDS = N_("The whole team")
_MAIL = (
    N_("Subject: questions about our use of AI"),
    N_("Hello,"),
    N_(
        "We are checking our AI activities against the AI Act and the GDPR. We do not know everything ourselves. Attached is a "
        "list of {count} questions, each with who usually knows the answer:"
    ),
    N_(
        "Would you choose an answer in the column “{column}” for the questions that are yours, and send the file back? "
        "“Don’t know” is an answer too. Please leave the last column as it is."
    ),
    N_("Thank you!"),
)


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question and what it is about. ``subject``: `TEAM`, the id of a supplier, or of an activity; ``name``: the supplier's or
    activity's, empty for the team. ``value``: what is recorded for exactly this subject, empty if nothing is."""

    about: About
    subject: str
    name: str
    fact: Fact
    value: str

    @property
    def key(self) -> str:
        return f"{self.subject}:{self.fact.id}"


def askable_questions(state: WorkshopState) -> tuple[ListedQuestion, ...]:
    """Every question that matters, answered or not: of the team, of each supplier, and about each activity."""
    found: list[ListedQuestion] = []
    for shared in shared_questions(state):
        about: About = "team" if shared.id == TEAM else "supplier"
        found += [ListedQuestion(about, shared.id, shared.supplier, one.fact, _value(one)) for one in shared.asked]
    for activity in live_activities(state):
        found += [
            ListedQuestion("activity", activity.id, activity.name, one.fact, activity.facts.get(one.fact.id, ""))
            for one in activity_questions(state, activity)
            if one.asked_of == "activity" or one.origin == "activity"
        ]
    return tuple(found)


def open_questions(state: WorkshopState) -> tuple[ListedQuestion, ...]:
    """Those to which nobody has an answer. A starting answer of an activity kind counts as one."""
    unknown: set[str] = set()
    for shared in shared_questions(state):
        unknown |= {f"{shared.id}:{one.fact.id}" for one in shared.asked if one.value == UNKNOWN}
    for activity in live_activities(state):
        unknown |= {
            f"{activity.id}:{one.fact.id}" for one in activity_questions(state, activity) if one.value == UNKNOWN
        }
    return tuple(one for one in askable_questions(state) if one.key in unknown)


def _value(one: AskedQuestion) -> str:
    return one.value if one.origin is not None else ""


def about_words(one: ListedQuestion, t: Translator) -> str:
    """What a question is about, in words."""
    if one.about == "team":
        return t(TEAM_WORDS)
    kind = t("Supplier") if one.about == "supplier" else t("Activity")
    return f"{kind}: {one.name}"


def choices(fact: Fact, t: Translator) -> tuple[tuple[str, str], ...]:
    """The answers as value and words, *don't know* last."""
    return tuple((value, _words(fact, value, t)) for value in (*fact.answers, UNKNOWN))


def _words(fact: Fact, value: str, t: Translator) -> str:
    from framework.law.load import law_book

    return answer_words(law_book(), fact.id, value, t)


def mail_text(questions: Iterable[ListedQuestion], column: str, t: Translator) -> str:
    """A mail to go with the list. ``column``: the heading of the answers."""
    counts: dict[str, int] = {}
    for one in questions:
        whom = t(WHOM[one.fact.topic])
        counts[whom] = counts.get(whom, 0) + 1
    subject, hello, why, how, thanks = _MAIL
    lines = [f"- {whom}: {count}" for whom, count in counts.items()]
    return "\n".join(
        [
            t(subject),
            "",
            t(hello),
            "",
            t(why, count=sum(counts.values())),
            "",
            *lines,
            "",
            t(how, column=column),
            "",
            t(thanks),
        ]
    )
