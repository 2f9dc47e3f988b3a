"""The page for the quarter: what it counts, what is overdue, and that it says nothing that is not on record."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader

from framework.charter.document import Bullets, CharterDocument, TableBlock, Text, plain, texts
from framework.charter.renderers import pdf
from framework.charter.sections.context import CharterContext
from framework.exports.quarter.document import quarter_document
from framework.exports.quarter.figures import Quarter, figures, overdue
from framework.exports.standing import standings
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS, Lang
from framework.workshop.governance.events import SEVERITY_WORDS
from framework.workshop.models import Framework
from tests.support.kept_charter import AS_OF, an_entry, demonstration_framework, kept_framework
from tests.support.workshops import shipped_deck

NOW = Quarter(2026, 4)


def page(framework: Framework, lang: Lang = "en", quarter: Quarter = NOW) -> CharterDocument:
    t = translator(lang)
    found = standings(framework, law_book(), AS_OF, t)
    context = CharterContext(framework, shipped_deck(), t, "internal", AS_OF)
    return quarter_document(context, found, quarter)


def words(document: CharterDocument, section: str = "") -> str:
    found = document.section(section) if section else None
    if section:
        assert found is not None
        document = CharterDocument(
            **{
                name: (() if name in ("meta", "notices", "footer", "subtitle") else getattr(document, name))
                for name in CharterDocument.__slots__
                if name not in ("sections", "mark")
            },
            sections=(found,),
            mark="",
        )
    return "\n".join(plain(text) for text in texts(document))


def counted(document: CharterDocument) -> tuple[tuple[Text, ...], ...]:
    section = document.section("figures")
    assert section is not None
    (table,) = section.blocks
    assert isinstance(table, TableBlock)
    return table.rows


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "year", "number"),
        [(date(2026, 1, 1), 2026, 1), (date(2026, 3, 31), 2026, 1), (date(2026, 12, 31), 2026, 4)],
    )
    def test_of_a_day(self, day: date, year: int, number: int) -> None:
        assert Quarter.of(day) == Quarter(year, number)

    def test_first_and_last_day(self) -> None:
        assert (NOW.first, NOW.last) == (date(2026, 10, 1), date(2026, 12, 31))
        assert (Quarter(2026, 1).before, NOW.next) == (Quarter(2025, 4), Quarter(2027, 1))
        assert NOW.last in NOW
        assert NOW.next.first not in NOW
        assert None not in NOW


def test_what_is_counted() -> None:
    found = figures(kept_framework("nl"), NOW, AS_OF)
    assert (found.exceptions, found.stops, found.trainings, found.checks) == (1, 1, 1, (1, 2))
    assert found.incidents == (1, 0, 1, 0)
    assert (found.complaints.received, found.complaints.days) == (3, (18, 4))
    assert (found.complaints.promised, found.complaints.in_time) == (5, 1)
    assert figures(kept_framework("nl"), NOW.before, AS_OF).incidents == (0, 1, 0, 0)


def test_what_is_overdue() -> None:
    framework = kept_framework("nl")
    found = overdue(framework, standings(framework, law_book(), AS_OF, translator("nl")), AS_OF)
    assert found.charter == date(2026, 11, 15)
    assert [rule.number for rule in found.rules] == [1]
    assert [(one.use.id, measure.rule) for one, measure in found.measures] == [(framework.activities[0].id, "G1")]
    assert [one.group for one in found.training] == ["bureau"]
    assert [one.on for one in found.exceptions] == [date(2026, 10, 1)]
    assert [one.on for one in found.complaints] == [date(2026, 11, 10)]
    assert [one.on for one in found.incidents] == [date(2026, 8, 4)]
    assert found.count == 7


def test_nothing_of_a_proposal_is_overdue() -> None:
    framework = demonstration_framework("nl").model_copy(update={"made_on": date(2020, 1, 1)})
    later = framework.model_copy(
        update={"rules": tuple(rule.model_copy(update={"review_on": date(2021, 1, 1)}) for rule in framework.rules)}
    )
    assert overdue(later, (), AS_OF).count == 0


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_record_it_says_so_and_counts_nothing(lang: Lang) -> None:
    t = translator(lang)
    document = page(demonstration_framework(lang), lang)
    assert t("Not recorded: there is no log yet of exceptions, incidents, complaints and stops.") in words(document)
    told = [plain(cell) for row in counted(document) for cell in row[1:]]
    assert told.count(t("not recorded")) == 2 * 5  # two quarters: four kinds of the log, and training


def test_an_empty_quarter_of_a_kept_log_counts_none() -> None:
    told = words(page(kept_framework("en"), quarter=Quarter(2026, 2)))
    assert "class 1: 0 · 2: 0 · 3: 0" in told
    assert "Nothing was logged this quarter." in told
    assert "none planned" in told


def test_a_check_that_was_done_moves_the_next_one() -> None:
    """A rule whose check was done is not overdue until the day that was chosen then."""
    kept = kept_framework("nl")
    first = kept.rules[0].decision
    done = an_entry("check", date(2026, 11, 20), decision=first, until=date(2027, 2, 1))
    later = kept.model_copy(update={"log": (*kept.log, done)})
    assert overdue(later, (), AS_OF).rules == ()
    assert figures(later, NOW, AS_OF).checks == (2, 2)
    assert figures(later, Quarter(2027, 1), AS_OF).checks == (0, 1)


def test_what_a_team_answered_in_its_own_words_is_held_to_no_number() -> None:
    framework = kept_framework("en")
    reworded = framework.promises[0].model_copy(update={"wording": framework.rules[0].check})
    assert figures(framework.model_copy(update={"promises": (reworded,)}), NOW, AS_OF).complaints.promised is None


@pytest.mark.parametrize("lang", LANGS)
def test_what_happened_says_the_serious_first_and_counts_the_rest(lang: Lang) -> None:
    section = page(kept_framework(lang), lang).section("events")
    assert section is not None
    (listed,) = section.blocks
    assert isinstance(listed, Bullets)
    assert translator(lang)(SEVERITY_WORDS[3]) in plain(listed.items[0])
    assert len(listed.items) == 4
    message = "and {count} more, in the register"
    assert plain(listed.items[-1]) == translator(lang).plural(message, message, 4)


def test_a_stopped_use_is_neither_running_nor_out_of_order() -> None:
    framework = kept_framework("en")
    told = words(page(framework), "not-in-order")
    assert framework.activities[0].name in told
    assert framework.activities[1].name not in told
    assert "1 stopped" in words(page(framework), "figures")


def long_winded(lang: Lang) -> Framework:
    """With more overdue, broken and logged than fits, in many words."""
    kept = kept_framework(lang)
    words = "een lang verhaal over wat er misging en wat we ervan leerden " * 9
    return kept.model_copy(
        update={
            "activities": tuple(
                use.model_copy(update={"facts": {**use.facts, "g7_retention": "no", "personal_data": "yes"}})
                for use in kept.activities
            ),
            "rules": tuple(rule.model_copy(update={"review_on": date(2026, 11, 1)}) for rule in kept.rules),
            "log": tuple(entry.model_copy(update={"text": words}) for entry in kept.log) * 3,
        }
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", [kept_framework, demonstration_framework, long_winded])
def test_it_is_one_page(make: Callable[[Lang], Framework], lang: Lang) -> None:
    assert len(PdfReader(io.BytesIO(pdf.render(page(make(lang), lang)))).pages) == 1
