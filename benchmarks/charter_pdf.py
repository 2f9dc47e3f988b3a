"""Time to make a charter as PDF and as Word in the running app, and as PDF in a fresh process, split into parts.

In the running app everything is loaded, so charters are composed and written repeatedly in one process; there it is a large
one, of twelve uses and 37 decisions. Every other run starts a new interpreter. Runs alternate, so that a busy machine slows all of them. What they do:

* *empty* (the floor): import typst, read the fonts in ``data/fonts`` and no others, set a titled document of as many empty
  pages as the charter has, tagged and to the same two standards (PDF/UA-1, PDF/A-3a), and write it;
* *the same words, plain*: the same with the charter's words as plain paragraphs, in the charter's font with its features:
  no table, heading, colour or chart;
* *pydantic, empty pages*: import pydantic and nothing of Kader, then set the empty document;
* *template alone*: Typst with the charter's template and what it reads lying ready, and nothing of Kader imported;
* *typesetting*: a document that is already composed (unpickled) through `framework.charter.renderers.pdf`;
* *archive, empty pages*: read a charter archive as Kader does (models, checks), then set the empty document;
* *archive to PDF*: read the archive, compose the charter, set it, with the archive attached.

The last may take `RATIO` times the one before it: no template can avoid reading the archive, which is mostly imports
(docs/decisions/0006). ``python -m benchmarks.charter_pdf [RUNS]``
"""

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Finding, report
from framework.archive.models import CharterArchive
from tests.support.server_process import ROOT

if TYPE_CHECKING:
    from framework.charter.export import FormatId

RATIO = 2.0
"""Limit for *archive to PDF*, as a ratio to *archive, empty pages*."""
RUNNING_MS = 500.0
"""Limit for a charter in the running app, in milliseconds."""
_FORMATS: dict["FormatId", str] = {"pdf": "PDF", "docx": "Word"}

_FONTS = """
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=["data/fonts"])
def set_as_pdf(source, **inputs):
    return typst.compile(
        source.encode(), font_paths=fonts, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-3a"]
    )
"""
_EMPTY = """
source = '#set document(title: "Empty")\\n#set text(font: "Inter")\\n' + "#pagebreak()\\n" * (int(sys.argv[3]) - 1)
Path(sys.argv[2]).write_bytes(set_as_pdf(source))
"""
_READ = """
from framework.charter.export import export
from framework.archive.read import read
from framework.language import translator
archive = read(Path(sys.argv[1]).read_bytes())
"""
_START = "import sys\nfrom pathlib import Path\n"
EMPTY = _START + "import typst\n" + _FONTS + _EMPTY
PLAIN = (
    _START
    + "import typst\n"
    + _FONTS
    + """
source = '''#set document(title: "Plain")
#set text(font: ("Inter", "Noto Emoji", "DejaVu Sans"), size: 8.5pt, features: (calt: 0, liga: 0, ccmp: 0))
#for words in sys.inputs.words.split("\\n") [#par(words)]'''
Path(sys.argv[2]).write_bytes(set_as_pdf(source, words=Path(sys.argv[1]).read_text("utf-8")))
"""
)
PYDANTIC = _START + "from pydantic import BaseModel\nimport typst\n" + _FONTS + _EMPTY
TEMPLATE = (
    _START
    + "import typst\n"
    + _FONTS
    + """
shown = Path(sys.argv[1]).read_text("utf-8")
source = Path("framework/charter/renderers/charter.typ").read_text("utf-8")
Path(sys.argv[2]).write_bytes(set_as_pdf(source, document=shown))
"""
)
SETTING = (
    _START
    + """
import pickle
from framework.charter.renderers import pdf
document, archive = pickle.loads(Path(sys.argv[1]).read_bytes())
Path(sys.argv[2]).write_bytes(pdf.render(document, archive))
"""
)
OPENING = _START + _READ + "import typst\n" + _FONTS + _EMPTY
CHARTER = _START + _READ + 'Path(sys.argv[2]).write_bytes(export(archive, "pdf", translator("en")))\n'


def cost(program: str, *arguments: str) -> tuple[float, float]:
    """Runs a program in a fresh interpreter; returns milliseconds of wall time and of processor time."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def main(runs: int = 15) -> int:
    import pypdf

    from framework.archive.models import dump
    from framework.charter.document import plain, texts
    from framework.charter.export import document_of
    from framework.language import translator
    from framework.typesetting import encoded

    archive, large = example(), example(uses=12, decisions=37)
    document = document_of(archive, translator("en"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = {name: folder / name for name in ("archive", "document", "shown", "words")}
        given["archive"].write_bytes(dump(archive))
        given["document"].write_bytes(pickle.dumps((document, dump(archive))))
        given["shown"].write_text(encoded(document), encoding="utf-8")
        given["words"].write_text("\n".join(plain(text) for text in texts(document)), encoding="utf-8")
        made = folder / "made.pdf"
        cost(CHARTER, str(given["archive"]), str(made))
        pages, size = len(pypdf.PdfReader(made).pages), made.stat().st_size
        sides = {
            "empty": (EMPTY, "words"),
            "the same words, plain": (PLAIN, "words"),
            "pydantic, empty pages": (PYDANTIC, "words"),
            "template alone": (TEMPLATE, "shown"),
            "setting": (SETTING, "document"),
            "archive, empty pages": (OPENING, "archive"),
            "archive to PDF": (CHARTER, "archive"),
        }
        wall: dict[str, list[float]] = defaultdict(list)
        processor: dict[str, list[float]] = defaultdict(list)
        for run in range(runs + 1):
            for side, (program, file) in sides.items():
                took = cost(program, str(given[file]), str(made), str(pages))
                if run:  # the first round warms the disk
                    wall[side].append(took[0])
                    processor[side].append(took[1])
    findings = [
        *(
            Finding(f"in the running app, {name}", in_running_app(large, format_, runs), (), "ms", maximum=RUNNING_MS)
            for format_, name in _FORMATS.items()
        ),
        Finding(
            "archive to PDF, to archive, empty pages",
            wall["archive to PDF"],
            wall["archive, empty pages"],
            "ms",
            limit=RATIO,
            paired=True,
        ),
        *(Finding(side, wall[side], wall["empty"], "ms") for side in sides),
        *(Finding(f"{side}, processor", processor[side], processor["empty"], "ms") for side in sides),
    ]
    return report(f"charter of {pages} pages, {size / 1024:.0f} kB, {runs} runs", findings)


def in_running_app(archive: CharterArchive, format_: "FormatId", runs: int) -> list[float]:
    """Milliseconds of wall time per charter in a process that has made one before."""
    from framework.charter.export import export
    from framework.language import translator

    times: list[float] = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        export(archive, format_, translator("en"))
        times.append((time.perf_counter() - started) * 1000)
    return times[1:]


def example(uses: int = 7, decisions: int = 10) -> CharterArchive:
    """A self-assessment with so many uses and rules, from the real deck and law; a dilemma comes back for another use when all
    have been decided."""
    from framework.charter.export import charter_archive
    from framework.deck import LETTERS, load_deck
    from framework.law.load import law_book
    from framework.text import Worded
    from framework.workshop.models import (
        CharterTexts,
        Framework,
        FrameworkActivity,
        FrameworkRedLine,
        Rule,
        StanceTaken,
    )
    from framework.workshop.rule_grammar import proposed_wording

    deck = load_deck(ROOT / "data" / "decks" / "marketing-ai")
    law = law_book()
    every = tuple(
        FrameworkActivity(
            id=f"use-{number}",
            kind=kind.id,
            name=kind.name.en,
            supplier="Supplier",
            owner="Head of marketing",
            purpose=kind.purpose.en,
            running="running",
            facts=kind.facts,
        )
        for number, kind in enumerate(sorted(deck.kinds, key=lambda kind: not kind.from_article)[:uses])
    )
    rules: list[Rule] = []
    stances: list[StanceTaken] = []
    asked = ((scenario, again) for again in range(decisions) for scenario in deck.scenarios)
    for number, (scenario, again) in enumerate(islice(asked, decisions), start=1):
        fitting = [use for use in every if use.kind in scenario.kinds] or [every[0]]
        use = fitting[again] if again < len(fitting) else every[(number + again) % len(every)]
        stance = scenario.stances[2]
        stances.append(
            StanceTaken(
                scenario=scenario.id, activity=use.id, stance="C", confidence="fairly", practice=LETTERS[number % 5]
            )
        )
        rules.append(
            Rule(
                decision=f"{scenario.id}-{use.id}",
                number=number,
                scenario=scenario.id,
                activities=(use.id,),
                based_on="C",
                accepted=("C",),
                verb=stance.rule.verb,
                wording=proposed_wording(scenario, "C", [use.name]),
                check=Worded.proposed(stance.rule.check),
                owner=use.owner,
                exception_role="",
                review_on=date(2027, 5, 1),
                reason="Customers must be able to trust what we send them.",
                objector="Whoever is held to this quarter’s leads.",
                dissent="",
            )
        )
    framework = Framework(
        version="0.1",
        adopted=False,
        made_on=date(2026, 11, 23),
        organisation="Example organisation",
        team="Marketing",
        lang="en",
        deck_id=deck.id,
        deck_version=deck.version,
        law_version=law.version,
        voices=1,
        principles=tuple(card.id for card in deck.cards[:5]),
        activities=every,
        rules=tuple(rules),
        red_lines=tuple(
            FrameworkRedLine(
                id=f"line-{scenario.id}",
                scenario=scenario.id,
                wording=Worded.proposed(scenario.red_line),
                reason=Worded.proposed(scenario.red_line_reason),
            )
            for scenario in deck.scenarios[:4]
        ),
        open_points=(),
        stances=tuple(stances),
        texts=CharterTexts(owner="Marketing director", review_on=date(2027, 11, 1)),
    )
    return charter_archive(framework, deck, law, edition="internal", as_of=date(2026, 11, 23))


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
