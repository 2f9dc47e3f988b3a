"""How documents carry an archive: an HTML file in a script element, a PDF as an attachment, a Word file in an XML part.

What the renderers write and what `framework.archive.read` finds again stand here side by side. Readers expect hostile
files; every failure is an `ArchiveRefused`.
"""

import base64
import io
import re
import zipfile

from framework.errors import ArchiveRefused
from framework.html import Html, tag

LIMIT_MB = 25
LIMIT = LIMIT_MB * 1024 * 1024
"""The largest archive that is read (bytes).

No pattern in this file goes beyond the next ``<`` or is without a bound: each looks at a byte a fixed number of times.
"""

# HTML

_HTML_ID = "kader-archive"
_HTML_SCRIPT = re.compile(rb'<script\b(?=[^<>]{0,400}?\bid="kader-archive")[^<>]{0,400}>', re.IGNORECASE)
_HTML_SCRIPT_END = re.compile(rb"</script\s{0,9}>", re.IGNORECASE)
_HTML_GENERATOR = re.compile(rb'<meta\s{1,9}name="generator"\s{1,9}content="Kader"', re.IGNORECASE)
_JSON_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def html_script(archive: bytes) -> Html:
    """The script element that holds the archive. Nothing in it can end the element."""
    return tag("script", Html(archive.decode("utf-8").translate(_JSON_ESCAPES)), type="application/json", id=_HTML_ID)


def from_html(data: bytes) -> bytes:
    """The archive in a web page. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``)."""
    start = _HTML_SCRIPT.search(data)
    end = None if start is None else _HTML_SCRIPT_END.search(data, start.end())
    if start is not None and end is not None:
        return data[start.end() : end.start()]
    if _HTML_GENERATOR.search(data) is None:
        raise ArchiveRefused(reason="other-program")
    # The archive comes last, so a page of ours that lacks its end was cut short.
    raise ArchiveRefused(reason="no-archive-inside" if b"</html>" in data[-64:] else "damaged")


# PDF

PDF_ATTACHMENT = "kader-charter.json"
"""The name of the attachment; ``charter.typ`` gives it."""
_PDF_STREAM_LIMIT = 12 * 1024 * 1024
"""Bytes of one unpacked stream. A charter's archive takes a quarter of it; unpacking takes up to a second for this much."""


def from_pdf(data: bytes) -> bytes:
    """The archive attached to a PDF. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``)."""
    import pypdf

    limits = pypdf.Configuration(
        maximum_declared_stream_length=_PDF_STREAM_LIMIT,
        zlib_maximum_output_length=_PDF_STREAM_LIMIT,
        stream_decoding_work_maximum_length=2 * _PDF_STREAM_LIMIT,
    )
    try:
        with pypdf.apply_configuration(limits):
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
_DOCX_START = re.compile(rb"<kader-archive\b[^<>]{0,400}>")
_MAX_DOCX_PARTS = 10
"""XML parts that are unpacked to look for the archive; a Word file has two or three."""
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
            for name in [name for name in names if _DOCX_PARTS.match(name)][:_MAX_DOCX_PARTS]:
                encoded = _docx_text(_unzip(package, name))
                if encoded is not None:
                    return base64.b64decode(encoded, validate=False)
            made_by_kader = "docProps/core.xml" in names and b">Kader<" in _unzip(package, "docProps/core.xml")
    except ArchiveRefused:
        raise
    except Exception as error:
        raise ArchiveRefused(reason="damaged") from error
    raise ArchiveRefused(reason="no-archive-inside" if made_by_kader else "other-program")


def _docx_text(part: bytes) -> bytes | None:
    start = _DOCX_START.search(part)
    if start is None:
        return None
    end = part.find(b"<", start.end())
    return part[start.end() : end] if part.startswith(b"</kader-archive", end) else None


def _unzip(package: zipfile.ZipFile, name: str) -> bytes:
    """A part's content. The size that the zip file states is not trusted: reading stops at the limit."""
    with package.open(name) as part:
        content = part.read(2 * LIMIT + 1)
    if len(content) > 2 * LIMIT:
        raise ArchiveRefused(reason="too-large", limit_mb=LIMIT_MB)
    return content
