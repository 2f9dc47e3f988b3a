"""How documents carry an archive: a web page in an element that is not shown, a PDF as an attachment, a Word file in an XML part.

What the renderers write and what `framework.archive.read` finds again stand here side by side. Readers expect hostile
files; every failure is an `ArchiveRefused`.
"""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager

from framework.errors import ArchiveRefused
from framework.html import Html, tag

LIMIT_MB = 25
LIMIT = LIMIT_MB * 1024 * 1024
"""The largest archive that is read (bytes).

No pattern in this file goes beyond the next ``<`` or is without a bound: each looks at a byte a fixed number of times.
"""


def _packed(content: bytes) -> str:
    """Compressed, as base64: a third of the size, and nothing in it is markup."""
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def _unpacked(content: bytes) -> bytes:
    """What `_packed` packed; JSON, which earlier versions carried, as it is. Raises `ArchiveRefused` (``damaged``, ``too-large``)."""
    content = content.strip()
    if content.startswith(b"{"):
        return content
    try:
        decoded = base64.b64decode(content, validate=False)
        if decoded.lstrip().startswith(b"{"):
            return decoded
        unpacking = zlib.decompressobj()
        found = unpacking.decompress(decoded, LIMIT + 1)
    except (ValueError, zlib.error) as error:
        raise ArchiveRefused(reason="damaged") from error
    if len(found) > LIMIT:
        raise ArchiveRefused(reason="too-large", limit_mb=LIMIT_MB)
    if not unpacking.eof:
        raise ArchiveRefused(reason="damaged")
    return found


# HTML

_HTML_ID = "kader-archive"
_HTML_START = re.compile(rb'<(?:script|template)\b(?=[^<>]{0,400}?\bid="kader-archive")[^<>]{0,400}>', re.IGNORECASE)
_HTML_END = re.compile(rb"</(?:script|template)\s{0,9}>", re.IGNORECASE)
_HTML_GENERATOR = re.compile(rb'<meta\s{1,9}name="generator"\s{1,9}content="Kader"', re.IGNORECASE)


def html_element(archive: bytes) -> Html:
    """The element that holds the archive. A ``template`` is not shown and holds no script; earlier versions used one for data."""
    return tag("template", Html(_packed(archive)), id=_HTML_ID)


def from_html(data: bytes) -> bytes:
    """The archive in a web page. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``, ``too-large``)."""
    start = _HTML_START.search(data)
    end = None if start is None else _HTML_END.search(data, start.end())
    if start is not None and end is not None:
        return _unpacked(data[start.end() : end.start()])
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

DOCX_PARTS = {"kader-archive": "/customXml/item2.xml", "kader-text": "/customXml/item3.xml"}
"""The XML parts that a Word file carries, by their element; `framework.archive.word_text` has the second. Word and LibreOffice
keep such parts when they save, under numbers of their own."""
DOCX_NAMESPACES = {"kader-archive": "urn:kader:archive:1", "kader-text": "urn:kader:text:1"}
_DOCX_START = re.compile(rb"<(kader-archive|kader-text)\b[^<>]{0,400}>")
_MAX_DOCX_PARTS = 10
"""XML parts that are unpacked to look for the archive; a Word file has three or four."""
_DOCX_PARTS = re.compile(r"^customXml/item\d*\.xml$")


def docx_part(element: str, content: bytes) -> bytes:
    """Content as an XML part; base64, since XML cannot hold every character that JSON can."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{element} xmlns="{DOCX_NAMESPACES[element]}">'
        f"{_packed(content)}</{element}>"
    ).encode()


def from_docx(data: bytes) -> bytes:
    """The archive in a Word file. Raises `ArchiveRefused` (``no-archive-inside``, ``damaged``, ``other-program``,
    ``too-large``)."""
    with word_package(data) as package:
        found = docx_content(package, "kader-archive")
        if found is not None:
            return found
        made_by_kader = "docProps/core.xml" in package.namelist() and b">Kader<" in unzip(package, "docProps/core.xml")
    raise ArchiveRefused(reason="no-archive-inside" if made_by_kader else "other-program")


@contextmanager
def word_package(data: bytes) -> Generator[zipfile.ZipFile]:
    """A Word file to read from. Whatever goes wrong meanwhile is an `ArchiveRefused` (``damaged``, ``other-program``)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "word/document.xml" not in package.namelist():
                raise ArchiveRefused(reason="other-program")
            yield package
    except ArchiveRefused:
        raise
    except Exception as error:
        raise ArchiveRefused(reason="damaged") from error


def docx_content(package: zipfile.ZipFile, element: str) -> bytes | None:
    """The content of the part with this element; None where no part has it."""
    for name in [name for name in package.namelist() if _DOCX_PARTS.match(name)][:_MAX_DOCX_PARTS]:
        part = unzip(package, name)
        start = _DOCX_START.search(part)
        if start is not None and start[1] == element.encode():
            end = part.find(b"<", start.end())
            if part.startswith(b"</" + start[1], end):
                return _unpacked(part[start.end() : end])
    return None


def unzip(package: zipfile.ZipFile, name: str) -> bytes:
    """A part's content. The size that the zip file states is not trusted: reading stops at the limit."""
    with package.open(name) as part:
        content = part.read(2 * LIMIT + 1)
    if len(content) > 2 * LIMIT:
        raise ArchiveRefused(reason="too-large", limit_mb=LIMIT_MB)
    return content
