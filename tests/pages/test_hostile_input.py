"""Whatever somebody types into whichever field: kept as typed and shown as words, or refused with its sentence while it
still stands in the field. Nothing is ever half written.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from framework.errors import TextTooLong, TextUnreadable
from framework.language import error_sentence, translator
from framework.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, Lang
from framework.workshop.field_types import PRICE_LIMIT
from framework.workshop.governance.records import PrivacyAdvice, WorksCouncil
from framework.workshop.models import CharterTexts, Decision, Promise, WorkshopState
from pages.ui import queries
from tests.pages.conftest import Open, unfold
from tests.support.any_actor import any_actor

WELCOME = {
    "emoji": "team 👩🏽‍💻 🇳🇱 🙂",
    "right to left": "צוות שיווק \u200f 123 فريق",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)> &amp;",
    "links": "https://evil.example www.evil.example a@evil.example :smile: -> x",
    "Markdown": "**x** [l](javascript:alert(1)) `c` $a$ :red[r] :material/home: # h | c",
}
TOO_LONG = "woord 🙂; " * 1_111 + "x"
UNREADABLE = "a\x00b\x1b[31m"
SCENARIO = "S07"


@dataclass(frozen=True)
class Place:
    """A field: where it is, how much it takes, and where its words are kept."""

    page: str
    key: str
    name: str
    """As errors name it (`framework.language.field_names.FIELD_NAMES`)."""
    limit: int
    kept: Callable[[WorkshopState], str]
    press: str | None = None
    """The button that saves it, where leaving the field does not."""
    params: tuple[tuple[str, str], ...] = ()


def places(state: WorkshopState, lang: Lang) -> list[Place]:
    """Every field of every page in which words can be typed, but for the start form."""
    return [
        *_of_an_activity(state),
        *_of_a_ballot(state),
        *_of_a_decision(state, lang),
        *_of_the_promises(lang),
        *_of_the_charter(lang),
    ]


def _of_an_activity(state: WorkshopState) -> list[Place]:
    which = state.activities[0].id

    def of(name: str, limit: int) -> Place:
        return Place(
            "inventory",
            f"activity.{which}.{name}",
            name,
            limit,
            lambda now: getattr(next(a for a in now.activities if a.id == which), name),
            params=(("a", which),),
        )

    return [of("name", NAME_LIMIT), of("supplier", NAME_LIMIT), of("owner", NAME_LIMIT), of("purpose", LINE_LIMIT)]


def _of_a_ballot(state: WorkshopState) -> list[Place]:
    about = next(ballot.activity for ballot in state.ballots if ballot.scenario == SCENARIO)
    return [
        Place(
            "scenarios",
            f"ballot.{SCENARIO}.{about}.reason",
            "reason",
            LINE_LIMIT,
            lambda now: next(b.reason for b in reversed(now.ballots) if b.scenario == SCENARIO),
            params=(("s", SCENARIO),),
        )
    ]


def _of_a_decision(state: WorkshopState, lang: Lang) -> list[Place]:
    which = next(decision.id for decision in state.decisions if decision.scenario == SCENARIO)
    line = state.red_lines[0].id
    params = (("s", SCENARIO),)

    def of(key: str, name: str, limit: int, words: Callable[[Decision], str] | None = None) -> Place:
        def kept(now: WorkshopState) -> str:
            found = next(d for d in now.decisions if d.id == which)
            return words(found) if words else getattr(found, name)

        return Place("decisions", f"{which}.{key}", name, limit, kept, params=params)

    return [
        of("trigger", "trigger", LINE_LIMIT * 2, lambda d: d.wording[lang].trigger),
        of("behaviour", "behaviour", LINE_LIMIT * 2, lambda d: d.wording[lang].behaviour),
        of("condition", "condition", LINE_LIMIT, lambda d: d.wording[lang].condition),
        of("owner", "owner", NAME_LIMIT),
        of("check", "check", LINE_LIMIT * 2, lambda d: d.check.text(lang) if d.check else ""),
        of("reason", "reason", LINE_LIMIT * 2),
        of("exception", "exception_role", NAME_LIMIT),
        of("objector", "objector", NAME_LIMIT),
        of("dissent", "dissent", TEXT_LIMIT),
        of("price", "price", PRICE_LIMIT, lambda d: d.price.sentence),
        Place(
            "decisions",
            f"{which}.correct.why",
            "correction",
            PRICE_LIMIT,
            lambda now: next(d for d in now.decisions if d.id == which).corrections[0].reason,
            press=f"{which}.correct.keep",
            params=params,
        ),
        Place(
            "decisions",
            f"redline.text.{line}",
            "red_line",
            LINE_LIMIT,
            lambda now: next(r for r in now.red_lines if r.id == line).wording.text(lang),
            params=params,
        ),
        Place(
            "decisions",
            "redline.own.text",
            "red_line",
            LINE_LIMIT,
            lambda now: now.red_lines[-1].wording.text(lang),
            press="redline.add",
            params=params,
        ),
    ]


def _of_the_charter(lang: Lang) -> list[Place]:
    def of(key: str, name: str, limit: int, kept: Callable[[WorkshopState], str], press: str | None = None) -> Place:
        return Place("charter", f"charter.{key}", name, limit, kept, press=press)

    return [
        of("organisation", "organisation", NAME_LIMIT, lambda now: now.workshop.organisation),
        of("team", "team", NAME_LIMIT, lambda now: now.workshop.team),
        of("why", "why", TEXT_LIMIT, lambda now: now.texts.why.text(lang) if now.texts.why else ""),
        of("scope", "scope", TEXT_LIMIT, lambda now: now.texts.scope.text(lang) if now.texts.scope else ""),
        of("deciders", "deciders", NAME_LIMIT, lambda now: now.frameworks[-1].deciders[0], press="charter.adopt"),
    ]


def _of_the_promises(lang: Lang) -> list[Place]:
    def of(key: str, name: str, limit: int, kept: Callable[[CharterTexts], str]) -> Place:
        return Place("promises", f"people.{key}", name, limit, lambda now: kept(now.texts))

    def promised(now: WorkshopState) -> Promise:
        return next(one for one in now.promises if one.id == "stop")

    def words(now: WorkshopState) -> str:
        wording = promised(now).wording
        return wording.text(lang) if wording else ""

    return [
        of("sponsor.name", "sponsor", NAME_LIMIT, lambda texts: texts.sponsor.name),
        of("sponsor.function", "sponsor", NAME_LIMIT, lambda texts: texts.sponsor.function),
        of("owner", "owner", NAME_LIMIT, lambda texts: texts.owner),
        of("deputy", "deputy", NAME_LIMIT, lambda texts: texts.deputy),
        of("incident", "incident_contact", LINE_LIMIT, lambda texts: texts.incident_contact),
        of("board", "board", NAME_LIMIT, lambda texts: texts.board),
        of("contact", "contact", NAME_LIMIT * 2, lambda texts: texts.contact),
        of("complaints", "complaints_role", NAME_LIMIT, lambda texts: texts.complaints_role),
        of("privacy.role", "role", NAME_LIMIT, lambda texts: texts.privacy.role),
        of("privacy.contact", "privacy_contact", LINE_LIMIT, lambda texts: texts.privacy.contact),
        of("privacy.advice", "advice", TEXT_LIMIT, lambda texts: texts.privacy.advice),
        of("privacy.followed", "followed", TEXT_LIMIT, lambda texts: texts.privacy.followed),
        of("council.note", "note", LINE_LIMIT, lambda texts: texts.works_council.note),
        Place("promises", "promise.role.stop", "role", NAME_LIMIT, lambda now: promised(now).role),
        Place("promises", "promise.words.stop", "text", TEXT_LIMIT, words),
    ]


def fields(screen: AppTest) -> dict[str, AppTest]:
    """Everything in which words can be typed, by key."""
    return {one.key: one for kind in ("text_input", "text_area") for one in screen.get(kind)}


def typed(screen: AppTest, place: Place, words: str) -> None:
    fields(screen)[place.key].set_value(words)
    if place.name == "correction":  # a reason alone corrects nothing
        prefix = place.key.removesuffix("why")
        effect = next(each for each in screen.button_group if str(each.key).startswith(prefix))
        effect.set_value("worse" if effect.value != "worse" else "better")
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
    """As every text is kept (`framework.text.accept`): without the mark that turns the direction of what follows, too."""
    return " ".join(unicodedata.normalize("NFC", words.replace("\u200f", "")).split())


@pytest.fixture
def prepared(demonstration: str, lang: Lang) -> WorkshopState:
    """The demonstration, with the decision as an *only if* so that its condition can be typed, too."""
    cases = any_actor().decisions
    state = queries.state(demonstration)
    decision = next(d for d in state.decisions if d.scenario == SCENARIO)
    wording = {lang: decision.wording[lang].model_copy(update={"condition": "het mag"})}
    cases.edit(demonstration, decision, decision.model_copy(update={"verb": "only_if", "wording": wording}))
    asked = {"privacy": PrivacyAdvice(kind="dpo"), "works_council": WorksCouncil(state="to_ask")}
    any_actor().charter.edit_texts(demonstration, state.texts, state.texts.model_copy(update=asked))
    any_actor().charter.answer_promise(demonstration, None, Promise(id="stop", answer="made"))
    return queries.state(demonstration)


def test_the_list_is_complete(open_page: Open, lang: Lang, prepared: WorkshopState) -> None:
    """A field that somebody adds to a page has to be added to the list above."""
    known = {place.key for place in places(prepared, lang)}
    looked_at = {(place.page, place.params) for place in places(prepared, lang)}
    looked_at |= {("law_check", ()), ("principles", ()), ("tradeoffs", ())}
    seen: set[str] = set()
    for page, params in looked_at:
        seen |= set(fields(unfold(open_page(page, lang, w=prepared.workshop.id, **dict(params)))))
    other_lines = {f"redline.text.{line.id}" for line in prepared.red_lines[1:]}
    other_promises = {key for key in seen if key.startswith(("promise.words.", "promise.role."))}
    assert seen == known | other_lines | other_promises
    assert set(fields(open_page(lang=lang))) == {
        "start.organisation",
        "start.team",
        "start.live.organisation",
        "start.live.team",
    }


@pytest.mark.parametrize("page", ["inventory", "scenarios", "decisions", "promises", "charter"])
def test_what_cannot_be_kept_is_refused_and_stays_in_the_field(
    open_page: Open, lang: Lang, prepared: WorkshopState, page: str
) -> None:
    workshop, t = prepared.workshop.id, translator(lang)
    here = [place for place in places(prepared, lang) if place.page == page]
    screen = unfold(open_page(page, lang, w=workshop, **dict(here[0].params)))
    for place in here:
        before = any_actor().context.store.load(workshop)
        was = fields(screen)[place.key].value
        for wrong, words in (
            (TextTooLong(field=place.name, length=10_000, limit=place.limit), TOO_LONG),
            (TextUnreadable(field=place.name), UNREADABLE),
        ):
            typed(screen, place, words)
            assert said(screen) == error_sentence(wrong, t), place.key
            assert fields(screen)[place.key].value == words, f"{place.key}: still there to be mended"
            assert any_actor().context.store.load(workshop) == before, f"{place.key}: nothing half written"
        fields(screen)[place.key].set_value(was).run()


@pytest.mark.parametrize("page", ["inventory", "scenarios", "decisions", "promises", "charter"])
def test_what_is_welcome_is_kept_as_typed_and_shown_as_words(
    open_page: Open, lang: Lang, prepared: WorkshopState, page: str
) -> None:
    workshop = prepared.workshop.id
    here = [place for place in places(prepared, lang) if place.page == page]
    screen = unfold(open_page(page, lang, w=workshop, **dict(here[0].params)))
    for number, place in enumerate(here):
        every = " ".join(WELCOME.values())
        words = every if len(every) <= place.limit else list(WELCOME.values())[number % len(WELCOME)]
        typed(screen, place, words)
        assert said(screen) == "", place.key
        assert place.kept(any_actor().context.store.load(workshop)) == tidy(words), place.key
        inert(screen)


LIVE = re.compile(
    r"(?<!\\)(?:<script|</script|<img|&amp;|\*\*x|\[l\]|\]\(javascript|`c|\$a|:red|:material/home:|# h \|)"
)


def inert(screen: AppTest) -> None:
    """Nothing that was typed reaches the browser as markup: each of its special characters is escaped."""
    for part in shown(screen):
        live = LIVE.search(part)
        assert live is None, part[max(live.start() - 200, 0) : live.end() + 200]
        resolved = part.replace("\\", "")  # links and shortcodes are made after escapes are resolved
        made = re.search(r"https?://evil|www\.evil|@evil|:smile:", resolved)
        assert made is None, resolved[max(made.start() - 200, 0) : made.end() + 200]


def test_hostile_names_stay_words_on_every_page(open_page: Open, lang: Lang, demonstration: str) -> None:
    """The name of an activity stands in sentences, choices, tables and charts; so does the organisation's."""
    cases = any_actor()
    state = queries.state(demonstration)
    for number, words in enumerate(WELCOME.values()):
        activity = state.activities[number]
        cases.inventory.edit(demonstration, activity, activity.model_copy(update={"name": words}))
    cases.lifecycle.rename(demonstration, WELCOME["markup"], WELCOME["Markdown"])
    for page in (
        "start",
        "inventory",
        "law_check",
        "principles",
        "scenarios",
        "decisions",
        "tradeoffs",
        "promises",
        "charter",
    ):
        inert(unfold(open_page(page, lang, w=demonstration)))
    for view in ("portfolio", "timeline", "date"):
        inert(open_page("law_overview", lang, w=demonstration, v=view))


@pytest.mark.parametrize("name", ["organisation", "team"])
def test_the_start_form(open_page: Open, lang: Lang, name: str) -> None:
    screen = open_page(lang=lang)
    for wrong, words in (
        (TextTooLong(field=name, length=10_000, limit=NAME_LIMIT), TOO_LONG),
        (TextUnreadable(field=name), UNREADABLE),
    ):
        screen.text_input(key="start.organisation").set_value("Waterkers")
        screen.text_input(key=f"start.{name}").set_value(words)
        screen.button(key="start.begin").click().run()
        assert said(screen) == error_sentence(wrong, translator(lang))
        assert screen.text_input(key=f"start.{name}").value == words
        assert any_actor().queries.workshops() == ()
    for words in WELCOME.values():
        screen = open_page(lang=lang)
        screen.text_input(key="start.organisation").set_value("Waterkers")
        screen.text_input(key=f"start.{name}").set_value(words)
        screen.button(key="start.begin").click().run()
        assert not screen.exception
    kept = {getattr(entry, name) for entry in any_actor().queries.workshops()}
    assert kept == {tidy(words) for words in WELCOME.values()}
    inert(open_page(lang=lang))
