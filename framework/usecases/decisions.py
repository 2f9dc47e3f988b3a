"""Decisions and red lines: from a stance to a rule with an owner, a check and a review date."""

from framework.analysis.group_results import without_unrevealed
from framework.analysis.objection_rounds import changed_since_asked, consent_rounds
from framework.analysis.red_lines import red_line_threshold
from framework.deck import LETTERS, Commercial, Letter, Scenario, Verb
from framework.errors import ChoiceUnknown, DateRefused, NotFound, RuleRefused
from framework.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, Lang, Worded, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, require_item, untick
from framework.workshop.agenda import agenda_item, ballot_of
from framework.workshop.decision_drafts import REVIEW_AFTER, decision_id, drafted_decision, first_look
from framework.workshop.field_types import PRICE_LIMIT, MarkCorrection, TeamEffects
from framework.workshop.governance.data_protection_officer import check_may_decide
from framework.workshop.governance.review_dates import days_to_choose
from framework.workshop.merging import merge
from framework.workshop.models import Agreed, Ballot, Decision, RedLine, WorkshopState
from framework.workshop.rule_checks import (
    accepted_stances,
    changed_since,
    check_closable,
    check_lawful,
    dissent_settled,
)

MIN_FAILED_ROUNDS = 2
"""Consent rounds that must fail before a group may disagree and commit or let a named decider decide (the method, 4.1)."""
MAX_RED_LINES = 6
"""Nobody remembers more than six (the charter blueprint, section 5.2)."""


class DecisionUseCases(UseCaseGroup):
    def edit(self, workshop_id: str, base: Decision, mine: Decision) -> Decision:
        """Saves what this window changed since ``base``; stores a decision that was only drafted before.

        A change reopens a closed decision, so that a rule never changes without being closed again. What the team says about
        its effects (`TeamEffects`) is not the rule: it changes while the rule stands. So do its reason and the day of its review.
        Raises `EditConflict`, `InputRefused`, `RuleRefused` (``unlawful-stance``, ``dpo-decides``).
        """
        accepted = self._accepted(mine)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            _check_corrections(require_item(state, mine.scenario).scenario, mine)
            theirs = change.decision(base.id)
            if theirs is None:
                saved = accepted.model_copy(update={"version": 1})
            elif theirs.withdrawn:
                saved = accepted.model_copy(update={"version": theirs.version + 1, "withdrawn": False})
            else:
                saved = merge(base, accepted, theirs)
            saved = _without_contradiction(saved)
            if saved.effects_checked and _worded(theirs if theirs and theirs.effects_checked else base) != _worded(
                saved
            ):
                saved = saved.model_copy(update={"effects_checked": False})  # looked at with other words
            if theirs is None or saved.exception_role != theirs.exception_role:
                check_may_decide(saved.exception_role, state.texts.privacy)
            check_lawful(state.deck, saved)
            if theirs is not None and saved.model_copy(update={"version": theirs.version}) == theirs:
                return theirs
            if saved.closed and not (theirs and _stands(theirs, saved)):
                saved = saved.model_copy(update={"closed": False})
            if theirs is not None and _agreed_content(saved) != _agreed_content(theirs) and not _only_filled_in(saved):
                saved = saved.model_copy(update={"agreed": None, "decider": ""})
            if theirs is not None and _agreed_content(saved) != _agreed_content(theirs):
                untick(change, saved.id)
            change.put_decision(saved)
        return saved

    def record_agreement(self, workshop_id: str, decision: str, how: Agreed, decider: str = "") -> Decision:
        """Records how a live group agreed on a decision.

        *Consent* needs a last revealed consent round without an objection. *Disagree and commit* and a *named decider* need
        two failed consent rounds; `close` then requires the dissent in words.
        *Consent* is about the sentence that the last round asked about. Raises `RuleRefused`: ``objections-stand``,
        ``consent-first``, ``changed-since-asked``, ``nobody-named``, ``dpo-decides``.
        """
        decider = accept("decider", decider, limit=NAME_LIMIT)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.decision(decision)
            if theirs is None:
                raise NotFound(what="decision", id=decision)
            state = change.state()
            if how == "consent":
                _check_agreed(state, theirs)
            failed = sum(objections > 0 for _, objections, _ in consent_rounds(state, decision))
            if how != "consent" and failed < MIN_FAILED_ROUNDS:
                raise RuleRefused(reason="consent-first", times=MIN_FAILED_ROUNDS)
            if how == "decider" and not decider:
                raise RuleRefused(reason="nobody-named")
            if how == "decider":
                check_may_decide(decider, state.texts.privacy)
            saved = theirs.model_copy(
                update={
                    "agreed": how,
                    "decider": decider if how == "decider" else "",
                    "version": theirs.version + 1,
                }
            )
            change.put_decision(saved)
        return saved

    def draft_from_stance(self, workshop_id: str, seat: str, scenario: str, stance: Letter) -> Decision:
        """Redrafts the rule from another stance with the deck's wording; owner, reason and dissent stay. The team's price
        goes when the stance changes: it is the price of another rule.

        Raises `RuleRefused` where the stance is unlawful and the deck's rule for it is not a "never".
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            item = require_item(state, scenario)
            ballot = ballot_of(state, seat, item)
            drafted = drafted_decision(state, item, stance, ballot.reason if ballot else "", self._context.today())
            theirs = change.decision(decision_id(item))
            if theirs is not None and not theirs.withdrawn:
                kept: dict[str, object] = {
                    "owner": theirs.owner,
                    "exception_role": theirs.exception_role,
                    "review_on": theirs.review_on,
                    "reason": theirs.reason,
                    "objector": theirs.objector,
                    "dissent": theirs.dissent,
                    "none_voiced": theirs.none_voiced,
                    "activities": theirs.activities,
                    "corrections": theirs.corrections,
                    "practice": theirs.practice,
                    "asked": theirs.asked,
                }
                if stance == theirs.based_on:
                    kept["price"] = theirs.price
                if item.scenario.stance(stance).legal == "unlawful":
                    kept["exception_role"] = ""
                drafted = drafted.model_copy(update=kept)
            check_lawful(state.deck, drafted)
            saved = drafted.model_copy(update={"version": theirs.version + 1 if theirs else 1})
            change.put_decision(saved)
        return saved

    def close(self, workshop_id: str, base: Decision) -> Decision:
        """Makes the decision a rule. Raises `RuleRefused` with what is missing, `EditConflict` if it changed meanwhile."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            item = require_item(state, base.scenario)
            theirs = change.decision(base.id)
            current = merge(base, base, theirs) if theirs else base
            ballots = _latest_ballots(without_unrevealed(state), base.scenario, item.activity.id)
            check_closable(state.deck, current, ballots)
            if state.room is not None and current.agreed is None:
                raise RuleRefused(reason="not-agreed")
            if theirs is not None and theirs.closed:
                return theirs
            saved = current.model_copy(
                update={"closed": True, "reopened": False, "version": theirs.version + 1 if theirs else 1}
            )
            change.put_decision(saved)
        return saved

    def close_agreed(self, workshop_id: str, decision: str) -> Decision:
        """Makes a rule of a decision that the last objection round left without an objection, in one go.

        Dissent that nobody worded is recorded as "none voiced", unless somebody strongly objected in the vote. Raises
        `RuleRefused` like `record_agreement` and `close`.
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.decision(decision)
            if theirs is None:
                raise NotFound(what="decision", id=decision)
            if theirs.closed:
                return theirs
            state = change.state()
            if theirs.agreed is None:
                _check_agreed(state, theirs)
            saved = theirs.model_copy(
                update={
                    "agreed": theirs.agreed or "consent",
                    "none_voiced": not theirs.dissent,
                    "closed": True,
                    "reopened": False,
                    "version": theirs.version + 1,
                }
            )
            activity = require_item(state, theirs.scenario).activity.id
            check_closable(state.deck, saved, _latest_ballots(without_unrevealed(state), theirs.scenario, activity))
            change.put_decision(saved)
        return saved

    def reopen(self, workshop_id: str, decision: str) -> Decision:
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.decision(decision)
            if theirs is None:
                raise NotFound(what="decision", id=decision)
            saved = theirs.model_copy(update={"closed": False, "version": theirs.version + 1})
            change.put_decision(saved)
        return saved

    def plan_reviews(self, workshop_id: str) -> None:
        """Gives rules whose review day has passed, or that all come due on one day, the day that what is at stake proposes.
        They stay closed."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            for rule in days_to_choose(change.decisions(), self._context.today()):
                state = change.state()
                item = agenda_item(state, rule.scenario)
                if item is not None:
                    day = first_look(state, item, rule.based_on, self._context.today())
                    change.put_decision(rule.model_copy(update={"review_on": day, "version": rule.version + 1}))

    def add_deck_red_line(self, workshop_id: str, scenario: str) -> RedLine:
        """Adds the deck's red line for a scenario. Raises `RuleRefused` (``too-many-red-lines``)."""
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            item = require_item(state, scenario)
            theirs = change.red_line(scenario)
            _check_red_line_limit(state, but=scenario)
            if theirs is not None and not theirs.withdrawn:
                return theirs
            saved = RedLine(
                id=scenario,
                version=theirs.version + 1 if theirs else 1,
                scenario=scenario,
                wording=Worded.proposed(item.scenario.red_line),
                reason=Worded.proposed(item.scenario.red_line_reason),
            )
            change.put_red_line(saved)
        return saved

    def add_own_red_line(self, workshop_id: str, lang: Lang, text: str, reason: str = "") -> RedLine:
        """Adds a red line of the team's own; ``text`` is in the we-form without "never". Raises `InputRefused`."""
        text = accept("red_line", text, limit=LINE_LIMIT, required=True)
        reason = accept("reason", reason, limit=LINE_LIMIT)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            _check_red_line_limit(change.state(), but="")
            saved = RedLine(
                id=self._context.new_id(),
                wording=Worded.typed(lang, text),
                reason=Worded.typed(lang, reason) if reason else None,
            )
            change.put_red_line(saved)
        return saved

    def edit_red_line(self, workshop_id: str, base: RedLine, lang: Lang, text: str) -> RedLine:
        """Saves a red line's wording as typed; a vote on other words no longer counts. Raises `EditConflict`, `InputRefused`."""
        text = accept("red_line", text, limit=LINE_LIMIT, required=True)
        new = {"wording": Worded.typed(lang, text), "practice": None, "objections": None, "voters": None}
        mine = base.model_copy(update=new) if base.wording.text(lang) != text else base
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.red_line(base.id)
            if theirs is None:
                raise NotFound(what="red-line", id=base.id)
            if mine == base:
                return theirs
            saved = merge(base, mine, theirs)
            untick(change, saved.id)
            if theirs.voters is not None:  # a group agreed to other words
                saved = saved.model_copy(update={"reopened": True})
            change.put_red_line(saved)
        return saved

    def keep_red_line(self, workshop_id: str, red_line: str) -> RedLine:
        """Keeps a red line that somebody objected to in the follow-up: those who strongly object to the practice were enough,
        and the value-dam rule protects them.

        Raises `RuleRefused` (``dam-not-reached``), `NotFound`.
        """
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.red_line(red_line)
            if theirs is None:
                raise NotFound(what="red-line", id=red_line)
            objections, dam = theirs.objections or 0, red_line_threshold(theirs.voters or 0)
            if objections < dam:
                raise RuleRefused(reason="dam-not-reached", objections=objections, dam=dam)
            saved = theirs.model_copy(update={"reopened": False, "version": theirs.version + 1})
            change.put_red_line(saved)
        return saved

    def withdraw_red_line(self, workshop_id: str, red_line: str) -> None:
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.red_line(red_line)
            if theirs is None:
                raise NotFound(what="red-line", id=red_line)
            if not theirs.withdrawn:
                change.put_red_line(theirs.model_copy(update={"withdrawn": True, "version": theirs.version + 1}))

    def _accepted(self, decision: Decision) -> Decision:
        today = self._context.today()
        if decision.review_on is not None and decision.review_on > today + 2 * REVIEW_AFTER:
            raise DateRefused(field="review_on", reason="too-far")
        if any(letter not in LETTERS for letter in decision.accepted):
            raise ChoiceUnknown(field="stance", value=", ".join(decision.accepted))
        wording = {
            lang: words.model_copy(
                update={
                    "trigger": accept("trigger", words.trigger, limit=LINE_LIMIT * 2),
                    "behaviour": accept("behaviour", words.behaviour, limit=LINE_LIMIT * 2),
                    "condition": accept("condition", words.condition, limit=LINE_LIMIT),
                }
            )
            for lang, words in decision.wording.items()
        }
        return decision.model_copy(
            update={
                "wording": wording,
                "check": _accepted_words("check", decision.check),
                "owner": accept("owner", decision.owner, limit=NAME_LIMIT),
                "exception_role": accept("exception_role", decision.exception_role, limit=NAME_LIMIT),
                "reason": accept("reason", decision.reason, limit=LINE_LIMIT * 2),
                "objector": accept("objector", decision.objector, limit=NAME_LIMIT),
                "dissent": accept("dissent", decision.dissent, limit=TEXT_LIMIT, lines=True),
                "price": decision.price.model_copy(
                    update={"sentence": accept("price", decision.price.sentence, limit=PRICE_LIMIT)}
                ),
                "corrections": tuple(
                    one.model_copy(
                        update={"reason": accept("correction", one.reason, limit=PRICE_LIMIT, required=True)}
                    )
                    for one in sorted(decision.corrections, key=lambda one: (one.row, one.stance))
                ),
            }
        )


def _check_agreed(state: WorkshopState, decision: Decision) -> None:
    """Raises `RuleRefused` unless the last objection round was about these words and left no objection. One in which all
    abstained left nothing.
    """
    consents, objections, _ = (consent_rounds(state, decision.id) or ((0, 0, 0),))[-1]
    if objections or not consents:
        raise RuleRefused(reason="objections-stand" if objections else "consent-first", times=1)
    if changed_since_asked(state, decision):
        raise RuleRefused(reason="changed-since-asked")


def with_words(
    decision: Decision,
    lang: Lang,
    *,
    trigger: str | None = None,
    behaviour: str | None = None,
    condition: str | None = None,
) -> Decision:
    """The decision with words typed in ``lang``. The other language's wording goes: it no longer says the same."""
    words = decision.wording.get(lang) or next(iter(decision.wording.values()))
    given = {"trigger": trigger, "behaviour": behaviour, "condition": condition}
    typed = words.model_copy(update={part: text for part, text in given.items() if text is not None})
    if typed == words:
        return decision
    return decision.model_copy(update={"wording": {lang: typed.model_copy(update={"only_first": False})}})


def with_verb(decision: Decision, state: WorkshopState, verb: Verb) -> Decision:
    """The decision with another verb; what it accepts follows."""
    accepted = accepted_stances(state.deck, decision.scenario, decision.based_on, verb)
    return decision.model_copy(update={"verb": verb, "accepted": accepted})


def _accepted_words(field: str, words: Worded | None) -> Worded | None:
    if words is None:
        return None
    kept = {
        lang: text
        for lang, given in (("nl", words.nl), ("en", words.en))
        if given is not None and (text := accept(field, given, limit=LINE_LIMIT * 2))
    }
    return Worded(**kept) if kept else None


def _without_contradiction(decision: Decision) -> Decision:
    return decision.model_copy(update={"none_voiced": False}) if decision.dissent else decision


def _latest_ballots(state: WorkshopState, scenario: str, activity: str) -> tuple[Ballot, ...]:
    latest: dict[str, Ballot] = {}
    for ballot in state.ballots:
        if ballot.scenario == scenario and ballot.activity == activity:
            latest[ballot.seat] = ballot
    return tuple(latest.values())


def with_correction(decision: Decision, correction: MarkCorrection) -> Decision:
    """The decision with this correction in place of an earlier one of the same mark."""
    others = without_correction(decision, correction.row, correction.stance)
    return others.model_copy(update={"corrections": (*others.corrections, correction)})


def without_correction(decision: Decision, row: str, stance: Letter) -> Decision:
    left = tuple(one for one in decision.corrections if (one.row, one.stance) != (row, stance))
    return decision.model_copy(update={"corrections": left})


def _check_corrections(scenario: Scenario, decision: Decision) -> None:
    """Raises `ChoiceUnknown` for a row that the dilemma does not have."""
    rows = {*Commercial.model_fields, *(weight.principle for weight in scenario.weights)}
    for one in decision.corrections:
        if one.row not in rows:
            raise ChoiceUnknown(field="correction", value=one.row)


def _worded(decision: Decision) -> tuple[object, ...]:
    return decision.wording, decision.verb, decision.based_on


def _without_effects(decision: Decision) -> Decision:
    unsaid = {name: field.default for name, field in TeamEffects.model_fields.items()}
    return decision.model_copy(update={**unsaid, "version": 0})


def _agreed_content(decision: Decision) -> tuple[object, ...]:
    """The parts that a group agrees to."""
    return (
        decision.activities,
        decision.based_on,
        decision.accepted,
        decision.verb,
        decision.wording,
        decision.exception_role,
        decision.owner,
        decision.check,
    )


def _stands(before: Decision, after: Decision) -> bool:
    """Whether a closed rule says the same, but for its effects, its reason, and when it is looked at again: nobody agrees to
    those with the sentence."""
    given = before.model_copy(update={"reason": after.reason, "review_on": after.review_on or before.review_on})
    return _without_effects(after) == _without_effects(given)


def _only_filled_in(decision: Decision) -> bool:
    """Whether the decision still is what the last objection round asked about, but for an owner or check it lacked."""
    return bool(decision.asked) and not changed_since(decision, decision.asked[-1])


def _check_red_line_limit(state: WorkshopState, but: str) -> None:
    standing = [line for line in state.red_lines if not line.withdrawn and not line.proposed and line.id != but]
    if len(standing) >= MAX_RED_LINES:
        raise RuleRefused(reason="too-many-red-lines", limit=MAX_RED_LINES)


def unworded_objection(state: WorkshopState, decision: Decision) -> bool:
    """Whether there is a strong objection without dissent in words, so that "none voiced" would be refused."""
    seen = without_unrevealed(state)
    ballots = _latest_ballots(seen, decision.scenario, decision.activities[0] if decision.activities else "")
    return not dissent_settled(
        decision.model_copy(update={"none_voiced": True}), any(ballot.objection for ballot in ballots)
    )


def active_red_lines(state: WorkshopState) -> tuple[RedLine, ...]:
    return tuple(line for line in state.red_lines if not line.withdrawn and not line.proposed)
