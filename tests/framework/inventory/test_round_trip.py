"""An inventory that leaves as a file comes back as the same activities, whatever they are called."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from framework.errors import InputRefused
from framework.inventory.columns import layout
from framework.inventory.export import FORMATS, InventoryFormat, export, template
from framework.inventory.row_builder import checked_activity
from framework.text import LANGS, LINE_LIMIT, NAME_LIMIT, Lang, accept
from framework.workshop.facts import arranged_for
from framework.workshop.models import Activity, Arrangement
from tests.support.builders import an_activity
from tests.support.inventory_files import AS_OF, columns, deck, law, planned, reopened, understand

KINDS = [kind.id for kind in deck().kinds]
FACTS = sorted(law().fact_values().items())
HOSTILE = ["=1+1", "'=1+1", "''", "-5 %", "@naam", "_x000D_ en _x0041_", "a;b,c", 'zegt "ja"', "1-2", "#N/A", "TRUE"]


def _acceptable(words: str, limit: int) -> str:
    try:
        return accept("name", words, limit=limit)
    except InputRefused:
        return ""


def texts(limit: int) -> st.SearchStrategy[str]:
    free = st.text(max_size=30).map(lambda words: _acceptable(words, limit))
    return st.one_of(free, st.sampled_from([*HOSTILE, "🤖 Bo", "مساعد", "עוזר", "n.v.t.", "Ja (aangenomen)"]))


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    facts = draw(st.dictionaries(st.sampled_from([fact for fact, _ in FACTS]), st.integers(0, 20), max_size=12))
    values = {fact: sorted(allowed) for fact, allowed in FACTS}
    return an_activity(
        kind=draw(st.sampled_from(KINDS)),
        name=draw(texts(NAME_LIMIT)) or "Bo",
        supplier=draw(texts(NAME_LIMIT)),
        owner=draw(texts(NAME_LIMIT)),
        purpose=draw(texts(LINE_LIMIT)),
        running=draw(st.sampled_from(["running", "planned"])),
        facts={fact: values[fact][number % len(values[fact])] for fact, number in facts.items()},
    )


def inventories() -> st.SearchStrategy[list[Activity]]:
    numbered = st.lists(activities(), min_size=1, max_size=3)
    return numbered.map(
        lambda ones: [one.model_copy(update={"id": f"a{n}", "position": n}) for n, one in enumerate(ones, start=1)]
    )


def content(activity: Activity) -> Activity:
    """What a file is about: not the number and place, nor answers to questions that are not asked about it."""
    hidden = checked_activity(activity, deck(), law(), AS_OF).hidden
    facts = {fact: value for fact, value in activity.facts.items() if fact not in hidden}
    return activity.model_copy(update={"id": "x", "position": 0, "version": 1, "facts": facts})


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lang", LANGS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(before=inventories())
@example(before=[an_activity(f"a{n}", kind=KINDS[0], name=name, purpose=name) for n, name in enumerate(HOSTILE)])
def test_export_then_import(kind: InventoryFormat, lang: Lang, before: list[Activity]) -> None:
    data = export(before, deck(), law(), kind, lang, AS_OF)
    elsewhere = planned(data)
    assert not elsewhere.refused
    assert [content(row.activity) for row in elsewhere.of("new")] == [content(one) for one in before]
    here = planned(data, *before)
    assert [row.status for row in here.rows] == ["unchanged"] * len(before), [row.differences for row in here.rows]
    assert [row.activity for row in here.rows] == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_in_one_language_is_read_in_the_other(kind: InventoryFormat) -> None:
    activity = an_activity(kind=KINDS[0], facts={"interacts": "yes", "maker": "own", "g2_basis": "unknown"})
    for lang, reader in (("nl", "en"), ("en", "nl")):
        data = export([activity], deck(), law(), kind, lang, AS_OF)
        assert [row.status for row in planned(data, activity, lang=reader).rows] == ["unchanged"]


def test_an_answer_to_a_question_that_is_not_asked_is_not_shown() -> None:
    """And it is not lost either: the import leaves it as it stands."""
    hidden_by = {"maker": "bought", "gpai_before_2025": "yes"}
    activity = an_activity(kind="other", facts=hidden_by)
    for kind in FORMATS:
        data = export([activity], deck(), law(), kind, "en", AS_OF)
        assert "gpai_before_2025" not in planned(data).rows[0].activity.facts
        assert planned(data, activity).rows[0].activity.facts == hidden_by
    title = columns().column("gpai_before_2025").title["en"]
    rows = list(reopened(export([activity], deck(), law(), "xlsx", "en", AS_OF))["Activities"].values)
    assert rows[1][rows[0].index(title)] == "Does not apply"


def test_an_answer_that_another_contradicts_is_shown() -> None:
    activity = an_activity(kind="other", facts={"area": "none", "jobs": "select"})
    for kind in FORMATS:
        data = export([activity], deck(), law(), kind, "en", AS_OF)
        assert planned(data).rows[0].activity.facts["jobs"] == "select"


def test_what_the_kind_assumes_is_shown_and_stays_assumed() -> None:
    kind = next(kind for kind in deck().kinds if kind.facts)
    activity = an_activity(kind=kind.id)
    data = export([activity], deck(), law(), "csv", "nl", AS_OF)
    assert "(aangenomen)" in data.decode("utf-8-sig")
    assert planned(data).rows[0].activity.facts == {}


def test_json_is_versioned_and_the_same_in_every_language() -> None:
    activity = an_activity(kind=KINDS[0], facts={"interacts": "yes"})
    dutch, english = (export([activity], deck(), law(), "json", lang, AS_OF) for lang in LANGS)
    assert dutch == english
    body = json.loads(dutch)
    assert (body["format"], body["version"], body["as_of"]) == ("kader-inventory", 1, "2026-11-23")
    assert body["law_version"] == law().version
    one = body["activities"][0]
    assert one["facts"]["interacts"] == "yes"
    outcome = checked_activity(activity, deck(), law(), AS_OF).outcome
    assert one["results"]["verdict"] == outcome.verdict
    assert one["results"]["classes"] == list(outcome.codes())
    assert one["results"]["ground_rules"] == {rule.id: rule.status for rule in outcome.ground_rules}


def test_results_go_out_and_are_not_read_back() -> None:
    activity = an_activity(kind=KINDS[0])
    data = export([activity], deck(), law(), "csv", "en", AS_OF).decode("utf-8-sig")
    for title in ("Outcome of the law check", "Classes under the AI Act", "Law version", "2026-11-23", law().version):
        assert title in data
    changed = data.replace("Ask first", "Go").encode()
    assert data != changed.decode()
    plan = planned(changed, activity)
    assert [row.status for row in plan.rows] == ["unchanged"]
    assert not plan.remarks, "result columns are known, so nobody is told that they are not"


@pytest.mark.parametrize("lang", LANGS)
def test_a_template_filled_in_by_hand(lang: Lang) -> None:
    book = reopened(template(deck(), law(), lang))
    sheet = book.worksheets[0]
    at = {column.id: number for number, column in enumerate(columns().template, start=1)}
    kind, maker, interacts = (columns().column(one) for one in ("kind", "maker", "interacts"))
    sheet.cell(2, at["name"]).value = "Bo"
    sheet.cell(2, at["kind"]).value = kind.words("chatbot", lang)
    sheet.cell(2, at["maker"]).value = maker.words("own", lang).upper() + " "
    sheet.cell(2, at["interacts"]).value = interacts.words("unknown", lang)
    from io import BytesIO

    file = BytesIO()
    book.save(file)
    plan = planned(file.getvalue(), lang=lang)
    assert not plan.refused
    assert not plan.remarks
    [row] = plan.rows
    assert (row.status, row.activity.name, row.activity.kind) == ("new", "Bo", "chatbot")
    assert row.activity.facts == {"maker": "own", "interacts": "unknown"}


def test_an_empty_template_says_that_it_is_empty() -> None:
    from framework.errors import SheetRefused

    with pytest.raises(SheetRefused) as refused:
        understand(template(deck(), law(), "nl"))
    assert refused.value.params["reason"] == "no-rows"


def test_no_two_columns_and_no_two_choices_are_called_the_same() -> None:
    """Otherwise one of them could never come back."""
    every = layout(deck(), law())
    for lang in LANGS:
        for column in every.columns:
            assert every.by_heading(column.title[lang]) is column, column.title[lang]
            assert every.by_heading(column.id) is column
            for choice in column.choices:
                assert column.choice(choice.words[lang]) == choice.id, (column.id, choice)
                assert column.choice(choice.id) == choice.id


def test_what_is_arranged_counts_in_the_outcome_of_an_export() -> None:
    activity = an_activity("a1", kind=KINDS[0], name="E-mail")
    duty = law().obligations[0].id
    assert checked_activity(activity, deck(), law(), AS_OF, (), [duty]).outcome.arranged == {duty}
    said = Arrangement(id="said", activity="a1", rule=duty, status="arranged", said_on=AS_OF)
    assert arranged_for([said, said.model_copy(update={"status": "planned"})], "a1") == (duty,)
    assert arranged_for([said.model_copy(update={"withdrawn": True}), said], "a2") == ()
