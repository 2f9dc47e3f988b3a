"""The inventory out to a file and back in, on screen: what would change is shown first, and only agreeing saves it."""

import json
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from framework.errors import SheetRefused
from framework.inventory.export import FORMATS, export, template
from framework.language import error_sentence, translator
from framework.law import law_book
from framework.text import Lang
from framework.workshop.agenda import live_activities
from pages.ui import queries
from tests.pages.conftest import Open, unfold
from tests.support.any_actor import any_actor
from tests.support.inventory_files import AS_OF, a_csv, a_workbook
from tests.support.server_process import ROOT


def upload(screen: AppTest, data: bytes, name: str = "lijst.csv") -> None:
    screen.file_uploader(key="inventory.file").set_value((name, data, "application/octet-stream")).run()
    assert not screen.exception, screen.exception


def shown(screen: AppTest) -> str:
    parts = [*screen.markdown, *screen.warning, *screen.error, *screen.success, *screen.info, *screen.caption]
    return "\n".join(part.value for part in parts).replace("\\", "")


def names(workshop: str) -> list[str]:
    return [activity.name for activity in live_activities(queries.state(workshop))]


@pytest.fixture
def begun(lang: Lang) -> str:
    return any_actor().lifecycle.start_self_assessment("Waterkers", "CRM", lang, "marketing-ai")


def agree(screen: AppTest) -> None:
    screen.button(key="inventory.file.agree").click().run()
    assert not screen.exception, screen.exception


def test_a_list_is_previewed_and_saved_only_when_agreed(open_page: Open, lang: Lang, begun: str) -> None:
    t = translator(lang)
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    upload(screen, a_csv("naam;soort;leverancier;=x", "=Bo;chatbot;Acme;1", "An;iets heel anders;;", ";chatbot;Acme;"))
    said = shown(screen)
    assert f"{t('In this file')}**: " in said
    assert t.plural("{count} new", "{count} new", 1) in said
    assert t.plural("{count} row refused", "{count} rows refused", 2) in said
    assert t("Kader does not know these columns and skipped them: {headings}.", headings="=x") in said
    assert f"**{t('Row {row}', row=3)} (“An”)** · {t('Kind of activity')} · " in said
    assert f"**{t('Row {row}', row=4)}** · {t('Name')} · " in said
    assert names(begun) == [], "nothing is saved by looking"
    agree(screen)
    assert names(begun) == ["=Bo"]
    assert t("Imported: {new} new and {changed} changed.", new=1, changed=0) in shown(screen)
    screen.run()
    assert names(begun) == ["=Bo"], "a click later it is not imported once more"
    assert t("In this file") not in shown(screen)


def test_answers_that_contradict_each_other_are_shown_as_problems_of_the_file(
    open_page: Open, lang: Lang, begun: str
) -> None:
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    upload(screen, a_csv("name;kind;area;jobs", "Bo;other;none;select"))
    (warning,) = (one.value.replace("\\", "") for one in screen.warning)
    assert f"{translator(lang)('Row {row}', row=2)} (“Bo”)" in warning
    for fact in map(law_book().fact, ("area", "jobs")):
        assert fact is not None
        assert fact.question[lang] in warning
    agree(screen)
    assert live_activities(queries.state(begun))[0].facts == {"area": "none", "jobs": "select"}


def test_differences_are_shown_field_by_field(open_page: Open, lang: Lang, demonstration: str) -> None:
    t = translator(lang)
    before = queries.state(demonstration)
    first = live_activities(before)[0]
    data = json.dumps(
        {
            "format": "kader-inventory",
            "version": 1,
            "activities": [
                {"id": first.id, "name": "Nieuw <b>*", "running": "planned", "facts": {"interacts": "unknown"}}
            ],
        }
    ).encode()
    screen = unfold(open_page("inventory", lang, w=demonstration), "inventory.files")
    upload(screen, data, "inventaris.json")
    said = shown(screen)
    assert t.plural("{count} changed", "{count} changed", 1) in said
    assert f"{t('Name')} · {first.name} → Nieuw <b>*" in said
    fact = queries.law().fact("interacts")
    assert fact is not None
    assert f"{fact.question[lang]} · " in said
    assert f"→ {t('Don’t know')}" in said
    assert queries.state(demonstration) == before
    agree(screen)
    after = live_activities(queries.state(demonstration))[0]
    assert (after.name, after.running, after.facts["interacts"]) == ("Nieuw <b>*", "planned", "unknown")


def test_a_file_that_changes_nothing_says_so(open_page: Open, lang: Lang, demonstration: str) -> None:
    current = queries.state(demonstration)
    screen = unfold(open_page("inventory", lang, w=demonstration), "inventory.files")
    for kind in FORMATS:
        data = export(live_activities(current), current.deck, queries.law(), kind, lang, AS_OF)
        upload(screen, data, f"inventaris.{kind}")
        assert translator(lang)("Everything in this file is already in Kader. There is nothing to import.") in shown(
            screen
        )
        assert "inventory.file.agree" not in [button.key for button in screen.button]


def test_leaving_it_leaves_everything_as_it_was(open_page: Open, lang: Lang, begun: str) -> None:
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    upload(screen, a_csv("name;kind", "Bo;chatbot"))
    screen.button(key="inventory.file.leave").click().run()
    assert names(begun) == []
    assert translator(lang)("In this file") not in shown(screen)
    upload(screen, a_csv("name;kind", "Bo;chatbot"))
    agree(screen)
    assert names(begun) == ["Bo"]


def test_a_kind_is_asked_once_for_rows_without_one(open_page: Open, lang: Lang, begun: str) -> None:
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    upload(screen, a_workbook(("Activity", "Vendor"), ("Bo", "Acme"), ("An", "Acme")), "lijst.xlsx")
    assert "inventory.file.agree" not in [button.key for button in screen.button]
    screen.selectbox(key="inventory.file.kind").set_value("lookalike").run()
    agree(screen)
    assert [(a.name, a.kind) for a in live_activities(queries.state(begun))] == [
        ("Bo", "lookalike"),
        ("An", "lookalike"),
    ]


def test_somebody_who_changed_it_meanwhile_loses_nothing(open_page: Open, lang: Lang, begun: str) -> None:
    cases = any_actor().inventory
    bo = cases.add(begun, "chatbot", "Bo")
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    upload(screen, a_csv("id;name;kind", f"{bo.id};Bo from the file;", ";An;chatbot"))
    cases.edit(begun, bo, bo.model_copy(update={"name": "Bo from the window"}))
    agree(screen)
    assert names(begun) == ["Bo from the window"]
    said = shown(screen)
    assert (
        translator(lang)(
            "Somebody changed one of these activities in another window, so nothing was imported. Check again "
            "what would change, and agree if it is right."
        )
        in said
    )
    assert "Bo from the window → Bo from the file" in said, "what it would change is shown again"
    agree(screen)
    assert names(begun) == ["Bo from the file", "An"]


def test_what_cannot_be_read_is_said_and_changes_nothing(open_page: Open, lang: Lang, begun: str) -> None:
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    for name, data, params in (
        ("oud.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {"reason": "old-excel"}),
        ("leeg.csv", b"", {"reason": "empty"}),
        ("rommel.xlsx", b"PK\x03\x04rommel", {"reason": "damaged"}),
        ("sjabloon.xlsx", template(queries.state(begun).deck, queries.law(), lang), {"reason": "no-rows"}),
    ):
        upload(screen, data, name)
        said = "\n".join(error.value for error in screen.error).replace("\\", "")
        assert said == error_sentence(SheetRefused(**params), translator(lang)), name
        assert names(begun) == []


def test_an_empty_inventory_offers_the_template_and_no_export(open_page: Open, lang: Lang, begun: str) -> None:
    screen = unfold(open_page("inventory", lang, w=begun), "inventory.files")
    buttons = {part.key: part for part in screen.get("download_button")}
    assert [buttons[f"inventory.download.{kind}"].disabled for kind in FORMATS] == [True] * 3
    assert not buttons["inventory.download.template"].disabled


def test_the_workbook_library_is_loaded_when_it_is_needed_and_not_before() -> None:
    """It would cost every start of the server time and memory that only these files need."""
    looked = "import sys, pages.ui.inventory.import_export; raise SystemExit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", looked], cwd=ROOT, check=False).returncode == 0
