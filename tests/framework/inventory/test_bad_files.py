"""What cannot be read is named, with what to do; nothing hostile is parsed, and nothing ends in a traceback."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.errors import SheetRefused
from framework.inventory.table import LIMIT_MB, LIMIT_ROWS
from framework.inventory.xlsx_reader import UNPACKED_MB
from framework.language import error_sentence, translator
from framework.language.error_messages import SENTENCES
from framework.text import LANGS
from tests.support.inventory_files import a_csv, a_workbook, repacked, understand
from tests.support.linear_time import assert_linear

GOOD = a_workbook(("Name", "Kind"), ("Bo", "chatbot"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def a_package(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_entities(encoding: str = "utf-8") -> bytes:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    return repacked(GOOD, lambda name, old: bomb.encode(encoding) if name.endswith("sheet1.xml") else old)


def a_locked_part() -> bytes:
    """The directory says that the parts are encrypted."""
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    while at != -1:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", "empty"),
    "only blanks": (lambda: b"\xef\xbb\xbf \r\n ", "empty"),
    "larger than any inventory": (lambda: b"a" * (LIMIT_MB * 1024 * 1024 + 1), "too-large"),
    "a workbook cut short": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "a workbook with a torn sheet": (
        lambda: repacked(GOOD, lambda name, old: old[:300] if name.endswith("sheet1.xml") else old),
        "damaged",
    ),
    "a workbook without its sheet": (
        lambda: repacked(GOOD, lambda name, old: b"" if name.endswith("sheet1.xml") else old),
        "damaged",
    ),
    "an older Excel": (lambda: OLE, "old-excel"),
    "a workbook with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a package with locked parts": (a_locked_part, "encrypted"),
    "a binary workbook": (lambda: a_package(**{"xl/workbook.bin": b"x"}), "binary-workbook"),
    "an OpenDocument spreadsheet": (
        lambda: a_package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "opendocument",
    ),
    "a Word document": (lambda: a_package(**{"word/document.xml": b"<x/>"}), "foreign"),
    "a PDF": (lambda: b"%PDF-1.7 and so on", "foreign"),
    "a page of the web": (lambda: b"<html><table><tr><td>Name</td></tr></table>", "foreign"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "foreign"),
    "macros": (lambda: repacked(GOOD, lambda _, old: old, {"xl/vbaProject.bin": b"x"}), "macros"),
    "a macro workbook without macros": (
        lambda: repacked(
            GOOD,
            lambda name, old: (
                old.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
                if name == "[Content_Types].xml"
                else old
            ),
        ),
        "macros",
    ),
    "a bomb": (
        lambda: repacked(GOOD, lambda _, old: old, {"xl/media/x.xml": b" " * ((UNPACKED_MB + 1) * 1024 * 1024)}),
        "unpacked-too-large",
    ),
    "a thousand small parts": (
        lambda: repacked(GOOD, lambda _, old: old, {f"xl/x{n}.xml": b"" for n in range(1001)}),
        "unpacked-too-large",
    ),
    "more formats than Excel has": (
        lambda: repacked(
            GOOD,
            lambda name, old: (
                old.replace(b"</cellXfs>", b"<xf/>" * 70_000 + b"</cellXfs>") if "styles" in name else old
            ),
        ),
        "too-many-elements",
    ),
    "more merged cells than anybody merges": (
        lambda: repacked(
            GOOD,
            lambda name, old: (
                old.replace(b"</sheetData>", b"</sheetData><!--" + b"<mergeCell " * 90_000 + b"-->")
                if name.endswith("sheet1.xml")
                else old
            ),
        ),
        "too-many-elements",
    ),
    "an element of attributes": (
        lambda: repacked(
            GOOD,
            lambda name, old: (
                old.replace(b"<row ", b"<row " + b" ".join(b'a%d="1"' % n for n in range(300)) + b" ")
                if name.endswith("sheet1.xml")
                else old
            ),
        ),
        "too-many-elements",
    ),
    "entities": (with_entities, "unsafe"),
    "entities in UTF-16": (lambda: with_entities("utf-16"), "unsafe"),
    "only hidden sheets": (
        lambda: repacked(
            GOOD,
            lambda name, old: old.replace(b'state="visible"', b'state="hidden"') if name == "xl/workbook.xml" else old,
        ),
        "no-visible-sheet",
    ),
    "no headings": (lambda: a_csv("12;13", "14;15"), "no-headings"),
    "no name": (lambda: a_csv("supplier;owner", "Acme;Head"), "no-headings"),
    "headings and nothing else": (lambda: a_csv("name;owner", ";", ""), "no-rows"),
    "two columns of one meaning": (lambda: a_csv("name;doel;omschrijving", "Bo;x;y"), "columns-twice"),
    "a quotation mark left open": (lambda: a_csv("name;owner", 'Bo;"Head of', "An;Head"), "unclosed-quote"),
    "a quotation mark inside": (lambda: a_csv("name;owner", 'Bo;"Head" of CRM', "An;Head"), "unclosed-quote"),
    "a cell without end": (lambda: a_csv("name", "x" * 200_000), "cell-too-long"),
    "zeros": (lambda: b"name;owner\r\nBo\0;Head\r\n", "unreadable-text"),
    "no encoding at all": (lambda: b"name;owner\r\nB\x81\xff;Head\r\n", "unreadable-text"),
    "too many rows": (lambda: a_csv("name", *["Bo"] * (LIMIT_ROWS + 1)), "too-many-rows"),
    "too many rows in a workbook": (lambda: a_workbook(("name",), *[("Bo",)] * (LIMIT_ROWS + 1)), "too-many-rows"),
    "too many in JSON": (lambda: json.dumps([{"name": "Bo"}] * (LIMIT_ROWS + 1)).encode(), "too-many-rows"),
    "broken JSON": (lambda: b'{"format": "kader-inventory", ', "json-damaged"),
    "JSON of depths": (lambda: b"[" * 100_000, "json-damaged"),
    "JSON of another program": (lambda: b'{"format": "excalidraw", "activities": []}', "json-other-program"),
    "JSON without activities": (lambda: b'{"name": "Bo"}', "json-other-program"),
    "a list of words": (lambda: b'["Bo"]', "json-other-program"),
    "JSON without names": (lambda: b'[{"kind": "chatbot"}]', "json-other-program"),
    "an empty list": (lambda: b"[]", "json-other-program"),
    "of a later Kader": (lambda: b'{"format": "kader-inventory", "version": 2, "activities": []}', "json-newer"),
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_refused_with_its_own_sentence(what: str) -> None:
    data, reason = BAD[what]
    with pytest.raises(SheetRefused) as refused:
        understand(data())
    assert refused.value.params["reason"] == reason
    for lang in LANGS:
        sentence = error_sentence(refused.value, translator(lang))
        assert sentence != translator(lang)(SENTENCES["kader"])
        assert "{" not in sentence


def test_every_reason_has_its_test() -> None:
    named = {key.partition(":")[2] for key in SENTENCES if key.startswith("sheet-refused:")}
    assert named == {reason for _, reason in BAD.values()}


def test_the_row_of_an_open_quotation_mark_is_named() -> None:
    with pytest.raises(SheetRefused) as refused:
        understand(a_csv("name;owner", "An;Head", 'Bo;"Head of', "Cas;Head"))
    assert refused.value.params["row"] == 3


REASONS = {"", *(key.partition(":")[2] for key in SENTENCES if key.startswith("sheet-refused:"))}


def reason_of(data: bytes) -> str:
    """Why a file is refused; empty where it is read."""
    try:
        understand(data)
    except SheetRefused as refused:
        return str(refused.params["reason"])
    return ""


@settings(max_examples=60)
@given(st.data())
def test_whatever_is_broken_in_a_workbook_it_ends_in_a_sentence(data: st.DataObject) -> None:
    """Bytes of a good workbook changed at random; some still open, the rest is refused."""
    torn = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        torn[data.draw(st.integers(0, len(torn) - 1))] = data.draw(st.integers(0, 255))
    assert reason_of(bytes(torn)) in REASONS


@settings(max_examples=60)
@given(st.binary(max_size=60))
def test_any_bytes_end_in_rows_or_in_a_sentence(data: bytes) -> None:
    assert reason_of(b"name" + data) in REASONS


class TestHalfCharacters:
    """JSON and workbooks can name half a character; a preview with one in it could not be sent to any screen."""

    @pytest.mark.parametrize("field", ["name", "kind", "owner", "interacts"])
    def test_a_cell_with_one_is_refused_and_shown_replaced(self, field: str) -> None:
        entry = {"name": "Bo", "kind": "chatbot", field: "B\ud800o"}
        read = understand(json.dumps([entry]).encode())
        assert [p.error.params["reason"] for row in read.refused for p in row.problems] == ["unreadable"]
        assert all(row.name.encode() for row in read.refused)

    def test_a_workbook_s_escapes_are_no_way_around(self) -> None:
        data = repacked(GOOD, lambda _, old: old.replace(b">Bo<", b">B_xD800_o<"))
        assert [p.error.params["reason"] for row in understand(data).refused for p in row.problems] == ["unreadable"]

    def test_a_heading_with_one_is_a_column_that_kader_does_not_know(self) -> None:
        (remark,) = understand(json.dumps([{"name": "Bo", "x\ud800": "1"}]).encode()).remarks
        assert str(remark.params).encode()


TRIGGERS: dict[str, Callable[[int], bytes]] = {
    "merged cells without end": lambda n: repacked(
        GOOD,
        lambda name, old: (
            old.replace(b"</sheetData>", b"</sheetData><!--" + b"<mergeCell " * (n // 11) + b"-->")
            if name.endswith("sheet1.xml")
            else old
        ),
    ),
    "a heading of dots": lambda n: b"name;" + b"." * min(n, 100_000) + b"x\r\nBo;1",
    "a kind of dots": lambda n: b'[{"name":"Bo","kind":"' + b"." * n + b'x"}]',
    "a name of marks": lambda n: json.dumps([{"name": "a" + "\u0301\u0323" * (n // 2)}]).encode(),
    "a key of marks": lambda n: json.dumps([{"name": "Bo", "a" + "\u0301\u0323" * (n // 2): "1"}]).encode(),
    "answers that are no choice": lambda n: a_csv(
        "name;interacts", *(f"Bo {at};{at} misschien wel, misschien niet, wie zal het zeggen" for at in range(n // 700))
    ),
    "quotation marks": lambda n: b"name\r\n" + b'"' * n,
    "formulas": lambda n: b"name\r\n" + b";'=" * (n // 3),
}


@pytest.mark.parametrize("what", TRIGGERS)
def test_no_file_keeps_the_server_busy(what: str) -> None:
    assert_linear(TRIGGERS[what], reason_of)
