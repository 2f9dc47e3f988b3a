"""What the pages read: the public state of a workshop, and what is derived from it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from threading import Lock

from framework.analysis.choices import Choice, choices_of_decisions, choices_of_stances
from framework.analysis.group_results import kept_cards, without_unrevealed
from framework.law import LawBook, LawCheck, check, law_book
from framework.law.questions import open_count
from framework.store import WorkshopHead
from framework.workshop.agenda import AgendaItem, agenda, live_activities, ranking_of
from framework.workshop.decision_drafts import decidable_items, decision_id, stances_taken
from framework.workshop.facts import arranged_rules, effective_facts
from framework.workshop.law_questions import SharedQuestions, activity_questions, shared_questions
from framework.workshop.models import Activity, Ballot, StanceTaken, WorkshopState
from framework.workshop.progress import Progress, progress
from pages.ui import session
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import member_use_cases, today, use_cases


class _LatestStates:
    """A cache of the latest state of the ``maxsize`` workshops used last. Thread-safe.

    This is the pages' only cache of states; `cached_by_revision` caches what is derived from them. A self-assessment
    takes some tens of kilobytes.
    """

    def __init__(self, load: Callable[[str], WorkshopState], maxsize: int = 64) -> None:
        self._load = load
        self._maxsize = maxsize
        self._states: OrderedDict[str, tuple[int, WorkshopState]] = OrderedDict()
        self._lock = Lock()

    def get(self, workshop_id: str, revision: int) -> WorkshopState:
        """The state at a revision that the store has just given, or a newer one. Raises `NotFound`."""
        with self._lock:
            known = self._states.get(workshop_id)
            if known is not None and known[0] == revision:
                self._states.move_to_end(workshop_id)
                return known[1]
        loaded = self._load(workshop_id)
        with self._lock:
            self._states[workshop_id] = revision, loaded
            self._states.move_to_end(workshop_id)
            while len(self._states) > self._maxsize:
                self._states.popitem(last=False)
        return loaded

    def clear(self) -> None:
        with self._lock:
            self._states.clear()


def _load_state(workshop_id: str) -> WorkshopState:
    return use_cases(workshop_id).queries.state(workshop_id)


def _load_public_state(workshop_id: str) -> WorkshopState:
    return member_use_cases().queries.public_state(workshop_id)


_states = _LatestStates(_load_state)
_public_states = _LatestStates(_load_public_state)
"""For live workshops, by their shared revision."""


def state(workshop_id: str) -> WorkshopState:
    """The whole state. Reads only the revision from the store while nothing has changed. Raises `NotFound`."""
    return _states.get(workshop_id, member_use_cases().queries.revision(workshop_id))


def public_state(workshop_id: str) -> WorkshopState:
    """The state that pages use: all of a self-assessment, and a live workshop without seats and answers.

    So no facilitator's page can leak a vote, and hundreds of votes cost a page nothing. Raises `NotFound`.
    """
    return public_state_at(member_use_cases().queries.head(workshop_id))


def public_state_at(head: WorkshopHead) -> WorkshopState:
    """As `public_state`, for a head that was just read; the state is from then or newer."""
    if head.workshop.kind == "self":
        return _states.get(head.workshop.id, head.revision)
    return _public_states.get(head.workshop.id, head.shared_revision)


def law_check(current: WorkshopState, activity: Activity, as_of: date | None = None) -> LawCheck:
    """The law check of an activity as of a day (default: today)."""
    return checked(sorted_facts(current, activity), as_of or today(), arranged_rules(current, activity.id))


def law() -> LawBook:
    """The law data of this installation; read once."""
    return law_book()


def facts_of(current: WorkshopState, activity: Activity) -> dict[str, str]:
    """Effective facts of an activity (`framework.workshop.facts`)."""
    return effective_facts(current, activity)


def sorted_facts(current: WorkshopState, activity: Activity) -> tuple[tuple[str, str], ...]:
    """Effective facts as sorted pairs, for use as a cache key."""
    return tuple(sorted(effective_facts(current, activity).items()))


@cached_by_revision()
def law_questions_once(current: WorkshopState) -> tuple[SharedQuestions, ...]:
    """What the law check asks once: of the team, and about each supplier."""
    return shared_questions(current)


def law_questions_open(current: WorkshopState, activity: Activity) -> int:
    """How many questions about an activity nobody answered yet, those asked once too; "don’t know" is an answer."""
    return own_questions_open(current, activity) + sum(
        open_count(law(), [one for one in shared.asked if activity.id in shared.activities[one.fact.id]])
        for shared in law_questions_once(current)
    )


def own_questions_open(current: WorkshopState, activity: Activity) -> int:
    """How many questions that are asked about this activity itself nobody answered yet."""
    return _own_questions_open(current)[activity.id]


def law_questions_left(current: WorkshopState) -> int:
    """How many questions nobody answered yet, each counted where it is asked."""
    return sum(_own_questions_open(current).values()) + sum(one.open for one in law_questions_once(current))


@cached_by_revision()
def _own_questions_open(current: WorkshopState) -> Mapping[str, int]:
    """By activity id. Every page shows how far the team is."""
    return {
        activity.id: open_count(
            law(), [one for one in activity_questions(current, activity) if one.asked_of == "activity"]
        )
        for activity in live_activities(current)
    }


@cached_by_revision()
def progress_of(current: WorkshopState) -> Progress:
    """Progress of a self-assessment."""
    checked = sum(1 for one in live_activities(current) if not law_questions_open(current, one))
    return progress(current, own_seat(current), checked, law_questions_left(current))


@lru_cache(maxsize=2_000)
def checked(facts: tuple[tuple[str, str], ...], as_of: date, arranged: tuple[str, ...] = ()) -> LawCheck:
    """The law check of facts, given as sorted pairs; cached, because a check takes longer than a page."""
    return check(law(), dict(facts), as_of, arranged)


def current_workshop() -> WorkshopState:
    """The workshop that this window shows. The shell makes sure that there is one.

    A page gets the state that the shell read, so that menu and page agree; a callback gets the newest.
    """
    entered = session.entered()
    return public_state(session.workshop_id() or "") if entered is None else entered.state


def head_of(workshop_id: str) -> WorkshopHead:
    """The head of a workshop: the one that the shell read in this run, else the newest. Raises `NotFound`."""
    entered = session.entered()
    if entered is not None and entered.head.workshop.id == workshop_id:
        return entered.head
    return member_use_cases().queries.head(workshop_id)


def full_state(current: WorkshopState) -> WorkshopState:
    """The workshop with its answers, for the charter, the archive and the trade-offs, which are computed from them."""
    return current if current.workshop.kind == "self" else state(current.workshop.id)


def own_seat(current: WorkshopState) -> str:
    """The seat of a self-assessment; empty in a live workshop."""
    return current.seats[0].id if current.workshop.kind == "self" else ""


def principles_of(current: WorkshopState) -> tuple[str, ...]:
    """Ids of the cards put first: the five of one person, or the six of a group."""
    return (
        kept_cards(without_unrevealed(full_state(current))) if current.workshop.kind == "live" else own_ranking(current)
    )


@cached_by_revision()
def agenda_items(current: WorkshopState) -> tuple[AgendaItem, ...]:
    """The dilemmas on the agenda."""
    return agenda(current)


@cached_by_revision()
def items_to_decide(current: WorkshopState) -> tuple[AgendaItem, ...]:
    """The dilemmas of a self-assessment with a stance or a decision."""
    return decidable_items(current, own_seat(current))


def own_ranking(current: WorkshopState) -> tuple[str, ...]:
    return ranking_of(current, own_seat(current))


def latest_ballot(workshop_id: str, like: Ballot) -> Ballot:
    """The stored ballot for the same seat, scenario and activity as ``like``."""
    for ballot in reversed(state(workshop_id).ballots):
        if (ballot.seat, ballot.scenario, ballot.activity, ballot.round) == (
            like.seat,
            like.scenario,
            like.activity,
            like.round,
        ):
            return ballot
    return like


def activity_names(current: WorkshopState) -> dict[str, str]:
    """Activity names by id."""
    return {activity.id: activity.name for activity in live_activities(current)}


@cached_by_revision()
def own_stances(current: WorkshopState) -> tuple[StanceTaken, ...]:
    """One person's stance and practice on each proposed scenario; empty for a group."""
    seat = own_seat(current)
    return stances_taken(current, seat) if seat else ()


@cached_by_revision()
def choices(current: WorkshopState) -> tuple[Choice, ...]:
    """The choices that the trade-offs compare: per dilemma the decision, else the stance."""
    decided = [
        d for item in agenda(current) for d in current.decisions if d.id == decision_id(item) and not d.withdrawn
    ]
    taken = {decision.scenario for decision in decided}
    answers = own_stances(current)  # a group has none of its own
    rest = [stance for stance in answers if stance.scenario not in taken]
    known = activity_names(current)
    return (
        *choices_of_decisions(current.deck, decided, answers, known),
        *choices_of_stances(current.deck, rest, known),
    )
