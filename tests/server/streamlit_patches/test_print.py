"""A page on paper: without the menu, dark letters, and no chart cut off, however wide it is on screen."""

import io
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from tests.server.conftest import make_house
from tests.support.server_process import Server, free_port, serving, streamlit_command

expect.set_options(timeout=30_000)  # a busy machine makes no test fail
PAGE = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide", initial_sidebar_state="expanded")
with st.sidebar:
    st.markdown("the menu")
st.title("Heading")
names = [f"bar{number}" for number in range(12)]
with st.expander("Box", expanded=True):
    figure = go.Figure(go.Bar(x=names, y=list(range(12))))
    st.plotly_chart(figure.update_layout(height=500), config={"displayModeBar": False})
st.markdown("the end")
"""


@pytest.fixture(scope="module")
def printed_from(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    house = make_house(tmp_path_factory.mktemp("printed"))
    (house / "pages" / "_shell.py").write_text(PAGE)
    port = free_port()
    with serving(streamlit_command(house / "app.py", port), log=house / "log.txt", port=port, folder=house) as server:
        yield server


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 1920])
def test_a_sheet_has_the_whole_chart_and_no_menu(
    printed_from: Server, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{printed_from.port}/")
    expect(page.get_by_text("bar11")).to_be_visible()
    expect(page.get_by_text("the end")).to_be_visible()
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    edges: list[float] = []
    words = ""
    for sheet in reader.pages:
        assert float(sheet.mediabox.width) == pytest.approx(595, abs=2), "A4"
        words += sheet.extract_text(visitor_text=lambda said, _, at, *__: edges.append(at[4] if said.strip() else 0))
    context.close()
    squeezed = "".join(words.split())
    assert "Heading" in squeezed
    assert "theend" in squeezed
    assert "themenu" not in squeezed
    assert [name for name in (f"bar{number}" for number in range(12)) if name not in squeezed] == []
    assert max(edges) < 595
