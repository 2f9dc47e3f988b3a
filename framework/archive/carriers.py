"""How documents carry an archive: an HTML file in a script element, a PDF as an attachment, a Word file in an XML part.

What the renderers write and what `framework.archive.read` finds again stand here side by side. Readers expect hostile
files; every failure is an `ArchiveRefused`.
"""

import base64
import io
import re
import zipfile

from framework.errors import ArchiveRefused

LIMIT_MB = 25
LIMIT = LIMIT_MB * 1024 * 1024
"""The largest archive that is read (bytes)."""

# HTML

_HTML_ID = "kader-archive"
_HTML_SCRIPT = re.compile(rb'<script\b[^>]*\bid="kader-archive"[^>]*>(.*?)</script\s*>', re.DOTALL | re.IGNORECASE)
_HTML_GENERATOR = re.compile(rb'<meta\s+name="generator"\s+content="Kader"', re.IGNORECASE)
_JSON_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def html_script(archive: bytes) -> str:
    """The script element that holds the archive. Nothing in it can end the element."""
    return (
        f'<script type="application/json" id="{_HTML_ID}">{archive.decode("utf-8").translate(_JSON_ESCAPES)}</script>'
    )


def from_html(data: bytes) -> bytes:
    """The archive in a web page. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``)."""
    found = _HTML_SCRIPT.search(data)
    if found is not None:
        return found[1]
    if _HTML_GENERATOR.search(data) is None:
        raise ArchiveRefused(reason="other-program")
    # The archive comes last, so a page of ours that lacks its end was cut short.
    raise ArchiveRefused(reason="no-archive-inside" if b"</html>" in data[-64:] else "damaged")


# PDF

PDF_ATTACHMENT = "kader-charter.json"
"""The name of the attachment; ``charter.typ`` gives it."""


def from_pdf(data: bytes) -> bytes:
    """The archive attached to a PDF. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``)."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        author = (reader.metadata.author or "") if reader.metadata else ""
        for attachment in reader.attachment_list:
            if attachment.name == PDF_ATTACHMENT:
                return attachment.content
    except Exception as error:
        raise ArchiveRefused(reason="damaged") from error
    raise ArchiveRefused(reason="no-archive-inside" if author == "Kader" else "other-program")


# Word

DOCX_PART = "/customXml/item2.xml"
_DOCX_ELEMENT = "kader-archive"
_DOCX_NAMESPACE = "urn:kader:archive:1"
_DOCX_XML = re.compile(rb"<kader-archive\b[^>]*>([A-Za-z0-9+/=\s]*)</kader-archive\s*>")
_DOCX_PARTS = re.compile(r"^customXml/item\d*\.xml$")


def docx_part(archive: bytes) -> bytes:
    """The archive as an XML part; base64, since XML cannot hold every character that JSON can."""
    encoded = base64.b64encode(archive).decode("ascii")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{_DOCX_ELEMENT} xmlns="{_DOCX_NAMESPACE}" '
        f'encoding="base64">{encoded}</{_DOCX_ELEMENT}>'
    ).encode()


def from_docx(data: bytes) -> bytes:
    """The archive in a Word file. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``,
    ``too-large``)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "word/document.xml" not in names:
                raise ArchiveRefused(reason="other-program")
            for name in names:
                if _DOCX_PARTS.match(name):
                    found = _DOCX_XML.search(_unzip(package, name))
                    if found is not None:
                        return base64.b64decode(found[1], validate=False)
            made_by_kader = "docProps/core.xml" in names and b">Kader<" in _unzip(package, "docProps/core.xml")
    except ArchiveRefused:
        raise
    except Exception as error:
        raise ArchiveRefused(reason="damaged") from error
    raise ArchiveRefused(reason="no-archive-inside" if made_by_kader else "other-program")


def _unzip(package: zipfile.ZipFile, name: str) -> bytes:
    """A part's content. The size that the zip file states is not trusted: reading stops at the limit."""
    with package.open(name) as part:
        content = part.read(2 * LIMIT + 1)
    if len(content) > 2 * LIMIT:
        raise ArchiveRefused(reason="too-large", limit_mb=LIMIT_MB)
    return content
