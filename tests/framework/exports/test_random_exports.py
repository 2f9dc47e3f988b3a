"""Of any decisions, ticks, promises and names: every export can be made, and the slides hold what stands on them."""

import io
from typing import Any

from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from framework.exports.catalog import MadeOfFramework, Source, Suffix, export_file
from framework.exports.slides.content import BODY_BOTTOM
from framework.language import translator
from framework.law import law_book
from framework.text import Lang
from framework.workshop.models import Framework
from tests.support.random_charters import charters, demonstration, languages

FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(charters(), languages)
def test_every_export_can_be_made_and_holds_what_it_should(framework: Framework, lang: Lang) -> None:
    def made(kind: MadeOfFramework, suffix: Suffix) -> io.BytesIO:
        source = Source(framework, demonstration().deck, law_book(), framework.made_on)
        return io.BytesIO(export_file(kind, suffix, source, translator(lang)))

    slides: Any = Presentation(made("slides", "pptx")).slides
    assert len(slides) == 6
    for shape in (shape for slide in slides for shape in slide.shapes if shape.has_table):
        assert (shape.top + sum(row.height for row in shape.table.rows)) / 914400 <= BODY_BOTTOM + 0.01
    uses, *sheets = load_workbook(made("register", "xlsx")).worksheets
    assert uses.max_row == 1 + len(framework.activities)
    rules = next(page for page in sheets if page.title == translator(lang)("Rules"))
    assert rules.max_row == 1 + max(1, len(framework.rules))
    assert len(PdfReader(made("quarter", "pdf")).pages) == 1
