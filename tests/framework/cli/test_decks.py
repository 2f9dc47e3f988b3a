"""``kader deck …`` from the outside: what it says, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from framework.cli.commands import main
from framework.deck.load import read_folder
from framework.deck.zip_format import unpack
from framework.settings import Settings
from tests.support.faulty_decks import with_every_fault


def kader(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    ended = main([*arguments, "--lang", "en"])
    said = capsys.readouterr()
    return ended, said.out, said.err


@pytest.fixture
def own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "Zorg & co"
    assert kader(capsys, "deck", "new", str(folder))[0] == 0
    return folder


def test_a_new_deck_passes_its_check_whole(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended, out, err = kader(capsys, "deck", "check", str(own), "--strict")
    assert (ended, err) == (0, "")
    assert out == "5 cards, 1 dilemmas, 2 activity kinds; 0 errors, 0 warnings.\n"
    assert 'id = "zorg_co"' in (own / "deck.toml").read_text(encoding="utf-8")


def test_the_deck_in_the_box_is_checked_without_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    ended, out, _ = kader(capsys, "deck", "check", "--report")
    assert ended == 0
    assert "Principles, most wins (at most 40%): A 0%" in out
    assert "Flesch-Douma" in out
    assert "0 errors" in out


def test_faults_end_with_2_and_stand_on_lines_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files, expected = with_every_fault()
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    ended, out, _ = kader(capsys, "deck", "check", str(tmp_path))
    assert ended == 2
    for _, file, place in expected:
        assert f"  {file}: {place}: " in out or (not place and f"  {file}: " in out), (file, place)


def test_warnings_count_only_when_asked(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = own / "principles" / "craft.toml"
    card.write_text(card.read_text(encoding="utf-8").replace("symbol =", "# symbol ="), encoding="utf-8")
    assert kader(capsys, "deck", "check", str(own))[0] == 0
    assert kader(capsys, "deck", "check", str(own), "--strict")[0] == 2


def test_json_is_for_programs(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "principles" / "craft.toml").write_text("id = ", encoding="utf-8")
    ended, out, _ = kader(capsys, "deck", "check", str(own), "--json")
    assert ended == 2
    (finding,) = json.loads(out)["findings"]
    assert (finding["severity"], finding["code"], finding["file"]) == ("error", "toml", "principles/craft.toml")


def test_packed_it_is_checked_and_installed_as_the_folder_is(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ours.kader-deck"
    assert kader(capsys, "deck", "pack", str(own), "--to", str(file))[0] == 0
    assert unpack(file.read_bytes()) == read_folder(own)
    assert kader(capsys, "deck", "check", str(file))[0] == 0
    data = tmp_path / "data"
    for place in (file, own):
        ended, out, _ = kader(capsys, "deck", "install", str(place), "--data", str(data))
        assert ended == 0
        assert "zorg_co-0.1" in out
    assert [path.name for path in Settings.in_folder(data).decks.iterdir()] == ["zorg_co-0.1"]


@pytest.mark.parametrize("command", ["check", "pack", "install"])
def test_where_there_is_no_deck_it_says_what_to_do(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, out, err = kader(capsys, "deck", command, str(tmp_path))
    assert (ended, out) == (2, "")
    assert "kader deck new" in err


def test_a_folder_with_something_in_it_is_left_alone(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_folder(own)
    ended, _, err = kader(capsys, "deck", "new", str(own))
    assert ended == 2
    assert "not empty" in err
    assert read_folder(own) == before


def test_a_word_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    ended, _, err = kader(capsys, "deck")
    assert ended == 2
    assert "deck check" in err
    assert kader(capsys, "deck", "new")[0] == 2
