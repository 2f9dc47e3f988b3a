"""``kader export``: every format from every kind of archive, and sentences where there is none."""

from pathlib import Path

import pytest

from framework.archive.models import CharterArchive, PublicArchive, WorkshopArchive, dump
from framework.archive.read import read
from framework.charter.export import FORMATS, cut_to_page
from framework.cli import export
from framework.cli.commands import main
from framework.cli.exports import further
from framework.errors import PublicationRefused
from framework.exports.catalog import SUFFIXES
from framework.language import error_sentence, translator
from framework.text import Lang
from tests.formats.stored import HERE

STORED = HERE / "archive" / "3"
WORKSHOP, CHARTER = STORED / "workshop-self.json", STORED / "charter-live-internal.json"
PUBLIC = STORED / "charter-own-public.html"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["export", *map(str, arguments)])
    told = capfd.readouterr()
    return code, told.out, told.err


def charter(path: Path) -> CharterArchive:
    found = read(path.read_bytes(), path.name)
    assert isinstance(found, CharterArchive)
    return found


def page(path: Path) -> PublicArchive:
    found = read(path.read_bytes(), path.name)
    assert isinstance(found, PublicArchive)
    return found


def publishable() -> CharterArchive:
    """An adopted charter, of which nothing stands in the way of publishing."""
    found = charter(CHARTER)
    rule = found.framework.rules[0]
    texts = found.framework.texts.model_copy(update={"public": (rule.decision,), "contact": "ai@halvemaan.example"})
    without = {"activities": (), "open_points": (), "stances": ()}
    framework = found.framework.model_copy(update={"adopted": True, "texts": texts, **without})
    return found.model_copy(update={"framework": framework})


def test_help_knows_every_format() -> None:
    assert set(export.FORMATS) == set(FORMATS)


@pytest.mark.parametrize("kind", export.FORMATS)
@pytest.mark.parametrize("source", [WORKSHOP, CHARTER], ids=["workshop", "charter"])
def test_every_format_from_both_archives(source: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, source, "--format", kind, "--out", f"made.{kind}", "--lang", "en")
    assert (code, out, err) == (0, f"Created: made.{kind}\n", "")
    if kind != "md":
        assert charter(Path(f"made.{kind}")).edition == "internal"


LIVE = HERE / "archive" / "5" / "workshop-live.json"


def test_help_knows_every_kind() -> None:
    assert further.KINDS == SUFFIXES
    assert set(further.FORMATS).isdisjoint(export.FORMATS)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--kind", "slides"), "kader-slides-*-1.0-{lang}.pptx"),
        (("--format", "pptx"), "kader-slides-*-1.0-{lang}.pptx"),
        (("--format", "xlsx"), "kader-register-*-1.0-{lang}.xlsx"),
        (("--kind", "quarter", "--quarter", "2026-q4"), "kader-quarter-*-2026-q4-{lang}.pdf"),
        (("--kind", "quarter", "--format", "docx"), "kader-quarter-*-q?-{lang}.docx"),
        (("--format", "csv"), "kader-votes-*-{lang}.csv"),
    ],
)
def test_every_kind_from_a_workshop(
    options: tuple[str, ...], name: str, lang: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, LIVE, *options, "--lang", lang)[::2] == (0, "")
    (made,) = Path().iterdir()
    assert made.match(name.format(lang=lang)), made.name
    start = made.read_bytes()[:4]
    assert start[:2] == b"PK" or start == b"%PDF" or start[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("kind", ["slides", "register", "quarter"])
def test_a_charter_gives_them_too(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, CHARTER, "--kind", kind, "--out", "made")[0] == 0
    assert Path("made").stat().st_size > 5_000


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        (CHARTER, "--kind", "votes"),
        (WORKSHOP, "--kind", "votes"),
        (CHARTER, "--kind", "slides", "--format", "docx"),
        (CHARTER, "--kind", "charter", "--format", "xlsx"),
        (CHARTER, "--kind", "register", "--edition", "public"),
        (CHARTER, "--quarter", "2026-Q4"),
        (CHARTER, "--kind", "quarter", "--quarter", "autumn"),
        (PUBLIC, "--kind", "register"),
    ],
)
def test_what_a_kind_cannot_do_ends_in_a_sentence(
    arguments: tuple[str, ...], lang: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *arguments, "--lang", lang)
    assert (code, out) == (2, "")
    assert err.startswith("kader: ")
    assert list(Path().iterdir()) == []


def test_the_file_is_named_after_the_team_and_in_its_language(capfd: pytest.CaptureFixture[str]) -> None:
    found = charter(CHARTER)
    code, _, err = run(capfd, CHARTER, "--format", "md")
    assert (code, err) == (0, "")
    (made,) = Path().iterdir()
    assert made.name.startswith("kader-charter-")
    assert made.name.endswith(f"-{found.framework.version}-{found.framework.lang}-internal.md")


def test_the_public_edition_of_an_internal_charter(capfd: pytest.CaptureFixture[str]) -> None:
    before = publishable()
    Path("adopted.json").write_bytes(dump(before))
    assert run(capfd, "adopted.json", "--format", "json", "--edition", "public", "--out", "public.json")[0] == 0
    made = page(Path("public.json"))
    assert made.as_of == before.as_of
    assert [rule.number for rule in made.page.rules] == [before.framework.rules[0].number]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_may_not_be_published_is_refused_with_what_to_do(lang: Lang, capfd: pytest.CaptureFixture[str]) -> None:
    before = publishable()
    texts = before.framework.texts
    for reason, change in (
        ("not-adopted", {"adopted": False}),
        ("nothing-ticked", {"texts": texts.model_copy(update={"public": ()})}),
        ("no-contact", {"texts": texts.model_copy(update={"contact": ""})}),
    ):
        broken = before.model_copy(update={"framework": before.framework.model_copy(update=change)})
        Path("charter.json").write_bytes(dump(broken))
        code, _, err = run(capfd, "charter.json", "--edition", "public", "--out", "public.pdf", "--lang", lang)
        said = error_sentence(PublicationRefused(reason=reason), translator(lang))  # type: ignore[arg-type]
        assert (code, err) == (2, f"kader: {said}\n")
        assert not Path("public.pdf").exists()


def test_a_document_is_an_archive_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, PUBLIC, "--format", "json", "--out", "again.json")[0] == 0
    assert page(Path("again.json")) == cut_to_page(charter(PUBLIC)), "of an earlier release: cut to its page"
    assert run(capfd, "again.json", "--format", "html", "--out", "again.html")[0] == 0
    assert page(Path("again.html")) == page(Path("again.json"))


def test_a_workshop_gives_its_last_version(capfd: pytest.CaptureFixture[str]) -> None:
    opened = read(WORKSHOP.read_bytes())
    assert isinstance(opened, WorkshopArchive)
    assert run(capfd, WORKSHOP, "--format", "json", "--out", "charter.json")[0] == 0
    made = charter(Path("charter.json"))
    if opened.state.frameworks:
        assert made.framework == opened.state.frameworks[-1]
    without = opened.model_copy(update={"state": opened.state.model_copy(update={"frameworks": ()})})
    Path("without.json").write_bytes(without.model_dump_json(by_alias=True).encode())
    assert run(capfd, "without.json", "--format", "json", "--out", "drafted.json")[0] == 0
    assert not charter(Path("drafted.json")).framework.adopted


def test_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", str(CHARTER), "--format", "md", "--out", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"Ethisch charter")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("none.json",),
        (str(STORED),),
        (str(PUBLIC), "--edition", "internal"),
        (str(CHARTER), "--format", "rtf"),
        (str(CHARTER), "--format", "md", "--out", "no/such/folder/charter.md"),
        (__file__,),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence(
    arguments: tuple[str, ...], lang: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *arguments, "--lang", lang)
    assert (code, out) == (2, "")
    assert err.startswith("kader: ")
    assert len(err.splitlines()) == 1
    assert list(Path().iterdir()) == []


def test_what_was_changed_in_a_word_file_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    edited = Path(__file__).parents[1] / "charter" / "saved_by_libreoffice.docx"
    code, _, err = run(capfd, edited, "--format", "md", "--out", tmp_path / "x.md", "--lang", "nl")
    assert code == 0
    assert "1 passage gewijzigd" in err
    assert "Er stond: Omdat klanten ons vertrouwen" in err
    assert "Er staat nu: Omdat klanten en leden ons vertrouwen" in err
    assert "en leden" not in (tmp_path / "x.md").read_text(encoding="utf-8"), "the framework inside did not change"
