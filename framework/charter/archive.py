"""The one file format, in two editions that hold different things.

The *workshop archive* is everything and is meant for the facilitator alone. The *charter archive* is what documents
carry: one framework with the deck and the law it rests on, enough to write the charter again and to run checks against
it. Both are JSON with a published schema (`schema`); `framework.charter.open_archive` opens them again.
"""

import json
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from framework.analysis.group_results import without_unrevealed
from framework.charter.document import Edition
from framework.charter.public_edition import public
from framework.deck import Deck
from framework.law.models import LawBook
from framework.workshop.models import Framework, WorkshopState

VERSION = 3
"""Format version that is written. A change that older programs cannot read moves it; `framework.charter.open_archive` brings
older archives up to it.

1: the first. 2: live workshops; scenarios may have a voice and details, stances name the law rules they rest on, sources
have a kind and cards a symbol. None of them is required, so an archive of version 1 is one of version 2. 3: sources of the
law have a title in each language.
"""
ArchiveFormat = Literal["kader-workshop", "kader-charter"]


class ArchiveModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkshopArchive(ArchiveModel):
    """A whole workshop, as the store holds it."""

    format: Literal["kader-workshop"]
    version: Literal[3]
    state: WorkshopState


class CharterArchive(ArchiveModel):
    """One framework with what it rests on. ``law`` is missing in the public edition, which shows no law check."""

    format: Literal["kader-charter"]
    version: Literal[3]
    edition: Edition
    as_of: date
    """The day of which the document speaks."""
    framework: Framework
    deck: Deck
    law: LawBook | None


Archive = WorkshopArchive | CharterArchive


def workshop_archive(state: WorkshopState) -> WorkshopArchive:
    """The archive of a workshop.

    Of a live workshop only revealed rounds go in: a round that nobody has seen yet never leaves the store.
    """
    return WorkshopArchive(format="kader-workshop", version=VERSION, state=without_unrevealed(state))


def charter_archive(
    framework: Framework, deck: Deck, law: LawBook | None, *, edition: Edition, as_of: date
) -> CharterArchive:
    """The archive that a document of this edition carries."""
    internal = edition == "internal"
    return CharterArchive(
        format="kader-charter",
        version=VERSION,
        edition=edition,
        as_of=as_of,
        framework=framework if internal else public(framework),
        deck=deck,
        law=law if internal else None,
    )


def dump(archive: Archive) -> bytes:
    """UTF-8 JSON; the same archive always gives the same bytes."""
    body = archive.model_dump(mode="json", by_alias=True)
    if isinstance(archive, CharterArchive) and archive.law is not None:
        # Conditions have many forms and use one each; written out they would be mostly nulls.
        body["law"] = archive.law.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def schema(format_: ArchiveFormat) -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a format."""
    model = WorkshopArchive if format_ == "kader-workshop" else CharterArchive
    described = model.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kader:archive:{format_}:{VERSION}",
        **described,
    }
