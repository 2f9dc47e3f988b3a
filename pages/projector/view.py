"""A moment of the room as the beamer shows it: three parts of one page, and the clock."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.html import Html, join, tag
from framework.language import Translator, translator
from framework.language.labels import STEP_NAMES
from framework.text import Lang
from framework.workshop.room import VOTING, Timer
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.live.sse import event
from pages.live.subscriber import Payload
from pages.projector.join_address import JoinAddress, qr_picture
from pages.projector.slides import Slide, is_joining, stage


@dataclass(frozen=True)
class ScreenView:
    """The screen in one language, with the address under which phones come in."""

    lang: Lang
    door: JoinAddress
    every_vote: bool = field(default=True, init=False)

    def encode(self, moment: RoomSnapshot, counts: AnswerCounts) -> Payload:
        """Seconds on the timer are filled in when it is sent, so that they are right whenever that is."""
        parts = self.parts(moment, counts)
        timer = moment.room.timer
        ends = None if timer is None else timer.model_dump(mode="json")

        def fill(_seat: str, _later: object) -> bytes:
            runs = timer is not None and timer.ends_at is not None
            return event("screen", json.dumps({**parts, "seconds": _seconds(timer), "runs": runs}).encode())

        return Payload(json.dumps([parts, ends]).encode(), fill)

    def parts(self, moment: RoomSnapshot, counts: AnswerCounts) -> dict[str, Html]:
        t = translator(self.lang)
        slide = Slide(moment, counts, self.door, t)
        by = (self, slide.at_tables)
        if by not in moment.worked_out:
            moment.worked_out[by] = {"head": _head(slide), "stage": stage(slide)}
        return {**moment.worked_out[by], "foot": _foot(slide)}


def clock(moment: RoomSnapshot, t: Translator) -> Html:
    """The timer as it stands now; the script counts on from here. It informs, and cuts nobody off."""
    seconds = _seconds(moment.room.timer)
    shown = "" if seconds is None else f"{'+' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02}"
    timer = moment.room.timer
    return tag(
        "p",
        tag("b", shown),
        tag("small", t("over time; wrap up calmly")),
        id="timer",
        role="timer",
        class_="over" if seconds is not None and seconds < 0 else None,
        hidden=seconds is None,
        data_left=seconds,
        data_runs=timer is not None and timer.ends_at is not None,
    )


def _seconds(timer: Timer | None) -> int | None:
    return None if timer is None else timer.seconds(datetime.now(UTC))


def _head(slide: Slide) -> Html:
    """Whose workshop it is, and where it is."""
    t, workshop = slide.t, slide.state.workshop
    whose = " · ".join(part for part in (workshop.organisation, workshop.team) if part)
    where = None
    if not (slide.preparing or slide.over):
        step = slide.step
        alike = [each for each in slide.room.plan if each.kind == step.kind]
        name = t(STEP_NAMES[step.kind])
        if step.kind == "scenario":
            name = t("Dilemma {number} of {all}", number=alike.index(step) + 1, all=len(alike))
        where = tag("b", name)
    return join(tag("span", whose, dir="auto"), where)


def _foot(slide: Slide) -> Html:
    """How to come in, small while something else is on the stage; who is here; and how many have answered."""
    t, counts = slide.t, slide.counts
    if slide.over:
        return Html("")
    people = t.plural("{count} person here", "{count} people here", counts.seats)
    return join(_corner(slide), tag("p", tag("span", people), _answered(slide), class_="counts"))


def _corner(slide: Slide) -> Html | None:
    t, code = slide.t, slide.room.code
    if is_joining(slide):
        return None
    if slide.room.locked:
        return tag("p", t("The room is closed to new people."), class_="corner")
    return tag(
        "div",
        tag("div", qr_picture(slide.door.link(code)), class_="qr", aria_hidden="true"),
        tag("p", tag("small", slide.door.spoken), tag("b", " ".join(code), class_="code")),
        class_="corner",
    )


def _answered(slide: Slide) -> Html | None:
    """How many answers are in, never which."""
    t, counts, room = slide.t, slide.counts, slide.room
    if slide.question is None or slide.preparing or room.paused:
        return None
    if room.phase not in VOTING and slide.question.kind != "word":
        return None
    words = t("{voters} of {all} have answered", voters=counts.voters, all=counts.asked)
    meter = tag("progress", value=counts.voters, max=max(counts.asked, 1), aria_hidden="true")
    few = counts.seats < ANONYMOUS_FROM and slide.question.kind == "ballot"
    note = tag("small", t("With so few people, it is easy to guess who said what.")) if few else None
    return join(tag("b", words), meter, note)
