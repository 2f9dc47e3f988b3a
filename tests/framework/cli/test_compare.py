"""``kader compare`` and `kader.compare`: what changed, in words and as data, with exit codes for a pipeline."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kader
from framework.charter.export import FormatId, charter_archive, export
from framework.cli.commands import main
from framework.language import translator
from framework.text import Worded
from framework.workshop.governance.versions import adopted_version
from framework.workshop.models import Framework
from tests.formats.stored import HERE
from tests.support.builders import a_deck, a_framework, a_rule

STORED = HERE / "archive" / "5"
ONE, TWO = a_rule(decision="one", number=1), a_rule(decision="two", number=2, check=Worded(nl="Elk kwartaal"))
MONTHLY = TWO.model_copy(update={"check": Worded(nl="Elke maand"), "accepted": ("D",)})


def first() -> Framework:
    made = a_framework(version="1.0", adopted=True, made_on=date(2027, 3, 1), deciders=("Ada",), rules=(ONE, TWO))
    return adopted_version(made, (), {})


def second() -> Framework:
    later = first().model_copy(update={"version": "2.0", "rules": (ONE, MONTHLY)})
    return adopted_version(later, (first(),), {"two": "Na incident 2026-3"})


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, framework in (("old", first()), ("new", second())):
        for kind in ("json", "html", "docx", "pdf"):
            saved(Path(f"{name}.{kind}"), framework, kind)
        saved(Path(f"{name}-public.json"), framework, "json", edition="public")


def saved(path: Path, framework: Framework, kind: Any, *, edition: Any = "internal") -> None:
    archive = charter_archive(framework, a_deck(), None, edition=edition, as_of=date(2027, 9, 1))
    format_: FormatId = kind
    path.write_bytes(export(archive, format_, translator("nl")))


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["compare", *map(str, arguments)])
    told = capfd.readouterr()
    return code, told.out, told.err


pytestmark = pytest.mark.usefixtures("files")


@pytest.mark.parametrize("carriers", ["json json", "pdf docx", "html pdf", "docx json"])
def test_charters_of_any_carrier(carriers: str, capfd: pytest.CaptureFixture[str]) -> None:
    old, new = carriers.split()
    code, out, err = run(capfd, f"old.{old}", f"new.{new}", "--lang", "nl")
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "Van versie 1.0 naar 2.0. Gewijzigd: R2. Ongewijzigd: R1, L1.",
        "- R2 gewijzigd: Na incident 2026-3. Controle: nu “Elke maand”, eerst “Elk kwartaal”. "
        "Standpunten die passen: nu D, eerst C, D, E.",
    ]


def test_the_same_charter_differs_in_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "new.pdf", "new.json", "--lang", "en") == (0, "Versions 2.0 and 2.0 say the same.\n", "")


def test_as_data(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "old.json", "new.json", "--json", "--lang", "en")
    told = json.loads(out)
    assert code == 1
    assert (told["same"], told["before"], told["version"]) == (False, "1.0", "2.0")
    changed = next(one for one in told["changes"] if one["status"] == "changed")
    assert (changed["number"], changed["reason"]) == (2, "Na incident 2026-3")
    assert changed["parts"][0]["new"] == {"nl": "Elke maand", "en": None}
    assert told["sentences"][0].startswith("From version 1.0 to 2.0.")


@pytest.mark.parametrize(("old", "new"), [("old-public.json", "new.json"), ("old.pdf", "new-public.json")])
def test_a_public_edition_holds_too_little_to_compare(old: str, new: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, old, new, "--lang", "en")
    assert (code, out) == (2, "")
    assert "Choose the internal edition’s file" in err


def test_from_python() -> None:
    told = kader.compare("old.pdf", Path("new.docx"), lang="en")
    assert not told.same
    assert [one.number for one in told.changes.of("rule", "changed")] == [2]
    assert kader.compare("old.pdf", "old.json").same
    with pytest.raises(ValueError, match="Kader"):
        kader.compare(__file__, "old.json")


def test_workshops_and_charters_of_earlier_formats(capfd: pytest.CaptureFixture[str]) -> None:
    for folder in sorted((HERE / "archive").iterdir()):
        for one in sorted(folder.glob("*-internal.json")):
            assert run(capfd, one, one)[0] == 0, one
    assert run(capfd, STORED / "charter-live-internal.json", STORED / "workshop-self.json")[0] == 1


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("arguments", [(), ("old.json",), ("old.json", "none.json"), (__file__, "old.json")])
def test_what_cannot_be_compared_ends_in_a_sentence(
    arguments: tuple[str, ...], lang: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *arguments, "--lang", lang)
    assert (code, out) == (2, "")
    assert err.startswith("kader: ")
    assert len(err.splitlines()) == 1
