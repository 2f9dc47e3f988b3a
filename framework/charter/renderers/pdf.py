"""Renders the charter with Typst (`framework.typesetting`): as a PDF with the archive attached, or as drawings of its pages."""

from datetime import date
from pathlib import Path

from framework.charter.document import CharterDocument
from framework.typesetting import Pages, encoded, typeset, typeset_pages

_TEMPLATE = Path(__file__).parent / "charter.typ"


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The PDF file. ``archive``: JSON to attach, from which Kader can open the charter again."""
    carried = {} if archive is None else {"archive": archive.decode("utf-8")}
    shown = {"document": encoded(document)}
    return typeset(_TEMPLATE.read_bytes(), shown, date.fromisoformat(document.made_on), carried)


def pages(document: CharterDocument) -> Pages:
    """The pages of the PDF."""
    return typeset_pages(_TEMPLATE, {"document": encoded(document)})
