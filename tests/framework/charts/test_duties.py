"""The time line of a team's duties: what is drawn, what is said, and that unknown stays visible."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from framework.analysis.duties import TeamDuty, duties_of_team
from framework.charts import duties_over_time
from framework.charts.chart import COSTS, GIVES, MUTED
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS, Lang
from tests.support.law_cases import case_data

BOOK = law_book()
QUIET: dict[str, str] = case_data()["quiet"]
TODAY = date(2026, 11, 25)
TEAM = {
    "Bot": QUIET | {"interacts": "yes", "maker": "own"},
    "Hiring": QUIET | {"area": "jobs", "jobs": "select", "maker": "bought"},
}


def rows(team=TEAM, day=TODAY, lang: Lang = "en") -> tuple[TeamDuty, ...]:
    return duties_of_team(BOOK, team, day, lang)


def row(name: str, found: Sequence[TeamDuty]) -> TeamDuty:
    return next(one for one in found if one.id == name)


def drawn(team=TEAM, day=TODAY, lang: Lang = "en"):
    chart = duties_over_time(duties_of_team(BOOK, team, day, lang), translator(lang), day)
    assert chart is not None
    return chart


def test_one_row_per_duty_with_holder_and_activities() -> None:
    found = rows()
    literacy, careful = row("O1", found), row("O5", found)
    assert literacy.activities == ("Bot", "Hiring")
    assert set(literacy.holders) == {"Provider", "Deployer"}
    assert careful.activities == ("Hiring",)
    assert careful.holders == ("Deployer",)
    assert careful.applies_from == date(2027, 12, 2)
    assert len({(one.kind, one.id, one.applies_from) for one in found}) == len(found)


def test_the_day_changes_status_and_nothing_else() -> None:
    before, after = rows(day=date(2027, 12, 1)), rows(day=date(2027, 12, 2))
    assert [replace(one, status="coming") for one in before] == [replace(one, status="coming") for one in after]
    assert row("O5", before).status == "coming"
    assert row("O5", after).status == "in_force"


def test_what_may_apply_is_possible_until_one_activity_certainly_has_it() -> None:
    unknown = {key: value for key, value in QUIET.items() if key not in ("interacts", "maker", "human_sends")}
    maybe = row("O8", rows({"New": unknown}))
    assert (maybe.certainty, maybe.activities, maybe.possible) == ("possible", (), ("New",))
    both = row("O8", rows({"New": unknown, **TEAM}))
    assert (both.certainty, both.activities, both.possible) == ("certain", ("Bot",), ("New",))


def test_each_duty_starts_on_its_day_and_shape_tells_what_colour_tells() -> None:
    figure = drawn().figure
    marks = next(trace for trace in figure.data if trace.mode == "markers" and trace.x[0] is not None)
    place = {name.split("-")[1]: number for number, name in enumerate(marks.y)}
    assert marks.x[place["O1"]] == "2025-02-02"
    assert marks.x[place["O5"]] == "2027-12-02"
    assert (marks.marker.symbol[place["O1"]], marks.marker.color[place["O1"]]) == ("circle", GIVES)
    assert (marks.marker.symbol[place["O5"]], marks.marker.color[place["O5"]]) == ("diamond-open", COSTS)
    lines = {trace.y[0].split("-")[1]: trace.line.dash for trace in figure.data if trace.mode == "lines"}
    assert (lines["O1"], lines["O5"]) == ("solid", "dot")


def test_what_is_only_possible_is_drawn_thin_and_grey() -> None:
    figure = drawn({"New": {}}).figure
    widths = {
        trace.y[0].split("-")[1]: (trace.line.width, trace.line.color) for trace in figure.data if trace.mode == "lines"
    }
    assert widths["O8"] == (2, MUTED)


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_counts_and_names_what_comes_next(lang: Lang) -> None:
    chart = drawn(lang=lang)
    coming = [one for one in rows(lang=lang) if one.kind != "class" and one.applies_from]
    first = next(one for one in coming if one.status == "coming" and one.activities)
    assert first.name in chart.alt
    assert translator(lang).date(first.applies_from) in chart.alt  # type: ignore[arg-type]
    counts = [sum(1 for one in coming if one.status == s and one.activities) for s in ("in_force", "coming")]
    assert [int(word) for word in chart.alt.split(".")[0].replace(",", "").split() if word.isdigit()][:2] == counts


def test_labels_say_day_and_holder_without_a_pointer() -> None:
    chart = drawn(lang="nl")
    label = next(text for text in chart.figure.layout.yaxis.ticktext if "2 dec 2027" in text and "Zorgvuldig" in text)
    assert "Gebruiksverantwoordelijke" in label


def test_a_team_without_activities_has_no_chart() -> None:
    assert duties_over_time(duties_of_team(BOOK, {}, TODAY, "en"), translator("en"), TODAY) is None


def test_names_never_become_markup() -> None:
    figure = drawn({"<b>x</b>": TEAM["Bot"]}).figure
    assert "<b>x</b>" not in figure.to_json()
