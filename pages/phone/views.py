"""A room as one kind of phone sees it: the step in a language, sent to all and filled in per seat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from framework.store import Answered
from framework.text import Lang
from pages.live.hub import Counts, Moment, Payload, mark
from pages.live.markup import tag
from pages.live.streaming import event
from pages.phone import own
from pages.phone.own import Template
from pages.phone.scene import Scene, own_of
from pages.phone.steps import main_part


@dataclass(frozen=True)
class PhoneView:
    """``step``: the planned step that is looked at while the workshop is prepared."""

    lang: Lang
    step: str = ""
    every_vote: bool = False

    def encode(self, moment: Moment, counts: Counts) -> Payload:  # noqa: ARG002
        scene = Scene(moment, self.lang, self.step)
        template = template_of(scene)
        if scene.preparing:
            # One's own answers to all steps are no part of a moment: the phone asks for its page.
            return Payload(template.body, lambda _seat, _later: event("again", b"1", mark(Payload(template.body))))
        answers = _by_seat((*moment.before, *moment.answers))

        def fill(seat: str, later: Sequence[Answered]) -> bytes:
            return event("step", filled(scene, (*answers.get(seat, ()), *later)), name)

        name = mark(Payload(template.body))
        return Payload(template.body, fill)


def filled(scene: Scene, answers: Iterable[Answered], typed: own.Own | None = None) -> bytes:
    """The step for one person: with its own answers, or with what it just typed where that was refused."""
    template = template_of(scene)
    room = scene.room
    left = {} if room.timer is None else {"left": str(room.timer.seconds(datetime.now(UTC)))}
    mine = own_of(scene, answers) if typed is None else {**typed, "saved": ""}
    return template.fill({**mine, **left, "v": mark(Payload(template.body))})


def template_of(scene: Scene) -> Template:
    return _template(scene.state.workshop.id, scene.moment.shared_revision, scene.lang, scene.at, _Scene(scene))


class _Scene:
    """Carries the scene past the key of the cache."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Scene) and other.scene.moment is self.scene.moment

    def __hash__(self) -> int:
        return id(self.scene.moment)


@lru_cache(maxsize=64)
def _template(_workshop: str, _revision: int, _lang: Lang, _at: str, carried: _Scene) -> Template:
    scene = carried.scene
    timer = scene.room.timer
    return Template(
        tag(
            "main",
            main_part(scene),
            id="main",
            data_key=scene.key,
            data_room=scene.path,
            data_v=own.words("v"),
            data_left=None if timer is None else own.words("left"),
            data_halted=timer is not None and timer.ends_at is None,
            data_ends=None if timer is None else f"{timer.ends_at} {timer.left}",
        )
    )


def _by_seat(answers: Iterable[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {}
    for answer in answers:
        found.setdefault(answer.seat, []).append(answer)
    return found
