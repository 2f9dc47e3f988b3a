"""Files as people send them, and short ways through the parts that read them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from openpyxl import Workbook, load_workbook

from framework.deck import Deck
from framework.inventory.columns import Layout, layout
from framework.inventory.import_plan import ImportPlan, plan_import
from framework.inventory.read_file import read_file
from framework.inventory.row_parser import ParsedRows, parse_rows
from framework.law import LawBook, law_book
from framework.text import Lang
from framework.workshop.models import Activity, WorkshopState
from tests.support.builders import a_state
from tests.support.workshops import shipped_deck

AS_OF = date(2026, 11, 23)


@cache
def columns() -> Layout:
    return layout(deck(), law())


def deck() -> Deck:
    return shipped_deck()


def law() -> LawBook:
    return law_book()


def understand(data: bytes, lang: Lang = "en") -> ParsedRows:
    return parse_rows(read_file(data, columns()), columns(), lang)


def planned(data: bytes, *activities: Activity, lang: Lang = "en", kind: str = "") -> ImportPlan:
    return plan_import(holding(*activities), understand(data, lang), columns(), kind)


def holding(*activities: Activity) -> WorkshopState:
    return a_state(deck=deck(), activities=activities)


def a_csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def a_workbook(*rows: tuple[Any, ...], change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    """A workbook as somebody else's program writes it: the values as given, formulas and dates too."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The same package with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def reopened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))
