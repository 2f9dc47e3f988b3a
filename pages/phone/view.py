"""A room's step in one language, for the event stream: rendered once for all phones and filled in per seat."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from framework.html import Html, tag
from framework.store import Answered
from framework.text import Lang
from framework.workshop.models import Seat
from pages.live.channel import Payload, event
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.phone import personal_slots
from pages.phone.page_context import PageContext, own_fields
from pages.phone.personal_slots import SlotTemplate
from pages.phone.steps import announcement, main_part

_CACHED_PAGES = 64
"""Maximum number of pages to cache per step. While people vote, nearly every page is different."""


@dataclass(frozen=True)
class PhoneView:
    """``step``: the planned step to answer before the session."""

    lang: Lang
    step: str = ""
    shows_counts: bool = False

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload:  # noqa: ARG002
        context = PageContext(snapshot, self.lang, self.step)
        template = step_template(context)
        if context.preparing:
            # The snapshot does not have a seat's answers to all steps, so the phone requests its page.
            return Payload(template.body, lambda _seat, _later: event("again", b"1", Payload(template.body).mark))
        answers = _by_seat((*snapshot.before, *snapshot.answers))

        alike: dict[tuple[str, ...], bytes] = {}
        """Filled pages by the values that they use: at a new step all get the same page, after a reveal one per stance."""

        def fill(seat: str, later: Sequence[Answered]) -> bytes:
            own = own_fields(context, (*answers.get(seat, ()), *later))
            mine = _with_seat(own, name, snapshot.tables.get(seat))
            same = template.values_used(mine)
            if same not in alike:
                if len(alike) >= _CACHED_PAGES:
                    alike.clear()
                alike[same] = event("step", template.fill(mine), name)
            return alike[same]

        name = Payload(template.body).mark
        return Payload(template.body, fill)


def personal_page(
    context: PageContext, seat: Seat, answers: Iterable[Answered], typed: personal_slots.Own | None = None
) -> bytes:
    """The step for one person, with their answers, or with what they just typed where that was refused."""
    mine = own_fields(context, answers) if typed is None else {**typed, "saved": ""}
    table = context.snapshot.tables.get(seat.id, seat.table)
    return step_template(context).fill(_with_seat(mine, page_mark(context), table))


def _with_seat(mine: personal_slots.Own, version: str, table: int | None) -> personal_slots.Own:
    """Adds the page's mark and the table to a seat's own answers."""
    return {**mine, "v": version, "table": str(table or "")}


def page_mark(context: PageContext) -> str:
    """The mark of what the step shows to everybody; a phone sends it back as ``seen``."""
    return Payload(step_template(context).body).mark


def step_template(context: PageContext) -> SlotTemplate:
    return _template(
        context.state.workshop.id, context.snapshot.shared_revision, context.lang, context.at, _CacheKey(context)
    )


class _CacheKey:
    """Passes the context to a cached function. Equal for the same snapshot."""

    def __init__(self, context: PageContext) -> None:
        self.context = context

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _CacheKey) and other.context.snapshot is self.context.snapshot

    def __hash__(self) -> int:
        return id(self.context.snapshot)


@lru_cache(maxsize=64)
def _template(_workshop: str, _revision: int, _lang: Lang, _at: str, carried: _CacheKey) -> SlotTemplate:
    context = carried.context
    return SlotTemplate(
        tag(
            "main",
            None if context.over else _table(context),
            main_part(context),
            id="main",
            data_key=context.key,
            data_say=announcement(context) or None,
            data_room=context.path,
            data_v=personal_slots.words("v"),
            data_tables=_tables_mark(context),
        )
    )


def _tables_mark(context: PageContext) -> str | None:
    """Differs when tables are dealt anew, so that everybody is sent the page."""
    tables = context.snapshot.tables
    return f"{zlib.crc32(repr(sorted(tables.items())).encode()):x}" if tables else None


def _table(context: PageContext) -> Html:
    number = tag("b", personal_slots.words("table"))
    return tag("p", context.t("Your table:"), " ", number, class_="table", more=personal_slots.hidden_unless("table"))


def _by_seat(answers: Iterable[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {}
    for answer in answers:
        found.setdefault(answer.seat, []).append(answer)
    return found
