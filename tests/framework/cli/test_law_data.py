"""``kader law …``: law data that is signed off, checked and put in; what is not in order is refused with a sentence."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from framework.cli.commands import main
from framework.law import LAW_DIR, LawBook, law_book, load, load_law
from framework.law.installed import manifest
from framework.settings import Settings
from framework.text import LANGS
from tests.support.any_actor import AnyActor

NEWER = "2031-01-02.1"
NEWEST = "2031-01-02.12"
Kader = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True, scope="module")
def _each_content_is_checked_once() -> Iterator[None]:
    """Checking law data takes most of a second, and nearly all tests here use the same."""
    checked: dict[tuple[bytes | None, ...], LawBook] = {}

    def load_files(files: Mapping[str, bytes]) -> LawBook:
        content = tuple(files.get(name) for name in load.FILES)
        if content not in checked:
            checked[content] = read(files)
        return checked[content]

    read = load.load_files
    with pytest.MonkeyPatch.context() as patched:
        for module in (load, manifest):
            patched.setattr(module, "load_files", load_files)
        yield


@pytest.fixture(autouse=True)
def read_afresh() -> Iterator[None]:
    """Other tests go by the law data that comes with Kader."""
    law_book.cache_clear()
    yield
    law_book.cache_clear()


@pytest.fixture
def kader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kader:
    def run(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        code = main([*arguments, "--data", str(tmp_path / "data"), "--lang", lang])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def law_data(folder: Path, version: str = NEWER, *, more: str = "") -> Path:
    shutil.copytree(LAW_DIR, folder)
    head = folder / "law.toml"
    words = head.read_text(encoding="utf-8").replace(f'version = "{load_law().version}"', f'version = "{version}"')
    head.write_text(words + more, encoding="utf-8")
    return folder


def zipped(folder: Path, place: Path, around: str = "") -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for file in sorted(folder.iterdir()):
            package.writestr(around + file.name, file.read_bytes())
    place.write_bytes(packed.getvalue())
    return place


@pytest.fixture
def signed(tmp_path: Path, kader: Kader) -> Path:
    folder = law_data(tmp_path / "signed")
    assert kader("law", "sign-off", str(folder), "--by", 'Mr "X" \\ law')[0] == 0
    return folder


@pytest.mark.parametrize("lang", LANGS)
def test_signed_off_data_is_installed_and_used(kader: Kader, signed: Path, lang: str) -> None:
    code, out, err = kader("law", "check", str(signed), lang=lang)
    assert (code, err) == (0, "")
    assert NEWER in out
    assert ("Afgetekend door Mr" if lang == "nl" else "Signed off by Mr") in out
    code, out, err = kader("law", "install", str(signed), lang=lang)
    assert (code, err) == (0, "")
    law_book.cache_clear()
    assert law_book().version == NEWER
    code, out, _ = kader("law", "show", lang=lang)
    assert code == 0
    assert f"{NEWER}, {'de nieuwste' if lang == 'nl' else 'the newer'}" in out
    assert load_law().version in out


@pytest.mark.parametrize("around", ["", "law/"])
def test_a_zip_file_does_as_well(kader: Kader, signed: Path, tmp_path: Path, around: str) -> None:
    assert kader("law", "install", str(zipped(signed, tmp_path / "law.zip", around)))[0] == 0
    law_book.cache_clear()
    assert law_book().version == NEWER


def test_nothing_installed_is_said(kader: Kader) -> None:
    code, out, err = kader("law", "show")
    assert (code, err) == (0, "")
    assert "Nothing was installed" in out
    assert law_book().version == load_law().version


def test_a_workshop_keeps_the_version_it_began_with(kader: Kader, signed: Path, workshops: AnyActor) -> None:
    begun = workshops.lifecycle.start_self_assessment("Waterkers", "", "nl", "marketing-ai")
    before = workshops.queries.state(begun).workshop.law_version
    assert kader("law", "install", str(signed))[0] == 0
    law_book.cache_clear()
    assert workshops.queries.state(begun).workshop.law_version == before == load_law().version


def refused(kader: Kader, *arguments: str, told: str) -> None:
    for lang in LANGS:
        code, out, err = kader(*arguments, lang=lang)
        assert (code, out) == (2, ""), err
        assert len(err.splitlines()) == 1
        assert lang == "nl" or told in err, err


def test_data_that_nobody_signed_off(kader: Kader, tmp_path: Path) -> None:
    folder = law_data(tmp_path / "unsigned")
    code, out, _ = kader("law", "check", str(folder))
    assert (code, "not signed off yet" in out) == (0, True)
    refused(kader, "law", "install", str(folder), told="was not signed off")


def test_data_that_was_changed_after_the_sign_off(kader: Kader, signed: Path) -> None:
    file = signed / "fines.toml"
    file.write_bytes(file.read_bytes() + b"# one remark\n")
    refused(kader, "law", "install", str(signed), told="these files differ: fines.toml")


@pytest.mark.parametrize("manifest", ["", "version = 3", "[" * 5000, 'version = "x"\nsigned_off_by = 1\nfiles = 2'])
def test_a_manifest_that_is_none(kader: Kader, signed: Path, manifest: str) -> None:
    (signed / "manifest.toml").write_text(manifest, encoding="utf-8")
    refused(kader, "law", "install", str(signed), told="these files differ: manifest.toml")


def test_data_of_a_format_that_only_a_later_program_reads(kader: Kader, tmp_path: Path) -> None:
    folder = law_data(tmp_path / "later")
    head = folder / "law.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("format = 1", "format = 2"), encoding="utf-8")
    for command in ("check", "install"):
        refused(kader, "law", command, str(folder), told="of format 2")
    refused(
        kader, "law", "sign-off", str(folder), "--by", "X", told="of format 2, and this version of Kader reads up to 1"
    )


def test_broken_data_is_neither_signed_nor_installed(kader: Kader, tmp_path: Path) -> None:
    folder = law_data(tmp_path / "broken")
    (folder / "roles.toml").unlink()
    code, _, err = kader("law", "sign-off", str(folder), "--by", "X")
    assert (code, "roles.toml: is missing" in err) == (2, True)


def test_an_older_version_only_by_force_and_never_below_that_of_kader(
    kader: Kader, signed: Path, tmp_path: Path
) -> None:
    newest = law_data(tmp_path / "newest", NEWEST)
    assert kader("law", "sign-off", str(newest), "--by", "X")[0] == 0
    assert kader("law", "install", str(newest))[0] == 0
    refused(kader, "law", "install", str(signed), told=f"Version {NEWEST} is installed, and {NEWER} is not newer")
    assert kader("law", "install", str(signed), "--force")[0] == 0
    old = law_data(tmp_path / "old", "2020-01-01.1")
    assert kader("law", "sign-off", str(old), "--by", "X")[0] == 0
    refused(kader, "law", "install", str(old), "--force", told="comes with Kader")


def test_a_version_that_cannot_be_compared(kader: Kader, tmp_path: Path) -> None:
    for place, version in enumerate(("2031", "2031-02-30.1", "soon")):
        folder = law_data(tmp_path / str(place), version)
        refused(kader, "law", "sign-off", str(folder), "--by", "X", told=f"“{version}” is not a date with a number")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"../law.toml": b"", "law.toml": b""}, "not law data"),
        ({"law.toml": b"", "evil.py": b""}, "not law data (evil.py)"),
        ({"nothing.toml": b""}, "not law data"),
        ({"law.toml": b"x" * 5_000_000}, "too large for law data"),
    ],
    ids=str,
)
def test_a_hostile_zip(kader: Kader, tmp_path: Path, entries: dict[str, bytes], told: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    place = tmp_path / "law.zip"
    place.write_bytes(packed.getvalue())
    refused(kader, "law", "install", str(place), told=told)
    place.write_bytes(packed.getvalue()[:-20])
    refused(kader, "law", "install", str(place), told="damaged")
    refused(kader, "law", "check", str(tmp_path / "nowhere"), told="There is no law data")


def test_installed_data_that_was_changed_is_passed_over(
    kader: Kader, signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kader("law", "install", str(signed))[0] == 0
    folder = Settings.in_folder(tmp_path / "data").law
    (folder / "fines.toml").write_text("", encoding="utf-8")
    law_book.cache_clear()
    assert law_book().version == load_law().version
    assert "is not used" in capsys.readouterr().err  # the log, where a server's goes
    refused(kader, "law", "show", told="these files differ")
    assert kader("law", "install", str(signed))[0] == 0
    assert not list(folder.parent.glob(".incoming-law-*"))


def test_the_law_that_comes_with_kader_has_a_version_to_compare() -> None:
    version, _, number = load_law().version.partition(".")
    assert date.fromisoformat(version)
    assert int(number) >= 1
