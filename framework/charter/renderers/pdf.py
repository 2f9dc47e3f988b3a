"""The charter as a PDF, set by Typst, with the archive attached (see `framework.typesetting`)."""

from datetime import date
from pathlib import Path

from framework.charter.document import CharterDocument
from framework.typesetting import encoded, typeset


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The PDF file. ``archive``: JSON that it carries as an attachment, so that it can be opened again."""
    template = (Path(__file__).parent / "charter.typ").read_bytes()
    carried = {} if archive is None else {"archive": archive.decode("utf-8")}
    return typeset(template, {"document": encoded(document)}, date.fromisoformat(document.made_on), carried)
