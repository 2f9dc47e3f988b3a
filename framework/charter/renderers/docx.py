"""The charter as a Word document, with the archive and a record of its text in custom XML parts.

python-docx makes the package; the body is written as WordprocessingML (`word_body`), because building a hundred tables
through python-docx takes seconds.
"""

import io
import uuid
import zipfile
from datetime import datetime
from functools import cache
from typing import Any, cast

from framework.archive import word_text
from framework.archive.carriers import DOCX_NAMESPACES, DOCX_PARTS, docx_part
from framework.charter.document import CharterDocument, Span
from framework.charter.renderers.word_body import LOCALES, body, clean, element, run
from framework.charter.renderers.word_styles import DECLARED, MARGIN, one_page_styles, styles

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_STORE_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_NUMBERED = 7
"""The template's definition behind the style List Number."""


def render(document: CharterDocument, archive: bytes | None = None) -> bytes:
    """The .docx file. ``archive``: JSON to embed, from which Kader can open the charter again."""
    import docx

    # python-docx leaves much of its tree untyped, so everything below its API is `Any`.
    file: Any = docx.Document(io.BytesIO(_template(one_page=document.one_page)))
    _set_properties(file, document)
    _set_body(file, document)
    _set_furniture(file, document)
    if archive is not None:
        _attach(file, "kader-archive", docx_part("kader-archive", archive))
        _attach(file, "kader-text", word_text.record(file.part.blob))
    return _saved(file, document)


@cache
def _template(*, one_page: bool) -> bytes:
    """python-docx's template with our styles and page, and without the hundred table styles that nobody here uses."""
    import docx
    from docx.shared import Twips

    file: Any = docx.Document()
    root = file.styles.element
    kept = {"TableNormal"}
    for style in root.findall(_name("style")):
        if style.get(_name("type")) == "table" and style.get(_name("styleId")) not in kept:
            root.remove(style)
    for words in (*styles(), *(one_page_styles() if one_page else ())):
        made = _parsed(words)
        former = next((one for one in root.findall(_name("style")) if one.get(_name("styleId")) == _id_of(made)), None)
        if former is None:
            root.append(made)
            continue
        linked = former.find(_name("link"))
        root.replace(former, made)
        for twin in [one for one in root if linked is not None and _id_of(one) == linked.get(_name("val"))]:
            root.remove(twin)  # a character style that would point back to what is gone
    for relation in list(file.part.rels.values()):
        if relation.reltype.endswith("stylesWithEffects"):
            file.part.drop_rel(relation.rId)
    package = file.part.package
    for relation in list(package.rels.values()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of another document
            del package.rels[relation.rId]
    section = file.sections[0]
    section.page_width, section.page_height = Twips(11906), Twips(16838)
    section.left_margin = section.right_margin = Twips(MARGIN)
    section.top_margin, section.bottom_margin = Twips(1247), Twips(1134)
    section.header_distance = section.footer_distance = Twips(567)
    mode = next(
        one
        for one in file.settings.element.iter(_name("compatSetting"))
        if one.get(_name("name")) == "compatibilityMode"
    )
    mode.set(_name("val"), "15")  # or Word opens it as a file of 2010, in "compatibility mode"
    packed = io.BytesIO()
    file.save(packed)
    return packed.getvalue()


def _set_properties(file: Any, document: CharterDocument) -> None:
    properties = file.core_properties
    properties.title = clean(f"{document.title} · {document.kicker}")[:255]
    properties.author = "Kader"
    properties.comments = clean(document.running)[:255]
    properties.language = LOCALES[document.lang]
    properties.created = properties.modified = datetime.fromisoformat(document.made_on)
    properties.last_modified_by = "Kader"
    for language in file.styles.element.find(_name("docDefaults")).iter(_name("lang")):
        language.set(_name("val"), LOCALES[document.lang])
    for language in file.settings.element.iter(_name("themeFontLang")):
        language.set(_name("val"), LOCALES[document.lang])


def _set_body(file: Any, document: CharterDocument) -> None:
    numbering = file.part.numbering_part.element

    def new_list() -> int:
        added = numbering.add_num(_NUMBERED)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return added.numId

    body_now = file.element.body
    for made in list(_parsed(body(document, new_list))):
        body_now.insert(len(body_now) - 1, made)  # the section's properties come last


def _set_furniture(file: Any, document: CharterDocument) -> None:
    section = file.sections[0]
    tab = element("r", element("tab"))
    title = " ".join(document.title.split())
    title = title if len(title) <= 60 else f"{title[:59]}…"
    _fill(section.header.paragraphs[0], run(Span(title)), tab, run(Span(document.running)))
    pages = (run(Span(f"{document.page} ")), _field("PAGE"), run(Span(" / ")), _field("NUMPAGES"))
    _fill(section.footer.paragraphs[0], run(Span(document.mark)), tab, *pages)


def _fill(paragraph: Any, *content: str) -> None:
    for made in list(_parsed(f"<w:p {DECLARED}>{''.join(content)}</w:p>")):
        paragraph._p.append(made)


def _field(code: str) -> str:
    return element("fldSimple", element("r", element("t", "1")), instr=code)


def _attach(file: Any, kind: str, content: bytes) -> None:
    """A custom XML part with its properties; LibreOffice keeps none without."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = file.part.package
    path = DOCX_PARTS[kind]
    part = Part(PackURI(path), "application/xml", content, package)
    file.part.relate_to(part, f"{_RELATIONS}/customXml")
    space = DOCX_NAMESPACES[kind]
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{{{str(uuid.uuid5(uuid.NAMESPACE_URL, space)).upper()}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{space}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    described = Part(PackURI(path.replace("item", "itemProps")), _STORE_TYPE, properties.encode(), package)
    part.relate_to(described, f"{_RELATIONS}/customXmlProps")


def _saved(file: Any, document: CharterDocument) -> bytes:
    """The file, with the document's own date on every part, so that the same charter gives the same bytes."""
    raw = io.BytesIO()
    file.save(raw)
    year, month, day = (int(part) for part in document.made_on.split("-"))
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (max(1980, year), month, day, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return packed.getvalue()


def _parsed(words: str) -> Any:
    from docx import oxml

    return cast("Any", oxml).parse_xml(words)


def _id_of(style: Any) -> str:
    return style.get(_name("styleId"))


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{tag}")
