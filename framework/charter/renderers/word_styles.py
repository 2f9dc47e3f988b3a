"""The styles of a charter's Word file: Word's own where it has them, so that contents and navigation find them, and a few more.

Arial, because Word has it on every system and LibreOffice a font of the same widths (Liberation Sans): columns and pages
then break alike. Lengths are in twentieths of a point, as in the file.
"""

BRAND, INK, SOFT, ALARM, LINE = "1F4E79", "1B2430", "54606F", "8C2F13", "D3DAE2"
FONT = "Arial"
MARGIN = 1247
"""Left and right of the page: 22 mm."""
PAGE_WIDTH = 11906 - 2 * MARGIN
"""Between the margins of A4."""
CELL_MARGIN = 57
TABLE_SIZE = 8
"""Points."""
DECLARED = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LABEL = 2300
_NUMBER = 420


def styles() -> list[str]:
    """One element each; those with the id of a style that the file has replace it."""
    return [
        _paragraph(
            "Normal", "Normal", _spacing(before=40, after=80, line=252), _font(9.5, INK), default=True, based_on=""
        ),
        _paragraph("Introduction", "Introduction", "<w:keepNext/>"),
        _paragraph("Kicker", "Kicker", _spacing(after=40), _font(10, BRAND, bold=True)),
        _paragraph("Title", "Title", _spacing(after=80, line=240), _font(24, INK, bold=True)),
        _paragraph("Subtitle", "Subtitle", _spacing(after=160), _font(9.5, SOFT)),
        _paragraph("Mark", "Mark", _spacing(after=160), _font(9.5, INK, bold=True)),
        _heading(1, before=380, after=120, size=14, colour=INK),
        _heading(2, before=240, after=80, size=10.5, colour=BRAND),
        _paragraph("ListBullet", "List Bullet", _list(1) + _spacing(after=60, line=252)),
        _paragraph("ListNumber", "List Number", _list(5) + _spacing(after=60, line=252)),
        _paragraph("Caption", "caption", "<w:keepNext/>" + _spacing(before=160, after=60), _font(8.5, SOFT)),
        _paragraph("Principle", "Principle", "<w:keepLines/>" + _hanging(_NUMBER) + _indent(_NUMBER)),
        _paragraph(
            "Rule",
            "Rule",
            "<w:keepNext/><w:keepLines/>" + _hanging(_NUMBER, before=200, after=50) + _indent(_NUMBER),
            _font(10, INK),
        ),
        _paragraph(
            "RuleTerms", "Rule terms", "<w:keepLines/>" + _spacing(after=40) + _indent(_NUMBER, 0), _font(9, INK)
        ),
        _paragraph("RuleOrigin", "Rule origin", _spacing(after=60) + _indent(_NUMBER, 0), _font(8, SOFT)),
        _aside("RedLine", "Red line", ALARM, _font(10, INK), "<w:keepNext/><w:keepLines/>", before=140, after=0),
        _aside("RedLineReason", "Red line reason", ALARM, _font(9, SOFT), "<w:keepLines/>", before=20, after=140),
        *(
            style
            for name, colour, wash in (("Note", BRAND, "EDF3F9"), ("Warning", ALARM, "FDF3EF"))
            for style in (
                _aside(
                    f"{name}Title",
                    f"{name} title",
                    colour,
                    _font(10, colour, bold=True),
                    "<w:keepNext/>",
                    before=160,
                    after=40,
                    wash=wash,
                ),
                _aside(name, name, colour, "", "", before=0, after=60, wash=wash),
            )
        ),
        _paragraph("Labelled", "Labelled", "<w:keepLines/>" + _hanging(_LABEL, after=40) + _indent(_LABEL)),
        _paragraph("TableText", "Table text", _spacing(after=0, line=240), _font(TABLE_SIZE, INK)),
        _paragraph(
            "TableHeading",
            "Table heading",
            "<w:keepNext/>" + _spacing(after=0, line=240),
            _font(TABLE_SIZE, INK, bold=True),
        ),
        _paragraph("Legend", "Legend", _spacing(before=60, after=120), _font(8, SOFT)),
        _paragraph("Closing", "Closing note", _closing(), _font(8, SOFT)),
        _paragraph("Header", "header", _tabs() + _spacing(after=0), _font(8, SOFT)),
        _paragraph("Footer", "footer", _tabs() + _spacing(after=0), _font(8, SOFT)),
        f'<w:style {DECLARED} w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>',
        f'<w:style {DECLARED} w:type="character" w:customStyle="1" w:styleId="SmallPrint"><w:name w:val="Small print"/>'
        f"<w:qFormat/><w:rPr>{_colour(SOFT)}</w:rPr></w:style>",
        _table(),
    ]


def one_page_styles() -> list[str]:
    """Instead of some of `styles`, for a document that has to fit on one page."""
    return [
        _paragraph(
            "Normal", "Normal", _spacing(before=0, after=50, line=245), _font(9, INK), default=True, based_on=""
        ),
        _paragraph("Title", "Title", _spacing(after=40, line=240), _font(18, INK, bold=True)),
        _paragraph("Subtitle", "Subtitle", _spacing(after=60), _font(9, SOFT)),
        _heading(1, before=140, after=40, size=11, colour=INK),
        _paragraph("ListBullet", "List Bullet", _list(1) + _spacing(after=20, line=245)),
        _paragraph("ListNumber", "List Number", _list(5) + _spacing(after=20, line=245)),
        _paragraph("Mark", "Mark", _spacing(after=60), _font(20, ALARM, bold=True)),
    ]


def _paragraph(
    id_: str, name: str, layout: str, font: str = "", *, default: bool = False, based_on: str = "Normal", more: str = ""
) -> str:
    kind = ' w:default="1"' if default else "" if name in _OF_WORD else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style {DECLARED} w:type="paragraph"{kind} w:styleId="{id_}"><w:name w:val="{name}"/>{based}{more}<w:qFormat/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{font}</w:rPr></w:style>"
    )


_OF_WORD = frozenset(
    (
        "Normal",
        "Title",
        "Subtitle",
        "heading 1",
        "heading 2",
        "List Bullet",
        "List Number",
        "caption",
        "header",
        "footer",
    )
)


def _heading(level: int, *, before: int, after: int, size: float, colour: str) -> str:
    layout = f'<w:keepNext/><w:keepLines/>{_spacing(before=before, after=after)}<w:outlineLvl w:val="{level - 1}"/>'
    next_ = '<w:next w:val="Normal"/>'
    return _paragraph(f"Heading{level}", f"heading {level}", layout, _font(size, colour, bold=True), more=next_)


def _aside(id_: str, name: str, colour: str, font: str, keep: str, *, before: int, after: int, wash: str = "") -> str:
    """A paragraph with a line along its left side, which neighbours of the same kind continue."""
    border = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{wash}"/>' if wash else ""
    return _paragraph(id_, name, keep + border + shade + _spacing(before=before, after=after) + _indent(227, 0), font)


def _spacing(*, before: int = 0, after: int = 0, line: int = 247) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _indent(left: int, hanging: int | None = None) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{left if hanging is None else hanging}"/>'


def _hanging(stop: int, *, before: int = 0, after: int = 90) -> str:
    """A label or number in front of the text, which begins at ``stop``; the indent comes after it."""
    return f'<w:tabs><w:tab w:val="left" w:pos="{stop}"/></w:tabs>{_spacing(before=before, after=after)}'


def _list(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


def _tabs() -> str:
    return (
        '<w:tabs><w:tab w:val="clear" w:pos="4680"/><w:tab w:val="clear" w:pos="9360"/>'
        f'<w:tab w:val="right" w:pos="{PAGE_WIDTH}"/></w:tabs>'
    )


def _closing() -> str:
    border = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr>'
    return border + _spacing(before=400)


def _font(size: float, colour: str, *, bold: bool = False) -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    return f"{fonts}{'<w:b/><w:bCs/>' if bold else ''}{_colour(colour)}{_size(size)}"


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _table() -> str:
    """Lines between rows, as in the PDF; the header row's is heavier."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    heavy = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    return (
        f'<w:style {DECLARED} w:type="table" w:customStyle="1" w:styleId="CharterTable"><w:name w:val="Charter table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"<w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="40" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {heavy}/></w:tcBorders></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )
