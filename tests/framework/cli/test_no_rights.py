"""Every command of ``kader`` on files and folders that its account may not open: a sentence, never a traceback."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from framework.cli.commands import COMMANDS
from tests.support.server_process import ROOT, free_port

OVERRIDE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""Takes from root what file modes cannot: containers run tests as root."""
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "start": ("--no-browser",),
    "demo": (),
    "rehearse": (),
    "facts": (),
    "classify": ("{shut}/activities.json",),
    "actions": ("{shut}/archive.json",),
    "ask": ("{shut}/archive.json", "May we?"),
    "assess": ("{shut}/archive.json",),
    "agreement": ("1,2,4,2,1",),
    "analyse": ("{shut}/votes.csv",),
    "compare": ("{shut}/archive.json", "{shut}/other.json"),
    "export": ("{shut}/archive.json",),
    "deck check": ("{shut}",),
    "deck new": ("{shut}/new",),
    "deck pack": ("{shut}",),
    "deck install": ("{deck}",),
    "law check": ("{shut}",),
    "law sign-off": ("{shut}", "--by", "DPO"),
    "law install": ("{shut}",),
    "law show": (),
    "print cards": ("--to", "{shut}/cards.pdf"),
    "print scenarios": ("--scenarios", "S01"),
    "print poster": (),
}
"""By command; a new one needs a row."""
HARMLESS = {"agreement", "facts"}
"""They open nothing of the data folder."""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[dict[str, str]]:
    if os.name != "posix" or (os.geteuid() == 0 and shutil.which(OVERRIDE[0]) is None):
        pytest.skip("needs file modes that count")
    shut = tmp_path / "shut"
    shutil.copytree(ROOT / "data" / "decks" / "marketing-ai", shut)
    (shut / "facilitator-key").write_text("ACDE-FHJK-MNPR-TWXY-3467")
    yield {"shut": str(shut), "deck": str(ROOT / "data" / "decks" / "marketing-ai"), "nobody": "~no-such-account/kader"}
    shut.chmod(0o700)
    for path in shut.rglob("*"):
        path.chmod(0o700)


def _kader(command: str, data: str, places: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    rights = OVERRIDE if os.geteuid() == 0 else []
    filled = [argument.format(**places) for argument in ARGUMENTS[command]]
    port = ["--port", str(free_port())] if command == "start" else []
    line = [*rights, sys.executable, "-m", "framework.cli", *command.split(), *filled, *port, "--data", data]
    environment = {**os.environ, "KADER_DATABASE_URL": "", "LANG": "en_US.UTF-8", "PYTHONPATH": str(ROOT)}
    cwd = Path(places["shut"]).parent
    return subprocess.run(line, env=environment, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_every_command_has_a_row() -> None:
    assert set(ARGUMENTS) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", ARGUMENTS)
def test_a_folder_without_rights_ends_in_a_sentence(command: str, places: dict[str, str]) -> None:
    os.chmod(places["shut"], 0)
    ended = _kader(command, places["shut"], places)
    assert "Traceback" not in ended.stderr
    if command in HARMLESS:
        assert ended.returncode == 0
        return
    assert ended.returncode == 2, ended.stdout
    assert places["shut"] in ended.stderr.replace("\n", " "), "it says which place"
    assert any(line.startswith("kader: ") for line in ended.stderr.splitlines())


@pytest.mark.parametrize("command", ["deck check", "deck pack"])
def test_a_deck_with_one_file_without_rights_ends_in_a_sentence(command: str, places: dict[str, str]) -> None:
    part = next((Path(places["shut"]) / "principles").glob("*.toml"))
    part.chmod(0)
    ended = _kader(command, places["shut"] + "-data", places)
    assert ended.returncode == 2
    assert f"{part} cannot be read" in ended.stderr


@pytest.mark.parametrize("command", ["demo", "print poster"])
def test_an_account_that_does_not_exist_is_a_folder_of_that_name(command: str, places: dict[str, str]) -> None:
    """As a shell takes it, too."""
    ended = _kader(command, places["nobody"], places)
    assert ended.returncode == 0, ended.stderr
