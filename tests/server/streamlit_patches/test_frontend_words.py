"""``frontend_words.py``: what Streamlit's own scripts say is in the language of the page, and nothing else is changed."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from pages.server.streamlit_patches.frontend_words import CATALOGUE
from tests.server.conftest import make_house
from tests.support.server_process import Server, free_port, serving, streamlit_command

expect.set_options(timeout=30_000)  # a busy machine makes no test fail
ENTRIES: list[dict[str, str]] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\{\w+\}")
PAGE = """
import datetime
import streamlit as st

st.set_page_config(initial_sidebar_state="expanded")
with st.sidebar:
    st.button("English", on_click=lambda: st.query_params.update(lang="en"))
st.title("Heading")
st.header("Second", help="why")
st.markdown(":material/edit: Edit")
st.text_input("Name", help="Upload", key="name")
st.text_area("Story", key="story")
st.selectbox("One", ["Open", "Help"], index=None, key="one")
st.multiselect("Many", ["Close", "b", "c"], ["Close"], max_selections=2, key="many")
st.number_input("Between", 0, 10, 5, key="between")
st.number_input("From", min_value=2, value=None, key="from")
st.number_input("Up to", max_value=9, value=None, key="up-to")
st.date_input("Day", datetime.date(2026, 1, 1), key="day")
st.file_uploader("File", type=["csv"], key="file")
st.code("some code")
st.button("Press", shortcut="N")
st.button("", icon=":material/edit:", key="icon")
for caption in (None, "Named"):
    st.image(
        "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMDAiIGhlaWdodD0iMTAwIi8+",
        caption=caption,
    )
for text in ("Help", "Upload", "Skip to main content", "Connection error", "Press Enter to apply"):
    st.markdown(text)
st.button("Upload", key="ours")
st.markdown("the end")
"""


@cache
def _scripts() -> str:
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.js")))


class TestCatalogue:
    """An upgrade of Streamlit that changes its words would bring English back into Dutch pages without an error."""

    @pytest.mark.parametrize("words", sorted({entry["streamlit"] for entry in ENTRIES}))
    def test_streamlit_still_has_these_words(self, words: str) -> None:
        parts = re.split(r"\{\w+\}|⌘|Ctrl|^(?:Error)?: |, (?=\{month\})|: (?=\{name\})|options?\.", words)
        assert [part for part in parts if part not in _scripts()] == []

    @pytest.mark.parametrize(
        "name", sorted({name for one in ENTRIES for name in re.findall(r"testid=(\w+)", one["at"])})
    )
    def test_streamlit_still_has_this_element(self, name: str) -> None:
        assert name in _scripts()

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["streamlit"])
    def test_a_translation_has_the_placeholders_of_the_original_at_most(self, entry: dict[str, str]) -> None:
        assert set(entry) <= {"at", "attribute", "streamlit", "nl", "en", "host"}
        for lang in ("nl", "en"):
            assert set(PLACEHOLDER.findall(entry.get(lang, ""))) <= set(PLACEHOLDER.findall(entry["streamlit"]))
        assert entry["nl"] != entry["streamlit"]


def test_the_script_is_loaded_before_streamlits_and_kept_until_it_changes(server: Server) -> None:
    page = server.get("/")[2].decode()
    first, second = re.findall(r'<script[^>]* src="\./([^"]+)"', page)
    assert first.startswith("frontend-words.js?")
    assert second.startswith("static/js/index.")
    status, headers, body = server.get(f"/{first}")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript")
    assert ENTRIES[0]["nl"] in body.decode()


@contextmanager
def _running(folder: Path) -> Iterator[Server]:
    """The launcher around `PAGE`."""
    house = make_house(folder)
    (house / "pages" / "_shell.py").write_text(PAGE)
    port = free_port()
    with serving(streamlit_command(house / "app.py", port), log=house / "log.txt", port=port, folder=house) as server:
        yield server


@pytest.fixture(scope="module")
def widgets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with _running(tmp_path_factory.mktemp("widgets")) as server:
        yield server


@contextmanager
def _opened(browser: Browser, server: Server, lang: str, host: str = "127.0.0.1", script: str = "") -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-write"])
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(f"http://{host}:{server.port}/?lang={lang}")
    expect(page.get_by_text("the end", exact=True)).to_be_visible()
    yield page
    context.close()


_FIND = """entries => entries.map(({at, attribute}) => [...document.querySelectorAll(at)].flatMap(element =>
    attribute ? element.getAttribute(attribute) ?? [] : [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data)))"""


class Words:
    """What stands in the places of the catalogue, whenever it is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.english: set[str] = set()
        self.dutch: set[str] = set()

    def look(self) -> None:
        for entry, found in zip(ENTRIES, self.page.evaluate(_FIND, ENTRIES), strict=True):
            for text in found:
                self.english |= {entry["streamlit"]} if _pattern(entry["streamlit"]).fullmatch(text) else set()
                self.dutch |= {entry["streamlit"]} if _pattern(entry["nl"]).fullmatch(text) else set()


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in PLACEHOLDER.split(words)), re.DOTALL)


ELSEWHERE = {
    *(entry["streamlit"] for entry in ENTRIES if "stDialog" in entry["at"] or "stConnectionStatus" in entry["at"]),
    "Connecting to Streamlit server",
    "Unable to connect to Streamlit server",
    "Press ⌘+Enter to {what}",  # a Mac
    "You can only select up to {count} option. Remove an option first.",
    *(f"{start}: Number is {where} the allowed range." for start in ("", "Error") for where in ("above", "below")),
}
"""Words that this page does not lead to."""


def test_every_word_that_a_page_can_lead_to_is_dutch(widgets: Server, browser: Browser) -> None:
    with _opened(browser, widgets, "nl") as page:
        words = Words(page)

        def seen(locator: Locator) -> None:
            expect(locator.first).to_be_attached()
            words.look()

        def hover(locator: Locator) -> None:
            page.mouse.move(0, 0)
            expect(page.get_by_role("tooltip")).to_have_count(0)
            locator.hover()

        def field(kind: str, at: int = 0) -> Locator:
            return page.get_by_test_id(kind).nth(at).locator("input")

        words.look()
        page.get_by_test_id("stSidebar").hover()
        page.get_by_label("Menu inklappen").click()
        seen(page.get_by_label("Menu uitklappen"))
        field("stSelectbox").fill("zzz")
        seen(page.get_by_text("Niets gevonden"))
        field("stSelectbox").fill("")
        page.get_by_role("option", name="Open").click()
        seen(page.get_by_label("Keuze wissen"))
        field("stMultiSelect").click()
        seen(page.get_by_text("Alles kiezen"))
        field("stMultiSelect").fill("zzz")
        seen(page.get_by_text("Niets gevonden"))
        field("stMultiSelect").fill("")
        page.get_by_role("option", name="b", exact=True).click()
        seen(page.get_by_label("b weghalen"))
        page.keyboard.press("Escape")
        field("stMultiSelect").click()
        seen(page.get_by_text("Je kunt er hooguit 2 kiezen."))
        page.keyboard.press("Escape")
        for at, value in enumerate(("99", "0", "99")):
            field("stNumberInput", at).fill(value)
            field("stNumberInput", at).press("Enter")
            seen(page.get_by_test_id("stNumberInput").nth(at).get_by_role("alert"))
            hover(page.get_by_test_id("stNumberInput").nth(at).get_by_test_id("stTooltipErrorHoverTarget"))
            seen(page.get_by_test_id("stTooltipErrorContent").get_by_text("Dit getal"))
        field("stTextInput").fill("half")
        seen(page.get_by_text("Enter: opslaan"))
        page.get_by_test_id("stTextArea").locator("textarea").fill("half")
        seen(page.get_by_text("Ctrl+Enter: opslaan"))
        page.get_by_label("Kies een datum").first.click()
        seen(page.get_by_test_id("stDateInputCalendar").locator("table"))
        page.keyboard.press("Escape")
        for name in ("x.numbers", "x.csv"):
            chosen = FilePayload(name=name, mimeType="application/octet-stream", buffer=b"a")
            field("stFileUploader").set_input_files(chosen)
            seen(page.get_by_label(f"{name} weghalen"))
        hover(page.get_by_test_id("stCode"))
        page.get_by_label("Kopiëren", exact=True).hover(force=True)
        seen(page.get_by_role("tooltip").get_by_text("Kopiëren"))
        page.get_by_label("Kopiëren").click()
        seen(page.get_by_label("Gekopieerd"))
        for at, name in enumerate(("", ": Named")):
            hover(page.get_by_test_id("stImage").nth(at))
            page.get_by_label(f"Volledig scherm{name}", exact=True).hover(force=True)
            seen(page.get_by_role("tooltip").get_by_text("Volledig scherm"))
            page.get_by_label(f"Volledig scherm{name}", exact=True).click(force=True)
            page.get_by_label(f"Volledig scherm sluiten{name}", exact=True).hover(force=True)
            seen(page.get_by_role("tooltip").get_by_text("Volledig scherm sluiten"))
            page.keyboard.press("Escape")
            expect(page.get_by_label(f"Volledig scherm sluiten{name}")).to_have_count(0)
        assert words.english == set()
        assert {entry["streamlit"] for entry in ENTRIES} - words.dutch - ELSEWHERE == set()


def test_a_screen_reader_is_told_the_dutch_words(widgets: Server, browser: Browser) -> None:
    with _opened(browser, widgets, "nl") as page:
        for name in ("Uitleg bij Name", "Lijst openen", "Hoger"):
            expect(page.get_by_label(name).first).to_be_attached()
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        names = {node.get("name", {}).get("value") for node in tree}
        assert {"Naar de inhoud", "Uitleg bij Name", "Lijst openen", "Hoger", "Sneltoets N"} <= names
        assert not {"Sidebar", "Help for Name", "Increment", "Clear all", "Choose date", "file upload"} & names


def test_no_frame_shows_the_english_words_first(widgets: Server, browser: Browser) -> None:
    watch = f"""const find = {_FIND}, entries = {json.dumps(ENTRIES)}; window.frames_seen = 0; window.english = [];
        const frame = () => {{ requestAnimationFrame(frame); window.frames_seen++;
            find(entries).forEach((found, i) => found.includes(entries[i].streamlit) && window.english.push(found)) }};
        requestAnimationFrame(frame)"""
    with _opened(browser, widgets, "nl", script=watch) as page:
        assert page.evaluate("frames_seen") > 1
        assert page.evaluate("english") == []


OURS = {"Help", "Upload", "Skip to main content", "Connection error", "Press Enter to apply"}


def test_the_same_words_elsewhere_are_left_alone(widgets: Server, browser: Browser) -> None:
    with _opened(browser, widgets, "nl") as page:
        for words in OURS:
            expect(page.get_by_test_id("stMarkdown").get_by_text(words, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible()
        expect(page.get_by_test_id("stMultiSelectTagsContainer").get_by_title("Close")).to_be_visible()
        page.get_by_test_id("stSelectbox").locator("input").click()
        expect(page.get_by_role("option")).to_have_text(["Open", "Help"])
        page.keyboard.press("Escape")
        page.get_by_label("Uitleg bij Name").hover()
        expect(page.get_by_role("tooltip")).to_have_text("Upload")


def test_another_language_changes_them_back(widgets: Server, browser: Browser) -> None:
    with _opened(browser, widgets, "nl") as page:
        expect(page.get_by_label("Uitleg bij Name")).to_be_attached()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_label("Help for Name")).to_be_attached()
        expect(page.get_by_text("Upload", exact=True)).to_have_count(3)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.evaluate("document.body.innerText").count("Kies een bestand") == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_stopped_server_is_told_in_both_languages_and_about_kader(
    host: str, browser: Browser, tmp_path: Path
) -> None:
    with ExitStack() as opened:
        with _running(tmp_path) as server:
            pages = [opened.enter_context(_opened(browser, server, lang, host)) for lang in ("nl", "en")]
        for page, title, words in zip(
            pages,
            ("Geen verbinding met Kader", "No connection to Kader"),
            ("Alles wat was opgeslagen, staat er nog.", "Everything that was saved is still there."),
            strict=True,
        ):
            dialog = page.get_by_role("dialog", name=title)
            expect(dialog).to_contain_text(words)
            expect(dialog).not_to_contain_text("Streamlit")
            expect(dialog.get_by_text("streamlit run")).not_to_be_visible()


@pytest.mark.parametrize(("lang", "title"), [("nl", "Die pagina is er niet"), ("en", "There is no page here")])
def test_an_address_that_does_not_exist(lang: str, title: str, server: Server, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/no-such-page?lang={lang}")
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog).to_be_visible()
    expect(dialog).not_to_contain_text("main page")
    page.close()
