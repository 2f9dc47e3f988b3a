"""A room as one kind of phone sees it: the step in a language, sent to all and filled in per seat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from framework.html import tag
from framework.store import Answered
from framework.text import Lang
from pages.live.hub import mark
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.live.sse import event
from pages.live.subscriber import Payload
from pages.phone import personal_slots
from pages.phone.page_context import PageContext, own_of
from pages.phone.personal_slots import SlotTemplate
from pages.phone.steps import main_part

_ALIKE = 64
"""Pages kept to be sent again, per step: while people vote nearly every one is another."""


@dataclass(frozen=True)
class PhoneView:
    """``step``: the planned step that is looked at while the workshop is prepared."""

    lang: Lang
    step: str = ""
    every_vote: bool = False

    def encode(self, moment: RoomSnapshot, counts: AnswerCounts) -> Payload:  # noqa: ARG002
        scene = PageContext(moment, self.lang, self.step)
        template = template_of(scene)
        if scene.preparing:
            # One's own answers to all steps are no part of a moment: the phone asks for its page.
            return Payload(template.body, lambda _seat, _later: event("again", b"1", mark(Payload(template.body))))
        answers = _by_seat((*moment.before, *moment.answers))

        alike: dict[tuple[str, ...], bytes] = {}
        """What was sent at this second, by what of one's own stands on it: at a new step all get the same, and after a
        reveal there is a page for each stance."""

        def fill(seat: str, later: Sequence[Answered]) -> bytes:
            mine = _own(scene, own_of(scene, (*answers.get(seat, ()), *later)), name)
            same = template.of(mine)
            if same not in alike:
                if len(alike) >= _ALIKE:
                    alike.clear()
                alike[same] = event("step", template.fill(mine), name)
            return alike[same]

        name = mark(Payload(template.body))
        return Payload(template.body, fill)


def filled(scene: PageContext, answers: Iterable[Answered], typed: personal_slots.Own | None = None) -> bytes:
    """The step for one person: with its own answers, or with what it just typed where that was refused."""
    mine = own_of(scene, answers) if typed is None else {**typed, "saved": ""}
    return template_of(scene).fill(_own(scene, mine, visible_html(scene)))


def _own(scene: PageContext, mine: personal_slots.Own, version: str) -> personal_slots.Own:
    """With the time and the mark of the page, what fills in the step for one person."""
    seconds = seconds_left(scene)
    return {**mine, "v": version} if seconds is None else {**mine, "v": version, "left": str(seconds)}


def seconds_left(scene: PageContext) -> int | None:
    timer = scene.room.timer
    return None if timer is None else timer.seconds(datetime.now(UTC))


def visible_html(scene: PageContext) -> str:
    """The mark of what the step shows to everybody, as a phone tells it back."""
    return mark(Payload(template_of(scene).body))


def template_of(scene: PageContext) -> SlotTemplate:
    return _template(scene.state.workshop.id, scene.moment.shared_revision, scene.lang, scene.at, _CacheKey(scene))


class _CacheKey:
    """Carries the scene past the key of the cache."""

    def __init__(self, scene: PageContext) -> None:
        self.scene = scene

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _CacheKey) and other.scene.moment is self.scene.moment

    def __hash__(self) -> int:
        return id(self.scene.moment)


@lru_cache(maxsize=64)
def _template(_workshop: str, _revision: int, _lang: Lang, _at: str, carried: _CacheKey) -> SlotTemplate:
    scene = carried.scene
    timer = scene.room.timer
    return SlotTemplate(
        tag(
            "main",
            main_part(scene),
            id="main",
            data_key=scene.key,
            data_room=scene.path,
            data_v=personal_slots.words("v"),
            data_left=None if timer is None else personal_slots.words("left"),
            data_halted=timer is not None and timer.ends_at is None,
            data_ends=None if timer is None else f"{timer.ends_at} {timer.left}",
        )
    )


def _by_seat(answers: Iterable[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {}
    for answer in answers:
        found.setdefault(answer.seat, []).append(answer)
    return found
