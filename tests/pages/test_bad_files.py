"""Opening a file on the start page: what is no archive of ours gets its sentence and leaves nothing behind; the rest opens.

What a browser adds (the upload itself, and a file of 50 MB) is in tests/browser/test_bad_files.py.
"""

import io
import json
from datetime import date

import docx as python_docx
import pytest
from streamlit.testing.v1 import AppTest

from framework.archive.carriers import LIMIT_MB
from framework.archive.models import VERSION, dump, workshop_archive
from framework.charter.export import FORMATS, FormatId, charter_archive, export
from framework.errors import ArchiveRefused
from framework.language import error_sentence, translator
from framework.law import law_book
from framework.text import Lang
from pages.ui import queries
from tests.pages.conftest import Open, turn_to
from tests.support.any_actor import any_actor
from tests.support.foreign_pdf import a_foreign_pdf


def upload(screen: AppTest, name: str, data: bytes, kind: str = "application/json") -> None:
    screen.file_uploader(key="start.file").set_value((name, data, kind)).run()
    assert not screen.exception, screen.exception


def said(screen: AppTest) -> str:
    return "\n".join(error.value for error in screen.error).replace("\\", "")


def shown(screen: AppTest) -> str:
    return "\n".join(part.value for part in screen.markdown).replace("\\", "")


def workshop_file(workshop: str) -> bytes:
    return dump(workshop_archive(queries.state(workshop)))


def charter_file(workshop: str, kind: FormatId, lang: Lang) -> bytes:
    current = queries.state(workshop)
    archive = charter_archive(
        current.frameworks[-1], current.deck, law_book(), edition="internal", as_of=date(2026, 11, 23)
    )
    return export(archive, kind, translator(lang))


def test_what_is_no_archive_of_ours_is_named_and_adds_nothing(open_page: Open, lang: Lang, demonstration: str) -> None:
    whole = workshop_file(demonstration)
    body = json.loads(whole)
    here = ("json", "application/json")
    bad = {
        "broken JSON": (b'{"format": "kader-workshop", "version": 1, "state": {,}}', *here, {"reason": "damaged"}),
        "nothing at all": (b"", *here, {"reason": "not-an-archive"}),
        "cut short": (whole[: len(whole) // 2], *here, {"reason": "damaged"}),
        "of another program": (b'{"format": "excalidraw", "version": 3}', *here, {"reason": "other-program"}),
        "a list": (b"[1, 2, 3]", *here, {"reason": "not-an-archive"}),
        "a PDF of somebody else": (a_foreign_pdf(), "pdf", "application/pdf", {"reason": "other-program"}),
        "a PDF cut short": (a_foreign_pdf()[:200], "pdf", "application/pdf", {"reason": "damaged"}),
        "a page of the web": (b"<!doctype html><title>x</title>", "html", "text/html", {"reason": "other-program"}),
        "of a later Kader": (
            json.dumps({**body, "version": 7}).encode(),
            *here,
            {"reason": "newer", "version": 7, "known": VERSION},
        ),
        "one that contradicts itself": (
            json.dumps({**body, "state": {**body["state"], "seats": []}}).encode(),
            *here,
            {"reason": "inconsistent", "detail": "seats = 0"},
        ),
        "larger than any archive": (
            b" " * (LIMIT_MB * 1024 * 1024) + b"{}",
            *here,
            {"reason": "too-large", "limit_mb": LIMIT_MB},
        ),
    }
    before = any_actor().queries.workshops()
    screen = turn_to(open_page(lang=lang), "archive")
    for name, (data, suffix, media_type, params) in bad.items():
        upload(screen, f"bestand.{suffix}", data, media_type)
        assert said(screen) == error_sentence(ArchiveRefused(**params), translator(lang)), name
        assert not screen.success, name
        assert any_actor().queries.workshops() == before, name
    screen.run()
    assert said(screen) == "", "said once, not after every click"
    upload(screen, "kader.json", charter_file(demonstration, "json", lang))
    assert screen.success, "after all that a good one still opens"


@pytest.mark.parametrize("kind", [kind for kind, format_ in FORMATS.items() if format_.carries_archive])
def test_a_charter_is_shown_and_not_added(open_page: Open, lang: Lang, demonstration: str, kind: FormatId) -> None:
    before = any_actor().queries.workshops()
    screen = turn_to(open_page(lang=lang), "archive")
    upload(screen, f"charter{FORMATS[kind].suffix}", charter_file(demonstration, kind, lang), FORMATS[kind].media_type)
    assert said(screen) == ""
    organisation = queries.state(demonstration).workshop.organisation
    assert organisation in screen.success[0].value.replace("\\", "")
    names = [activity.name for activity in queries.state(demonstration).activities]
    assert translator(lang)("Page {number} of {all}", number=1, all="") in shown(screen)
    screen.button_group(key="opened.preview.form").set_value("text").run()
    told = ""
    for section in range(3):
        told += shown(screen.selectbox(key="opened.preview.section").set_value(section).run())
    assert all(name in told for name in names)
    assert any_actor().queries.workshops() == before


def test_a_workshop_goes_on_as_a_workshop_of_its_own(open_page: Open, lang: Lang, demonstration: str) -> None:
    """AppTest cannot follow to the next page; that the screen moves on is seen in the browser."""
    original = queries.state(demonstration)
    screen = turn_to(open_page(lang=lang), "archive")
    upload(screen, "kader-workshop.json", workshop_file(demonstration))
    assert said(screen) == ""
    listed = [entry.id for entry in any_actor().queries.workshops()]
    assert len(listed) == 2
    added = queries.state(next(entry for entry in listed if entry != demonstration))
    fresh = {"id": added.workshop.id}
    assert added.model_copy(update={"revision": original.revision}) == original.model_copy(
        update={"workshop": original.workshop.model_copy(update=fresh)}
    )
    screen.run()
    assert len(any_actor().queries.workshops()) == 2, "a click later it is not added once more"


def test_a_word_file_that_was_edited_says_what_was_changed(open_page: Open, lang: Lang, demonstration: str) -> None:
    file = python_docx.Document(io.BytesIO(charter_file(demonstration, "docx", lang)))
    file.paragraphs[-1].runs[0].text = "*Iets* anders"
    saved = io.BytesIO()
    file.save(saved)
    screen = turn_to(open_page(lang=lang), "archive")
    upload(screen, "charter.docx", saved.getvalue(), FORMATS["docx"].media_type)
    t = translator(lang)
    told = shown(screen)
    assert t.plural("{count} passage changed", "{count} passages changed", 1) in screen.warning[0].value
    assert f"**{t('Changed')}**" in told
    assert "*Iets*" in told
    assert [part.value for part in screen.markdown if r"\*Iets\*" in part.value], "shown as it was typed"
    upload(screen, "again.docx", charter_file(demonstration, "docx", lang), FORMATS["docx"].media_type)
    assert not screen.warning
    assert t("The text of this Word file is as Kader wrote it.") in [one.value for one in screen.info]
