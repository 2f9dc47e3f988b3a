"""The first visitor of a fresh server, who opens a deep link (docs/decisions/0001).

Streamlit takes a folder ``pages`` beside its main script for its older multipage mechanism until some session has run
``st.navigation``; a plain ``app.py`` is then skipped. Every test here starts a server of its own: the trap is only there
for the very first visitor.
"""

from pathlib import Path

import pytest

from pages.ui import nav
from tests.support.server_process import ROOT, Run, Visitor, free_port, serving, streamlit_command

SHELL = """
import streamlit as st
page = st.navigation([
    st.Page("pages/home.py" if HERE == "above" else "home.py", url_path="home", default=True),
    st.Page("pages/deep.py" if HERE == "above" else "deep.py", url_path="deep"),
    st.Page("pages/hidden.py" if HERE == "above" else "hidden.py", url_path="hidden", visibility="hidden"),
])
st.sidebar.markdown("the shell ran")
page.run()
"""


def _first_visit(script: Path, page: str, data: Path) -> Run:
    port = free_port()
    with (
        serving(
            streamlit_command(script, port),
            log=data / "log.txt",
            port=port,
            environment={"KADER_DATA": str(data), "KADER_DATABASE_URL": ""},
            folder=data,
        ) as server,
        Visitor(server) as visitor,
    ):
        return visitor.visit(page)


@pytest.mark.parametrize("page", ["principles", "charter", ""])
def test_the_first_visitor_of_a_deep_link_meets_the_shell(page: str, tmp_path: Path) -> None:
    run = _first_visit(ROOT / "app.py", page, tmp_path)
    assert "page_not_found" not in run.kinds()
    assert run.errors == []
    assert set(run.pages) == {spec.key if spec.key != "start" else "" for spec in nav.PAGES} or set(run.pages) == {
        spec.key for spec in nav.PAGES
    }
    assert run.titles, "the shell sets the title"
    assert run.titles[-1].endswith("Kader")


def test_an_address_that_does_not_exist_is_still_told_as_such(tmp_path: Path) -> None:
    """Otherwise the test above could not fail on it."""
    assert "page_not_found" in _first_visit(ROOT / "app.py", "no-such-page", tmp_path).kinds()


def _pages(folder: Path) -> None:
    for name in ("home", "deep", "hidden"):
        (folder / f"{name}.py").write_text(f"import streamlit as st\nst.markdown('this is {name}')\n")


def test_the_launcher_runs_its_shell(house: Path) -> None:
    _pages(house / "pages")
    (house / "pages" / "_shell.py").write_text(f"HERE = 'inside'\n{SHELL}")
    run = _first_visit(house / "app.py", "deep", house)
    assert run.texts == ["the shell ran", "this is deep"]
    assert "page_not_found" not in run.kinds()


def test_the_trap_is_still_there(tmp_path: Path) -> None:
    """A plain main script beside ``pages/`` is skipped. When this fails, Streamlit has mended it: see decision 0001."""
    (tmp_path / "pages").mkdir()
    _pages(tmp_path / "pages")
    (tmp_path / "main.py").write_text(f"HERE = 'above'\n{SHELL}")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_bytes((ROOT / ".streamlit" / "config.toml").read_bytes())
    assert "the shell ran" not in _first_visit(tmp_path / "main.py", "deep", tmp_path).texts
