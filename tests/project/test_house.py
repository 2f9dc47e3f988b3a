"""Rules of the house that neither ruff, the type checker nor the import contracts can keep."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from framework.usecases import Context
from tests.support.server_process import ROOT

PAGES = ROOT / "pages"
SCRIPTS = sorted(PAGES.glob("*.py"))
LONGEST_SCRIPT = 80
SKIPPED = {
    ".venv",
    ".git",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "build",
}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@lru_cache(maxsize=8)
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax tree. The last files are kept: several tests in a row look at the same one."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or inside a function."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def kept_files() -> Iterator[Path]:
    """What is in the repository, or would be: files that git neither ignores nor knows as removed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True)
    if listed.returncode == 0:
        yield from (path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file())
        return
    for path in ROOT.rglob("*"):  # a download without its history
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


def texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


# --- imports ---------------------------------------------------------------------------------------------------------


def test_the_import_contracts_hold() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run([str(checker), "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_part_of_the_framework_has_its_floor() -> None:
    """A new package that no contract names would be checked by none."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = " ".join(next(row for row in contracts if row["id"] == "floors")["layers"])
    named = set(re.findall(r"[\w.]+", floors))
    here = ROOT / "framework"
    parts = {path.stem for path in here.glob("*.py")} | {path.parent.name for path in here.glob("*/__init__.py")}
    for part in parts - {"__init__"}:
        assert f"framework.{part}" in named, f"give framework.{part} its floor in pyproject.toml"


@pytest.mark.parametrize("path", sources("framework", "pages"), ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_imports_the_launcher_or_the_public_calls(path: Path) -> None:
    assert not [name for name in imported(path) if name.partition(".")[0] in ("app", "kader")]


@pytest.mark.parametrize("path", sources("benchmarks", "docs"), ids=lambda path: str(path.relative_to(ROOT)))
def test_benchmarks_and_pictures_import_only_what_tests_share(path: Path) -> None:
    from_tests = [name for name in imported(path) if name == "tests" or name.startswith("tests.")]
    assert [name for name in from_tests if not name.startswith("tests.support.")] == []


@pytest.mark.parametrize("path", sources("tests/support"), ids=lambda path: path.name)
def test_what_tests_share_imports_no_tests(path: Path) -> None:
    from_tests = [name for name in imported(path) if name == "tests" or name.startswith("tests.")]
    assert [name for name in from_tests if not name.startswith("tests.support.")] == []


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_page_is_a_short_script_that_imports_no_other(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_SCRIPT
    from_pages = [name for name in imported(path) if name == "pages" or name.startswith("pages.")]
    assert all(name.startswith("pages.ui") for name in from_pages), from_pages
    # Streamlit puts `pages/` on the path, so this would load a second copy of everything.
    assert not [name for name in imported(path) if name == "ui" or name.startswith("ui.")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_page_is_not_named_like_a_module(path: Path) -> None:
    """During a run `pages/` stands first on the path: `pages/html.py` would replace the standard library's."""
    if path.stem == "__init__":
        return
    assert path.stem not in sys.stdlib_module_names
    before = list(sys.path)
    try:
        sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != PAGES]
        assert importlib.util.find_spec(path.stem) is None
    finally:
        sys.path[:] = before


@pytest.mark.parametrize("path", sources("pages"), ids=lambda path: str(path.relative_to(ROOT)), scope="class")
class TestOneFileKnows:
    """What Streamlit offers everywhere is used in one place, where its traps are dealt with."""

    def test_session_state(self, path: Path) -> None:
        assert path == PAGES / "ui" / "session.py" or "session_state" not in dict(attributes(path))

    def test_addresses(self, path: Path) -> None:
        if path.relative_to(PAGES).parts[0] in ("live", "phone", "projector", "server"):
            return  # no Streamlit there: these are requests of plain routes
        used = {"query_params", "switch_page"} & set(dict(attributes(path)))
        assert path == PAGES / "ui" / "nav.py" or not used, used

    def test_the_store_and_the_decks(self, path: Path) -> None:
        """Pages read and write through use cases, which know who asks."""
        reached = [
            node.lineno
            for node in nodes(path)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "context"
            and node.attr in {"today", *Context.__dataclass_fields__}
        ]
        assert reached == []

    def test_no_markup_from_text(self, path: Path) -> None:
        words = [node.arg for node in nodes(path) if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"]
        assert words == []

    def test_nobody_sleeps(self, path: Path) -> None:
        assert "sleep" not in dict(attributes(path))
        assert "time.sleep" not in set(imported(path))

    def test_no_icon_of_the_tab_comes_from_elsewhere(self, path: Path) -> None:
        """Streamlit fetches a Material icon for the browser's tab from a font server."""
        for node in nodes(path):
            if isinstance(node, ast.keyword) and node.arg == "page_icon" and isinstance(node.value, ast.Constant):
                assert not str(node.value.value).startswith(":"), node.lineno

    def test_keys_are_given_and_not_translated(self, path: Path) -> None:
        """A key from translated words changes with the language, and with it the widget loses what was typed."""
        for node in nodes(path):
            if isinstance(node, ast.keyword) and node.arg == "key":
                calls = [part.func for part in ast.walk(node.value) if isinstance(part, ast.Call)]
                assert not [call for call in calls if isinstance(call, ast.Name) and call.id in ("t", "translate")], (
                    node.value.lineno
                )


# --- words that must not be in any file ------------------------------------------------------------------------------

REGISTRIES = tuple(
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("anaconda", "org"))
)
# Put together here, or this file would hold what it looks for.
PLACES = re.compile(
    "|".join(("/work" + "/main", "/work" + "/shared", "/ro" + "ot/", "/home/" + r"\w+/", r"[A-Z]:\\Us" + "ers"))
)


def test_no_file_names_a_package_registry() -> None:
    """An index is the user's choice; a lock on a host would break behind a company's mirror."""
    found = [str(path.relative_to(ROOT)) for path, text in texts() if any(host in text for host in REGISTRIES)]
    assert found == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    found = [str(path.relative_to(ROOT)) for path, text in texts() if PLACES.search(text)]
    assert found == []


def test_constraints_are_plain_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in kept if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line)] == []


def test_constraints_hold_every_requirement() -> None:
    """Otherwise a fresh machine gets a version that nobody tested."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    versions = {canonicalize_name(name): version for name, version in pinned.items()}
    for line in wanted:
        requirement = Requirement(line)
        if requirement.name != "kader":
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), line
