"""What a memo says about one activity, in one language: certain first, and every finding with what to do and its basis."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from framework.language import N_, Translator
from framework.law import LawBook, LawCheck, known_breaches, not_asked, reading, title
from framework.law.contradictions import contradiction_sentences
from framework.law.first_steps import COUNSEL_WORDS, WHOM, counsel, open_points, possible_classes
from framework.law.models import (
    UNKNOWN,
    ClassFinding,
    Confidence,
    Fact,
    FindingKind,
    GroundRuleFinding,
    Holder,
    LawFinding,
    ObligationFinding,
    OtherRuleFinding,
    RoleFinding,
)
from framework.law.questions import may_be_put
from framework.law.wording import (
    READING_MEANINGS,
    answer_words,
    article_words,
    assessment_done,
    assessment_lines,
    duty_words,
    status_words,
)
from framework.workshop.facts import FactOrigin, arrangement_words
from framework.workshop.models import Arrangement

Group = Literal[
    "forbidden",
    "broken",
    "maybe_forbidden",
    "ask_first",
    "now",
    "later",
    "also",
    "maybe",
    "maybe_also",
    "in_order",
    "not_applicable",
]
GROUP_WORDS: dict[Group, str] = {
    "forbidden": N_("Forbidden"),
    "broken": N_("Known to be broken: put this right first"),
    "maybe_forbidden": N_("Possibly forbidden: find out first"),
    "ask_first": N_("Have this looked at first"),
    "now": N_("To do: applies now"),
    "later": N_("To do: applies later"),
    "also": N_("Good to know: also applies"),
    "maybe": N_("May apply, depending on open questions"),
    "maybe_also": N_("May apply too, and asks nothing"),
    "in_order": N_("In order, by the team’s own answers"),
    "not_applicable": N_("Does not apply, by the team’s own answers"),
}
"""In the order of a memo: what is certain comes first."""
CONFIDENCE_WORDS: dict[Confidence, str] = {
    "H": N_("high: read in the law itself, or in several sources that agree"),
    "M": N_("medium: read in an official draft or a secondary source"),
    "L": N_("low: one weak source, or not looked up; check it before you rely on it"),
}
ORIGIN_WORDS: dict[FactOrigin, str] = {
    "activity": N_("answered for this activity"),
    "team": N_("answered once for the team"),
    "supplier": N_("answered once about the supplier"),
    "assumed": N_("assumed for this kind of activity; nobody confirmed it"),
}
_EVERYBODY = N_("everyone who provides or uses the system")
_CONTROLLER = N_("controller (GDPR)")
_ORGANISATION = N_("your organisation")
_LONG = N_("already applies")
_NOT_KNOWN = N_("not known")
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """An activity as a memo describes it. ``facts``: value and who said it, by fact id. ``kind`` and ``running`` in words."""

    name: str
    facts: Mapping[str, tuple[str, FactOrigin]]
    kind: str = ""
    supplier: str = ""
    owner: str = ""
    purpose: str = ""
    running: str = ""
    is_running: bool = True
    arrangements: tuple[Arrangement, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        return {fact: value for fact, (value, _) in self.facts.items()}


@dataclass(frozen=True, slots=True)
class CitedSource:
    """``confidence``: in words, how sure it is."""

    id: str
    title: str
    date: str
    url: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class MemoFinding:
    """``who``: the roles that have to act; ``when``: since or from when, in words; ``because``: the answers behind it;
    ``questions``: open ones on which it hangs; ``arranged``: what somebody said about it. ``name`` has the code of a class
    behind its words. ``confidence``: in words, and never better than the best of the sources."""

    group: Group
    kind: Literal["class", "obligation", "ground_rule", "other_rule", "role"]
    id: str
    name: str
    action: str
    who: tuple[str, ...]
    applies_from: datetime.date | None
    when: str
    article: str
    sources: tuple[CitedSource, ...]
    confidence: str
    because: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    fine: str = ""
    arranged: str = ""


@dataclass(frozen=True, slots=True)
class MemoAnswer:
    fact: str
    question: str
    answer: str
    origin: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """``said``: somebody answered *don't know*; else nobody was asked. ``hangs``: what may still apply. ``choices``: the
    answers to choose from, where they are more than yes and no."""

    fact: str
    question: str
    choices: tuple[str, ...]
    whom: str
    hangs: tuple[str, ...]
    said: bool


@dataclass(frozen=True, slots=True)
class ActivityMemo:
    """``title``: the verdict in a line; ``sentence``: what it means and what decides it."""

    subject: Subject
    title: str
    sentence: str
    roles: tuple[MemoFinding, ...]
    classes: tuple[MemoFinding, ...]
    findings: tuple[MemoFinding, ...]
    assessment: tuple[str, ...]
    assessed: bool
    """Whether a ground rule under the same article is met, by the team's own answer."""
    open: tuple[OpenQuestion, ...]
    answers: tuple[MemoAnswer, ...]
    processing: tuple[MemoAnswer, ...]
    """What was said about personal data, *not known* too; empty where the GDPR does not apply."""
    contradictions: tuple[str, ...]
    doubts: tuple[str, ...]
    counsel: tuple[str, ...]
    later_questions: int
    """Further questions that come up only after an open one."""
    sources: tuple[CitedSource, ...] = field(default=())
    """Every source cited, once."""


def activity_memo(book: LawBook, subject: Subject, outcome: LawCheck, t: Translator) -> ActivityMemo:
    """The memo of one activity. ``outcome``: the check of `Subject.values` with what is arranged."""
    facts = subject.values
    writer = _MemoWriter(book, subject, outcome, t)
    roles = tuple(writer.role(one) for one in (*outcome.roles, *outcome.role_unsure))
    classes = tuple(writer.law_class(one, "now") for one in outcome.classes if one.rule.kind != "prohibition")
    order = list(GROUP_WORDS)
    findings = tuple(sorted(writer.findings(), key=lambda one: order.index(one.group)))
    sources = {source.id: source for one in (*roles, *classes, *findings) for source in one.sources}
    points = open_points(book, outcome, facts)
    now = [point for point in points if point.said or may_be_put(book, facts, point.fact.id)]
    return ActivityMemo(
        subject,
        title(outcome, t, running=subject.is_running),
        verdict_sentence(book, outcome, facts, t),
        roles,
        classes,
        findings,
        tuple(assessment_lines(outcome, t)),
        assessment_done(outcome),
        tuple(
            OpenQuestion(
                point.fact.id,
                point.fact.question[t.lang],
                tuple(words[t.lang] for words in point.fact.values.values()),
                t(WHOM[point.fact.topic]),
                tuple(name[t.lang] for name in point.hangs),
                point.said,
            )
            for point in now
        ),
        tuple(_answers(book, subject, t)),
        tuple(_processing(book, subject, outcome, t)),
        contradiction_sentences(book, facts, t),
        tuple(doubt.text[t.lang] for doubt in outcome.doubts),
        tuple(t(COUNSEL_WORDS[reason]) for reason in counsel(outcome, facts)),
        len(points) - len(now),
        tuple(sources.values()),
    )


def verdict_sentence(book: LawBook, outcome: LawCheck, facts: Mapping[str, str], t: Translator) -> str:
    """What the verdict means, and what decides it: rules with their articles, or the question on which most depends."""
    read = reading(outcome)
    parts = [f"{t(READING_MEANINGS[read])}."]
    names = [] if read == "go" else _deciding(book, outcome, t)
    if names:
        rest = len(names) - _REASONS
        more = [t.plural("{count} more", "{count} more", rest)] if rest > 0 else []
        parts.append(t("This rests on: {reasons}.", reasons=t.listing([*names[:_REASONS], *more])))
    points = open_points(book, outcome, facts)
    if read == "ask_first" and points:
        parts.append(t("Most depends on: “{question}”", question=points[0].fact.question[t.lang]))
        parts.append(t("Ask {whom}.", whom=t(WHOM[points[0].fact.topic])))
    return " ".join(parts)


def _deciding(book: LawBook, outcome: LawCheck, t: Translator) -> list[str]:
    """The certain rules that make the verdict, each once, with its article."""
    breaches = {one.id for one in known_breaches(outcome)} if reading(outcome) == "not_like_this" else None
    certain = {
        *(("class", one.code) for one in outcome.classes),
        *(("obligation", one.id) for one in outcome.obligations if one.certainty == "certain"),
        *(("ground_rule", one.id) for one in outcome.ground_rules if one.status in ("stop", "fix_first", "plan")),
        *(("other_rule", one.id) for one in outcome.other_rules if one.certainty == "certain"),
    }
    rules = [("class", one.code, one.name, one.article) for one in book.classes]
    rules += [("obligation", one.id, one.name, one.basis) for one in book.obligations]
    rules += [("ground_rule", one.id, one.name, one.article) for one in book.ground_rules]
    rules += [("other_rule", one.id, one.name, one.article) for one in book.other_rules]
    weighing = {(one.kind, one.rule) for one in outcome.weights if one.verdict == outcome.verdict}
    return [
        f"{name[t.lang]} ({article_words(article, t)})"
        for kind, rule, name, article in rules
        if (kind, rule) in certain and ((kind, rule) in weighing if breaches is None else rule in breaches)
    ]


def _answers(book: LawBook, subject: Subject, t: Translator) -> Iterator[MemoAnswer]:
    """What was answered, or assumed; *don't know* stands among the open questions, and what no longer matters nowhere."""
    past = not_asked(book, subject.values)
    for fact in book.all_facts:
        value, origin = subject.facts.get(fact.id, (UNKNOWN, "assumed"))
        if value != UNKNOWN and fact.id not in past:
            yield _answer(book, fact, value, origin, t)


def _processing(book: LawBook, subject: Subject, outcome: LawCheck, t: Translator) -> Iterator[MemoAnswer]:
    if all(one.status == "not_applicable" for one in outcome.ground_rules):
        return
    past = not_asked(book, subject.values)
    for fact in book.facts:
        if fact.topic == "data" and fact.id not in past:
            value, origin = subject.facts.get(fact.id, (UNKNOWN, "activity"))
            yield _answer(book, fact, value, origin, t)


def _answer(book: LawBook, fact: Fact, value: str, origin: FactOrigin, t: Translator) -> MemoAnswer:
    words = t(_NOT_KNOWN) if value == UNKNOWN else answer_words(book, fact.id, value, t)
    return MemoAnswer(fact.id, fact.question[t.lang], words, t(ORIGIN_WORDS[origin]), origin == "assumed")


class _MemoWriter:
    def __init__(self, book: LawBook, subject: Subject, outcome: LawCheck, t: Translator) -> None:
        self.book, self.subject, self.outcome, self.t = book, subject, outcome, t
        self.roles: dict[Holder, str] = {one.role: one.name[t.lang] for one in book.roles}
        self.said = {one.rule: one for one in subject.arrangements if not one.withdrawn}
        self.reasons = {(step.kind, step.rule): step.facts for step in outcome.trace}

    def findings(self) -> Iterator[MemoFinding]:
        banned = [one for one in self.outcome.classes if one.rule.kind == "prohibition"]
        yield from (self.law_class(one, "forbidden") for one in banned)
        codes = {one.code for one in banned}
        for told in possible_classes(self.book, self.outcome, self.subject.values):
            prohibited = told.finding.rule.kind == "prohibition"
            questions = [fact.question[self.t.lang] for fact in told.questions]
            milder: Group = "maybe_also" if told.finding.rule.kind == "residual" else "maybe"
            yield self.law_class(told.finding, "maybe_forbidden" if prohibited else milder, questions)
        for duty in self.outcome.obligations:
            # The duty not to do what is forbidden stands with the prohibition, certain or possible.
            if duty.status != "ended" and not (codes.intersection(duty.codes) or self._only_bans(duty)):
                yield self.obligation(duty)
        yield from (self.ground_rule(one) for one in self.outcome.ground_rules if one.status in _GROUND)
        yield from (self.other_rule(one) for one in self.outcome.other_rules if one.status != "ended")

    def _only_bans(self, duty: ObligationFinding) -> bool:
        rules = [self.book.class_rule(code) for code in duty.codes]
        return bool(rules) and all(rule is not None and rule.kind == "prohibition" for rule in rules)

    def role(self, one: RoleFinding) -> MemoFinding:
        group: Group = "now" if one.certainty == "certain" else "maybe"
        name, meaning = one.rule.name[self.t.lang], one.rule.meaning[self.t.lang]
        return self._dated(group, "role", one.role, name, meaning, (), one, self._questions(one.open_facts))

    def law_class(self, one: ClassFinding, group: Group, questions: Iterable[str] = ()) -> MemoFinding:
        """A class, by its name with the code behind it. What is forbidden says what to do: its duty."""
        action = one.rule.meaning[self.t.lang]
        if group == "forbidden":
            duties = [duty for duty in self.outcome.obligations if one.code in duty.codes]
            action = " ".join([*(duty.rule.duty[self.t.lang] for duty in duties), action])
        name = f"{one.rule.name[self.t.lang]} ({one.code})"
        return self._dated(group, "class", one.code, name, action, (self.t(_EVERYBODY),), one, tuple(questions))

    def obligation(self, one: ObligationFinding) -> MemoFinding:
        who = tuple(self.t(_EVERYBODY) if role == "anyone" else self.roles[role] for role in one.holders)
        group: Group = "maybe" if one.certainty == "possible" else "later" if one.status == "coming" else "now"
        if not (one.rule.weighs or one.rule.fine):  # what one may do, or others may
            group = "maybe_also" if group == "maybe" else "also" if group == "now" else group
        name, duty = one.rule.name[self.t.lang], one.rule.duty[self.t.lang]
        return self._dated(
            group, "obligation", one.id, name, duty, who, one, self._questions(one.open_facts), one.rule.fine
        )

    def other_rule(self, one: OtherRuleFinding) -> MemoFinding:
        groups: dict[str, Group] = {
            "stop": "forbidden",
            "fix_first": "broken",
            "ask_first": "ask_first",
            "go_if": "later" if one.status == "coming" else "now",
            "none": "also",
        }
        group = groups[one.rule.effect]
        if one.certainty == "possible":
            group = "maybe_also" if group == "also" else "maybe"
        name, rule = one.rule.name[self.t.lang], one.rule.rule[self.t.lang]
        who = (self.t(_ORGANISATION),)
        return self._dated(group, "other_rule", one.id, name, rule, who, one, self._questions(one.open_facts))

    def ground_rule(self, one: GroundRuleFinding) -> MemoFinding:
        group = _GROUND[one.status]
        done = group in ("in_order", "not_applicable")
        name = one.rule.name[self.t.lang]
        if not done:
            name = f"{name} – {status_words(one.status, self.t).lower()}"
        return MemoFinding(
            group,
            "ground_rule",
            one.id,
            name,
            one.rule.question[self.t.lang] if done else one.rule.measure[self.t.lang],
            (self.t(_CONTROLLER),),
            one.applies_from,
            self._since(one.applies_from),
            article_words(one.article, self.t),
            self._sources(one.sources),
            self._confidence(one),
            self._because("ground_rule", one.id),
            self._questions(one.open_facts),
            self._fine(one.rule.fine),
            self._arranged(one.id),
        )

    def _dated(
        self,
        group: Group,
        kind: Literal["class", "obligation", "other_rule", "role"],
        rule: str,
        name: str,
        action: str,
        who: tuple[str, ...],
        one: LawFinding,
        questions: tuple[str, ...] = (),
        fine: str | None = None,
    ) -> MemoFinding:
        when = (
            duty_words(one.status, self.t.date(one.applies_from), self.t)
            if one.applies_from is not None
            else self.t(_LONG)
        )
        said = self.said.get(rule)
        if said is not None and said.status == "arranged" and group in ("now", "later"):
            group = "in_order"
        return MemoFinding(
            group,
            kind,
            rule,
            name,
            action,
            who,
            one.applies_from,
            when,
            article_words(one.article, self.t),
            self._sources(one.sources),
            self._confidence(one),
            self._because(kind, rule) if one.certainty == "certain" else (),
            questions,
            self._fine(fine),
            self._arranged(rule),
        )

    def _since(self, day: datetime.date | None) -> str:
        return self.t(_LONG) if day is None else duty_words("in_force", self.t.date(day), self.t)

    def _because(self, kind: FindingKind, rule: str) -> tuple[str, ...]:
        """The answers a finding rests on; for a duty there are none of its own where it follows from a class."""
        return tuple(
            f"“{fact.question[self.t.lang]}” – {answer_words(self.book, fact_id, value, self.t)}"
            for fact_id, value in self.reasons.get((kind, rule), ())
            if value != UNKNOWN and (fact := self.book.fact(fact_id)) is not None
        )

    def _confidence(self, one: LawFinding | GroundRuleFinding) -> str:
        levels: list[Confidence] = ["H", "M", "L"]
        best = min((levels.index(_level(self.book, source)) for source in one.sources), default=2)
        return self.t(CONFIDENCE_WORDS[levels[max(best, levels.index(one.confidence))]])

    def _questions(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(fact.question[self.t.lang] for one in facts if (fact := self.book.fact(one)) is not None)

    def _sources(self, ids: Iterable[str]) -> tuple[CitedSource, ...]:
        return tuple(cited(self.book, one, self.t) for one in ids)

    def _fine(self, fine_id: str | None) -> str:
        fine = self.book.fine(fine_id) if fine_id else None
        return fine.text[self.t.lang] if fine else ""

    def _arranged(self, rule: str) -> str:
        one = self.said.get(rule)
        return arrangement_words(one, self.t) if one else ""


_GROUND: dict[str, Group] = {
    "stop": "forbidden",
    "fix_first": "broken",
    "plan": "broken",
    "ok": "in_order",
    "not_applicable": "not_applicable",
}
"""The statuses of ground rules that are findings. Unknown ones stand among the open questions."""


def cited(book: LawBook, source_id: str, t: Translator) -> CitedSource:
    """A source with title, date and confidence in words."""
    source = book.source(source_id)
    if source is None:
        return CitedSource(source_id, source_id, "", None, t(CONFIDENCE_WORDS["L"]))
    date = source.date if isinstance(source.date, str) else source.date[t.lang]
    return CitedSource(source.id, source.title[t.lang], date, source.url, t(CONFIDENCE_WORDS[_level(book, source_id)]))


def _level(book: LawBook, source_id: str) -> Confidence:
    """How sure a source is; one between two levels counts as the lower."""
    source = book.source(source_id)
    levels: dict[str, Confidence] = {"H": "H", "H/M": "M", "M-H": "M", "M": "M"}
    return levels.get(source.confidence, "L") if source else "L"
