"""The logbook: written down in half a minute, corrected and closed later; and training."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from framework.language import translator
from framework.text import Lang
from framework.workshop.governance.records import LogEntry, Training
from framework.workshop.models import WorkshopState
from pages.ui import queries
from pages.ui.governance.logbook import KINDS
from tests.pages.conftest import Open, keys, unfold
from tests.pages.test_screens import said, words_of
from tests.support.any_actor import any_actor
from tests.support.workshops import NOW

TODAY = NOW.date()


def log(workshop: str) -> tuple[LogEntry, ...]:
    return queries.state(workshop).log


def bot(workshop: str) -> str:
    return next(one.id for one in queries.state(workshop).activities if one.kind == "chatbot")


def begun(open_page: Open, lang: Lang, workshop: str, kind: str) -> AppTest:
    screen = open_page("logbook", lang, w=workshop)
    screen.button_group(key="log.new.kind").set_value(kind).run()
    assert not screen.exception
    return screen


def write_down(screen: AppTest, kind: str, **given: str | int) -> None:
    for field, value in given.items():
        name = f"log.new.{kind}.{field}"
        if field in ("activity", "decision"):
            screen.selectbox(key=name).set_value(value)
        elif field == "severity":
            screen.radio(key=name).set_value(value)
        else:
            (screen.text_area if field == "text" else screen.text_input)(key=name).set_value(value)
    screen.button(key="log.new.save").click().run()
    assert not screen.exception


def test_an_incident_takes_a_kind_a_class_a_line_and_a_press(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = begun(open_page, lang, demonstration, "incident")
    write_down(screen, "incident", severity=1, text="Mail naar de *verkeerde* lijst")
    (entry,) = log(demonstration)
    assert (entry.kind, entry.severity, entry.on, entry.number) == ("incident", 1, TODAY, "2026-1")
    assert "log.new.save" not in keys(screen), "the form is gone, so a second press makes no second entry"
    assert "Mail naar de \\*verkeerde\\* lijst" in words_of(screen)


def test_without_a_class_or_words_nothing_is_kept_and_what_was_typed_stays(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    screen = begun(open_page, lang, demonstration, "incident")
    write_down(screen, "incident", text="Iets")
    assert said(screen) == translator(lang)("Choose how serious it is.")
    assert screen.text_area(key="log.new.incident.text").value == "Iets"
    write_down(screen, "incident", severity=2, text="")
    assert screen.error
    assert log(demonstration) == ()


def test_a_serious_incident_says_what_must_happen_now_and_stops_the_use(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    screen = begun(open_page, lang, demonstration, "incident")
    screen.checkbox(key="log.new.incident.breach").check()
    write_down(screen, "incident", severity=3, activity=bot(demonstration), text="Adressen in de bot")
    t, texts = translator(lang), queries.state(demonstration).texts
    words = words_of(screen)
    assert t.date(TODAY + timedelta(days=3)) in words, "72 hours"
    assert texts.incident_contact in words.replace("\\", "")
    assert texts.sponsor.function in words
    screen.button(key=f"log.stop.{log(demonstration)[0].id}").click().run()
    assert not screen.exception
    state = queries.state(demonstration)
    assert [one.kind for one in state.log] == ["incident", "stop"]
    assert stopped(state, bot(demonstration)) == TODAY


def stopped(state: WorkshopState, activity: str) -> date | None:
    return next(one.stopped_on for one in state.activities if one.id == activity)


def test_a_stop_is_closed_by_starting_again(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = begun(open_page, lang, demonstration, "stop")
    write_down(screen, "stop", text="Hij verzint prijzen")
    assert said(screen) == translator(lang)("Choose which AI use was stopped.")
    write_down(screen, "stop", activity=bot(demonstration))
    (entry,) = log(demonstration)
    assert stopped(queries.state(demonstration), bot(demonstration)) == TODAY
    screen.button(key=f"log.close.{entry.id}").click().run()
    key = f"log.closing.{entry.id}"
    screen.text_area(key=f"{key}.outcome").set_value("Prijzen komen nu uit de winkel")
    screen.text_input(key=f"{key}.by").set_value("hoofd klantcontact")
    screen.button(key=f"{key}.save").click().run()
    assert not screen.exception
    (closed,) = log(demonstration)
    assert (closed.closed_on, closed.closed_by) == (TODAY, "hoofd klantcontact")
    assert stopped(queries.state(demonstration), bot(demonstration)) is None
    screen = unfold(screen, "log.over")
    assert "Prijzen komen nu uit de winkel" in words_of(screen)
    screen.button(key=f"log.reopen.{entry.id}").click().run()
    assert stopped(queries.state(demonstration), bot(demonstration)) == TODAY


def test_an_exception_is_for_a_rule_that_has_them_and_ends(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = begun(open_page, lang, demonstration, "exception")
    excepting = {one.id: one for one in queries.state(demonstration).decisions if one.exception_role}
    offered = screen.selectbox(key="log.new.exception.decision")
    assert len(offered.options) == len(excepting)
    rule = next(iter(excepting.values()))
    write_down(screen, "exception", decision=rule.id, text="Een proef met tien klanten")
    (entry,) = log(demonstration)
    assert (entry.decision, entry.role, entry.until) == (rule.id, rule.exception_role, TODAY + timedelta(days=90))


def test_no_rule_with_exceptions_no_form(open_page: Open, lang: Lang) -> None:
    workshop = any_actor().lifecycle.start_self_assessment("Bakkerij Kers", "", lang, "marketing-ai")
    screen = begun(open_page, lang, workshop, "exception")
    assert "log.new.save" not in keys(screen)
    assert screen.info[0].value == translator(lang)(
        "None of your rules has exceptions: none names a role that may allow one."
    )


def test_an_entry_is_corrected_and_taken_back(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = begun(open_page, lang, demonstration, "complaint")
    write_down(screen, "complaint", text="Bot is bot")
    (entry,) = log(demonstration)
    screen.button(key=f"log.edit.{entry.id}").click().run()
    screen.text_area(key=f"log.edit.{entry.id}.text").set_value("De bot is bot")
    screen.button(key=f"log.edit.{entry.id}.save").click().run()
    assert not screen.exception
    assert log(demonstration)[0].text == "De bot is bot"
    screen.button(key=f"log.edit.{entry.id}").click().run()
    screen.button(key=f"log.edit.{entry.id}.out").click().run()
    assert log(demonstration)[0].withdrawn
    assert "De bot is bot" not in words_of(screen)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_form_in_one_language(open_page: Open, lang: Lang, demonstration: str, kind: str) -> None:
    screen = begun(open_page, lang, demonstration, kind)
    assert "log.new.save" in keys(screen)
    assert screen.date_input(key=f"log.new.{kind}.on").value == TODAY


def test_training_is_planned_and_done_with_how_many(open_page: Open, lang: Lang) -> None:
    workshop = any_actor().lifecycle.start_self_assessment("Bakkerij Kers", "", lang, "marketing-ai")
    screen = open_page("logbook", lang, w=workshop)
    screen.session_state["logbook.tabs.front"] = "training"
    screen.run()
    key = "training.form.new"
    screen.text_input(key=f"{key}.group").set_value("contentteam")
    screen.text_input(key=f"{key}.what").set_value("prompts oefenen")
    screen.date_input(key=f"{key}.due").set_value(TODAY - timedelta(days=1))
    screen.button(key=f"{key}.save").click().run()
    assert not screen.exception
    (kept,) = queries.state(workshop).training
    t = translator(lang)
    assert t("overdue since {day}", day=t.short_date(TODAY - timedelta(days=1))) in words_of(screen)
    screen.button(key=f"training.done.{kept.id}").click().run()
    screen.button(key=f"training.edit.{kept.id}").click().run()
    screen.number_input(key=f"training.form.{kept.id}.attended").set_value(8)
    screen.number_input(key=f"training.form.{kept.id}.invited").set_value(9)
    screen.button(key=f"training.form.{kept.id}.save").click().run()
    assert not screen.exception
    (done,) = queries.state(workshop).training
    assert (done.done_on, done.attended, done.invited) == (TODAY, 8, 9)
    assert t("{attended} of {invited} took part", attended=8, invited=9) in words_of(screen)


def test_a_closed_workshop_goes_on_keeping_its_log(open_page: Open, lang: Lang, demonstration: str) -> None:
    cases = any_actor()
    state = queries.state(demonstration)
    with cases.context.store.transaction(demonstration) as change:
        change.put_workshop(
            state.workshop.model_copy(update={"stage": "closed", "version": state.workshop.version + 1})
        )
    cases.charter.record_training(demonstration, None, Training(id="t1", group="CRM", what="oefenen"))
    screen = begun(open_page, lang, demonstration, "complaint")
    write_down(screen, "complaint", text="Ook nu nog")
    assert len(log(demonstration)) == 1


def test_both_pages_stand_in_the_menu_once_there_is_a_framework(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    t = translator(lang)
    wanted = {t("Logbook"), t("Actions")}
    links = {link.label.strip("*") for link in open_page("charter", lang, w=demonstration).get("page_link")}
    assert wanted <= links
    fresh = any_actor().lifecycle.start_self_assessment("Bakkerij Kers", "", lang, "marketing-ai")
    assert not wanted & {link.label for link in open_page("inventory", lang, w=fresh).get("page_link")}


def test_two_windows_that_correct_one_entry_see_both(open_page: Open, lang: Lang, demonstration: str) -> None:
    kept = LogEntry(id="l1", kind="complaint", on=TODAY, text="Bot is bot")
    any_actor().charter.record_event(demonstration, None, kept)
    mine, theirs = (open_page("logbook", lang, w=demonstration) for _ in range(2))
    for screen, words in ((theirs, "Zij zeggen dit"), (mine, "Wij zeggen dat")):
        screen.button(key="log.edit.l1").click().run()
        screen.text_area(key="log.edit.l1.text").set_value(words)
    theirs.button(key="log.edit.l1.save").click().run()
    mine.button(key="log.edit.l1.save").click().run()
    assert "conflict.mine" in keys(mine)
    assert log(demonstration)[0].text == "Zij zeggen dit"
    mine.button(key="conflict.mine").click().run()
    assert log(demonstration)[0].text == "Wij zeggen dat"
