"""``kader rehearse`` against a server: over HTTP it ends in the same charter as on the use cases alone."""

from contextlib import closing
from pathlib import Path

import pytest

from framework.cli import main
from framework.settings import Settings
from framework.store import open_store
from framework.workshop.models import WorkshopState
from tests.conftest import in_memory
from tests.framework.rehearsal.charters import without_ids
from tests.framework.rehearsal.test_on_the_domain import played
from tests.project.visiting import ROOT, free_port, serving, streamlit_command

SEED, PEOPLE = "7", "8"


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
    assert "7 deelnemers kwamen binnen" in said.out, "one comes late"
    over_http = stored(data)
    alone, report = played(in_memory(), int(SEED), int(PEOPLE))
    assert report.wrong == []
    assert without_ids(over_http) == without_ids(alone)


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
