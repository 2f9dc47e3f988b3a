"""What a charter costs as a PDF in a fresh process, next to an empty Typst document of as many pages.

    python benchmarks/charter_pdf.py

Both sides start a new interpreter for every run and are taken in turn, so that a busy machine slows both. The charter's
side is measured twice: setting a composed document as PDF, and the whole way from the archive (which imports the models
and the law). *The same words, plain* is what Typst needs for as much text without any design: the floor for this document.
Prints medians and their ratios to the empty document.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

RUNS = 15
ROOT = Path(__file__).resolve().parents[1]

CHARTER = """
import sys
from pathlib import Path
from framework.charter.exporting import export
from framework.charter.reading import read
from framework.language import translator
archive = read(Path(sys.argv[1]).read_bytes())
Path(sys.argv[2]).write_bytes(export(archive, "pdf", translator("en")))
"""
SETTING = """
import pickle, sys
from pathlib import Path
from framework.charter import pdf
document, archive = pickle.loads(Path(sys.argv[1]).read_bytes())
Path(sys.argv[2]).write_bytes(pdf.render(document, archive))
"""
PLAIN = """
import sys
from pathlib import Path
import typst
source = b'#set text(size: 8.5pt)\\n#for words in str(read("words")).split("\\\\n") [#par(words)]'
main = Path(sys.argv[1]).with_suffix(".typ")
main.write_bytes(source.replace(b'"words"', b'"' + Path(sys.argv[1]).name.encode() + b'"'))
Path(sys.argv[2]).write_bytes(typst.compile(main, format="pdf"))
"""
EMPTY = """
import sys
from pathlib import Path
import typst
source = "#pagebreak()\\n" * (int(sys.argv[1]) - 1)
Path(sys.argv[2]).write_bytes(typst.compile(source.encode(), format="pdf"))
"""


def seconds(program: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, cwd=ROOT)
    return time.perf_counter() - started


def main() -> None:
    sys.path.insert(0, str(ROOT))
    import pickle

    import pypdf

    from framework.charter.archive import CharterArchive, dump
    from framework.charter.document import plain, texts
    from framework.charter.exporting import document_of
    from framework.language import translator

    with tempfile.TemporaryDirectory() as folder:
        archive_file, document_file, made = (Path(folder) / name for name in ("charter.json", "document", "made.pdf"))
        archive: CharterArchive = example()
        archive_file.write_bytes(dump(archive))
        document_file.write_bytes(pickle.dumps((document_of(archive, translator("en")), dump(archive))))
        words_file = Path(folder) / "words.txt"
        words_file.write_text("\n".join(plain(text) for text in texts(document_of(archive, translator("en")))))
        seconds(CHARTER, str(archive_file), str(made))
        pages = len(pypdf.PdfReader(made).pages)
        size = made.stat().st_size
        times: dict[str, list[float]] = {"empty": [], "plain": [], "setting": [], "charter": []}
        for _ in range(RUNS):
            times["empty"].append(seconds(EMPTY, str(pages), str(made)))
            times["plain"].append(seconds(PLAIN, str(words_file), str(made)))
            times["setting"].append(seconds(SETTING, str(document_file), str(made)))
            times["charter"].append(seconds(CHARTER, str(archive_file), str(made)))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{pages} pages, {size / 1024:.0f} kB, {RUNS} runs, fresh process each")
    print(f"empty Typst document            {1000 * medians['empty']:7.0f} ms")
    for name, words in (
        ("plain", "the same words, plain"),
        ("setting", "setting the document as PDF"),
        ("charter", "from the archive to the PDF"),
    ):
        print(f"{words:<31} {1000 * medians[name]:7.0f} ms   {medians[name] / medians['empty']:.2f} ×")


def example():
    """A self-assessment with seven uses and ten rules, from the real deck and law."""
    from framework.charter.archive import charter_archive
    from framework.deck import LETTERS, load_deck
    from framework.law.loading import law_book
    from framework.text import Worded
    from framework.workshop.grammar import proposed_wording
    from framework.workshop.models import (
        CharterTexts,
        Framework,
        FrameworkActivity,
        FrameworkRedLine,
        Rule,
        StanceTaken,
    )

    deck = load_deck(ROOT / "data" / "decks" / "marketing-ai")
    law = law_book()
    uses = tuple(
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
        for number, kind in enumerate([kind for kind in deck.kinds if kind.from_article][:7])
    )
    rules: list[Rule] = []
    stances: list[StanceTaken] = []
    for number, scenario in enumerate(deck.scenarios[:10], start=1):
        use = next((use for use in uses if use.kind in scenario.kinds), uses[0])
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
        activities=uses,
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
    main()
