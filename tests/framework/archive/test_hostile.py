"""What a hostile or damaged archive may hold: every value is one that stores and pages can carry, or it is refused."""

import json
import typing
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from annotated_types import Ge, Le
from pydantic import BaseModel

from framework.archive.read import read
from framework.errors import ArchiveRefused, KaderError
from framework.language import error_sentence, translator
from framework.text import LANGS
from framework.workshop.field_types import MAX_INT
from framework.workshop.models import WorkshopEntry, WorkshopState
from tests.framework.archive.archives import a_charter_archive, a_workshop_archive, body_of, bytes_of, refused
from tests.framework.archive.test_read import a_zip
from tests.support.linear_time import assert_linear

NOTE = {"id": "note-1", "kind": "note", "text": "Iets"}
WORKSHOP: dict[str, Callable[[Any], Any]] = {
    "a position beyond every database": lambda state: state["activities"][0].update(position=10**30),
    "a position beyond PostgreSQL": lambda state: state["activities"][0].update(position=2**31),
    "a version beyond every database": lambda state: state["workshop"].update(version=10**30),
    "a negative version": lambda state: state["decisions"][0].update(version=-1),
    "a table beyond every database": lambda state: state["seats"][0].update(table=10**30),
    "a revision beyond every database": lambda state: state.update(revision=10**30),
    "a time without zone": lambda state: state["workshop"].update(created_at="2026-03-01T10:00:00"),
    "a time beyond the calendar": lambda state: state["workshop"].update(created_at="9999-12-31T23:59:59-12:00"),
    "a time before the calendar": lambda state: state["workshop"].update(created_at="0001-01-01T00:00:00+12:00"),
    "a note twice": lambda state: state.update(notes=[NOTE, NOTE]),
    "a framework version twice": lambda state: state.update(frameworks=state["frameworks"][:1] * 2),
    "a framework version that is none": lambda state: state["frameworks"][0].update(version="first"),
    "a decision without words": lambda state: state["decisions"][0].update(wording={}),
}
MEASURES = {"median": ["B", "C"], "steps_from_median": "3/5", "label": "spread"}
ROUND = {"votes": [1, 2, 3, 0, 0], "measures": MEASURES}


def a_group(**update: Any) -> dict[str, Any]:
    question = {"scenario": "S01", "activity": "activity-1", "rounds": [{**ROUND, "measures": {**MEASURES, **update}}]}
    return {"people": 6, "questions": [question]}


CHARTER: dict[str, Callable[[Any], Any]] = {
    "a rule without words": lambda framework: framework["rules"][0].update(wording={}),
    "a share of nothing": lambda framework: framework.update(group=a_group(steps_from_median="0/0")),
    "a share in words": lambda framework: framework.update(group=a_group(steps_from_median="many")),
    "a share of too many digits": lambda framework: framework.update(group=a_group(steps_from_median="9" * 5000)),
    "a coefficient of nothing": lambda framework: framework.update(group={"people": 6, "kendall_w": "1/0"}),
}


@pytest.mark.parametrize("what", WORKSHOP)
def test_a_workshop_with_it_is_refused(what: str) -> None:
    body = body_of(a_workshop_archive())
    WORKSHOP[what](body["state"])
    assert refused(bytes_of(body))["reason"] in ("damaged", "inconsistent")


@pytest.mark.parametrize("what", CHARTER)
def test_a_charter_with_it_is_refused(what: str) -> None:
    body = body_of(a_charter_archive())
    CHARTER[what](body["framework"])
    assert refused(bytes_of(body))["reason"] in ("damaged", "inconsistent")


def test_a_charter_of_a_group_opens_without_it() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["group"] = a_group()
    read(bytes_of(body))


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _models(part, seen)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in typing.get_args(annotation):
        yield from _parts(part)


def _bounds(metadata: Any) -> tuple[Any, Any]:
    flat = [one for part in metadata for one in getattr(part, "metadata", [part])]
    low = next((one.ge for one in flat if isinstance(one, Ge)), None)
    return low, next((one.le for one in flat if isinstance(one, Le)), None)


def _unbounded(annotation: Any, metadata: Any) -> bool:
    """Whether a number somewhere in a field has no bounds that every store keeps."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *extra = typing.get_args(annotation)
        return _unbounded(inner, extra)
    if annotation is int:
        low, high = _bounds(metadata)
        return low is None or high is None or low < -MAX_INT or high > MAX_INT
    return any(_unbounded(part, ()) for part in typing.get_args(annotation) if part is not Ellipsis)


@pytest.mark.parametrize(
    "model",
    [one for root in (WorkshopState, WorkshopEntry) for one in _models(root, set())],
    ids=lambda one: one.__name__,
)
def test_every_number_has_bounds_that_every_store_keeps(model: type[BaseModel]) -> None:
    fields = {name: field for name, field in model.model_fields.items() if name != "revision"}  # a BIGINT
    assert [name for name, field in fields.items() if _unbounded(field.annotation, field.metadata)] == []


def a_pdf_of_zeros(size: int) -> bytes:
    """A PDF whose attachment unpacks, row by row, to ``size`` bytes."""
    packed = zlib.compress((b"\x02" + b"\0" * 50) * (size // 51))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(kader-charter.json) 4 0 R]>>>>>>",
        2: b"<</Type/Pages/Kids[]/Count 0>>",
        4: b"<</Type/Filespec/F(kader-charter.json)/UF(kader-charter.json)/EF<</F 5 0 R>>>>",
        5: b"<</Type/EmbeddedFile/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 50>>/Length %d>>stream\n%s\nendstream"
        % (len(packed), packed),
    }
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(6)
    )
    return data + b"xref\n0 6\n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(data))


HEAD = b'{"format":"kader-charter","version":5,"framework":'
TRIGGERS: dict[str, Callable[[int], bytes]] = {
    "scripts": lambda n: b"<html>" + b"<script " * (n // 8),
    "scripts with our name": lambda n: b"<html>" + b'<script id="kader-archive">' * (n // 27),
    "generators": lambda n: b"<html>" + b'<meta name="generator" ' * (n // 23),
    "spaces in a generator": lambda n: b"<html><meta" + b" " * n,
    "elements in Word": lambda n: a_zip(
        **{"word/document.xml": b"<w/>", "customXml/item2.xml": b"<kader-archive " * (n // 15)}
    ),
    "text in Word": lambda n: a_zip(
        **{"word/document.xml": b"<w/>", "customXml/item2.xml": b"<kader-archive>" + b"A " * (n // 2)}
    ),
    "parts in Word": lambda n: a_zip(
        **{"word/document.xml": b"<w/>", **{f"customXml/item{at}.xml": b"<x" for at in range(n // 500)}}
    ),
    "a PDF that unpacks": lambda n: a_pdf_of_zeros(8 * n),
    "lists": lambda n: HEAD + b"[" + b"[]," * (n // 3) + b"[]]}",
    "objects": lambda n: HEAD + b"[" + b'{"a":1},' * (n // 8) + b"1]}",
    "keys": lambda n: HEAD + b"{" + b",".join(b'"k%d":1' % at for at in range(n // 10)) + b"}}",
    "depth": lambda n: HEAD + b"[" * n,
    "digits": lambda n: HEAD + b"9" * n + b"}",
    "combining marks": lambda n: HEAD + json.dumps("a" + "\u0301\u0323" * (n // 12)).encode() + b"}",
    "blanks": lambda n: b" " * n + HEAD,
}


def opened(data: bytes) -> KaderError | None:
    try:
        read(data)
    except ArchiveRefused as error:
        return error
    return None


@pytest.mark.parametrize("what", TRIGGERS)
def test_no_file_keeps_the_server_busy(what: str) -> None:
    assert_linear(TRIGGERS[what], opened)


LARGEST: dict[str, Callable[[], bytes]] = {
    "24 MB of empty lists": lambda: HEAD + b"[" + b"[]," * 8_000_000 + b"[]]}",
    "a PDF that unpacks to 50 MB": lambda: a_pdf_of_zeros(50 * 1024 * 1024),
    "a page of scripts": lambda: b"<html>" + b"<script " * 3_000_000,
    "a Word file of elements": lambda: a_zip(
        **{"word/document.xml": b"<w/>", "customXml/item2.xml": b"<kader-archive " * 3_000_000}
    ),
}


@pytest.mark.parametrize("what", LARGEST)
def test_the_largest_file_is_refused_in_one_sentence(what: str) -> None:
    error = opened(LARGEST[what]())
    assert error is not None
    assert all(len(error_sentence(error, translator(lang))) <= 600 for lang in LANGS)
