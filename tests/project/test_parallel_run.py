"""How the tests are shared out over processes (``tests/conftest.py``): by themselves, and without losing a promise."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server_process import ROOT

SMALL = """
import os
import warnings
import pytest

@pytest.mark.parametrize("number", range(6))
def test_fine(number):
    pass

@pytest.mark.parametrize("name", [str({"one", "two", "three", "four"})])
def test_named_after_a_set(name):
    pass

def test_warning():
    warnings.warn("as an error", UserWarning)
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A small suite with Kader's own options and `conftest.py`, and one test that warns."""
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_small.py").write_text(SMALL)
    (tmp_path / "tests" / "browser" / "test_browser.py").write_text(
        "import os, pytest\n"
        "seen = []\n"
        "@pytest.mark.parametrize('number', range(6))\n"
        "def test_together(number):\n"
        "    seen.append(number)\n"
        "    assert len(seen) == number + 1\n"
    )
    return tmp_path


def told(suite: Path, *options: str) -> str:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    ended = subprocess.run(
        command, cwd=suite, env={**variables, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "1 failed, 13 passed" in ended.stdout
    assert "UserWarning: as an error" in ended.stdout
    return ended.stdout


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_the_whole_suite_runs_in_several_processes_and_a_warning_still_fails(suite: Path) -> None:
    assert "workers [14 items]" in told(suite)


@pytest.mark.parametrize("options", [("-n", "0"), ("-p", "no:xdist"), ("tests",)])
def test_one_process_for_debugging(options: tuple[str, ...], suite: Path) -> None:
    assert "workers" not in told(suite, *options)
