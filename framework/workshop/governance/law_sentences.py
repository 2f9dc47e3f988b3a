"""What the law makes customers hear, in sentences that a charter may state: ``data/governance/law_sentences.toml``.

Each belongs to a class of the AI Act or to another rule of the law data, and stands in a charter only where that holds.
"""

import tomllib
from collections.abc import Iterator
from functools import cache

from pydantic import ValidationError

from framework.errors import ContentError
from framework.law.models import LawCheck
from framework.law.wording import known_breaches
from framework.text import Lang, LocalizedText
from framework.workshop.governance.promises import FOLDER, ContentModel

FILE = FOLDER / "law_sentences.toml"


class LawSentence(ContentModel):
    """``rule``: the code of a class, or the id of another rule. ``broken_by``: ids of rules whose breach makes it untrue."""

    rule: str
    broken_by: tuple[str, ...] = ()
    text: LocalizedText


@cache
def sentences() -> tuple[LawSentence, ...]:
    """Raises `ContentError` where the file cannot be read."""
    try:
        found = tomllib.loads(FILE.read_text(encoding="utf-8"))["sentence"]
        return tuple(LawSentence.model_validate(one) for one in found)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FILE.name) from error


def for_customers(outcome: LawCheck, lang: Lang) -> Iterator[str]:
    """The sentences that hold for an AI use for certain, are in force on the day, and are not known to be broken."""
    holds = {one.code for one in outcome.classes if one.status == "in_force"}
    holds |= {one.id for one in outcome.other_rules if one.certainty == "certain" and one.status == "in_force"}
    broken = {one.id for one in known_breaches(outcome)}
    for one in sentences():
        if one.rule in holds and not broken.intersection((one.rule, *one.broken_by)):
            yield one.text[lang]
