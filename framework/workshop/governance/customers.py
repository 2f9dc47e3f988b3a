"""What the public edition tells customers that follows from the law, and facts that a team may tick: ``data/governance``."""

import tomllib
from collections.abc import Iterable
from functools import cache

from pydantic import ValidationError

from framework.errors import ContentError
from framework.law.models import LawCheck
from framework.law.wording import known_breaches
from framework.text import LocalizedText
from framework.workshop.field_types import RecordId
from framework.workshop.governance.promises import FOLDER, ContentModel


class Rights(ContentModel):
    """A list of what every customer may do, with the words before and after it."""

    lead: LocalizedText
    items: tuple[LocalizedText, ...]
    close: LocalizedText


class LawSentence(ContentModel):
    """What customers notice of a duty. ``rule``: the code of a class or the id of another rule of the law data.

    ``unless_broken``: ids of rules whose known breach makes the sentence untrue.
    """

    rule: str
    unless_broken: tuple[str, ...] = ()
    text: LocalizedText


class CustomerFact(ContentModel):
    """A fact that stands in the public edition where the team ticked it (`CharterTexts.public`)."""

    id: RecordId
    text: LocalizedText


class CustomerTexts(ContentModel):
    """``routes``: where else a customer can turn."""

    rights: Rights
    routes: LocalizedText
    sentences: tuple[LawSentence, ...]
    facts: tuple[CustomerFact, ...]


@cache
def customer_texts() -> CustomerTexts:
    """Raises `ContentError` where the file cannot be read."""
    try:
        content = tomllib.loads((FOLDER / "customers.toml").read_text(encoding="utf-8"))
        return CustomerTexts.model_validate(content)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FOLDER.name) from error


def heard_by_customers() -> frozenset[str]:
    """The classes and rules of which customers notice something."""
    return frozenset(one.rule for one in customer_texts().sentences)


def law_sentences(outcomes: Iterable[LawCheck]) -> tuple[LocalizedText, ...]:
    """The sentences that follow from these outcomes for certain, on their day, as far as none of them is known to be broken."""
    certain: set[str] = set()
    broken: set[str] = set()
    for outcome in outcomes:
        certain |= {one.code for one in outcome.classes if one.status == "in_force"}
        certain |= {one.id for one in outcome.other_rules if one.certainty == "certain" and one.status == "in_force"}
        broken |= {one.id for one in known_breaches(outcome)}
    return tuple(
        one.text for one in customer_texts().sentences if one.rule in certain and broken.isdisjoint(one.unless_broken)
    )
