"""``reconnect.py``: a page that stayed open while the server restarted runs again by itself."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.support.server_process import Visitor, free_port, serving, streamlit_command

PAGE = """
import os
import streamlit as st
from pages.server.streamlit_patches.reconnect import rerun_after_reconnect
st.markdown(f"process {os.getpid()}")
rerun_after_reconnect()
"""


def test_an_open_page_runs_again_in_the_new_process(house: Path, browser: Browser) -> None:
    (house / "pages" / "_shell.py").write_text(PAGE)
    port = free_port()
    command = streamlit_command(house / "app.py", port)
    page = browser.new_page()
    with serving(command, log=house / "log.txt", port=port, folder=house) as first:
        page.goto(f"http://127.0.0.1:{port}/")
        expect(page.get_by_text(f"process {first.process.pid}")).to_be_visible()
    with serving(command, log=house / "log.txt", port=port, folder=house) as second:
        expect(page.get_by_text(f"process {second.process.pid}")).to_be_visible(timeout=30_000)
    page.close()


def test_it_renders_nothing_when_its_clock_strikes(house: Path) -> None:
    (house / "pages" / "_shell.py").write_text(PAGE)
    port = free_port()
    with (
        serving(streamlit_command(house / "app.py", port), log=house / "log.txt", port=port, folder=house) as server,
        Visitor(server) as visitor,
    ):
        (clock,) = visitor.visit().clocks
        run = visitor.visit(fragment=clock.fragment_id)
    assert not [message for message in run.messages if message.delta.HasField("new_element")]
