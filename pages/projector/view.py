"""What the projector shows: ``head``, ``foot``, and between them the ``stage`` with the present step.

Only `pages.projector.results` shows results. Everything here may be known before a reveal.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.html import Html, join, tag
from framework.language import Translator
from framework.language.labels import STEP_NAMES
from framework.text import Lang
from framework.workshop.agenda import live_activities
from framework.workshop.models import CheckoutWord
from framework.workshop.room import MIN_PEOPLE_FOR_TABLES, VOTING_PHASES, StepKind, Timer
from framework.workshop.rule_grammar import fill_activity_names
from framework.workshop.steps import read_back
from pages.live.channel import Payload, event
from pages.live.read_back import NOTHING, TITLES, read_lines
from pages.live.snapshot import AnswerCounts, RoomSnapshot, RoomView
from pages.projector import results
from pages.projector.join_address import JoinAddress, qr_picture
from pages.projector.results import badge, limited_rows
from pages.projector.unplanned_question import question_step

WORDS_SHOWN = 90


@dataclass(frozen=True)
class ScreenView:
    """The screen in one language, with the address under which phones join."""

    lang: Lang
    join_address: JoinAddress
    shows_counts: bool = field(default=True, init=False)

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload:
        """An event ``screen``: the parts as JSON, with the timer's seconds at the moment of sending."""
        parts = self.parts(snapshot, counts)
        timer = snapshot.room.timer
        ends = None if timer is None else timer.model_dump(mode="json")

        def fill(_seat: str, _later: object) -> bytes:
            runs = timer is not None and timer.ends_at is not None
            return event("screen", json.dumps({**parts, "seconds": _seconds(timer), "runs": runs}).encode())

        return Payload(json.dumps([parts, ends]).encode(), fill)

    def parts(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> dict[str, Html]:
        screen = Screen(snapshot, self.lang, counts, self.join_address)
        key = (self, screen.at_tables)
        if key not in snapshot.cache:  # of what a vote changes, only the foot shows anything
            snapshot.cache[key] = {"head": _head(screen), "stage": _stage(screen)}
        return {**snapshot.cache[key], "foot": _foot(screen)}


@dataclass(frozen=True)
class Screen(RoomView):
    """All that a screen is made from."""

    counts: AnswerCounts
    join_address: JoinAddress

    @property
    def at_tables(self) -> bool:
        """Whether there are enough people to talk at tables. The stage depends on the counts only through this."""
        return self.counts.seats >= MIN_PEOPLE_FOR_TABLES

    @property
    def shows_join_address(self) -> bool:
        """Whether the stage itself says how to join."""
        return self.preparing or (self.step.kind == "welcome" and not self.room.locked and not self.room.paused)


def clock(snapshot: RoomSnapshot, t: Translator) -> Html:
    """The timer now; the script counts on from here. It only informs: nothing happens when the time is over."""
    seconds = _seconds(snapshot.room.timer)
    shown = "" if seconds is None else f"{'+' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02}"
    timer = snapshot.room.timer
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


def _head(screen: Screen) -> Html:
    """The organisation, the team and the present step."""
    t, workshop = screen.t, screen.state.workshop
    owner = " · ".join(part for part in (workshop.organisation, workshop.team) if part)
    place, title = None, ""
    if not (screen.preparing or screen.over or screen.ended):
        step = screen.step
        same_kind = [each for each in screen.room.plan if each.kind == step.kind]
        name = t(STEP_NAMES[step.kind])
        if step.kind == "scenario":
            name = t("Dilemma {number} of {all}", number=same_kind.index(step) + 1, all=len(same_kind))
            title = screen.scenario.title[screen.lang] if screen.scenario else ""
        place = join(tag("b", name), tag("span", title) if title else None)
    return join(tag("span", owner, dir="auto"), place)


def _foot(screen: Screen) -> Html:
    """How to join, in small type, how many people are here, and how many of them have answered."""
    t, counts = screen.t, screen.counts
    if screen.over or screen.ended:
        return Html("")
    people = t.plural("{count} person here", "{count} people here", counts.seats)
    return join(_join_corner(screen), tag("p", tag("span", people), _answered(screen), class_="counts"))


def _join_corner(screen: Screen) -> Html | None:
    t, code = screen.t, screen.room.code
    if screen.shows_join_address:
        return None
    if screen.room.locked:
        return tag("p", t("The room is closed to new people."), class_="corner")
    return tag(
        "div",
        tag("div", qr_picture(screen.join_address.link(code)), class_="qr", aria_hidden="true"),
        tag("p", tag("small", screen.join_address.to_type), tag("b", " ".join(code), class_="code")),
        class_="corner",
    )


def _answered(screen: Screen) -> Html | None:
    """How many people have answered, never what."""
    t, counts, room = screen.t, screen.counts, screen.room
    if screen.question is None or screen.preparing or room.paused:
        return None
    if room.phase not in VOTING_PHASES and screen.question.kind != "word":
        return None
    words = t.plural("{count} of {all} has answered", "{count} of {all} have answered", counts.voters, all=counts.asked)
    meter = tag("progress", value=counts.voters, max=max(counts.asked, 1), aria_hidden="true")
    few = counts.seats < ANONYMOUS_FROM and screen.question.kind == "ballot"
    note = tag("small", t("With so few people, it is easy to guess who said what.")) if few else None
    return join(tag("b", words), meter, note)


# --- the stage --------------------------------------------------------------------------------------------------------


def _stage(screen: Screen) -> Html:
    t = screen.t
    if screen.over:
        return _single_message(t("Thank you. This workshop is over."))
    if screen.ended:
        keep = t("Keep the link on your phone: the draft is there to read, and you come back to the same seat.")
        return _single_message(t("Thank you for today"), f"{screen.when_it_goes_on()} {keep}")
    if screen.preparing:
        return _join_instructions(screen, t("Answer beforehand, on your own phone"))
    if screen.room.paused:
        return _single_message(t("Paused"), t("We’ll continue another day. All answers are saved."))
    return _STEPS[screen.step.kind](screen)


def _welcome(screen: Screen) -> Html:
    t = screen.t
    if screen.room.locked:
        return _single_message(t("Welcome"), t("The room is closed to new people."))
    return _join_instructions(screen, t("Join with your own phone"))


def _join_instructions(screen: Screen, title: str) -> Html:
    t, code = screen.t, screen.room.code
    link = screen.join_address.link(code)
    warning = None
    if screen.join_address.only_here:
        warning = tag(
            "p", t("Phones cannot reach this address yet: choose a network address on the console."), class_="note"
        )
    return tag(
        "section",
        tag(
            "div",
            qr_picture(link),
            class_="qr",
            role="img",
            aria_label=t("QR code that opens the room {code} on a phone", code=" ".join(code)),
        ),
        tag(
            "div",
            tag("h1", title),
            tag("p", t("Scan, or type:")),
            tag("p", screen.join_address.to_type, class_="address"),
            tag("p", " ".join(code), class_="code"),
            warning,
            tag("p", t("You vote in silence. Nobody sees a result before everybody does."), class_="note"),
        ),
        class_="in",
    )


def _inventory(screen: Screen) -> Html:
    t = screen.t
    names = [activity.name for activity in live_activities(screen.state)]
    return join(
        tag("h1", t("What do we do with AI?")),
        tag("ul", limited_rows(screen.t, ((name, {"dir": "auto"}) for name in names)), class_="names")
        if names
        else None,
        _note(t("Something missing? Add it on your phone.")),
    )


def _principles(screen: Screen) -> Html:
    t = screen.t
    if screen.room.phase == "revealed":
        return results.cards(screen)
    return join(
        tag("h1", t("Which five come first?")),
        tag(
            "p",
            t("Put five cards in order, the most important first. In silence, on your own."),
            class_="big",
        ),
    )


def _scenario(screen: Screen) -> Html:
    t, phase = screen.t, screen.room.phase
    scenario = screen.scenario
    if scenario is None:
        return _single_message(t("This dilemma is no longer in the deck."))
    activity = screen.activity_of(screen.step)
    names = [activity.name] if activity else []
    question = fill_activity_names(scenario.question[screen.lang], names, screen.lang)
    if phase in ("consent", "consent_revealed"):
        return _consent(screen)
    if phase in ("revealed", "second_revealed"):
        voted = results.ballots(screen, tables=screen.at_tables)
        return join(tag("h1", question, class_="asked"), voted)
    stances = [
        tag(
            "li",
            badge(at),
            tag("b", stance.name[screen.lang]),
            tag("span", stance.behaviour[screen.lang]) if phase != "open" else None,
        )
        for at, stance in enumerate(scenario.stances)
    ]
    situation = fill_activity_names(scenario.situation[screen.lang], names, screen.lang)
    second = _note(t("Second vote: where do you stand now?")) if phase == "second_voting" else None
    return join(
        tag("p", situation, class_="situation") if phase == "open" else None,
        tag("h1", question),
        second,
        tag("ol", stances, class_="stances short" if phase == "open" else "stances"),
        _note(t("Read it in silence. The vote opens in a moment.")) if phase == "open" else None,
    )


def _agreements(screen: Screen) -> Html:
    t = screen.t
    if screen.room.phase == "open":
        return join(
            tag("h1", t("The draft, sentence by sentence")),
            _rules(screen) or _note(t("There are no rules yet.")),
            _note(t("Read the draft in silence. Next we ask about each sentence: can you live with it?")),
        )
    return _consent(screen)


def _consent(screen: Screen) -> Html:
    t = screen.t
    if screen.room.phase == "consent_revealed":
        return results.consent(screen)
    rules = _rules(screen)
    if rules is None:
        return _single_message(t("The rule is being written. It will appear here."))
    title = t("Can you live with this rule?") if len(screen.subjects) == 1 else t("Can you live with this?")
    return join(
        tag("h1", title),
        rules,
        _note(
            t("“No objection” does not mean that it is your favourite, only that it harms nothing you care about here.")
        ),
    )


def _rules(screen: Screen) -> Html | None:
    rows = [(one.words, {"lang": one.lang}) for one in screen.subjects]
    if not rows:
        return None
    return tag("ol", limited_rows(screen.t, rows), class_="rules one" if len(rows) == 1 else "rules")


def _red_lines(screen: Screen) -> Html:
    t = screen.t
    title = tag("h1", t("Red lines: may we ever do this?"))
    if screen.room.phase == "revealed":
        return join(title, results.red_lines(screen))
    if not screen.red_lines:
        return join(title, _note(t("No red line has been put to the room yet.")))
    rows = [(words, {"lang": lang}) for words, lang in map(screen.practice_words, screen.red_lines)]
    asked = t("It becomes a red line if a fifth of us say “never”, and at least two people.")
    return join(
        title,
        tag("ol", limited_rows(screen.t, rows), class_="rules"),
        _note(asked if screen.room.phase == "voting" else t("Read them in silence. The vote opens in a moment.")),
    )


def _consequences(screen: Screen) -> Html:
    t = screen.t
    notes = [note.text for note in screen.state.notes if note.kind == "consequence" and not note.withdrawn]
    return join(
        tag("h1", t("Who bears the consequences if it goes wrong?")),
        tag("p", t("Can we act on it, influence it, or only watch?"), class_="big"),
        tag("ul", limited_rows(screen.t, ((note, {"dir": "auto"}) for note in notes)), class_="names")
        if notes
        else None,
    )


def _read_back(screen: Screen) -> Html:
    """One page of what was agreed; the facilitator turns the pages."""
    t = screen.t
    pages = read_back.pages(screen.state)
    at = min(screen.room.page, len(pages) - 1)
    page = pages[at]
    rows = [
        tag(
            "li",
            tag("p", line.words, lang=line.lang, dir="auto"),
            tag("p", line.detail, class_="detail") if line.detail else None,
            data_n=number,
        )
        for number, line in enumerate(read_lines(page, screen.lang), start=page.first)
    ]
    place = t("Page {number} of {all}", number=at + 1, all=len(pages)) if len(pages) > 1 else ""
    return join(
        tag("h1", t(TITLES[page.part])),
        tag("ol", rows, class_="rules numbered") if rows else _note(t(NOTHING)),
        _note(place) if place else None,
    )


def _break(screen: Screen) -> Html:
    return _single_message(screen.t("Break"))


def _checkout(screen: Screen) -> Html:
    """Check-out words as they arrive: the only answers that everybody sees before a reveal."""
    t = screen.t
    words = sorted(
        (answer.word for answer in screen.snapshot.visible_answers if isinstance(answer, CheckoutWord)),
        key=str.casefold,
    )
    return join(
        tag("h1", t("One word to close with")),
        tag("ul", limited_rows(screen.t, ((word, {"dir": "auto"}) for word in words), WORDS_SHOWN), class_="words")
        if words
        else None,
    )


_STEPS: dict[StepKind, Callable[[Screen], Html]] = {
    "welcome": _welcome,
    "inventory": _inventory,
    "principles": _principles,
    "scenario": _scenario,
    "red_lines": _red_lines,
    "consequences": _consequences,
    "break": _break,
    "agreements": _agreements,
    "read_back": _read_back,
    "checkout": _checkout,
    "question": question_step,
}


# --- parts -----------------------------------------------------------------------------------------------------------


def _single_message(title: str, words: str = "") -> Html:
    return tag("section", tag("h1", title), tag("p", words, class_="big") if words else None, class_="alone")


def _note(words: str) -> Html:
    return tag("p", words, class_="note")
