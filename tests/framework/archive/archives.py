"""Archives for tests, and what comes of reading a file."""

import json
from typing import Any

import pytest

from framework.archive.models import Archive, CharterArchive, Edition, PublicArchive, dump, workshop_archive
from framework.archive.read import read
from framework.charter.export import charter_archive
from framework.charter.public_edition import all_ticked
from framework.errors import ArchiveRefused
from tests.support.builders import a_full_state
from tests.support.charter_builders import AS_OF, a_law_book, a_rich_deck, a_rich_framework


def a_charter_archive(edition: Edition = "internal") -> CharterArchive | PublicArchive:
    """``edition``: with everything ticked, where it is the public one."""
    return charter_archive(all_ticked(a_rich_framework()), a_rich_deck(), a_law_book(), edition=edition, as_of=AS_OF)


def an_older_public_archive() -> CharterArchive:
    """As the public edition was before it held its page only: a whole framework, cut."""
    internal = charter_archive(a_rich_framework(), a_rich_deck(), None, edition="internal", as_of=AS_OF)
    return internal.model_copy(update={"edition": "public"})


def a_workshop_archive(**given: Any) -> Archive:
    return workshop_archive(a_full_state(**given))


def refused(data: bytes, filename: str = "") -> dict[str, object]:
    with pytest.raises(ArchiveRefused) as error:
        read(data, filename)
    return error.value.params


def body_of(archive: Archive) -> dict[str, Any]:
    return json.loads(dump(archive))


def bytes_of(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
