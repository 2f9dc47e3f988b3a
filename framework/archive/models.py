"""The archives, for their readers.

The *workshop archive* holds everything and is meant for the facilitator alone. The *charter archive* is what documents
carry: one framework with the deck and the law it rests on, enough to write the charter again and to run the law check. A
document of the public edition carries a *public archive*: no more than what its page shows.
"""

import json
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from framework.analysis.group_results import without_hidden, without_unrevealed
from framework.archive.public_charter import PublicCharter
from framework.deck import Deck
from framework.law.models import LawBook
from framework.workshop.models import Framework, WorkshopState

VERSION = 5
"""The format version that is written. It goes up with every change that older programs cannot read;
`framework.archive.migrations` says what changed when.
"""
ArchiveFormat = Literal["kader-workshop", "kader-charter"]
Edition = Literal["internal", "public"]


class ArchiveModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkshopArchive(ArchiveModel):
    """A whole workshop, as the store holds it."""

    format: Literal["kader-workshop"]
    version: Literal[5]
    state: WorkshopState


class CharterArchive(ArchiveModel):
    """One framework with what it rests on. Those of the public edition, and those without ``law``, are of earlier releases."""

    format: Literal["kader-charter"]
    version: Literal[5]
    edition: Edition
    as_of: date
    """The date for which the document states the law and the review dates."""
    framework: Framework
    deck: Deck
    law: LawBook | None


class PublicArchive(ArchiveModel):
    """The public page of a charter."""

    format: Literal["kader-charter"]
    version: Literal[5]
    edition: Literal["public"]
    as_of: date
    page: PublicCharter


Archive = WorkshopArchive | CharterArchive | PublicArchive
MODELS: dict[ArchiveFormat, type[WorkshopArchive] | type[CharterArchive]] = {
    "kader-workshop": WorkshopArchive,
    "kader-charter": CharterArchive,
}


def workshop_archive(state: WorkshopState) -> WorkshopArchive:
    """The archive of a workshop. Left out are rounds of a live workshop that were not revealed, its join code, hidden texts
    and what was deleted."""
    seen = without_unrevealed(without_hidden(state))
    if seen.room is not None:
        seen = seen.model_copy(update={"room": seen.room.without_code()})
    return WorkshopArchive(format="kader-workshop", version=VERSION, state=seen)


def dump(archive: Archive) -> bytes:
    """UTF-8 JSON; the same archive always gives the same bytes."""
    body = archive.model_dump(mode="json", by_alias=True)
    if isinstance(archive, CharterArchive) and archive.law is not None:
        # A condition sets one of many fields; with defaults written out, the law would be mostly nulls.
        body["law"] = archive.law.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
