"""``kader rehearse`` against a server: over HTTP it ends in the same charter as on the use cases alone."""

import subprocess
import sys
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from threading import Timer

import pytest

from framework.cli import main
from framework.rehearsal.auto_facilitator import AutoFacilitator
from framework.settings import Settings
from framework.store import open_store
from framework.workshop.models import WorkshopState
from pages.live.snapshot import read_snapshot
from pages.phone.page_context import PageContext
from tests.framework.rehearsal.test_in_process_room import played
from tests.support.charter_comparison import without_ids
from tests.support.server_process import ROOT, free_port, serving, streamlit_command
from tests.support.workshops import new_workshops, today_on

SEED, PEOPLE = "7", "8"
PATIENCE = 120.0
"""Seconds until followers that hang are ended, so that their test fails."""


def stored(data: Path) -> WorkshopState:
    """The one workshop that is there."""
    with closing(open_store(Settings.in_folder(data))) as store:
        (entry,) = store.workshops()
        return store.load(entry.id)


def test_over_http_it_ends_in_the_same_charter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, port = tmp_path / "kader", free_port()
    command = streamlit_command(ROOT / "app.py", port)
    with serving(
        command, log=tmp_path / "log", port=port, environment={"KADER_DATA": str(data)}, health="/healthz"
    ) as there:
        where = "--url", f"http://127.0.0.1:{there.port}", "--data", str(data)
        code = main(["rehearse", "--auto", "--seed", SEED, "--participants", PEOPLE, "--lang", "nl", *where])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert "7 deelnemers deden mee" in said.out, "one comes late"
    over_http = stored(data)
    alone, report = played(new_workshops(), int(SEED), int(PEOPLE))
    assert report.wrong == []
    assert without_ids(over_http) == without_ids(alone)


def test_they_follow_whoever_leads_the_room_to_its_end(tmp_path: Path) -> None:
    """A process of its own, as beside a facilitator; here the facilitator leads by the same database."""
    data, port = tmp_path / "kader", free_port()
    command = streamlit_command(ROOT / "app.py", port)
    where = "--url", f"http://127.0.0.1:{port}", "--data", str(data)
    options = "--seed", SEED, "--participants", PEOPLE, "--pace", "0", "--lang", "nl"
    with (
        serving(command, log=tmp_path / "log", port=port, environment={"KADER_DATA": str(data)}, health="/healthz"),
        subprocess.Popen(
            [sys.executable, "-u", "-m", "framework.cli", "rehearse", *options, *where],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as followers,
    ):
        hanging = Timer(PATIENCE, followers.kill)
        hanging.daemon = True
        hanging.start()
        assert followers.stdout is not None
        said = (line.strip() for line in followers.stdout)
        told = list(takewhile(lambda line: "Ctrl+C" not in line, said))
        assert "7 deelnemers deden mee." in told
        here = ""
        with closing(open_store(Settings.in_folder(data))) as store:
            (entry,) = store.workshops()
            for _ in AutoFacilitator(today_on(store), entry.id, "nl").direct():
                key = PageContext(read_snapshot(store, entry.id)[0], "nl").key
                while here != key:  # they say where they are when all have answered there
                    here = next(said)
        rest = list(said)
        assert followers.wait() == 0, rest
        hanging.cancel()
    alone, _ = played(new_workshops(), int(SEED), int(PEOPLE))
    assert without_ids(stored(data)) == without_ids(alone)


def test_nobody_there_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rehearse", "--code", "ACDEFH", "--lang", "en", "--url", f"http://127.0.0.1:{free_port()}"])
    assert code == 2
    assert capsys.readouterr().err.startswith("kader: ")


@pytest.mark.parametrize(
    "wrong",
    [("--participants", "0"), ("--participants", "many"), ("--seed", "x"), ("--url", "localhost"), ("--pace", "-1")],
)
def test_options_that_cannot_be(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", *wrong, "--lang", "nl"]) == 2
    assert wrong[1] in capsys.readouterr().err
