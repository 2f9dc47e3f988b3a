"""Fixtures for all tests, and how they are shared out. Where a machine lacks Chromium, PostgreSQL or HAProxy those tests
skip visibly and say how to get it.

The whole suite runs in several processes; a folder, a file or a test that is named runs in one, so that it can be debugged.
``-n 0`` or ``-p no:xdist`` runs everything in one, ``-n 8`` in eight.
"""

import os
import secrets
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from framework.deck import Deck
from framework.law import LawBook, law_book
from tests.support.any_actor import AnyActor
from tests.support.chromium import browser
from tests.support.stores import close_stores
from tests.support.workshops import new_workshops, shipped_deck

__all__ = ["browser"]

settings.register_profile("kader", deadline=None)
settings.load_profile("kader")
"""No timed asserts: a slow machine makes no test fail."""

PROCESSES_AT_MOST = 4
"""More gain nothing: the browser's tests, in one process, are then what one waits for."""


_SHARED_OUT = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite is shared out over the cores, unless somebody said how. Runs before xdist reads its options."""
    if not config.pluginmanager.hasplugin("xdist") or "PYTEST_XDIST_WORKER" in os.environ or config.option.dist != "no":
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    whole = config.args_source is config.ArgsSource.TESTPATHS and not config.option.usepdb
    if config.option.numprocesses is None and whole and cores > 1:
        config.option.numprocesses = min(cores, PROCESSES_AT_MOST)
    if config.option.numprocesses:
        config.stash[_SHARED_OUT] = True
        config.option.dist = "loadscope"
        config.option.loadscopereorder = False  # the browser's tests stand first and take longest
        config.option.maxworkerrestart = "0"  # a process that dies is told with its test; xdist cannot put another in
        # Names of tests may come from sets, and every process must find the same ones. Drawn anew for each run, so that
        # something that depends on the order of a set is found some day; the header says which it was.
        os.environ.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))


def pytest_report_header() -> str | None:
    seed = os.environ.get("PYTHONHASHSEED")
    return f"PYTHONHASHSEED={seed}" if seed else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share something go to one process: a browser, the server that a file has of its own, what it made once.

    By place and not by ``xdist_group``: with pytest 9.2 xdist 3.8 passes such marks over in silence.
    """
    if not config.stash.get(_SHARED_OUT, False):
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByPlace(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]

    return ByPlace(config, log)


_OF_SEVERAL_PROCESSES = ("tests/server/test_hosting.py", "tests/framework/cli/test_rehearse.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of a real browser or of several servers gets a second try, since it meets the machine's hiccups too. Both tries
    are in the summary (``R``): what needed the second one is a fault to look for, in the test or in what it tests."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) or item.nodeid.startswith(_OF_SEVERAL_PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Why a first try failed; the summary alone would only name it."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"first try of {report.nodeid}")
        terminalreporter.line(report.longreprtext)


@pytest.fixture(scope="session")
def real_deck() -> Deck:
    return shipped_deck()


@pytest.fixture(scope="session")
def law() -> LawBook:
    return law_book()


@pytest.fixture
def workshops() -> AnyActor:
    return new_workshops()


@pytest.fixture(autouse=True)
def _stores_closed() -> Iterator[None]:
    """Closes the stores that this test opened with `new_store`."""
    yield
    close_stores()


@pytest.fixture(scope="session")
def _data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are not there yet."""
    parent = tmp_path_factory.mktemp("data")
    return (parent / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def _data_of_its_own(
    request: pytest.FixtureRequest, _data_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or writes the data of whoever runs it. Only a test that asks for a folder gets one made: for most that
    took longer than the test."""
    folder = request.getfixturevalue("tmp_path") / "data" if "tmp_path" in request.fixturenames else next(_data_folders)
    monkeypatch.setenv("KADER_DATA", str(folder))
    monkeypatch.delenv("KADER_DATABASE_URL", raising=False)


def required(name: str) -> bool:
    return os.environ.get(name) == "1"
