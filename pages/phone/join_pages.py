"""The pages around the room: join code, joining, role and language, leaving, and privacy."""

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.html import Html, join, tag
from framework.language import Translator, translator
from framework.language.labels import ROLE_NAMES
from framework.text import Lang
from framework.workshop.models import Seat
from framework.workshop.room import CODE_LENGTH, CODE_LETTERS, ROLES
from pages.phone.document import NONCE, Page, language_button, language_links
from pages.phone.elements import note, submit_button, title
from pages.phone.page_context import PageContext
from pages.phone.requests import COOKIE_DAYS

_CODE = re.compile(rf"^[{CODE_LETTERS}]{{{CODE_LENGTH}}}$")


def is_code(code: str) -> bool:
    return _CODE.match(code) is not None


@lru_cache(maxsize=256)
def plain_code(typed: str) -> str:
    """A typed code in its standard form: capitals, without spaces, dashes and other marks."""
    return quote(re.sub(r"[\W_]", "", typed).upper()[:40], safe="")


def _main(*children: object) -> bytes:
    return tag("main", *children, id="main").encode()


def _code_form(t: Translator, typed: str = "") -> Html:
    return tag(
        "form",
        tag("label", t("The code on the screen"), for_="code"),
        tag(
            "input",
            id="code",
            name="code",
            value=typed,
            class_="code",
            required=True,
            autocomplete="off",
            autocapitalize="characters",
            spellcheck="false",
            maxlength=12,
        ),
        submit_button(t("Go to the room")),
        action="/j",
        method="get",
    )


def code_page(lang: Lang) -> Page:
    t = translator(lang)
    main = _main(title(t("Join a workshop")), _code_form(t))
    return Page(lang, t("Join a workshop"), main, language_choice=language_links(lang, "/j"))


def refused_page(lang: Lang, sentence: str, where: str, *, typed: str | None = None, seated: str = "") -> Page:
    """Says why something did not work and how to continue. ``typed``: the code, where the code is what did not work.
    ``seated``: another room in which this browser has a seat."""
    t = translator(lang)
    back = tag("p", tag("a", t("Back to the room"), href=seated or where, class_="big"))
    form = _code_form(t, (typed or "")[:12])
    folded = tag("details", tag("summary", t("Type another code")), form, open=typed is not None)
    ways = (back, folded) if typed is None or seated else (form,)
    main = _main(title(t("That did not work")), *ways)
    return Page(lang, t("That did not work"), main, error=sentence, language_choice=language_links(lang, where))


def cross_site_text(t: Translator) -> str:
    return t("This came from another website, so it was not accepted. Open the room’s page and try again.")


def seat_freed_text(t: Translator) -> str:
    return t("Your seat was freed. If you are still taking part, join again.")


def join_page(context: PageContext, room: str, nonce: str, *, no_cookie: bool = False) -> Page:
    """``nonce``: new for each time the page is sent (`pages.phone.requests.seat_key`)."""
    workshop = context.state.workshop
    team = f"{workshop.team}, {workshop.organisation}" if workshop.team else workshop.organisation
    page = _join_page(context.lang, team, room, context.over, no_cookie)
    return replace(page, nonce="" if context.over else nonce)


@lru_cache(maxsize=64)
def _join_page(lang: Lang, team: str, room: str, over: bool, no_cookie: bool) -> Page:
    t = translator(lang)
    roles = [
        *(tag("button", t(ROLE_NAMES[role]), name="role", value=role) for role in ROLES),
        tag("button", t("I’d rather not say"), name="role", value=""),
    ]
    error = ""
    if over:
        main = _main(
            title(t("This workshop is over")),
            tag("p", t("Nobody can join any more. Ask the facilitator for the charter.")),
        )
    else:
        main = _main(
            title(t("Join the workshop of {team}", team=team)),
            tag(
                "p",
                t("No name, no account: your votes are shown without saying whose they are."),
                " ",
                t(
                    "With fewer than {number} people, others may guess who said what; Kader then cannot promise anonymity.",
                    number=_number(t, ANONYMOUS_FROM),
                ),
                " ",
                tag("a", t("All about privacy"), href=f"{room}/privacy?lang={lang}"),
            ),
            tag(
                "form",
                tag("input", type="hidden", name="lang", value=lang),
                tag("input", type="hidden", name="nonce", value=NONCE),
                tag("h2", t("Tap what you do and you are in"), id="what"),
                tag("div", roles, class_="roles", role="group", aria_labelledby="what"),
                method="post",
                action=room,
            ),
        )
    if no_cookie:
        error = t(
            "Your browser did not keep our cookie, so we have no seat for you. Allow cookies here, or use your usual browser, and tap again."
        )
    return Page(
        lang,
        t("Join the workshop"),
        main,
        here=room,
        error=error,
        language_choice=language_links(lang, room),
    )


def _number(t: Translator, number: int) -> str:
    return {5: t("five")}.get(number, str(number))


def you_page(lang: Lang, room: str, seat: Seat) -> Page:
    t = translator(lang)
    roles = [
        tag("button", t(words), name="role", value=role, aria_pressed="true" if seat.role == role else "false")
        for role, words in (*ROLE_NAMES.items(), ("", t("I’d rather not say")))
    ]
    main = _main(
        title(t("You")),
        tag("p", t("You are at table {number}.", number=seat.table)) if seat.table else None,
        tag("h2", t("Your role"), id="role"),
        tag(
            "form",
            tag("div", roles, class_="roles", role="group", aria_labelledby="role"),
            method="post",
            action=f"{room}/you",
        ),
        tag("h2", t("Language")),
        language_button(lang, room, room),
        tag("h2", t("Leaving")),
        tag("p", tag("a", t("Leave the workshop"), href=f"{room}/leave", class_="back")),
        tag("p", tag("a", t("Back to the room"), href=room, class_="big")),
    )
    return Page(lang, t("You"), main, here=room)


def leave_page(lang: Lang, room: str) -> Page:
    t = translator(lang)
    main = _main(
        title(t("Leave the workshop?")),
        tag("p", t("Your seat is freed. You no longer count, and we no longer recognise this phone.")),
        tag("p", t("All your answers stay and count, also in a round that is still open.")),
        tag("p", t("To take one back, go back first and abstain: after leaving you cannot.")),
        tag("form", submit_button(t("Leave the workshop")), method="post", action=f"{room}/leave"),
        tag("p", tag("a", t("Stay"), href=room, class_="back")),
    )
    return Page(lang, t("Leave the workshop"), main, here=room)


def left_page(lang: Lang, room: str) -> Page:
    t = translator(lang)
    main = _main(
        title(t("You have left the workshop")),
        tag("p", t("Thank you. If you come back, you get a new seat.")),
        tag("p", tag("a", t("Rejoin"), href=room)),
    )
    return Page(lang, t("You have left the workshop"), main, here=room)


def privacy_page(context: PageContext, room: str) -> Page:
    t = context.t
    organisation = context.state.workshop.organisation

    def part(head: str, *words: str) -> Html:
        return join(tag("h2", head), (tag("p", one) for one in words))

    main = _main(
        title(t("Privacy in this workshop")),
        note(t("{organisation} runs this workshop and is responsible for what is stored.", organisation=organisation)),
        part(
            t("What we store about you"),
            t(
                "Your answers, your role if you chose one, and your language, under a random number. No name, no account, no e-mail address."
            ),
            t(
                "Your browser keeps one cookie with a random key, for {days} days, so that we recognise you when you come back.",
                days=COOKIE_DAYS,
            ),
            t(
                "While you have no connection, answers you have not sent yet stay on your phone. They are removed once sent."
            ),
            t(
                "We never store your network address. It stays in memory for a short while, to slow down anyone who guesses codes or joins over and over."
            ),
        ),
        part(
            t("Who sees what"),
            t(
                "Before the reveal nobody sees any answers, not even the facilitator: only how many people "
                "answered and, with five or more, that opinions differ."
            ),
            t(
                "While a round is open, the facilitator sees which seats gave no sign of life for two minutes, by number and "
                "role. That is never stored."
            ),
            t(
                "What you type is read by the facilitator first, without your stance, role or name, once nobody can "
                "answer any more. What they hide is shown to nobody, and deleted when the workshop is closed."
            ),
            t("After the reveal everybody sees the counts and the reasons, without saying whose they are."),
            t(
                "With fewer than {number} people, others may guess who said what; Kader then cannot promise anonymity.",
                number=_number(t, ANONYMOUS_FROM),
            ),
            t("Answers are split by role only when every group shown has at least five people."),
            t(
                "Whoever manages this computer could look into its database. Until the workshop is closed, the "
                "answers from one seat are linked there."
            ),
        ),
        part(
            t("When we delete it"),
            t(
                "When the workshop is closed, answers are permanently separated from seats: nobody can see any "
                "more which answers come from the same person."
            ),
            t(
                "The charter contains the rules and the arguments in the group’s own words, never anyone’s exact reason."
            ),
        ),
        part(
            t("What you can do"),
            t("You may leave at any time, abstain from any vote and leave any text field empty."),
            t(
                "Do you want to know what we store about you, or have it removed? Ask the facilitator before the workshop is closed."
            ),
            t("Nothing leaves this computer: no statistics, no other services."),
        ),
        tag("p", tag("a", t("Back to the room"), href=room, class_="big")),
    )
    return Page(
        context.lang, t("Privacy"), main, here=room, language_choice=language_links(context.lang, f"{room}/privacy")
    )
