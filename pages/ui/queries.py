"""The domain as this process holds it: one store, one library, one law book, and states cached by revision."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from threading import Lock

from framework.analysis.group_results import kept_cards, without_unrevealed
from framework.analysis.tradeoffs import ChosenStance, choices_of_decisions, choices_of_stances
from framework.law import LawBook, LawCheck, LawQuestion, check, conversation, law_book
from framework.store import WorkshopHead
from framework.usecases import FACILITATOR, MEMBER, SELF_ASSESSOR, UseCases, Workshops
from framework.workshop.agenda import AgendaItem, agenda, live_activities, ranking_of
from framework.workshop.drafts import decidable_items, decision_id, effective_facts, stances_taken
from framework.workshop.models import Activity, Ballot, StanceTaken, WorkshopKind, WorkshopState
from framework.workshop.progress import Progress, progress
from pages.live.app_state import installation
from pages.ui import session

_KEPT = 64
"""States kept in memory; a self-assessment is some tens of kilobytes."""


def workshops() -> Workshops:
    """This installation's workshops; live screens hear of what is changed through it. Raises `StoreUnavailable`."""
    return installation().workshops


def as_member() -> UseCases:
    """The use cases for what needs no workshop: the start page and the decks."""
    return workshops().acting_as(MEMBER)


def use_cases(workshop_id: str) -> UseCases:
    """The use cases for whoever works on this workshop: the facilitator of a live one, else the person who assesses
    themselves. Raises `NotFound`."""
    return workshops().acting_as(FACILITATOR if _kind(workshop_id) == "live" else SELF_ASSESSOR)


@lru_cache(maxsize=1_000)
def _kind(workshop_id: str) -> WorkshopKind:
    """It never changes."""
    return as_member().queries.head(workshop_id).workshop.kind


_states: OrderedDict[str, WorkshopState] = OrderedDict()
_shared: OrderedDict[str, tuple[int, WorkshopState]] = OrderedDict()
"""Live workshops without answers, by what everybody sees."""
_states_lock = Lock()


def state(workshop_id: str) -> WorkshopState:
    """A workshop's state. Asks the store only for the revision as long as nothing changed. Raises `NotFound`."""
    return _state(workshop_id, as_member().queries.revision(workshop_id))


def _state(workshop_id: str, revision: int) -> WorkshopState:
    """The state of a revision that the store has just told, or a newer one."""
    with _states_lock:
        known = _states.get(workshop_id)
        if known is not None and known.revision == revision:
            _states.move_to_end(workshop_id)
            return known
    loaded = use_cases(workshop_id).queries.state(workshop_id)
    with _states_lock:
        _states[workshop_id] = loaded
        _states.move_to_end(workshop_id)
        while len(_states) > _KEPT:
            _states.popitem(last=False)
    return loaded


def public_state(workshop_id: str) -> WorkshopState:
    """What a page works with: all of a self-assessment; of a live workshop what everybody may see, without an answer.

    So nothing on a facilitator's page can leak a vote, and three hundred votes cost a page nothing. Raises `NotFound`.
    """
    return shown_of(as_member().queries.head(workshop_id))


def shown_of(head: WorkshopHead) -> WorkshopState:
    """The same of a workshop whose head has just been read: as it was then, or newer."""
    workshop_id = head.workshop.id
    if head.workshop.kind == "self":
        return _state(workshop_id, head.revision)
    with _states_lock:
        known = _shared.get(workshop_id)
        if known is not None and known[0] == head.shared_revision:
            _shared.move_to_end(workshop_id)
            return known[1]
    loaded = as_member().queries.public_state(workshop_id)
    with _states_lock:
        _shared[workshop_id] = (head.shared_revision, loaded)
        _shared.move_to_end(workshop_id)
        while len(_shared) > _KEPT:
            _shared.popitem(last=False)
    return loaded


def state_at(workshop_id: str, revision: int) -> WorkshopState:
    """The state for something that is kept by revision; a newer one is as good, since its key will differ next time."""
    with _states_lock:
        known = _states.get(workshop_id)
    return known if known is not None and known.revision == revision else state(workshop_id)


def today() -> date:
    return as_member().queries.today()


def law_check(current: WorkshopState, activity: Activity, as_of: date | None = None) -> LawCheck:
    """The law check of an activity as of a day (today unless told)."""
    return checked(sorted_facts(current, activity), as_of or today())


def law() -> LawBook:
    """The rules that come with this installation; read once."""
    return law_book()


def facts_of(current: WorkshopState, activity: Activity) -> dict[str, str]:
    """Effective facts: a person's answers over the kind's starting facts."""
    return effective_facts(current.deck, activity)


def sorted_facts(current: WorkshopState, activity: Activity) -> tuple[tuple[str, str], ...]:
    """The same as sorted pairs: what the words about an outcome are kept by."""
    return tuple(sorted(effective_facts(current.deck, activity).items()))


def law_conversation(current: WorkshopState, activity: Activity) -> tuple[LawQuestion, ...]:
    """The questions that belong on the page: open ones, and those whose answer matters for the outcome."""
    kind = current.deck.kind(activity.kind)
    starting = tuple(sorted(kind.facts.items())) if kind else ()
    return _conversation(starting, tuple(sorted(activity.facts.items())))


def law_open(current: WorkshopState, activity: Activity, *, ground_rules: bool) -> int:
    """How many questions nobody answered yet; "don’t know" is an answer."""
    if not ground_rules:
        return sum(1 for asked in law_conversation(current, activity) if asked.origin == "open")
    known = facts_of(current, activity)
    return sum(
        1
        for finding in law_check(current, activity).ground_rules
        if finding.status != "not_applicable" and finding.rule.fact not in known
    )


def law_questions_open(current: WorkshopState, activity: Activity) -> int:
    """Open questions of both kinds; counted once per revision, since every page shows how far the team is."""
    return _open_questions(current.workshop.id, current.revision, today())[activity.id]


@lru_cache(maxsize=_KEPT)
def _open_questions(workshop_id: str, revision: int, _day: date) -> Mapping[str, int]:
    current = state_at(workshop_id, revision)
    return {
        activity.id: law_open(current, activity, ground_rules=False) + law_open(current, activity, ground_rules=True)
        for activity in live_activities(current)
    }


def progress_of(current: WorkshopState) -> Progress:
    """Progress of the one seat of a self-assessment."""
    return _progress(current.workshop.id, current.revision, today())


@lru_cache(maxsize=_KEPT)
def _progress(workshop_id: str, revision: int, day: date) -> Progress:
    current = state_at(workshop_id, revision)
    checked = sum(1 for left in _open_questions(workshop_id, revision, day).values() if left == 0)
    return progress(current, own_seat(current), checked)


@lru_cache(maxsize=2_000)
def _conversation(
    starting: tuple[tuple[str, str], ...], answered: tuple[tuple[str, str], ...]
) -> tuple[LawQuestion, ...]:
    return conversation(law(), dict(starting), dict(answered))


@lru_cache(maxsize=2_000)
def checked(facts: tuple[tuple[str, str], ...], as_of: date) -> LawCheck:
    """The law check of facts, given as sorted pairs; kept, since a check costs more than a page."""
    return check(law(), dict(facts), as_of)


def current_workshop() -> WorkshopState:
    """The workshop that this window shows (`shown`). The shell has seen to it that there is one.

    The page gets what the shell loaded, so that menu and page show the same moment; a callback gets the newest.
    """
    entered = session.entered()
    return public_state(session.workshop_id() or "") if entered is None else entered.state


def head_of(workshop_id: str) -> WorkshopHead:
    """The head of a workshop: the one that the shell read in this run, else the newest. Raises `NotFound`."""
    entered = session.entered()
    if entered is not None and entered.head.workshop.id == workshop_id:
        return entered.head
    return as_member().queries.head(workshop_id)


def revision_of(workshop_id: str) -> int:
    """The revision of `head_of`, which is less to read where nothing was read yet."""
    entered = session.entered()
    if entered is not None and entered.head.workshop.id == workshop_id:
        return entered.head.revision
    return as_member().queries.revision(workshop_id)


def full_state(current: WorkshopState) -> WorkshopState:
    """The workshop with its answers, for what is worked out from them: the charter, the archive, the trade-offs."""
    return current if current.workshop.kind == "self" else state(current.workshop.id)


def own_seat(current: WorkshopState) -> str:
    """The one seat of a self-assessment; empty in a live workshop, where nobody's answers count alone."""
    return current.seats[0].id if current.workshop.kind == "self" else ""


def principles_of(current: WorkshopState) -> tuple[str, ...]:
    """The cards put first: one's own five, or the six the group keeps."""
    return (
        kept_cards(without_unrevealed(full_state(current))) if current.workshop.kind == "live" else own_ranking(current)
    )


def items(current: WorkshopState) -> tuple[AgendaItem, ...]:
    """The dilemmas that a self-assessment proposes; worked out once per revision."""
    return _items(current.workshop.id, current.revision)


@lru_cache(maxsize=_KEPT)
def _items(workshop_id: str, revision: int) -> tuple[AgendaItem, ...]:
    return agenda(state_at(workshop_id, revision))


def items_to_decide(current: WorkshopState) -> tuple[AgendaItem, ...]:
    """What the one person of a self-assessment took a stance on, or decided; worked out once per revision."""
    return _items_to_decide(current.workshop.id, current.revision)


@lru_cache(maxsize=_KEPT)
def _items_to_decide(workshop_id: str, revision: int) -> tuple[AgendaItem, ...]:
    current = state_at(workshop_id, revision)
    return decidable_items(current, own_seat(current))


def own_ranking(current: WorkshopState) -> tuple[str, ...]:
    return ranking_of(current, own_seat(current))


def latest_ballot(workshop_id: str, like: Ballot) -> Ballot:
    """The ballot as it now stands, for the same seat, scenario and activity."""
    for ballot in reversed(state(workshop_id).ballots):
        if (ballot.seat, ballot.scenario, ballot.activity, ballot.round) == (
            like.seat,
            like.scenario,
            like.activity,
            like.round,
        ):
            return ballot
    return like


def names(current: WorkshopState) -> dict[str, str]:
    """Activity id to name."""
    return {activity.id: activity.name for activity in live_activities(current)}


def stances(current: WorkshopState) -> tuple[StanceTaken, ...]:
    """What one person answered to each proposed scenario, and what is done today; nothing for a group."""
    seat = own_seat(current)
    return stances_taken(current, seat) if seat else ()


def choices(current: WorkshopState) -> tuple[ChosenStance, ...]:
    """What is weighed in the trade-offs: the decision where there is one, else the stance; worked out once per revision."""
    return _choices(current.workshop.id, current.revision)


@lru_cache(maxsize=_KEPT)
def _choices(workshop_id: str, revision: int) -> tuple[ChosenStance, ...]:
    current = state_at(workshop_id, revision)
    decided = [
        d for item in agenda(current) for d in current.decisions if d.id == decision_id(item) and not d.withdrawn
    ]
    taken = {decision.scenario for decision in decided}
    rest = [stance for stance in stances(current) if stance.scenario not in taken]  # a group has none of its own
    known = names(current)
    return (*choices_of_decisions(decided, known), *choices_of_stances(rest, known))
