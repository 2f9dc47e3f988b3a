"""Updates the message catalogs from the source: ``python -m framework.language.extract``.

Messages are the arguments of ``t``, ``plural`` (a translator's method) and ``N_``. ``messages.pot`` gets all of them;
``nl.po`` keeps its translations, gets new messages untranslated and drops obsolete ones.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from framework.language.catalog import LOCALE_DIR

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("framework", "pages", "app.py")
MARKS = {"t", "N_"}
GIVERS = {"translate", "translator"}
"""Functions that return a translator: ``translate()("Saved.")``."""


def extracted() -> Catalog:
    """All messages in the source, with their locations."""
    catalog = Catalog(project="Kader", charset="utf-8")
    for path in sorted(_files()):
        for line, message in _messages(ast.parse(path.read_text(encoding="utf-8"))):
            catalog.add(message, None, [(path.relative_to(ROOT).as_posix(), line)])
    return catalog


def _messages(tree: ast.AST) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """Line and message of every call that shows or marks a message.

    Read from the syntax tree rather than from tokens, because a call inside an f-string has tokens of its own only from
    Python 3.12 on.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [part.value for part in node.args[:2] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        name = _name(node.func)
        if name == "plural" and len(texts) == 2:
            yield node.lineno, (texts[0], texts[1])
        elif texts and (name in MARKS or (isinstance(node.func, ast.Call) and _name(node.func.func) in GIVERS)):
            yield node.lineno, texts[0]


def _name(called: ast.expr) -> str | None:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called, ast.Attribute) else None


def _files() -> list[Path]:
    files: list[Path] = []
    for source in SOURCES:
        place = ROOT / source
        files += [place] if place.is_file() else [p for p in place.rglob("*.py") if "migrations" not in p.parts]
    return files


def update() -> int:
    """Writes ``messages.pot`` and ``nl.po``; returns the number of messages without Dutch."""
    template = extracted()
    dutch_file = LOCALE_DIR / "nl.po"
    if dutch_file.is_file():
        with dutch_file.open("rb") as file:
            dutch = read_po(file, locale="nl")
    else:
        dutch = Catalog(locale="nl", project="Kader", charset="utf-8")
    dutch.update(template, no_fuzzy_matching=True, update_creation_date=False)
    dutch.obsolete.clear()
    for catalog, name in ((template, "messages.pot"), (dutch, "nl.po")):
        with (LOCALE_DIR / name).open("wb") as file:
            write_po(file, catalog, no_location=True, omit_header=name == "messages.pot", sort_output=True, width=0)
    return sum(1 for message in dutch if message.id and not _translated(message.string))


def _translated(words: object) -> bool:
    return all(cast("tuple[str, ...]", words)) if isinstance(words, tuple | list) else bool(words)


def main() -> int:
    missing = update()
    sys.stdout.write(f"{missing} messages without Dutch in data/locale/nl.po\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
