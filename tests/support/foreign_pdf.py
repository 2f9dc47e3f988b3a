"""Files that somebody might try to open."""

import io

import pypdf


def a_foreign_pdf() -> bytes:
    """An empty page, as any program writes it."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": "Somebody", "/Title": "Offerte"})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
