"""Whatever somebody types into whichever field: kept as typed and shown as words, or refused with its sentence while it
still stands in the field. Nothing is ever half written.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from framework.errors import TextTooLong, TextUnreadable
from framework.language import error_sentence, translator
from framework.text import Lang
from framework.workshop.models import WorkshopState
from pages.ui import service
from tests.pages.conftest import Open

WELCOME = {
    "emoji": "team 👩🏽‍💻 🇳🇱 🙂",
    "right to left": "צוות שיווק ‏ 123 فريق",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)> &amp;",
    "Markdown": "**x** [l](javascript:alert(1)) `c` $a$ :red[r] :material/home: # h | c",
}
REFUSED = {
    "10,000 characters": "woord 🙂, " * 1_111 + "x",
    "a control character": "a\x00b\x1b[31m",
}
SCENARIO = "S07"


@dataclass(frozen=True)
class Place:
    """A field: where it is, and where its words are kept."""

    page: str
    key: str
    kept: Callable[[WorkshopState], str]
    name: str
    """As errors name it (`framework.language.sentences.FIELD_NAMES`)."""
    press: str | None = None
    """The button that saves it, where leaving the field does not."""
    params: dict[str, str] = field(default_factory=dict)


def places(state: WorkshopState, lang: Lang) -> list[Place]:
    """Every field of every page in which words can be typed."""
    activity = state.activities[0]
    ballot = next(b for b in state.ballots if b.scenario == SCENARIO and b.stance)
    decision = next(d for d in state.decisions if d.scenario == SCENARIO)
    line = state.red_lines[0]

    def of_activity(name: str) -> Place:
        return Place(
            "inventory",
            f"activity.{activity.id}.{name}",
            lambda now: getattr(next(a for a in now.activities if a.id == activity.id), name),
            name,
            params={"a": activity.id},
        )

    def of_decision(key: str, name: str, words: Callable[[object], str] | None = None) -> Place:
        def kept(now: WorkshopState) -> str:
            found = next(d for d in now.decisions if d.id == decision.id)
            return words(found) if words else getattr(found, name)

        return Place("decisions", f"{decision.id}.{key}", kept, name, params={"s": SCENARIO})

    return [
        *(of_activity(name) for name in ("name", "supplier", "owner", "purpose")),
        Place(
            "scenarios",
            f"ballot.{SCENARIO}.{ballot.activity}.reason",
            lambda now: next(b.reason for b in reversed(now.ballots) if b.scenario == SCENARIO),
            "reason",
            params={"s": SCENARIO},
        ),
        of_decision("trigger", "trigger", lambda d: d.wording[lang].trigger),
        of_decision("behaviour", "behaviour", lambda d: d.wording[lang].behaviour),
        of_decision("condition", "condition", lambda d: d.wording[lang].condition),
        of_decision("owner", "owner"),
        of_decision("check", "check", lambda d: d.check.text(lang) if d.check else ""),
        of_decision("reason", "reason"),
        of_decision("exception", "exception_role"),
        of_decision("objector", "objector"),
        of_decision("dissent", "dissent"),
        Place(
            "decisions",
            f"redline.text.{line.id}",
            lambda now: next(r for r in now.red_lines if r.id == line.id).wording.text(lang),
            "red_line",
        ),
        Place(
            "decisions",
            "redline.own.text",
            lambda now: now.red_lines[-1].wording.text(lang),
            "red_line",
            press="redline.add",
        ),
        Place("charter", "charter.why", lambda now: now.texts.why.text(lang) if now.texts.why else "", "why"),
        Place("charter", "charter.scope", lambda now: now.texts.scope.text(lang) if now.texts.scope else "", "scope"),
        Place("charter", "charter.owner", lambda now: now.texts.owner, "owner"),
        Place("charter", "charter.stop", lambda now: now.texts.stop_role, "stop_role"),
        Place("charter", "charter.contact", lambda now: now.texts.contact, "contact"),
        Place(
            "charter",
            "charter.deciders",
            lambda now: ", ".join(now.frameworks[-1].deciders),
            "deciders",
            press="charter.adopt",
        ),
    ]


def fields(screen: AppTest) -> dict[str, AppTest]:
    """Everything in which words can be typed, by key."""
    return {one.key: one for kind in ("text_input", "text_area") for one in screen.get(kind)}


def typed(screen: AppTest, place: Place, words: str) -> None:
    fields(screen)[place.key].set_value(words)
    if place.press:
        screen.button(key=place.press).click()
    screen.run()
    assert not screen.exception, (place.key, screen.exception)


def said(screen: AppTest) -> str:
    return "\n".join(error.value for error in screen.error).replace("\\", "")


def shown(screen: AppTest) -> list[str]:
    """All Markdown on the page, as the browser gets it."""
    kinds = ("markdown", "caption", "title", "header", "subheader", "success", "info", "warning", "error")
    parts = [part.value for kind in kinds for part in screen.get(kind)]
    for kind in ("button_group", "radio"):
        parts += [option for part in screen.get(kind) for option in part.options]
    return [str(part) for part in parts]


def tidy(words: str) -> str:
    """As every text is kept (`framework.text.accept`)."""
    return " ".join(unicodedata.normalize("NFC", words).split())


@pytest.fixture
def prepared(demonstration: str, lang: Lang) -> WorkshopState:
    """The demonstration, with the decision as an *only if* so that its condition can be typed, too."""
    cases = service.workshops().decisions
    state = service.state(demonstration)
    decision = next(d for d in state.decisions if d.scenario == SCENARIO)
    wording = {lang: decision.wording[lang].model_copy(update={"condition": "het mag"})}
    cases.edit(demonstration, decision, decision.model_copy(update={"verb": "only_if", "wording": wording}))
    return service.state(demonstration)


def test_the_list_is_complete(open_page: Open, lang: Lang, prepared: WorkshopState) -> None:
    """A field that somebody adds to a page has to be added to the list above."""
    known = {place.key for place in places(prepared, lang)}
    seen: set[str] = set()
    for page, params in {(p.page, tuple(p.params.items())) for p in places(prepared, lang)} | {
        ("law_check", ()),
        ("principles", ()),
        ("tradeoffs", ()),
    }:
        seen |= set(fields(open_page(page, lang, w=prepared.workshop.id, **dict(params))))
    others = {key for key in seen if key.startswith("redline.text.")} - known  # one for each red line that stands
    assert seen - others == known
    assert set(fields(open_page(lang=lang))) == {"start.organisation", "start.team"}


@pytest.mark.parametrize("page", ["inventory", "scenarios", "decisions", "charter"])
def test_what_cannot_be_kept_is_refused_and_stays_in_the_field(
    open_page: Open, lang: Lang, prepared: WorkshopState, page: str
) -> None:
    workshop = prepared.workshop.id
    screen: AppTest | None = None
    at: dict[str, str] = {}
    for place in (p for p in places(prepared, lang) if p.page == page):
        if screen is None or at != place.params:
            screen, at = open_page(page, lang, w=workshop, **place.params), place.params
        before = service.workshops().context.store.load(workshop)
        was = fields(screen)[place.key].value
        for words in REFUSED.values():
            typed(screen, place, words)
            wrong = TextUnreadable(field=place.name) if "\x00" in words else None
            if wrong is None:
                limit = next(n for n in (120, 240, 280, 560, 4_000) if f" {n} " in said(screen).replace(".", " "))
                wrong = TextTooLong(field=place.name, length=10_000, limit=limit)
            assert said(screen) == error_sentence(wrong, translator(lang)), place.key
            assert fields(screen)[place.key].value == words, f"{place.key}: still there to be mended"
            assert service.workshops().context.store.load(workshop) == before, f"{place.key}: nothing half written"
        fields(screen)[place.key].set_value(was)
        screen.run()


@pytest.mark.parametrize("page", ["inventory", "scenarios", "decisions", "charter"])
def test_what_is_welcome_is_kept_as_typed_and_shown_as_words(
    open_page: Open, lang: Lang, prepared: WorkshopState, page: str
) -> None:
    workshop = prepared.workshop.id
    every = " ".join(WELCOME.values())
    screen: AppTest | None = None
    at: dict[str, str] = {}
    for place in (p for p in places(prepared, lang) if p.page == page):
        if screen is None or at != place.params:
            screen, at = open_page(page, lang, w=workshop, **place.params), place.params
        words = every if len(every) <= 120 or place.name not in ONE_NAME else WELCOME["markup"]
        typed(screen, place, words)
        assert said(screen) == "", place.key
        assert place.kept(service.workshops().context.store.load(workshop)) == tidy(words), place.key
        inert(screen)


LIVE = re.compile(
    r"(?<!\\)(?:<script|</script|<img|&amp;|\*\*x|\[l\]|\]\(javascript|`c|\$a|:red|:material/home:|# h)", re.IGNORECASE
)
ONE_NAME = {"name", "supplier", "owner", "exception_role", "objector", "stop_role", "deciders", "contact"}
"""At most 120 characters, which all of `WELCOME` together are not."""


def inert(screen: AppTest) -> None:
    """Nothing that was typed reaches the browser as markup: each of its special characters is escaped."""
    for part in shown(screen):
        live = LIVE.search(part)
        assert live is None, part[max(live.start() - 200, 0) : live.end() + 200]


def test_hostile_names_stay_words_on_every_page(open_page: Open, lang: Lang, demonstration: str) -> None:
    """The name of an activity stands in sentences, choices, tables and charts; so does the organisation's."""
    cases = service.workshops()
    state = service.state(demonstration)
    for number, words in enumerate(WELCOME.values()):
        activity = state.activities[number]
        cases.inventory.edit(demonstration, activity, activity.model_copy(update={"name": words}))
    cases.opening.rename(demonstration, WELCOME["markup"], WELCOME["Markdown"])
    for page in ("start", "inventory", "law_check", "principles", "scenarios", "decisions", "tradeoffs", "charter"):
        inert(open_page(page, lang, w=demonstration))


@pytest.mark.parametrize("name", ["organisation", "team"])
def test_the_start_form(open_page: Open, lang: Lang, name: str) -> None:
    screen = open_page(lang=lang)
    for words in REFUSED.values():
        screen.text_input(key="start.organisation").set_value("Waterkers")
        screen.text_input(key=f"start.{name}").set_value(words)
        screen.button(key="start.begin").click().run()
        wrong = (
            TextUnreadable(field=name) if "\x00" in words else TextTooLong(field=name, length=10_000, limit=120)
        )
        assert said(screen) == error_sentence(wrong, translator(lang))
        assert screen.text_input(key=f"start.{name}").value == words
        assert service.workshops().opening.listed() == ()
    for words in WELCOME.values():
        screen = open_page(lang=lang)
        screen.text_input(key="start.organisation").set_value("Waterkers")
        screen.text_input(key=f"start.{name}").set_value(words)
        screen.button(key="start.begin").click().run()
        assert not screen.exception
    kept = {getattr(entry, name) for entry in service.workshops().opening.listed()}
    assert kept == {tidy(words) for words in WELCOME.values()}
    inert(open_page(lang=lang))
