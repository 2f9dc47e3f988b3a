"""The two commands of the README are what Makefile and CI run."""

import os
import re
import shutil
import stat
import subprocess

import pytest

from tests.support.server_process import ROOT

RUN = (
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install -c constraints.txt -e .",
    ".venv/bin/kader demo",
    ".venv/bin/kader",
)
TEST = (
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install -c constraints.txt -e '.[test]'",
    ".venv/bin/python -m pytest",
)


def long_form(commands: tuple[str, ...]) -> str:
    return " && ".join(commands)


@pytest.mark.parametrize(("short", "commands"), [("run", RUN), ("test", TEST)])
def test_the_readme_gives_both_forms(short: str, commands: tuple[str, ...]) -> None:
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    assert long_form(commands) in lines
    assert f"make {short}" in lines or any(f"`make {short}`" in line for line in lines)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize(("target", "commands"), [("run", RUN), ("test", TEST)])
def test_make_runs_the_same(target: str, commands: tuple[str, ...]) -> None:
    """Asked as on a fresh machine: everything is made, nothing is run."""
    asked = ["make", "--dry-run", "--always-make", "--no-print-directory", target]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, env=quiet).stdout
    done = [part.strip() for line in told.splitlines() for part in line.split(" && ")]
    assert [part for part in done if part and not part.startswith("touch ")] == list(commands)


def test_ci_runs_the_readme_s_test_command_and_every_check() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    lines = [line.strip() for line in script.splitlines()]
    assert long_form(TEST) in lines
    for check in ("ruff check", "ruff format --check", "basedpyright", "lint-imports", "pip-licenses"):
        assert any(line.startswith(f".venv/bin/{check}") for line in lines), check
    assert "set -euo pipefail" in lines
    for name in ("KADER_REQUIRE_BROWSER=1", "KADER_REQUIRE_POSTGRESQL=1"):
        assert name in script
    # Nothing may be forgiven.
    assert not re.search(r"\|\|\s*(true|:)", "\n".join(line for line in lines if line.startswith(".venv/")))


def test_ci_can_be_executed() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)
