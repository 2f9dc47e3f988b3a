"""A database that cannot be used: each page says so in the reader's language, with what to do, and goes on standing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from framework.errors import StoreUnavailable
from framework.language import error_sentence, translator
from framework.settings import Settings
from framework.store.backends import SqliteBackend
from framework.store.sql import SqlStore
from framework.text import Lang
from framework.workshop.models import WorkshopState
from pages.live import app_state
from pages.ui import nav, queries
from tests.pages.conftest import Open, forget_process, turn_to, unfold
from tests.support.any_actor import any_actor

PAGES = [page.key for page in nav.PAGES]
PATIENCE = 0.1
"""Seconds; Kader itself waits five for another writer."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = Settings.in_folder(tmp_path / "data").database_file
    assert found is not None
    found.parent.mkdir(exist_ok=True)
    return found


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_state, "open_store", lambda settings: SqlStore.open(settings, busy_timeout=PATIENCE))


@pytest.fixture
def spoiled(file: Path) -> Iterator[Callable[[], None]]:
    """Forgets the open store, as a restart does; afterwards the file is put away, so that the next test can open its own."""

    def forget() -> None:
        any_actor().context.store.close()
        forget_process()
        queries._states.clear()

    yield forget
    if service_holds_none():
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


def service_holds_none() -> bool:
    try:
        any_actor()
    except StoreUnavailable:
        forget_process()
        return True
    return False


def said(screen: AppTest) -> str:
    return "\n".join(error.value for error in screen.error).replace("\\", "")


def sentence(reason: str, file: Path, lang: Lang) -> str:
    return error_sentence(StoreUnavailable(reason=reason, where=str(file)), translator(lang))


def stored(workshop: str) -> WorkshopState:
    return any_actor().context.store.load(workshop)


# What cannot be opened at all


def _text(file: Path) -> None:
    file.write_text("Beste collega,\n" * 1_000)


def _newer(file: Path) -> None:
    SqlStore.open(Settings.in_folder(file.parent)).close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE kader_schema SET version_num = '9999'")
        database.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"), [(_text, "damaged"), (_newer, "newer-schema")], ids=["a text file", "of a newer Kader"]
)
@pytest.mark.parametrize("page", ["start", "scenarios", "charter"])
def test_a_file_that_is_no_database_of_ours_is_named_on_every_page(
    open_page: Open,
    lang: Lang,
    page: str,
    file: Path,
    spoiled: Callable[[], None],
    spoil: Callable[[Path], None],
    reason: str,
) -> None:
    spoil(file)
    before = file.read_bytes()
    screen = open_page(page, lang, **({} if page == "start" else {"w": "any"}))
    assert sentence(reason, file, lang) in said(screen)
    assert file.read_bytes() == before, "what is there was left as it is"


@pytest.mark.parametrize("page", ["start", "scenarios"])
def test_a_database_that_another_program_keeps_to_itself(
    open_page: Open, lang: Lang, page: str, file: Path, spoiled: Callable[[], None]
) -> None:
    workshop = any_actor().lifecycle.start_self_assessment("X", "", lang, "marketing-ai")
    spoiled()
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        screen = open_page(page, lang, **({} if page == "start" else {"w": workshop}))
        assert sentence("locked", file, lang) in said(screen)
        other.rollback()
    screen.run()
    assert not screen.exception
    assert said(screen) == "", "once it is free, the same page goes on"


def test_a_database_that_is_lost_while_the_page_is_drawn(
    open_page: Open, lang: Lang, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a disk that is pulled out: what was there a moment ago does not answer any more."""
    screen = open_page("start", lang)

    def lost() -> None:
        raise StoreUnavailable(reason="damaged", where=str(file))

    monkeypatch.setattr(any_actor().context.store, "workshops", lost)
    turn_to(screen, "resume")
    assert not screen.exception
    assert sentence("damaged", file, lang) in said(screen)


# What can be read and not written


@pytest.fixture
def read_only(demonstration: str, file: Path, monkeypatch: pytest.MonkeyPatch, spoiled: Callable[[], None]) -> str:
    """The demonstration in a file that the store opened for reading: what it does where the file mode says so
    (tests/framework/store/test_sqlite.py holds it to that; a mode means nothing to root)."""
    spoiled()
    monkeypatch.setattr(
        app_state,
        "open_store",
        lambda settings: SqlStore(SqliteBackend(settings.database_file, busy_timeout=PATIENCE, read_only=True)),
    )
    return demonstration


@pytest.fixture
def locked(demonstration: str, file: Path) -> Iterator[str]:
    """The demonstration, while another program is in the middle of writing to the file."""
    any_actor()
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield demonstration
        other.rollback()


@pytest.fixture(params=["read-only", "locked"])
def unwritable(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Workshop, and why nothing can be saved."""
    return request.getfixturevalue(request.param.replace("-", "_")), request.param


def _press(screen: AppTest, key: str) -> None:
    screen.button(key=key).click().run()


def test_every_page_can_still_be_read(open_page: Open, lang: Lang, unwritable: tuple[str, str]) -> None:
    workshop, _ = unwritable
    for page in PAGES:
        screen = open_page(page, lang, w=workshop)
        assert screen.title
        assert said(screen) == ""


def test_what_cannot_be_saved_says_why_and_stays_in_the_field(
    open_page: Open, lang: Lang, file: Path, unwritable: tuple[str, str]
) -> None:
    workshop, reason = unwritable
    wanted = sentence(reason, file, lang)
    before = stored(workshop)
    activity = before.activities[0]
    decision = before.decisions[0]

    screen = open_page(lang=lang)
    screen.text_input(key="start.organisation").set_value("Nieuwe BV")
    _press(screen, "start.begin")
    assert wanted in said(screen)
    assert screen.text_input(key="start.organisation").value == "Nieuwe BV"
    _press(screen, "start.demo")
    assert wanted in said(screen)

    for page, key, params in (
        ("inventory", f"activity.{activity.id}.owner", {"a": activity.id}),
        ("decisions", f"{decision.id}.owner", {"s": decision.scenario}),
        ("promises", "people.owner", {}),
    ):
        screen = open_page(page, lang, w=workshop, **params)
        if page == "promises":
            unfold(screen, "promises.people")
        screen.text_input(key=key).set_value("hoofd planning").run()
        assert not screen.exception
        assert wanted in said(screen), page
        assert screen.text_input(key=key).value == "hoofd planning", page
        screen.run()
        assert screen.text_input(key=key).value == "hoofd planning", f"{page}: also after the next click"

    for page, key in (
        ("principles", "five.down"),
        ("inventory", f"inventory.copy.{activity.id}"),
        ("inventory", f"inventory.delete.{activity.id}"),
        ("charter", "charter.keep"),
    ):
        screen = open_page(page, lang, w=workshop, a=activity.id)
        _press(screen, key)
        assert not screen.exception
        if key != "charter.keep":  # keeping what is kept already needs nothing to be written
            assert wanted in said(screen), key
    assert stored(workshop) == before
    assert [entry.id for entry in any_actor().queries.workshops()] == [workshop]


def test_a_locked_database_takes_the_same_answer_once_it_is_free(
    open_page: Open, lang: Lang, file: Path, demonstration: str
) -> None:
    activity = queries.state(demonstration).activities[0]
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="output")
    key = f"fact.{activity.id}.interacts"
    before = stored(demonstration)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        screen.button_group(key=key).set_value("unknown").run()
        assert sentence("locked", file, lang) in said(screen)
        assert stored(demonstration) == before
        other.rollback()
    screen.button_group(key=key).set_value("yes").run()
    screen.button_group(key=key).set_value("unknown").run()
    assert said(screen) == ""
    assert stored(demonstration).activities[0].facts["interacts"] == "unknown"


def test_a_reader_that_keeps_what_was_deleted_is_told_of(
    open_page: Open, lang: Lang, demonstration: str, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ballots").fetchone()
        screen = unfold(turn_to(open_page(lang=lang), "resume"))
        screen.button(key=f"start.delete.{demonstration}").click().run()
        assert len(screen.success) == 1
        assert "VACUUM FULL" in screen.warning[0].value
    other = any_actor().lifecycle.start_self_assessment("Acme", "", lang, "marketing-ai")
    screen = unfold(turn_to(open_page(lang=lang), "resume"))
    screen.button(key=f"start.delete.{other}").click().run()
    assert len(screen.success) == 1
    assert not screen.warning
