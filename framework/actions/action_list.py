"""Puts the list of actions together."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from framework.actions.models import Action, ActionKind, ActionSource, action_id
from framework.language import N_, Translator
from framework.language.field_names import FIELD_NAMES
from framework.law.first_steps import WHOM, FirstStep, first_steps
from framework.law.wording import article_words
from framework.workshop.field_types import OpenReason
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.adoption import obstacles
from framework.workshop.governance.adoption_findings import ObstacleReason
from framework.workshop.governance.events import due_on, is_open, next_check
from framework.workshop.governance.records import ActionPlan, Arrangement, LogEntry
from framework.workshop.models import Framework, FrameworkActivity, OpenPoint
from framework.workshop.rule_grammar import rule_sentence

_DECIDE: dict[OpenReason, str] = {
    "no_stance": N_("Choose a stance on {what}"),
    "unlawful_stance": N_("Choose a lawful stance on {what}"),
    "incomplete": N_("Complete the rule on {what}"),
    "dissent_open": N_("Put into words who disagreed on {what}"),
    "not_closed": N_("Decide on {what}"),
    "objected": N_("Settle the objection to {what}"),
    "principles_objected": N_("Settle the objection to the order of your principles"),
}
"""What the law leaves open stands among the measures and the questions."""
_SAID_ELSEWHERE: frozenset[ObstacleReason] = frozenset(
    ("nothing-decided", "use-forbidden", "breach-unplanned", "breach-overdue", "rule-incomplete", "no-stop-role")
)
SOON = timedelta(days=60)
"""What has no date comes after what is due by then."""


def actions(source: ActionSource, t: Translator, today: date) -> tuple[Action, ...]:
    """Everything to do, the most pressing first, then what is done, the last first."""
    writer = _Writer(source, t, today)
    found = [*writer.law(), *writer.decisions(), *writer.keeping(), *writer.parked(), *writer.log()]
    return _sorted(found, today)


def coming_due(source: ActionSource, t: Translator, today: date) -> tuple[Action, ...]:
    """What keeping to a charter asks by now or soon: checks, the review, training, and what is open in the log. The law is not
    looked at, so a source without checks will do."""
    writer = _Writer(source, t, today)
    found = (one for one in (*writer.keeping(), *writer.log()) if not one.done)
    return _sorted((one for one in found if one.urgent or (one.due and one.due <= today + SOON)), today)


def _sorted(found: Iterable[Action], today: date) -> tuple[Action, ...]:
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.done,
                -(one.done_on or date.min).toordinal() if one.done else 0,
                not one.overdue(today),
                not one.urgent,
                one.due or today + SOON,
            ),
        )
    )


def owners(found: tuple[Action, ...]) -> tuple[str, ...]:
    """The roles that have something to do, each once, by name."""
    by_name = {one.owner.casefold(): one.owner for one in found if one.owner and not one.done}
    return tuple(by_name[name] for name in sorted(by_name))


class _Writer:
    def __init__(self, source: ActionSource, t: Translator, today: date) -> None:
        self.source, self.t, self.today = source, t, today
        self.plans = {one.id: one for one in source.plans}
        self.keeper = source.now.texts.owner
        self.rules = (source.in_force or source.now).rules

    def plan(self, found: str) -> ActionPlan:
        return self.plans.get(found) or ActionPlan(id=found)

    # The law ----------------------------------------------------------------------------------------------------------

    def law(self) -> Iterator[Action]:
        for activity in self.source.now.activities:
            if activity.stopped_on is not None:
                continue  # nothing is to be put in order about what is stopped; its stop is in the log
            check = self.source.checks[activity.id]
            said = {one.rule: one for one in activity.arrangements if not one.withdrawn}
            steps = first_steps(self.source.book, check, activity.facts)
            todo = {step.rule for step in steps if step.rule}
            for step in steps:
                one = said.get(step.rule)
                if step.kind == "find_out":
                    yield self.question(activity, step)
                elif not self._settled(step, one):
                    yield self.measure(activity, step, one)
            for one in said.values():
                if one.status == "arranged" and not (one.rule in todo and self.source.book.ground_rule(one.rule)):
                    yield self.arranged(activity, one)

    def _settled(self, step: FirstStep, said: Arrangement | None) -> bool:
        """Whether what was said of a step takes it off the list. What is broken stays on it, whatever was said."""
        if said is None or said.status == "planned":
            return False
        if said.status == "not_for_us":
            return step.kind not in ("stop", "fix_first")
        return self.source.book.ground_rule(step.rule) is None

    def measure(self, activity: FrameworkActivity, step: FirstStep, said: Arrangement | None) -> Action:
        lang = self.t.lang
        coming = step.applies_from if step.status == "coming" else None
        ground = self.source.book.ground_rule(step.rule) is not None
        urgent = step.kind in ("stop", "fix_first")
        name = step.name[lang]
        return Action(
            action_id("measure", activity.id, step.rule or step.name.en),
            "measure",
            step.action[lang],
            f"{name} ({article_words(step.article, self.t)})" if step.article else name,
            activity.name,
            owner=(said.owner if said else "") or activity.owner,
            due=(said.due if said else None) or coming,
            urgent=urgent,
            tickable=bool(step.rule) and (ground or not urgent),
            activity=activity.id,
            law_rule=step.rule,
        )

    def arranged(self, activity: FrameworkActivity, said: Arrangement) -> Action:
        book = self.source.book
        names = {one.id: one.name[self.t.lang] for one in (*book.ground_rules, *book.obligations, *book.other_rules)}
        return Action(
            action_id("measure", activity.id, said.rule),
            "measure",
            names.get(said.rule, said.rule),
            said.note,
            activity.name,
            owner=said.owner or activity.owner,
            due=said.due,
            done_on=said.said_on,
            done_by=said.by or said.owner,
            done=True,
            tickable=True,
            activity=activity.id,
            law_rule=said.rule,
        )

    def question(self, activity: FrameworkActivity, step: FirstStep) -> Action:
        fact, lang = step.fact, self.t.lang
        assert fact is not None, "finding out is about a question"
        found = action_id("question", activity.id, fact.id)
        plan = self.plan(found)
        return Action(
            found,
            "question",
            self.t("Find out: {question}", question=fact.question[lang]),
            self.t("{why} Ask {whom}.", why=fact.why[lang], whom=self.t(WHOM[fact.topic])),
            activity.name,
            owner=plan.owner or activity.owner,
            due=plan.due,
            activity=activity.id,
        )

    # What is open ------------------------------------------------------------------------------------------------------

    def decisions(self) -> Iterator[Action]:
        now = self.source.now
        for point in now.open_points:
            if point.reason in _DECIDE:
                yield self.open_point(point)
        yield from self.missing()
        for topic in catalogue.open_topics(now.promises):
            if topic.open is not None and not (topic.id == "stopping" and now.texts.stop_role):
                yield self.agree(
                    topic.id,
                    self.t("Decide: {what}", what=topic.open[self.t.lang]),
                    self.t("Nothing has been agreed on this yet."),
                )
        for one in catalogue.left_to_owner(now.promises):
            words, _ = catalogue.sentence(one, None, now.texts, self.t.lang)
            yield self.agree(
                one.id,
                self.t("Decide whether you promise this: {words}", words=words),
                self.t("Left to the charter’s owner to decide."),
            )

    def missing(self) -> Iterator[Action]:
        """What adoption waits for, and nothing else on the list says."""
        uses = {one.id: one for one in self.source.now.activities}
        for one in obstacles(self.source.now, self.source.deck, self.source.checks, self.today):
            if one.reason in _SAID_ELSEWHERE:
                continue
            found = action_id("decide", one.reason, one.place.about)
            plan, use = self.plan(found), uses.get(one.place.about)
            yield Action(
                found,
                "decide",
                one.sentence(self.t),
                use=use.name if use else "",
                owner=plan.owner or self.keeper,
                due=plan.due,
                activity=use.id if use else "",
                step=one.place.step,
            )

    def open_point(self, point: OpenPoint) -> Action:
        t, lang = self.t, self.t.lang
        scenario = self.source.deck.scenario(point.scenario or "")
        use = next((one.name for one in self.source.now.activities if one.id == point.activity), "")
        what = f"“{scenario.title[lang]}”" if scenario else ""
        if point.red_line is not None:
            what = f"“{point.red_line.text(lang)}”"
        line = (point.red_line.text("nl") if point.red_line.nl else point.red_line.text("en")) if point.red_line else ""
        found = action_id("decide", point.scenario or "", point.activity or "", line[:80])
        plan = self.plan(found)
        parts = t.listing(t(FIELD_NAMES.get(part, part)) for part in point.missing)
        return Action(
            found,
            "decide",
            t(_DECIDE[point.reason], what=what),
            t("Still missing: {parts}.", parts=parts) if point.missing else "",
            use,
            owner=plan.owner or self.keeper,
            due=plan.due,
            activity=point.activity or "",
            record=point.scenario or "",
        )

    def agree(self, about: str, what: str, why: str) -> Action:
        found = action_id("decide", "promise", about)
        plan = self.plan(found)
        return Action(found, "decide", what, why, owner=plan.owner or self.keeper, due=plan.due)

    # Keeping to it -----------------------------------------------------------------------------------------------------

    def keeping(self) -> Iterator[Action]:
        valid = self.source.in_force or self.source.now
        uses = {one.id: one.name for one in self.source.now.activities}
        for rule in valid.rules:
            lang = self.t.lang if self.t.lang in rule.wording else next(iter(rule.wording))
            yield Action(
                action_id("check", rule.decision),
                "check",
                rule.check.text(self.t.lang),
                rule_sentence(rule.wording[lang], rule.verb, rule.exception_role, lang),
                self.t.listing(uses[one] for one in rule.activities if one in uses),
                rule.number,
                owner=rule.owner,
                due=next_check(rule.decision, rule.review_on, self.source.now.log, valid.made_on),
                tickable=True,
                decision=rule.decision,
            )
        if self.source.in_force is not None:
            yield from self.review(self.source.in_force)
        yield from self.training()

    def review(self, valid: Framework) -> Iterator[Action]:
        day = valid.texts.review_on or min((rule.review_on for rule in valid.rules), default=None)
        if day is not None:
            yield Action(
                action_id("review", valid.organisation, valid.team),
                "review",
                self.t("Review the charter and adopt it again"),
                self.t("Until a new version is adopted, version {version} stays in force.", version=valid.version),
                owner=valid.texts.owner,
                due=day,
            )

    def training(self) -> Iterator[Action]:
        why = self.t("Those who work with AI for you understand it and use it well (AI Act 4).")
        for one in self.source.now.training:
            what = f"{one.group}: {one.what}"
            again = one.done_on is not None and one.next_on is not None
            if one.done_on is not None:
                yield Action(
                    action_id("training", one.id, *([one.done_on.isoformat()] if again else [])),
                    "training",
                    what,
                    why,
                    owner=one.owner,
                    due=None if again else one.due,  # in a calendar its entry moves on to the next time
                    done_on=one.done_on,
                    done_by=one.owner,
                    done=True,
                    tickable=not again,
                    record=one.id,
                )
            if one.done_on is None or again:
                yield Action(
                    action_id("training", one.id),
                    "training",
                    what,
                    why,
                    owner=one.owner or self.keeper,
                    due=one.next_on if again else one.due,
                    tickable=True,
                    record=one.id,
                )

    def parked(self) -> Iterator[Action]:
        for note in self.source.notes:
            if note.kind == "parking" and not note.withdrawn:
                found = action_id("parked", note.id)
                plan = self.plan(found)
                yield Action(
                    found,
                    "parked",
                    note.text,
                    self.t("Parked during the session."),
                    owner=plan.owner or self.keeper,
                    due=plan.due,
                    done_on=plan.done_on if note.done else None,
                    done_by=plan.done_by if note.done else "",
                    done=note.done,
                    tickable=True,
                    record=note.id,
                )

    # The log -----------------------------------------------------------------------------------------------------------

    def log(self) -> Iterator[Action]:
        for entry in self.source.now.log:
            if entry.withdrawn:
                continue
            kind: ActionKind | None = None if entry.kind == "check" else entry.kind
            if kind is None:
                yield self.checked(entry)
            elif kind != "exception" or is_open(entry, self.today):
                yield self.logged(entry, kind)

    def logged(self, entry: LogEntry, kind: ActionKind) -> Action:
        activity = next((one for one in self.source.now.activities if one.id == entry.activity), None)
        rule = next((one for one in self.rules if one.decision == entry.decision), None)
        use = activity.name if activity else ""
        roles = {
            "exception": rule.owner if rule else "",
            "complaint": self.source.now.texts.complaints_role,
        }
        return Action(
            action_id(kind, entry.id),
            kind,
            self.t(_LOGGED[kind], number=entry.number),
            entry.text,
            use,
            rule.number if rule else None,
            owner=roles.get(kind) or (activity.owner if activity else "") or self.keeper,
            due=due_on(entry, self.source.now.promises),
            done_on=entry.closed_on,
            done_by=entry.closed_by,
            done=entry.closed_on is not None,
            urgent=entry.breach or entry.severity == 3,
            activity=entry.activity or "",
            decision=entry.decision or "",
            record=entry.id,
        )

    def checked(self, entry: LogEntry) -> Action:
        rule = next((one for one in self.rules if one.decision == entry.decision), None)
        return Action(
            action_id("check", entry.decision or "", entry.id),
            "check",
            rule.check.text(self.t.lang) if rule else self.t("A rule was checked"),
            entry.outcome or entry.text,
            rule=rule.number if rule else None,
            owner=rule.owner if rule else "",
            done_on=entry.on,
            done_by=entry.role,
            done=True,
            decision=entry.decision or "",
            record=entry.id,
        )


_LOGGED: dict[ActionKind, str] = {
    "exception": N_("Exception {number} ends: keep to the rule again, or have it agreed again"),
    "incident": N_("Deal with incident {number}"),
    "complaint": N_("Answer complaint {number}"),
    "stop": N_("Decide whether what was stopped starts again ({number})"),
}
