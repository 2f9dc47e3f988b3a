"""What stands on the stage at each step. What nobody may know yet is not in here: results come from `outcomes` alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from framework.html import Html, join, tag
from framework.language import Translator
from framework.text import Lang
from framework.workshop.agenda import live_activities
from framework.workshop.models import CheckoutWord, Decision, RedLine, WorkshopState
from framework.workshop.room import TABLES_FROM, PlannedStep, Question, Room, StepKind
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence, with_activities
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.projector import results
from pages.projector.join_address import JoinAddress, qr_picture
from pages.projector.vote_chart import badge

LISTED = 14
"""Rows that can be read from the back of the room; what is more is counted."""
WORDS = 90


@dataclass(frozen=True)
class Slide:
    """All that a screen is made from."""

    moment: RoomSnapshot
    counts: AnswerCounts
    door: JoinAddress
    t: Translator

    @property
    def lang(self) -> Lang:
        return self.t.lang

    @property
    def state(self) -> WorkshopState:
        return self.moment.state

    @property
    def room(self) -> Room:
        return self.moment.room

    @property
    def step(self) -> PlannedStep:
        return self.room.current()

    @property
    def question(self) -> Question | None:
        return self.moment.question

    @property
    def preparing(self) -> bool:
        return self.state.workshop.stage == "preparing"

    @property
    def over(self) -> bool:
        return self.state.workshop.stage in ("adopted", "closed")

    @property
    def at_tables(self) -> bool:
        """Whether so many are in that tables talk among themselves: all that the number of people changes on the stage."""
        return self.counts.seats >= TABLES_FROM

    @property
    def activity(self) -> str:
        """The name of the activity that the dilemma is about."""
        return next((one.name for one in self.state.activities if one.id == self.step.activity), "")

    @property
    def rules(self) -> tuple[Decision, ...]:
        """The rules that this step puts to the room."""
        step = self.step
        return tuple(
            rule
            for rule in self.state.decisions
            if not rule.withdrawn
            and (
                step.kind == "agreements"
                or (rule.scenario == step.scenario and (step.activity or "") in rule.activities)
            )
        )

    @property
    def lines(self) -> tuple[RedLine, ...]:
        """Red lines put to the room and not settled yet."""
        return tuple(line for line in self.state.red_lines if line.proposed and not line.withdrawn)


def stage(slide: Slide) -> Html:
    t = slide.t
    if slide.over:
        return _alone(t("Thank you. This workshop is over."))
    if slide.preparing:
        return _way_in(slide, t("Answer beforehand, on your own phone"))
    if slide.room.paused:
        return _alone(t("Paused"), t("We’ll continue another day. All answers are saved."))
    return _STEPS[slide.step.kind](slide)


def is_joining(slide: Slide) -> bool:
    """Whether the stage itself shows the way in."""
    return slide.preparing or (slide.step.kind == "welcome" and not slide.room.locked and not slide.room.paused)


# --- the steps -------------------------------------------------------------------------------------------------------


def _welcome(slide: Slide) -> Html:
    t = slide.t
    if slide.room.locked:
        return _alone(t("Welcome"), t("The room is closed to new people."))
    return _way_in(slide, t("Join with your own phone"))


def _way_in(slide: Slide, title: str) -> Html:
    t, code = slide.t, slide.room.code
    link = slide.door.link(code)
    warning = None
    if slide.door.only_here:
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
            tag("p", slide.door.spoken, class_="address"),
            tag("p", " ".join(code), class_="code"),
            warning,
            tag("p", t("You vote in silence. Nobody sees a result before everybody does."), class_="note"),
        ),
        class_="in",
    )


def _inventory(slide: Slide) -> Html:
    t = slide.t
    names = [activity.name for activity in live_activities(slide.state)]
    return join(
        tag("h1", t("What do we do with AI?")),
        tag("ul", _rows(slide, (tag("li", name, dir="auto") for name in names)), class_="names") if names else None,
        _note(t("Something missing? Add it on your phone.")),
    )


def _principles(slide: Slide) -> Html:
    t = slide.t
    if slide.room.phase == "revealed":
        return results.cards(slide.moment, t)
    return join(
        tag("h1", t("Which five come first?")),
        tag(
            "p",
            t("Put five cards in order, the most important first. In silence, on your own."),
            class_="big",
        ),
    )


def _scenario(slide: Slide) -> Html:
    t, phase = slide.t, slide.room.phase
    scenario = slide.state.deck.scenario(slide.step.scenario or "")
    if scenario is None:
        return _alone(t("This dilemma is no longer in the deck."))
    names = [slide.activity] if slide.activity else []
    question = with_activities(scenario.question[slide.lang], names, slide.lang)
    about = tag("p", scenario.title[slide.lang], class_="about")
    if phase in ("consent", "consent_revealed"):
        return join(about, _consent(slide))
    if phase in ("revealed", "second_revealed"):
        tables = slide.at_tables
        return join(about, tag("h1", question, class_="asked"), results.ballots(slide.moment, t, tables=tables))
    stances = [
        tag(
            "li",
            badge(at),
            tag("b", stance.name[slide.lang]),
            tag("span", stance.behaviour[slide.lang]) if phase != "open" else None,
        )
        for at, stance in enumerate(scenario.stances)
    ]
    situation = with_activities(scenario.situation[slide.lang], names, slide.lang)
    second = _note(t("Second vote: where do you stand now?")) if phase == "second_voting" else None
    return join(
        about,
        tag("p", situation, class_="situation") if phase == "open" else None,
        tag("h1", question),
        second,
        tag("ol", stances, class_="stances short" if phase == "open" else "stances"),
        _note(t("Read it in silence. The vote opens in a moment.")) if phase == "open" else None,
    )


def _agreements(slide: Slide) -> Html:
    t = slide.t
    if slide.room.phase == "open":
        return join(
            tag("h1", t("The draft, rule by rule")),
            _rules(slide) or _note(t("There are no rules yet.")),
            _note(t("Read the rules in silence. Next we ask about each one: can you live with it?")),
        )
    return _consent(slide)


def _consent(slide: Slide) -> Html:
    t = slide.t
    if slide.room.phase == "consent_revealed":
        return results.consent(slide.moment, slide.rules, t)
    rules = _rules(slide)
    if rules is None:
        return _alone(t("The rule is being written. It will appear here."))
    title = t("Can you live with this rule?") if len(slide.rules) == 1 else t("Can you live with these rules?")
    return join(
        tag("h1", title),
        rules,
        _note(
            t("“No objection” does not mean that it is your favourite, only that it harms nothing you care about here.")
        ),
    )


def _rules(slide: Slide) -> Html | None:
    rules = [decision_sentence(rule, slide.lang) for rule in slide.rules]
    rows = [tag("li", words, lang=lang if lang != slide.lang else None) for words, lang in rules]
    if not rows:
        return None
    return tag("ol", _rows(slide, rows), class_="rules one" if len(rows) == 1 else "rules")


def _red_lines(slide: Slide) -> Html:
    t = slide.t
    title = tag("h1", t("Red lines: what do we never do?"))
    if slide.room.phase == "revealed":
        return join(title, results.red_lines(slide.moment, t))
    if not slide.lines:
        return join(title, _note(t("No red line has been put to the room yet.")))
    rows: list[Html] = []
    for line in slide.lines:
        words, lang = red_line_sentence(line.wording, slide.lang)
        rows.append(tag("li", words, lang=lang if lang != slide.lang else None))
    asked = t("How strongly do you object to doing this? Enough strong objections make it a red line.")
    return join(
        title,
        tag("ol", _rows(slide, rows), class_="rules"),
        _note(asked if slide.room.phase == "voting" else t("Read them in silence. The vote opens in a moment.")),
    )


def _consequences(slide: Slide) -> Html:
    t = slide.t
    notes = [note.text for note in slide.state.notes if note.kind == "consequence" and not note.withdrawn]
    return join(
        tag("h1", t("Who bears the consequences if it goes wrong?")),
        tag("p", t("Can we act on it, influence it, or only watch?"), class_="big"),
        tag("ul", _rows(slide, (tag("li", note, dir="auto") for note in notes)), class_="names") if notes else None,
    )


def _break(slide: Slide) -> Html:
    return _alone(slide.t("Break"))


def _checkout(slide: Slide) -> Html:
    """Words as they come: this is the one question whose answers are for everybody at once."""
    t = slide.t
    words = sorted(
        (answer.word for answer in slide.moment.visible_answers if isinstance(answer, CheckoutWord)), key=str.casefold
    )
    return join(
        tag("h1", t("One word to close with")),
        tag("ul", (tag("li", word, dir="auto") for word in words[:WORDS]), class_="words") if words else None,
    )


_STEPS: dict[StepKind, Callable[[Slide], Html]] = {
    "welcome": _welcome,
    "inventory": _inventory,
    "principles": _principles,
    "scenario": _scenario,
    "red_lines": _red_lines,
    "consequences": _consequences,
    "break": _break,
    "agreements": _agreements,
    "checkout": _checkout,
}


# --- parts -----------------------------------------------------------------------------------------------------------


def _alone(title: str, words: str = "") -> Html:
    return tag("section", tag("h1", title), tag("p", words, class_="big") if words else None, class_="alone")


def _note(words: str) -> Html:
    return tag("p", words, class_="note")


def _rows(slide: Slide, rows: Iterable[Html]) -> list[Html]:
    every = list(rows)
    rest = len(every) - LISTED
    if rest <= 0:
        return every
    return [*every[:LISTED], tag("li", slide.t.plural("and {count} more", "and {count} more", rest), class_="rest")]
