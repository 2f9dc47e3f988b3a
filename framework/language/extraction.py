"""Brings the catalogs up to date with the source: ``python -m framework.language.extraction``.

Words are marked by calls named ``t``, ``plural`` (a translator's method) and ``N_``. The template ``messages.pot`` holds
them all; ``nl.po`` keeps its translations, gains the new ones untranslated and loses the obsolete ones.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from framework.language.catalog import LOCALE_DIR

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("framework", "pages", "app.py")
KEYWORDS = {"t": None, "N_": None, "plural": (1, 2)}


def extracted() -> Catalog:
    """All messages in the source, with the places they come from."""
    catalog = Catalog(project="Kader", charset="utf-8")
    for path in sorted(_files()):
        with path.open("rb"):
            for line, message, comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
                catalog.add(message, None, [(path.relative_to(ROOT).as_posix(), line)], auto_comments=comments)
    return catalog


def _files() -> list[Path]:
    files: list[Path] = []
    for source in SOURCES:
        place = ROOT / source
        files += [place] if place.is_file() else [p for p in place.rglob("*.py") if "migrations" not in p.parts]
    return files


def update() -> int:
    """Writes ``messages.pot`` and ``nl.po``; returns how many messages still lack Dutch."""
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
    return all(words) if isinstance(words, tuple | list) else bool(words)


def main() -> int:
    missing = update()
    sys.stdout.write(f"{missing} messages without Dutch in data/locale/nl.po\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
