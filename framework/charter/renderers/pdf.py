"""Renders the charter as a PDF with Typst (`framework.typesetting`), with the archive attached."""

from datetime import date
from pathlib import Path

from framework.charter.document import CharterDocument
from framework.typesetting import encoded, typeset


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The PDF file. ``archive``: JSON to attach, from which Kader can open the charter again."""
    template = (Path(__file__).parent / "charter.typ").read_bytes()
    carried = {} if archive is None else {"archive": archive.decode("utf-8")}
    return typeset(template, {"document": encoded(document)}, date.fromisoformat(document.made_on), carried)
