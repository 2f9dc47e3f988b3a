"""Takes the pictures in ``docs/pictures/``: ``.venv/bin/python -m docs.take_pictures``.

Starts Kader in a temporary folder, with the demonstration and a rehearsed workshop in Dutch and in English, and drives
Chromium. Needs what the tests need, Chromium included, and ``pdftoppm`` (poppler-utils) for pages of PDF files. With words
after the command it takes only the pictures whose names contain one of them.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from framework.text import LANGS, Lang
from framework.workshop.room import Phase, StepKind
from tests.support.app_process import KaderServer, running
from tests.support.chromium import find_chromium
from tests.support.rehearsed_room import Rehearsed, rehearsed

PICTURES = Path(__file__).resolve().parent / "pictures"
LAPTOP, PHONE, PROJECTOR = (1280, 800), (390, 844), (1280, 720)


@dataclass(frozen=True)
class Picture:
    """``page`` and ``query`` are the address."""

    name: str
    page: str
    query: str = ""
    size: tuple[int, int] = LAPTOP
    scheme: Literal["light", "dark"] = "light"


TAKEN = (
    Picture("law-check", "law_check", "p=data"),
    Picture("law-summary-phone", "law_check", "p=summary", size=PHONE),
    Picture("law-overview", "law_overview"),
)


@dataclass(frozen=True)
class LivePicture:
    """Of a workshop that is rehearsed up to this step and phase. ``page``: a page of Kader, ``room`` or ``phone``."""

    name: str
    page: str
    kind: StepKind | None = None
    phase: Phase = "open"
    size: tuple[int, int] = LAPTOP
    scheme: Literal["light", "dark"] = "light"


LIVE = (
    LivePicture("prepare", "prepare"),
    LivePicture("phone-vote", "phone", "scenario", "voting", PHONE),
    LivePicture("console-vote", "console", "scenario", "voting"),
    LivePicture("projector", "room", "scenario", "second_revealed", PROJECTOR, "dark"),
    LivePicture("decide", "decide", "scenario", "consent_revealed"),
)
"""In the order of the workshop's steps."""
LIVE_SEED = 11
"""A seed with people who object to the first rule."""


def main() -> None:
    chromium = find_chromium()
    if chromium is None or shutil.which("pdftoppm") is None:
        raise SystemExit("needs Chromium and pdftoppm: apt-get install chromium poppler-utils")
    wanted = sys.argv[1:]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in LANGS:
            workshop = _demonstration(Path(folder), lang)
            for picture in TAKEN:
                name = f"{picture.name}-{lang}"
                if not wanted or any(word in name for word in wanted):
                    with _opened(browser, picture, lang) as page:
                        _go(page, server.url, picture, workshop, lang)
                        _keep(page.screenshot(), name)
            _live(browser, server, lang, wanted)
            if lang != "en":  # only English guides show the next two
                continue
            if not wanted or any(word in f"charter-pdf-{lang}" for word in wanted):
                with _opened(browser, Picture("pdf", "charter"), lang) as page:
                    _go(page, server.url, Picture("pdf", "charter"), workshop, lang)
                    _keep(_page_of_pdf(page, Path(folder)), f"charter-pdf-{lang}")
            if not wanted or any(word in f"poster-{lang}" for word in wanted):
                _keep(_poster(Path(folder), lang), f"poster-{lang}")
        browser.close()


def _live(browser: Browser, server: KaderServer, lang: Lang, wanted: list[str]) -> None:
    asked = [each for each in LIVE if not wanted or any(word in f"{each.name}-{lang}" for word in wanted)]
    if not asked:
        return
    with rehearsed(server, lang, seed=LIVE_SEED) as room:
        room.come_in()
        for picture in asked:
            here = (room.room.current_step().kind, room.room.phase)
            if picture.kind is not None and here != (picture.kind, picture.phase):
                room.until(picture.kind, picture.phase)
            shown = Picture(picture.name, picture.page, size=picture.size, scheme=picture.scheme)
            with _opened(browser, shown, lang) as page:
                _go_live(page, server.url, picture, room, lang)
                _keep(page.screenshot(), f"{picture.name}-{lang}")


def _go_live(page: Page, url: str, picture: LivePicture, room: Rehearsed, lang: Lang) -> None:
    if picture.page == "room":
        page.goto(f"{url}/room/{room.id}?lang={lang}")
        page.wait_for_timeout(1000)
    elif picture.page == "phone":
        page.goto(f"{url}/j/{room.room.code}")
        page.locator("main form button").first.click()
        page.locator("[name=stance][value=C]").check()
        page.locator("[name=stance][value=A]").evaluate("e => e.scrollIntoView({block: 'center'})")
    else:
        _go(page, url, Picture(picture.name, picture.page), room.id, lang)


def _demonstration(folder: Path, lang: Lang) -> str:
    """Adds the demonstration with the command line; returns its id."""
    command = [sys.executable, "-m", "framework.cli", "demo", "--data", str(folder), "--lang", lang]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words
    found = re.search(r"[?&]w=([^&\s]+)", said)
    assert found is not None, said
    return found[1]


@contextmanager
def _opened(browser: Browser, picture: Picture, lang: Lang) -> Iterator[Page]:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if picture.size == PHONE else 1,
        locale="nl-NL" if lang == "nl" else "en-GB",
        color_scheme=picture.scheme,
        accept_downloads=True,
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def _go(page: Page, url: str, picture: Picture, workshop: str, lang: Lang) -> None:
    which = f"&w={workshop}" if picture.page else ""
    page.goto(f"{url}/{picture.page}?lang={lang}{which}&{picture.query}".rstrip("&"))
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(1500)  # fonts, icons and charts


def _poster(folder: Path, lang: Lang) -> bytes:
    """The poster, as the command line makes it."""
    file = folder / "poster.pdf"
    command = [sys.executable, "-m", "framework.cli", "print", "poster", "--lang", lang, "--to", str(file)]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own words
    return _first_page(file, 60)


def _page_of_pdf(page: Page, folder: Path) -> bytes:
    """The first page of the charter, as a person downloads it."""
    page.locator(".st-key-charter-downloads").get_by_role("button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-charter-download-pdf").get_by_role("button").click()
    file = folder / "charter.pdf"
    waiting.value.save_as(file)
    return _first_page(file, 80)


def _first_page(file: Path, resolution: int) -> bytes:
    stem = file.with_suffix("")
    draw = ["pdftoppm", "-png", "-r", str(resolution), "-f", "1", "-l", "1", "-singlefile", str(file), str(stem)]
    subprocess.run(draw, check=True)  # noqa: S603 - our own words
    return stem.with_suffix(".png").read_bytes()


def _keep(png: bytes, name: str) -> None:
    """Saves a picture with 256 colours, which look the same and take a third of the space."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    main()
