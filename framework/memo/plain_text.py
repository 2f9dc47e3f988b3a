"""A document as plain text of at most 100 columns, for a terminal or a mail."""

import textwrap
from collections.abc import Iterable, Iterator

from framework.charter.document import (
    Block,
    Bullets,
    Callout,
    CharterDocument,
    Heading,
    LabelledList,
    Paragraph,
    Section,
    TableBlock,
    block_texts,
    plain,
)

WIDTH = 100


def text(document: CharterDocument) -> str:
    """The whole document, ending in a line break."""
    lines = [document.kicker, *_underlined(document.title, "="), plain(document.subtitle), document.status.word, ""]
    lines += _rows((row.label, plain(row.text)) for row in document.meta)
    for notice in document.notices:
        lines += _block(notice)
    for section in document.sections:
        lines += _section(section)
    return "\n".join([*lines, "", *_wrapped(plain(document.footer), ""), ""])


def _section(section: Section) -> Iterator[str]:
    title = f"{section.number}. {section.title}" if section.number else section.title
    yield ""
    yield from _underlined(title, "=")
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield ""
    match block:
        case Heading(words):
            yield from _underlined(plain(words), "-")
        case Paragraph(words):
            yield from _wrapped(plain(words), "")
        case Bullets(items):
            for item in items:
                yield from _wrapped(plain(item), "- ")
        case LabelledList(rows):
            yield from _rows((row.label, plain(row.text)) for row in rows)
        case Callout(_, title, body):
            yield from _wrapped(f"** {title} **", "")
            for part in body:
                yield from list(_block(part))[1:]
        case TableBlock(caption, header, rows):
            yield from _underlined(caption, "-")
            for row in rows:
                first, *rest = (plain(cell) for cell in row)
                yield from _wrapped(first, "- ")
                for name, words in zip(header[1:], rest, strict=True):
                    yield from _wrapped(f"{name}: {words.replace(chr(10), '; ')}", "  ") if words else ()
        case _:
            yield from (line for words in block_texts(block) for line in _wrapped(plain(words), ""))


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, words in rows:
        yield from _wrapped(f"{label}: {words}", "")


def _underlined(words: str, mark: str) -> list[str]:
    lines = textwrap.wrap(words, WIDTH) or [""]
    return [*lines, mark * max(map(len, lines))]


def _wrapped(words: str, start: str) -> list[str]:
    """Lines of a paragraph, its own line breaks kept, all after the first indented."""
    found: list[str] = []
    for part in words.split("\n"):
        here = start if not found else " " * len(start)
        found += textwrap.wrap(
            part, WIDTH, initial_indent=here, subsequent_indent=" " * max(2, len(start)), break_on_hyphens=False
        )
    return found
