"""The list as a calendar, a spreadsheet, a mail and by command."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from openpyxl import load_workbook

from framework.actions import calendar_writer, xlsx_writer
from framework.actions.mail import mail
from framework.actions.models import Action
from framework.archive.models import dump, workshop_archive
from framework.cli.commands import main
from framework.language import translator
from framework.text import LANGS, Lang
from tests.formats.stored import HERE
from tests.framework.actions.conftest import TODAY, Desk
from tests.support.workshops import NOW

STORED = HERE / "archive" / "3"


def calendar(found: Iterable[Action], now: datetime = NOW, lang: Lang = "nl") -> bytes:
    return calendar_writer.write(found, now, translator(lang))


class Agenda:
    """A calendar program: an entry with a known UID replaces the old one where its SEQUENCE is higher."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[int, date, str]] = {}

    def import_file(self, file: bytes) -> None:
        for event in vobject.readOne(file.decode()).vevent_list:
            sequence = int(event.sequence.value)
            if sequence > self.entries.get(event.uid.value, (-1,))[0]:
                self.entries[event.uid.value] = (sequence, event.dtstart.value, event.summary.value)


class TestCalendar:
    def test_another_library_reads_every_date_as_a_whole_day(self, desk: Desk) -> None:
        dated = [one for one in desk.listed("nl") if one.due is not None]
        read = vobject.readOne(calendar(desk.listed("nl")).decode())
        assert read.method.value == "PUBLISH"
        assert len(read.vevent_list) == len(dated) > 5
        for event, one in zip(read.vevent_list, dated, strict=True):
            assert event.dtstart.value == one.due
            assert not isinstance(event.dtstart.value, datetime)
            assert event.dtend.value == one.due + timedelta(days=1)
            assert one.what in event.summary.value
            assert event.transp.value == "TRANSPARENT"
        assert read.vevent_list[0].valarm.trigger.value == -timedelta(days=7)

    def test_a_second_import_moves_what_moved_and_doubles_nothing(self, desk: Desk) -> None:
        parked = desk.of("parked")[0]
        desk.cases.actions.plan(desk.id, parked.id, "CRM", date(2027, 2, 1))
        agenda = Agenda()
        agenda.import_file(calendar(desk.listed("nl")))
        before = dict(agenda.entries)
        desk.cases.actions.plan(desk.id, parked.id, "CRM", date(2027, 3, 1))
        agenda.import_file(calendar(desk.listed("nl"), NOW + timedelta(minutes=1)))
        assert agenda.entries.keys() == before.keys()
        moved = {uid for uid in before if agenda.entries[uid][1] != before[uid][1]}
        assert moved == {f"{parked.id}@kader.invalid"}
        assert agenda.entries[moved.pop()][1] == date(2027, 3, 1)
        desk.cases.actions.set_done(desk.id, parked.id, done=True)
        agenda.import_file(calendar(desk.listed("nl"), NOW + timedelta(minutes=2)))
        assert agenda.entries[f"{parked.id}@kader.invalid"][2].startswith("✓ ")

    def test_lines_are_short_and_end_as_the_format_asks(self, desk: Desk) -> None:
        lines = calendar(desk.listed("nl")).split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line for line in lines)

    def test_a_copy_elsewhere_has_the_same_entries_and_gives_no_address_away(self, desk: Desk) -> None:
        other = desk.cases.lifecycle.copy(desk.id)
        here, there = calendar(desk.listed("nl")), calendar(Desk(desk.cases, other).listed("nl"))
        assert here == there
        assert desk.id.encode() not in here


class TestWorkbook:
    @pytest.mark.parametrize("lang", LANGS)
    def test_every_action_has_a_row_with_real_dates(self, desk: Desk, lang: Lang) -> None:
        listed = desk.listed(lang)
        book = load_workbook(io.BytesIO(xlsx_writer.write(listed, TODAY, translator(lang))))
        sheet = book.active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(listed)
        assert [row[1] for row in rows] == [one.what for one in listed]
        assert [row[3].date() if row[3] else None for row in rows] == [one.due for one in listed]
        assert rows[0][0] == translator(lang)("Overdue")
        assert list(sheet.tables) == ["Actions"]
        assert sheet.auto_filter.ref is None, "a table brings its own filter; two make Excel repair the file"

    def test_libreoffice_opens_it_and_a_formula_stays_words(self, desk: Desk, tmp_path: Path) -> None:
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("needs LibreOffice: apt-get install libreoffice-calc")
        (tmp_path / "list.xlsx").write_bytes(xlsx_writer.write(desk.listed("nl"), TODAY, translator("nl")))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        asked = [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
        subprocess.run(
            [*asked, "--outdir", str(tmp_path), str(tmp_path / "list.xlsx")], check=True, capture_output=True
        )
        words = (tmp_path / "list.csv").read_text(encoding="utf-8")
        assert "=Wie betaalt dit?" in words
        assert all(part in words for one in desk.listed("nl") for part in one.what.split('"')[:1])


def test_a_mail_names_what_one_role_has_to_do(desk: Desk) -> None:
    t = translator("en")
    words = mail(desk.listed(), "hr", "Waterkers", TODAY, t)
    assert "CRM: oefenen" in words
    assert "1 action." in words
    assert "1 is overdue." in words
    assert "Wie betaalt dit?" not in words


class TestCommand:
    @pytest.fixture
    def archive(self, desk: Desk, tmp_path: Path) -> Path:
        path = tmp_path / "workshop.json"
        path.write_bytes(dump(workshop_archive(desk.state)))
        return path

    @pytest.mark.parametrize("lang", LANGS)
    def test_text_and_json_say_the_same(self, archive: Path, lang: str, capfd: pytest.CaptureFixture[str]) -> None:
        assert main(["actions", str(archive), "--format", "json", "--lang", lang]) == 0
        rows = json.loads(capfd.readouterr().out)
        assert main(["actions", str(archive), "--lang", lang]) == 0
        words = capfd.readouterr().out
        assert len(rows) > 20
        assert all(row["what"] in words for row in rows)

    def test_files_are_written_where_asked(self, archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
        for kind, start in (("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR")):
            target = archive.with_name(f"list.{kind}")
            assert (
                main(["actions", str(archive), "--format", kind, "--out", str(target), "--open", "--lang", "en"]) == 0
            )
            assert target.read_bytes().startswith(start)
        assert capfd.readouterr().err == ""

    def test_a_charter_has_its_actions_too_and_a_public_one_none(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert main(["actions", str(STORED / "charter-live-internal.json"), "--lang", "en"]) == 0
        assert capfd.readouterr().out
        assert main(["actions", str(STORED / "charter-own-public.html"), "--lang", "en"]) == 2
        assert capfd.readouterr().err

    def test_without_an_archive_it_says_what_to_give(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert main(["actions", "--lang", "en"]) == 2
        assert "kader actions ARCHIVE" in capfd.readouterr().err
