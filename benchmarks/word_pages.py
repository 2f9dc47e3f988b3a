"""Pages of a charter in Word against pages of its PDF, as LibreOffice sets the file.

Not a test, because it takes LibreOffice and the font Liberation Sans, whose widths are those of Arial. ``python -m
benchmarks.word_pages``
"""

import io
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pypdf

from framework.archive.models import VERSION, WorkshopArchive
from framework.archive.read import read
from framework.charter.export import charter_archive, export
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.text import LANGS
from framework.workshop.models import WorkshopState
from tests.support.server_process import ROOT
from tests.support.workshops import played_today

LIMIT = 1.2
"""Pages of one, as a multiple of the other's; a difference of one page is never too much."""


def main() -> int:
    program = shutil.which("soffice")
    if program is None:
        print("needs LibreOffice: apt-get install libreoffice-writer fonts-liberation")
        return 2
    failed = 0
    for name, state in (("demonstration", played_today(demonstration_script(), "nl")), ("rehearsal", _rehearsal())):
        for edition in ("internal", "public"):
            archive = charter_archive(
                state.frameworks[-1], state.deck, law_book(), edition=edition, as_of=date(2026, 11, 30)
            )
            for lang in LANGS:
                t = translator(lang)
                pdf = len(pypdf.PdfReader(io.BytesIO(export(archive, "pdf", t))).pages)
                word = _pages(program, export(archive, "docx", t))
                much = abs(word - pdf) > 1 and max(word, pdf) > LIMIT * min(word, pdf)
                failed += much
                print(f"{name:<14}{edition:<10}{lang}  PDF {pdf:>3}  Word {word:>3}{'  TOO FAR APART' if much else ''}")
    return 1 if failed else 0


def _rehearsal() -> WorkshopState:
    stored = ROOT / "tests" / "formats" / "archive" / str(VERSION) / "workshop-live.json"
    opened = read(stored.read_bytes())
    assert isinstance(opened, WorkshopArchive)
    return opened.state


def _pages(program: str, file: bytes) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "charter.docx").write_bytes(file)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [program, profile, "--headless", "--convert-to", "pdf", "--outdir", name, str(folder / "charter.docx")],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return len(pypdf.PdfReader(folder / "charter.pdf").pages)


if __name__ == "__main__":
    sys.exit(main())
