"""The law step on screen: one topic at a time, the outcome beside it, and all activities together."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.law import check, law_book, title
from framework.law.wording import NO_ADVICE, duty_words
from framework.text import Lang
from framework.workshop.agenda import live_activities
from pages.ui import queries
from pages.ui.law import portfolio, questionnaire, summary, timeline
from pages.ui.use_cases import today
from tests.pages.conftest import Open, set_day, unfold
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor

KINDS = (
    "next_best_action",
    "chatbot",
    "lookalike",
    "route_optimisation",
    "market_analysis",
    "analytics_insights",
    "llm_copy",
)
NEVER_GREEN = ("stop", "ask_first")


def fresh(lang: Lang, *kinds: str) -> str:
    """A workshop with activities of these kinds and not one answer."""
    cases = any_actor()
    workshop = cases.lifecycle.start_self_assessment("Waterkers", "", lang, "marketing-ai")
    deck = queries.state(workshop).deck
    for kind in kinds:
        cases.inventory.add(workshop, kind, deck.kind(kind).name[lang])  # type: ignore[union-attr]
    return workshop


def asked(screen: AppTest) -> list[str]:
    """Facts whose question or line stands on the screen."""
    fields = [*screen.get("button_group"), *screen.get("radio"), *screen.checkbox]
    keys = [(field.key or "").split(".") for field in fields]
    return list(dict.fromkeys(fact[2] for fact in keys if fact[0] in ("fact", "tick")))  # a ticked line may ask which


def card(screen: AppTest) -> str:
    return next(element.value for element in screen.markdown if element.value.startswith("## :material"))


def at(screen: AppTest) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in screen.query_params.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_topic_of_a_kind_is_reached_one_at_a_time(open_page: Open, lang: Lang, kind: str) -> None:
    workshop = fresh(lang, kind)
    activity = queries.state(workshop).activities[0]
    screen = open_page("law_check", lang, w=workshop, a=activity.id)
    topics = questionnaire.topics(queries.state(workshop), activity)
    seen: list[str] = []
    for topic in topics:
        assert at(screen) == {"w": workshop, "lang": lang, "a": activity.id, "p": topic.id}
        assert sorted(asked(screen)) == sorted(one.fact.id for one in topic.asked)
        seen += asked(screen)
        screen.button(key="law.next").click().run()
    assert at(screen)["p"] == questionnaire.SUMMARY
    assert len(seen) == len(set(seen))
    applying = [
        finding.rule.fact
        for finding in queries.law_check(queries.state(workshop), activity).ground_rules
        if finding.status != "not_applicable"
    ]
    assert set(applying) <= set(seen)
    assert queries.own_questions_open(queries.state(workshop), activity) == sum(topic.open for topic in topics)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_activity_is_never_green(open_page: Open, lang: Lang, kind: str) -> None:
    screen = open_page("law_check", lang, w=fresh(lang, kind), p="summary")
    t = translator(lang)
    assert any(summary.heading(verdict, t) in card(screen) for verdict in NEVER_GREEN)
    assert not any(summary.heading(verdict, t) in card(screen) for verdict in ("go", "go_if"))


def test_the_address_brings_back_the_place(open_page: Open, lang: Lang, demonstration: str) -> None:
    activity = queries.state(demonstration).activities[2]
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="data")
    assert "special_data" in asked(screen)
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="summary")
    assert asked(screen) == []
    screen = open_page("law_check", lang, w=demonstration, a="gone", p="nonsense")
    assert at(screen)["p"] in (*questionnaire.TOPICS, questionnaire.SUMMARY)


def test_the_outcome_follows_the_answer_at_once(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot")
    activity = queries.state(workshop).activities[0]
    screen = open_page("law_check", lang, w=workshop, p="output")
    assert "`T1`" in card(screen)
    screen.button_group(key=f"fact.{activity.id}.interacts").set_value("no").run()
    assert "`T1`" not in card(screen)


def test_one_press_answers_the_lines_that_are_not_ticked(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "llm_copy")
    activity = queries.state(workshop).activities[0]
    screen = open_page("law_check", lang, w=workshop, p="marketing")
    screen.checkbox(key=f"tick.{activity.id}.confidential").check().run()
    screen.checkbox(key=f"tick.{activity.id}.sends_messages").check().run()
    assert "sends_messages" not in queries.state(workshop).activities[0].facts, "which messages is still to be said"
    screen.radio(key=f"fact.{activity.id}.sends_messages").set_value("written").run()
    screen.button(key="law.rest.marketing.none").click().run()
    facts = queries.state(workshop).activities[0].facts
    assert (facts["confidential"], facts["sends_messages"], facts["others_material"]) == ("yes", "written", "none")
    screen.checkbox(key=f"tick.{activity.id}.sends_messages").uncheck().run()
    assert queries.state(workshop).activities[0].facts["sends_messages"] == "none"
    assert not [button for button in screen.button if (button.key or "").startswith("law.rest.marketing")]


def test_what_somebody_does_not_know_of_a_list_is_unknown(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot")
    screen = open_page("law_check", lang, w=workshop, p="ground")
    screen.button(key="law.rest.in_order.unknown").click().run()
    facts = queries.state(workshop).activities[0].facts
    assert {facts["g1_minimised"], facts["g4_informed"]} == {"unknown"}


def test_a_folded_topic_says_in_one_line_what_was_answered(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot")
    cases, activity = any_actor().inventory, queries.state(workshop).activities[0]
    cases.record_fact(workshop, activity.id, "maker", "bought")
    screen = open_page("law_check", lang, w=workshop, p="summary")
    folded = next(s.label for s in screen.expander if s.label.startswith(f"**{translator(lang)('What it is')}**"))
    bought = law_book().fact("maker").values["bought"][lang]  # type: ignore[union-attr]
    assert bought.split(",")[0] in folded
    assert translator(lang)("partly assumed") in folded


def test_a_folded_topic_can_be_opened(open_page: Open, lang: Lang) -> None:
    """Streamlit draws a step with nothing in it as a line that cannot be pressed."""
    workshop = fresh(lang, "chatbot")
    screen = open_page("law_check", lang, w=workshop, p="summary")
    state = queries.state(workshop)
    steps = [part for part in screen.expander if part.proto.type == part.proto.STEP]
    assert len(steps) == len(questionnaire.topics(state, state.activities[0]))
    assert all(step.children for step in steps)


@pytest.mark.parametrize("number", range(7))
def test_the_card_says_verdict_articles_version_and_day(
    open_page: Open, lang: Lang, demonstration: str, number: int
) -> None:
    state = queries.state(demonstration)
    activity = state.activities[number]
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="summary")
    t, found = translator(lang), queries.law_check(state, activity)
    assert title(found, t, running=activity.running == "running") in card(screen)
    for one in found.classes[:3]:
        assert f"{one.rule.name[lang]} `{one.code}`" in card(screen)
    small = next(c.value for c in screen.caption if found.law_version in c.value)
    assert t.short_date(today()) in small
    assert t(summary.NO_ADVICE_SHORT) in small
    steps = [line for line in card(screen).splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]
    assert 1 <= len(steps) <= 3 or found.verdict == "go"


def test_what_is_forbidden_stands_before_the_open_questions(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot")
    cases, activity = any_actor().inventory, queries.state(workshop).activities[0]
    for fact in ("deceives", "serious_harm"):
        cases.record_fact(workshop, activity.id, fact, "yes")
    lines = card(open_page("law_check", lang, w=workshop, p="summary")).splitlines()
    assert law_book().class_rule("P:5.1.a").name[lang] in next(line for line in lines if line.startswith("1."))  # type: ignore[union-attr]


def test_a_known_breach_is_the_title_and_stands_before_the_open_questions(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "next_best_action")
    cases, activity = any_actor().inventory, queries.state(workshop).activities[0]
    cases.record_fact(workshop, activity.id, "g4_informed", "no")
    cases.record_fact(workshop, activity.id, "personal_data", "yes")
    lines = card(open_page("law_check", lang, w=workshop, a=activity.id, p="summary")).splitlines()
    rule = next(rule for rule in law_book().ground_rules if rule.fact == "g4_informed")
    assert lines[0].startswith("## :material/front_hand:")
    assert rule.name[lang].lower() in lines[0].lower()
    assert rule.name[lang] in next(line for line in lines if line.startswith("1."))


def test_what_may_be_forbidden_stands_with_the_question_that_settles_it(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "lookalike")
    activity = queries.state(workshop).activities[0]
    name = law_book().class_rule("P:5.1.a").name[lang]  # type: ignore[union-attr]
    assert name not in words_of(open_page("law_check", lang, w=workshop, a=activity.id, p="use")), "not asked there"
    assert name in words_of(open_page("law_check", lang, w=workshop, a=activity.id, p="influence")), "asked beside it"
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="summary")
    assert name in words_of(screen)
    assert {"deceives", "exploits"} == set(asked(screen))
    screen.radio(key=f"fact.{activity.id}.deceives").set_value("no").run()
    assert name not in words_of(screen)
    assert asked(screen) == ["exploits"]


def test_what_is_unknown_stands_in_one_list(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "next_best_action")
    cases, activity = any_actor().inventory, queries.state(workshop).activities[0]
    cases.record_fact(workshop, activity.id, "g4_informed", "unknown")
    screen = open_page("law_check", lang, w=workshop, a=activity.id, p="summary")
    question = law_book().fact("g4_informed").question[lang]  # type: ignore[union-attr]
    texts = [fold.markdown[0].value for fold in screen.expander if fold.markdown]
    assert sum(question in text for text in texts) == 1


def test_the_details_are_one_press_from_any_topic(open_page: Open, lang: Lang, demonstration: str) -> None:
    """The card speaks of them, also while questions are open."""
    screen = open_page("law_check", lang, w=demonstration, p="data")
    title = translator(lang)("Ground rules (GDPR)")
    assert title not in [part.label for part in screen.expander]
    screen.button(key="law.details").click().run()
    assert at(screen)["p"] == "summary"
    assert title in [part.label for part in screen.expander]


def test_what_would_change_it_is_a_measure_in_words(open_page: Open, lang: Lang, demonstration: str) -> None:
    state = queries.state(demonstration)
    activity = next(a for a in state.activities if a.kind == "chatbot")
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="summary")
    title = translator(lang)("What would make the verdict milder")
    text = next(part for part in screen.expander if part.label == title).markdown[0].value
    measure = law_book().fact("human_sends").measure["yes"][lang]  # type: ignore[union-attr]
    assert measure in text
    assert "`T1`" in text


def test_what_is_go_needs_no_change(open_page: Open, lang: Lang, demonstration: str) -> None:
    state = queries.state(demonstration)
    activity = next(a for a in state.activities if a.kind == "analytics_insights")
    facts = queries.facts_of(state, activity)
    any_actor().inventory.record_fact(demonstration, activity.id, "tracks", "no")
    assert check(law_book(), {**facts, "tracks": "no"}, today()).verdict == "go"
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="summary")
    assert translator(lang)("What would make the verdict milder") not in [part.label for part in screen.expander]


def test_doubts_of_the_law_are_shown_where_they_bear(open_page: Open, lang: Lang, demonstration: str) -> None:
    state = queries.state(demonstration)
    activity = next(a for a in state.activities if queries.law_check(state, a).doubts)
    screen = open_page("law_check", lang, w=demonstration, a=activity.id, p="summary")
    title = translator(lang)("Where the law itself is still unclear")
    text = next(part for part in screen.expander if part.label == title).markdown[0].value
    assert all(doubt.text[lang] in text for doubt in queries.law_check(state, activity).doubts)


def test_on_to_the_next_activity_with_open_questions(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot", "llm_copy")
    first, second = queries.state(workshop).activities
    screen = open_page("law_check", lang, w=workshop, a=first.id, p="summary")
    screen.button(key="law.next_activity").click().run()
    assert at(screen)["a"] == second.id
    unfold(screen, "law.activities").radio(key="law.open").set_value(first.id).run()
    assert at(screen)["a"] == first.id
    assert "law.open" not in {radio.key for radio in screen.radio}, "the list closes when one was chosen"


# All activities together


def test_the_portfolio_has_every_activity_once_and_leads_to_it(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("law_overview", lang, w=demonstration)
    links = [link for link in screen.get("page_link") if "p=summary" in link.proto.query_string]
    wanted = [activity.id for activity in live_activities(queries.state(demonstration))]
    assert sorted(link.proto.query_string.split("a=")[1].split("&")[0] for link in links) == sorted(wanted)


def test_unknown_is_never_in_order_in_the_portfolio(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, *KINDS)
    screen = open_page("law_overview", lang, w=workshop)
    t, words = translator(lang), words_of(screen)
    assert t(portfolio.CLASS_ROWS["unsettled"]) in words
    assert f"? {t('Not known')}" in words
    assert f"● {t('OK')}" not in words
    assert t(portfolio.CLASS_ROWS["minimal"]) not in words


def test_by_ground_rule_only_what_is_to_be_done_names_activities(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    t = translator(lang)
    screen = open_page("law_overview", lang, w=demonstration)
    lines = next(part for part in screen.expander if part.label == t("By ground rule")).markdown[0].value.splitlines()
    assert not any(f"{t('OK').lower()}:" in line for line in lines)
    state = queries.state(demonstration)
    found = [(a, one) for a in live_activities(state) for one in queries.law_check(state, a).ground_rules]
    for activity, one in found:
        if one.status not in ("ok", "not_applicable"):
            assert any(one.rule.name[lang] in line and activity.name in line for line in lines)


def test_every_class_of_the_law_has_a_row_in_the_portfolio() -> None:
    rows = {portfolio._class_row(rule.code) for rule in law_book().classes}
    assert rows <= set(portfolio.CLASS_ROWS)


def test_the_time_line_is_a_chart_with_a_sentence_and_a_list(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("law_overview", lang, w=demonstration, v="timeline")
    drawn = screen.get("plotly_chart")
    assert len(drawn) == 1
    assert drawn[0].proto.alt
    literacy = law_book().obligations[0]
    listed = screen.expander[0].markdown[0].value
    line = next(line for line in listed.splitlines() if literacy.name[lang] in line)
    t = translator(lang)
    assert duty_words("in_force", t.date(date(2025, 2, 2)), t) in line
    assert not open_page("law_overview", lang, w=demonstration).get("plotly_chart"), "no chart where none was asked for"


def test_a_later_day_changes_status_and_shows_only_what_starts(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "emotion_recognition")
    high_risk = law_book().class_rule("HR:III.1.c")
    assert high_risk is not None
    screen = open_page("law_overview", lang, w=workshop, v="date", d="2026-12-01")
    assert high_risk.name[lang] not in words_of(screen)
    screen.button_group(key="overview.day").set_value("2027-12-02").run()
    assert at(screen)["d"] == "2027-12-02"
    line = next(line for line in words_of(screen).splitlines() if high_risk.name[lang] in line)
    assert translator(lang)(timeline.CHANGE_WORDS["starts"]) in line


def test_the_days_offered_are_those_of_the_law() -> None:
    days = [day for day in timeline._days_of_change() if day > date(2026, 11, 25)]
    assert {date(2026, 12, 2), date(2027, 12, 2), date(2028, 8, 2)} <= set(days)
    assert min(days) > date(2026, 11, 25)


@pytest.mark.parametrize("day", ["2020-01-01", "nonsense", "9999-99-99", "9999-12-31"])
def test_a_day_that_is_none_past_or_too_far_away_is_not_taken(
    open_page: Open, lang: Lang, demonstration: str, day: str
) -> None:
    screen = open_page("law_overview", lang, w=demonstration, v="date", d=day)
    assert (
        screen.button_group(key="overview.day").value
        == min(day for day in timeline._days_of_change() if day > today()).isoformat()
    )


def test_another_day_is_asked_for_and_kept_in_the_address(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("law_overview", lang, w=demonstration, v="date")
    screen.button_group(key="overview.day").set_value(timeline.OTHER).run()
    screen.date_input(key="overview.other_day").set_value(date(2030, 1, 1)).run()
    assert at(screen)["d"] == "2030-01-01"
    again = open_page("law_overview", lang, **{k: v for k, v in at(screen).items() if k != "lang"})
    assert again.date_input(key="overview.other_day").value == date(2030, 1, 1)


@pytest.mark.parametrize("day", [date(2026, 12, 2), date(2028, 2, 29), date(2041, 1, 1)])
def test_every_look_at_the_law_works_on_later_days(
    open_page: Open, lang: Lang, demonstration: str, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    set_day(monkeypatch, day)
    for view in portfolio.VIEWS:
        assert translator(lang).date(day) in words_of(open_page("law_overview", lang, w=demonstration, v=view))
    screen = open_page("law_overview", lang, w=demonstration, v="date")
    screen.button_group(key="overview.day").set_value(timeline.OTHER).run()
    chosen = screen.date_input(key="overview.other_day").value
    assert isinstance(chosen, date)
    assert chosen > day
    assert not screen.exception


def test_every_look_at_the_law_says_that_it_is_no_advice(open_page: Open, lang: Lang, demonstration: str) -> None:
    for view in portfolio.VIEWS:
        assert translator(lang)(NO_ADVICE) in words_of(open_page("law_overview", lang, w=demonstration, v=view))


def test_the_law_of_all_activities_can_be_taken_away_as_a_memo(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot", "lookalike")
    screen = open_page("law_overview", lang, w=workshop)
    offered = [key for one in screen.get("download_button") if (key := one.key or "").startswith("overview.memo.")]
    assert offered == ["overview.memo.docx", "overview.memo.html", "overview.memo.txt"]
    assert translator(lang)("The memo for your DPO") in words_of(screen)


def test_open_questions_go_on_a_list_with_a_mail(open_page: Open, lang: Lang) -> None:
    workshop = fresh(lang, "chatbot")
    screen = open_page("law_overview", lang, w=workshop)
    assert [one.key for one in screen.get("download_button") if one.key == "overview.list.download"]
    assert translator(lang)("Subject: questions about our use of AI") in screen.code[0].value
