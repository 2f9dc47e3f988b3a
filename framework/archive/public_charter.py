"""What the public edition of a charter shows, and nothing else: the part of a public file that Kader can open again.

It holds whole sentences, not what they were made from: no votes, letters, facts, suppliers, owners of uses or ids of decisions.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from framework.text import Lang, LocalizedText, Worded
from framework.workshop.field_types import Count, FrameworkVersion


class PublicModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicRule(PublicModel):
    """A rule by its number, as one sentence. ``check``: how it is checked, where that was ticked."""

    number: Count
    sentence: Worded
    check: Worded | None = None


class PublicPrinciple(PublicModel):
    name: LocalizedText
    essence: LocalizedText


class PublicPromise(PublicModel):
    """``starts_on``: the day from which it holds, where that is later than the charter."""

    sentence: Worded
    starts_on: date | None = None


class PublicCharter(PublicModel):
    """All that the public edition says beyond its fixed words and the law, in the order of the page."""

    organisation: str
    version: FrameworkVersion
    adopted: bool
    """False: a draft, not for publication."""
    made_on: date
    """The day of adoption, or on which the draft was written."""
    lang: Lang
    """The team's language, in which names were typed."""
    why: Worded | None = None
    uses: tuple[Worded, ...] = ()
    red_lines: tuple[Worded, ...] = ()
    """Whole sentences."""
    rules: tuple[PublicRule, ...] = ()
    principles: Annotated[tuple[PublicPrinciple, ...], Field(max_length=3)] = ()
    """What comes first, in order."""
    law: tuple[LocalizedText, ...] = ()
    """What follows from the law for the customers of this organisation, beyond the rights that everybody has."""
    contact: str = ""
    promises: tuple[PublicPromise, ...] = ()
    facts: tuple[LocalizedText, ...] = ()
    owner: str = ""
    """The role that keeps the charter."""
    sponsor: str = ""
    """Who adopted it, by name."""
    sponsor_function: str = ""
    review_on: date | None = None
    something_open: bool = False
