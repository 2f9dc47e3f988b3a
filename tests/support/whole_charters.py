"""Three internal charters whole: of the demonstration, of a rehearsal of nine, and of a team that decided nearly nothing."""

from datetime import date
from functools import cache
from pathlib import Path

from framework.archive.models import WorkshopArchive
from framework.archive.read import read
from framework.charter.compose import compose
from framework.charter.document import Block, CharterDocument, Heading, Section, block_texts, plain
from framework.deck import Deck
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.text import Lang
from framework.workshop.models import CharterTexts, Framework
from tests.support.workshops import played_today

REHEARSAL = Path(__file__).parents[1] / "formats" / "archive" / "5" / "workshop-live.json"
KINDS = ("demonstration", "rehearsal", "nearly_nothing")


@cache
def charter_of(kind: str, lang: Lang = "nl") -> tuple[Framework, Deck]:
    if kind == "rehearsal":
        archive = read(REHEARSAL.read_bytes(), REHEARSAL.name)
        assert isinstance(archive, WorkshopArchive)
        return archive.state.frameworks[-1], archive.state.deck
    state = played_today(demonstration_script(), lang)
    framework = state.frameworks[-1]
    if kind == "nearly_nothing":
        bare = {
            "rules": (),
            "red_lines": (),
            "promises": (),
            "principles": (),
            "texts": CharterTexts(),
            "open_points": (),
        }
        uses = tuple(one.model_copy(update={"owner": "", "supplier": ""}) for one in framework.activities[:2])
        framework = framework.model_copy(update={**bare, "activities": uses})
    return framework, state.deck


def document(framework: Framework, deck: Deck, lang: Lang = "en", day: date | None = None) -> CharterDocument:
    return compose(framework, deck, law_book(), translator(lang), edition="internal", as_of=day or framework.made_on)


@cache
def composed(kind: str, lang: Lang) -> CharterDocument:
    return document(*charter_of(kind, lang), lang)


def words_of(*blocks: Block) -> str:
    return " ".join(plain(text) for block in blocks for text in block_texts(block))


def said(charter: CharterDocument, *sections: str) -> str:
    """The words of these sections; of all without any."""
    return " ".join(words_of(*one.blocks) for one in charter.sections if not sections or one.id in sections)


def section(charter: CharterDocument, key: str) -> Section:
    found = charter.section(key)
    assert found is not None
    return found


def per_use(annex: Section) -> dict[str, tuple[Block, ...]]:
    """The blocks of annex C by AI use."""
    found: dict[str, tuple[Block, ...]] = {}
    name = ""
    for block in annex.blocks:
        if isinstance(block, Heading):
            name = plain(block.text)
        elif name:
            found[name] = (*found.get(name, ()), block)
    return found
