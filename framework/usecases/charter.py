"""Saves decisions as a framework: as a proposal, or adopted. Also the charter's own texts, and how it is kept."""

from collections.abc import Mapping
from datetime import date

from framework.analysis.group_results import group_result, kept_cards, without_unrevealed
from framework.errors import AdoptionRefused, ChoiceUnknown, RuleRefused
from framework.law.classification import check
from framework.law.models import LawBook, LawCheck
from framework.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, Worded, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, only_seat
from framework.usecases.governance.events import accepted_event, check_exception, put_stops
from framework.workshop.agenda import live_activities
from framework.workshop.decision_drafts import drafted_framework
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.governance import adoption
from framework.workshop.governance.adoption_findings import Caution, Obstacle
from framework.workshop.governance.data_protection_officer import check_may_decide
from framework.workshop.governance.events import next_number
from framework.workshop.governance.promises import catalogue
from framework.workshop.governance.records import PublicUse
from framework.workshop.governance.versions import adopted_version, next_version, unlogged
from framework.workshop.merging import merge
from framework.workshop.models import CharterTexts, Framework, LogEntry, Promise, Training, WorkshopState


def framework_now(state: WorkshopState, book: LawBook, today: date) -> Framework:
    """The framework as it would be saved now. A group's has results of revealed rounds only."""
    verdicts = _verdicts(state, book, today)
    if state.room is None:
        return drafted_framework(state, only_seat(state), today, verdicts)
    seen = without_unrevealed(state)
    return drafted_framework(seen, "", today, verdicts, principles=kept_cards(seen), group=group_result(seen))


def _verdicts(state: WorkshopState, book: LawBook, today: date) -> Mapping[str, str]:
    return {activity: found.verdict for activity, found in law_checks(state, book, today).items()}


def law_checks(state: WorkshopState, book: LawBook, today: date) -> Mapping[str, LawCheck]:
    """By activity id."""
    return {
        activity.id: check(book, effective_facts(state, activity), today, arranged_rules(state, activity.id))
        for activity in live_activities(state)
    }


class CharterUseCases(UseCaseGroup):
    def verdicts(self, state: WorkshopState) -> Mapping[str, str]:
        """Today's verdict of the law check by activity id."""
        return _verdicts(state, self._context.law(), self._context.today())

    def draft(self, state: WorkshopState) -> Framework:
        """The framework as it would be saved now; nothing is stored."""
        return framework_now(state, self._context.law(), self._context.today())

    def obstacles(self, state: WorkshopState, drafted: Framework | None = None) -> tuple[Obstacle, ...]:
        """What holds the adoption of the framework as it is now. ``drafted``: what `draft` gave, where it is at hand."""
        book, today = self._context.law(), self._context.today()
        checks = law_checks(state, book, today)
        return adoption.obstacles(drafted or framework_now(state, book, today), state.deck, checks, today)

    def cautions(self, state: WorkshopState, drafted: Framework | None = None) -> tuple[Caution, ...]:
        """What does not hold it, and should be known. ``drafted``: as for `obstacles`."""
        return adoption.cautions(drafted or self.draft(state), state.deck)

    def edit_texts(self, workshop_id: str, base: CharterTexts, mine: CharterTexts) -> CharterTexts:
        """Saves the charter's own texts. Raises `EditConflict`, `InputRefused`, `RuleRefused` (``dpo-decides``)."""
        accepted = _accepted_texts(mine)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            theirs = change.texts()
            saved = merge(base, accepted, theirs)
            if saved.model_copy(update={"version": theirs.version}) == theirs:
                return theirs
            for role in _deciding(saved) - _deciding(theirs):
                check_may_decide(role, saved.privacy)
            change.put_texts(saved)
        return saved

    def answer_promise(self, workshop_id: str, base: Promise | None, mine: Promise) -> Promise:
        """Saves what the team says of a promise; ``base``: what the window showed, None where nothing was said.

        Numbers that the catalogue's promise does not have are dropped, and so is `public` where it is not fit for the public
        edition. Raises `EditConflict`, `ChoiceUnknown`, `InputRefused`, `RuleRefused` (``dpo-decides``).
        """
        text = catalogue().promise(mine.id)
        if text is None:
            raise ChoiceUnknown(field="promise", value=mine.id)
        accepted = mine.model_copy(
            update={
                "role": accept("role", mine.role, limit=NAME_LIMIT),
                "wording": _accepted_words("text", mine.wording),
                "numbers": {name: number for name, number in mine.numbers.items() if name in text.numbers},
                "public": mine.public and text.publishable,
            }
        )
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            if text.decides:
                check_may_decide(accepted.role, change.texts().privacy)
            theirs = change.promise(mine.id)
            if theirs is None:
                saved = Promise.model_validate(accepted.model_dump() | {"version": 1})
            else:
                shown = base or Promise(id=mine.id, answer=theirs.answer)
                saved = Promise.model_validate(merge(shown, accepted, theirs).model_dump())
            change.put_promise(saved)
        return saved

    def record_training(self, workshop_id: str, base: Training | None, mine: Training) -> Training:
        """Adds or changes one thing that is done about knowledge of AI. Raises `EditConflict`, `InputRefused`."""
        accepted = mine.model_copy(
            update={
                "group": accept("group", mine.group, limit=NAME_LIMIT, required=True),
                "what": accept("what", mine.what, limit=LINE_LIMIT, required=True),
                "owner": accept("owner", mine.owner, limit=NAME_LIMIT),
                "evidence": accept("evidence", mine.evidence, limit=LINE_LIMIT),
            }
        )
        with self._context.store.transaction(workshop_id) as change:
            theirs = change.training(mine.id)
            saved = accepted if theirs is None or base is None else merge(base, accepted, theirs)
            change.put_training(saved)
        return saved

    def record_event(self, workshop_id: str, base: LogEntry | None, mine: LogEntry) -> LogEntry:
        """Adds or changes an exception, incident, complaint, stop or check; a new one gets its number.

        A stop also stops its activity, until it is closed or taken back. As training, events are kept after a workshop is
        closed, too: a charter goes on. Raises `EditConflict`, `ChoiceUnknown`, `InputRefused`, and `RuleRefused`
        (``no-exceptions``, ``exception-without-end``, ``exception-too-long``).
        """
        accepted = accepted_event(mine)
        with self._context.store.transaction(workshop_id) as change:
            if mine.activity is not None and change.activity(mine.activity) is None:
                raise ChoiceUnknown(field="activities", value=mine.activity)
            theirs = change.log_entry(mine.id)
            state = change.shared()
            if accepted.kind == "exception" and not accepted.withdrawn:
                check_exception(state, accepted)
            if theirs is None:
                number = next_number(state.log, self._context.today().year)
                saved = accepted.model_copy(update={"version": 1, "number": number})
            else:
                saved = merge(base or theirs, accepted.model_copy(update={"number": theirs.number}), theirs)
            change.put_log_entry(saved)
            put_stops(change, state, theirs, saved)
        return saved

    def save_proposal(self, workshop_id: str) -> Framework:
        """Saves the framework as a proposal (0.x). Without changes since the last version, returns that one.

        Raises `RuleRefused` (``nothing-decided``).
        """
        return self._save_version(workshop_id, adopting=False, deciders=())

    def adopt(
        self,
        workshop_id: str,
        deciders: tuple[str, ...],
        reasons: Mapping[str, str] | None = None,
        *,
        amendment: bool = False,
    ) -> Framework:
        """Adopts the framework as the next whole version; ``deciders`` are the names of those who decided.

        ``reasons``: one sentence for each rule and red line that was changed or withdrawn since the version in force, by the id
        of its decision or its own. ``amendment``: as 1.1, of one rule and by the same deciders. Raises `AdoptionRefused`
        with all that holds it, `RuleRefused` (``nobody-named``, ``dpo-decides``, ``change-without-reason``, ``not-an-amendment``,
        ``other-deciders``), `InputRefused`.
        """
        named = tuple(name for given in deciders if (name := accept("deciders", given, limit=NAME_LIMIT)))
        if not named:
            raise RuleRefused(reason="nobody-named")
        said = {about: accept("reason", words, limit=LINE_LIMIT) for about, words in (reasons or {}).items()}
        return self._save_version(workshop_id, adopting=True, deciders=named, reasons=said, amendment=amendment)

    def _save_version(
        self,
        workshop_id: str,
        *,
        adopting: bool,
        deciders: tuple[str, ...],
        reasons: Mapping[str, str] | None = None,
        amendment: bool = False,
    ) -> Framework:
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            state = change.state()
            drafted = self.draft(state)
            if adopting:
                for decider in deciders:
                    check_may_decide(decider, state.texts.privacy)
                if holding := self.obstacles(state, drafted):
                    raise AdoptionRefused(obstacles=holding)
            if not drafted.rules and not drafted.red_lines:
                raise RuleRefused(reason="nothing-decided")
            version = next_version(state.frameworks, adopting=adopting, amendment=amendment)
            kept = drafted.model_copy(update={"version": version, "adopted": adopting, "deciders": deciders})
            last = state.frameworks[-1] if state.frameworks else None
            if last is not None and unlogged(last) == unlogged(kept.model_copy(update={"version": last.version})):
                return last
            if adopting:
                kept = adopted_version(kept, state.frameworks, reasons or {}, amendment=amendment)
            change.add_framework(kept)
            head = state.workshop
            if adopting and head.stage != "adopted":
                change.put_workshop(head.model_copy(update={"stage": "adopted", "version": head.version + 1}))
        return kept


def _deciding(texts: CharterTexts) -> set[str]:
    """The people of a charter who decide something."""
    return {texts.sponsor.name, texts.sponsor.function, texts.owner, texts.deputy}


def _accepted_texts(given: CharterTexts) -> CharterTexts:
    def name(field: str, value: str) -> str:
        return accept(field, value, limit=NAME_LIMIT)

    def line(field: str, value: str) -> str:
        return accept(field, value, limit=LINE_LIMIT)

    def longer(field: str, value: str) -> str:
        return accept(field, value, limit=TEXT_LIMIT, lines=True)

    sponsor, privacy, council = given.sponsor, given.privacy, given.works_council
    return given.model_copy(
        update={
            "why": _accepted_words("why", given.why),
            "scope": _accepted_words("scope", given.scope),
            "suppliers": _accepted_words("suppliers", given.suppliers),
            "public_uses": tuple(_accepted_use(one) for one in given.public_uses),
            "owner": name("owner", given.owner),
            "stop_role": name("stop_role", given.stop_role),
            "contact": accept("contact", given.contact, limit=NAME_LIMIT * 2),
            "sponsor": sponsor.model_copy(
                update={"name": name("sponsor", sponsor.name), "function": name("sponsor", sponsor.function)}
            ),
            "board": name("board", given.board),
            "deputy": name("deputy", given.deputy),
            "incident_contact": line("incident_contact", given.incident_contact),
            "complaints_role": name("complaints_role", given.complaints_role),
            "privacy": privacy.model_copy(
                update={
                    "role": name("role", privacy.role),
                    "contact": line("privacy_contact", privacy.contact),
                    "advice": longer("advice", privacy.advice),
                    "followed": longer("followed", privacy.followed),
                }
            ),
            "works_council": council.model_copy(update={"note": line("note", council.note)}),
        }
    )


def _accepted_use(use: PublicUse) -> PublicUse:
    (typed, lang) = (use.words.nl, "nl") if use.words.nl is not None else (use.words.en or "", "en")
    words = accept("purpose", typed, limit=LINE_LIMIT, required=True)
    return use.model_copy(update={"words": Worded.typed(lang, words)})


def _accepted_words(field: str, words: Worded | None) -> Worded | None:
    if words is None:
        return None
    kept = {
        lang: text
        for lang, given in (("nl", words.nl), ("en", words.en))
        if given is not None and (text := accept(field, given, limit=TEXT_LIMIT, lines=True))
    }
    return Worded(**kept) if kept else None
