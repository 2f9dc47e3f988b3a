"""``kader print``: files that open, named after what they are, and sentences where they cannot be made."""

import io
from pathlib import Path

import pypdf
import pytest

from framework.cli.commands import main


def made(capfd: pytest.CaptureFixture[str]) -> Path:
    said = capfd.readouterr().out.strip()
    assert "\n" not in said
    return Path(said.partition(": ")[2])


def pages(file: Path) -> int:
    return len(pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KADER_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("arguments", "name", "count"),
    [
        (["cards", "--lang", "nl"], "kader-kaarten-marketing_ai-nl.pdf", 8),
        (["cards", "--lang", "en"], "kader-cards-marketing_ai-en.pdf", 8),
        (["poster", "--lang", "nl", "--size", "a0"], "kader-poster-marketing_ai-a0-nl.pdf", 1),
        (["scenarios", "--lang", "en", "--scenarios", "S03,S01"], "kader-dilemmas-marketing_ai-en.pdf", 4),
    ],
)
def test_each_makes_its_file_here(
    arguments: list[str], name: str, count: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["print", *arguments]) == 0
    file = made(capfd)
    assert file.name == name
    assert pages(tmp_path / name) == count


def test_scenarios_come_in_the_order_asked(tmp_path: Path) -> None:
    assert main(["print", "scenarios", "--lang", "en", "--scenarios", "S03, S01", "--to", "two.pdf"]) == 0
    first = pypdf.PdfReader(tmp_path / "two.pdf").pages[0].extract_text()
    assert first.startswith("S03")


def test_a_deck_of_ones_own_prints(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for command in (["deck", "new", "ours"], ["deck", "install", "ours"]):
        assert main([*command, "--lang", "en"]) == 0
    name = next(path.name for path in (tmp_path / "data" / "decks").iterdir())
    capfd.readouterr()
    assert main(["print", "cards", "--deck", name, "--lang", "en"]) == 0
    assert pages(tmp_path / made(capfd)) == 4


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["scenarios", "--scenarios", "S01,S99"], "“S99” is not a dilemma in this deck. Choose from: S01, S02"),
        (["cards", "--deck", "nowhere"], "nowhere"),
        (["poster", "--to", "no/such/folder/poster.pdf"], "no/such/folder/poster.pdf cannot be written to."),
        (["poster", "--size", "a4"], "“--size” needs a valid value."),
    ],
)
def test_what_cannot_be_made_is_explained(arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["print", *arguments, "--lang", "en"]) == 2
    assert told in capfd.readouterr().err
