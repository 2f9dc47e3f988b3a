"""Saves decisions as a framework: as a proposal, or adopted. Also the charter's own texts."""

from collections.abc import Mapping
from datetime import date

from framework.analysis.group_results import group_result, kept_cards, without_unrevealed
from framework.errors import RuleRefused
from framework.law.classification import check
from framework.law.models import LawBook
from framework.text import NAME_LIMIT, TEXT_LIMIT, Worded, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, only_seat
from framework.workshop.agenda import live_activities
from framework.workshop.decision_drafts import drafted_framework, next_framework_version
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.merging import merge
from framework.workshop.models import CharterTexts, Framework, WorkshopState


def framework_now(state: WorkshopState, book: LawBook, today: date) -> Framework:
    """The framework as it would be saved now. A group's has results of revealed rounds only."""
    verdicts = _verdicts(state, book, today)
    if state.room is None:
        return drafted_framework(state, only_seat(state), today, verdicts)
    seen = without_unrevealed(state)
    return drafted_framework(seen, "", today, verdicts, principles=kept_cards(seen), group=group_result(seen))


def _verdicts(state: WorkshopState, book: LawBook, today: date) -> Mapping[str, str]:
    return {
        activity.id: check(book, effective_facts(state, activity), today, arranged_rules(state, activity.id)).verdict
        for activity in live_activities(state)
    }


class CharterUseCases(UseCaseGroup):
    def verdicts(self, state: WorkshopState) -> Mapping[str, str]:
        """Today's verdict of the law check by activity id."""
        return _verdicts(state, self._context.law(), self._context.today())

    def draft(self, state: WorkshopState) -> Framework:
        """The framework as it would be saved now; nothing is stored."""
        return framework_now(state, self._context.law(), self._context.today())

    def edit_texts(self, workshop_id: str, base: CharterTexts, mine: CharterTexts) -> CharterTexts:
        """Saves the charter's own texts. Raises `EditConflict`, `InputRefused`."""
        accepted = mine.model_copy(
            update={
                "why": _accepted_words("why", mine.why),
                "scope": _accepted_words("scope", mine.scope),
                "suppliers": _accepted_words("suppliers", mine.suppliers),
                "owner": accept("owner", mine.owner, limit=NAME_LIMIT),
                "stop_role": accept("stop_role", mine.stop_role, limit=NAME_LIMIT),
                "contact": accept("contact", mine.contact, limit=NAME_LIMIT * 2),
            }
        )
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.texts()
            saved = merge(base, accepted, theirs)
            if saved.model_copy(update={"version": theirs.version}) == theirs:
                return theirs
            change.put_texts(saved)
        return saved

    def save_proposal(self, workshop_id: str) -> Framework:
        """Saves the framework as a proposal (0.x). Without changes since the last version, returns that one.

        Raises `RuleRefused` (``nothing-decided``).
        """
        return self._save_version(workshop_id, adopting=False, deciders=())

    def adopt(self, workshop_id: str, deciders: tuple[str, ...]) -> Framework:
        """Adopts the framework as the next whole version; ``deciders`` are the names of those who decided.

        Raises `RuleRefused` (``nobody-named``, ``nothing-decided``), `InputRefused`.
        """
        named = tuple(name for given in deciders if (name := accept("deciders", given, limit=NAME_LIMIT)))
        if not named:
            raise RuleRefused(reason="nobody-named")
        return self._save_version(workshop_id, adopting=True, deciders=named)

    def _save_version(self, workshop_id: str, *, adopting: bool, deciders: tuple[str, ...]) -> Framework:
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            drafted = self.draft(state)
            if not drafted.rules and not drafted.red_lines:
                raise RuleRefused(reason="nothing-decided")
            kept = drafted.model_copy(
                update={"version": next_framework_version(state, adopting), "adopted": adopting, "deciders": deciders}
            )
            last = state.frameworks[-1] if state.frameworks else None
            if last is not None and last == kept.model_copy(update={"version": last.version}):
                return last
            change.add_framework(kept)
            stage = "adopted" if adopting else "follow_up" if state.workshop.kind == "live" else state.workshop.stage
            if state.workshop.stage not in ("adopted", stage):
                head = state.workshop
                change.put_workshop(head.model_copy(update={"stage": stage, "version": head.version + 1}))
        return kept


def _accepted_words(field: str, words: Worded | None) -> Worded | None:
    if words is None:
        return None
    kept = {
        lang: text
        for lang, given in (("nl", words.nl), ("en", words.en))
        if given is not None and (text := accept(field, given, limit=TEXT_LIMIT, lines=True))
    }
    return Worded(**kept) if kept else None
