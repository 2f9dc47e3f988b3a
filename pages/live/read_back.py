"""The read-back in words, the same on console, projector and phones."""

from dataclasses import dataclass

from framework.deck import Scenario
from framework.language import N_, Translator, translator
from framework.text import Lang
from framework.workshop.models import Decision, Note, RedLine
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence
from framework.workshop.steps.read_back import Item, Page, Part

TITLES: dict[Part, str] = {
    "rules": N_("Our rules"),
    "red_lines": N_("Our red lines"),
    "open": N_("Still open"),
}
NOTHING = N_("No rule has been agreed yet.")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """``lang``: the language of ``words`` where it is not the reader's, or not known. ``detail``: owner and date, or why open."""

    words: str
    lang: Lang | None = None
    detail: str = ""


def read_lines(page: Page, lang: Lang) -> tuple[ReadLine, ...]:
    return tuple(_line(item, lang, translator(lang)) for item in page.items)


def _line(item: Item, lang: Lang, t: Translator) -> ReadLine:
    match item:
        case Decision():
            words, used = decision_sentence(item, lang)
            owner = t("Owner: {owner}", owner=item.owner) if item.owner else t("Owner: not named yet")
            review = t("We look at it again on {day}", day=t.date(item.review_on)) if item.review_on else ""
            return ReadLine(words, used if used != lang else None, " · ".join(part for part in (owner, review) if part))
        case RedLine():
            words, used = red_line_sentence(item.wording, lang)
            detail = t("Proposed as a red line, not settled yet.") if item.proposed else ""
            return ReadLine(words, used if used != lang else None, detail)
        case Scenario():
            return ReadLine(item.title[lang], None, t("No rule yet."))
        case Note():
            return ReadLine(item.text, None, t("Parked."))
