"""The page with trade-offs: what it answers at once, what one press more shows, and that a trial keeps nothing."""

import pytest

from framework.language import translator
from framework.text import Lang
from framework.workshop.field_types import TeamPrice
from framework.workshop.models import Ranking
from pages.ui import queries
from pages.ui.tradeoffs import two_rows, what_if
from tests.pages.conftest import Open, unfold
from tests.pages.test_screens import words_of
from tests.support.any_actor import any_actor
from tests.support.room import LiveWorkshop


def priced(workshop: str, lang: Lang):
    """Gives the last decision of the demonstration a price; returns it."""
    decision = queries.state(workshop).decisions[-1]
    price = TeamPrice(sentence="Een dag wachten.", hours_per_month=240, euros_per_month=12000)
    return any_actor().decisions.edit(workshop, decision, decision.model_copy(update={"price": price}))


def test_each_section_has_its_answer_as_its_heading(open_page: Open, lang: Lang, demonstration: str) -> None:
    t = translator(lang)
    decision = priced(demonstration, lang)
    screen = open_page("tradeoffs", lang, w=demonstration)
    dearest, said, reach = (header.value for header in screen.header)
    title = queries.state(demonstration).deck.scenario(decision.scenario).title[lang]
    assert title in dearest
    assert t.plural("{count} hour a month", "{count} hours a month", 240) in dearest
    assert said.endswith(".")
    chart = screen.get("plotly_chart")[0]
    assert chart.proto.alt == reach
    assert "Een dag wachten." in words_of(screen)


def test_every_row_leads_to_its_decision(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("tradeoffs", lang, w=demonstration), "tradeoffs.more")
    links = {link.proto.query_string for link in screen.get("page_link") if "s=S" in link.proto.query_string}
    wanted = {choice.scenario.id for choice in queries.choices(queries.state(demonstration))}
    assert {query.split("s=")[1].split("&")[0] for query in links} == wanted


def test_a_point_that_is_chosen_shows_one_combination(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("tradeoffs", lang, w=demonstration)
    before = words_of(screen)
    screen.selectbox(key=two_rows.FIRST).set_value("open").run()
    screen.selectbox(key=two_rows.SECOND).set_value("conversion").run()
    points = screen.selectbox(key=two_rows.POINT)
    assert len(points.options) > 1
    points.select_index(0).run()
    assert not screen.exception
    assert words_of(screen) != before
    other = screen.selectbox(key=two_rows.SECOND).set_value("cost").run()
    assert not other.exception


def test_the_two_rows_are_never_the_same(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = open_page("tradeoffs", lang, w=demonstration)
    first, second = screen.selectbox(key=two_rows.FIRST), screen.selectbox(key=two_rows.SECOND)
    assert first.value != second.value
    assert len(first.options) == len(second.options)


def other_stance(workshop: str):
    """A choice with one stance, and another lawful stance."""
    for choice in queries.choices(queries.state(workshop)):
        for letter in "DCBE":
            if choice.accepted != (letter,) and choice.scenario.stance(letter).legal == "lawful":
                return choice, letter
    raise AssertionError


def try_out(open_page: Open, lang: Lang, workshop: str):
    choice, letter = other_stance(workshop)
    screen = unfold(open_page("tradeoffs", lang, w=workshop), "tradeoffs.trial")
    screen.selectbox(key=what_if.DECISION).set_value(choice.id).run()
    screen.radio(key=what_if.STANCE).set_value(letter).run()
    assert not screen.exception
    return choice, letter, screen


def test_a_trial_changes_the_page_and_keeps_nothing(open_page: Open, lang: Lang, demonstration: str) -> None:
    before = queries.state(demonstration)
    choice, letter, screen = try_out(open_page, lang, demonstration)
    title = choice.scenario.title[lang]
    assert any(title in info.value for info in screen.info)
    assert any(f"({letter})" in link.proto.label for link in screen.get("page_link"))
    assert queries.state(demonstration) == before
    screen.button(key="tradeoffs.trial.end").click().run()
    assert not any(title in info.value for info in screen.info)
    assert queries.state(demonstration) == before


def test_a_trial_is_kept_when_asked(open_page: Open, lang: Lang, demonstration: str) -> None:
    choice, letter, screen = try_out(open_page, lang, demonstration)
    screen.button(key="tradeoffs.trial.keep").click().run()
    assert not screen.exception
    kept = next(each for each in queries.state(demonstration).decisions if each.id == choice.id)
    assert (kept.based_on, kept.accepted, kept.closed) == (letter, (letter,), False)
    assert not any(choice.scenario.title[lang] in info.value for info in screen.info)


def test_every_table_can_be_taken_along(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("tradeoffs", lang, w=demonstration))
    names = {button.proto.id.split("tradeoffs.")[1] for button in screen.get("download_button")}
    assert names == {
        f"{table}.{kind}" for table in ("prices", "said-and-chosen", "frontier", "marks") for kind in ("csv", "xlsx")
    }


def test_a_group_sees_the_same_of_its_rules(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    people.vote("BBCCCD")
    people.move("revealed")
    people.draft_rule("C")
    screen = unfold(open_page("tradeoffs", lang, w=people.id), "tradeoffs.trial", "tradeoffs.grid")
    assert len(screen.header) == 3
    assert any("/decide" in link.proto.page or link.proto.page == "decide" for link in screen.get("page_link"))
    screen.radio(key=what_if.STANCE).set_value("D").run()
    assert not screen.exception
    assert people.decision(people.state.decisions[0].id).based_on == "C"


@pytest.mark.parametrize("everybody", [True, False])
def test_a_step_that_holds_for_every_ranking_is_said_so(
    open_page: Open, lang: Lang, people: LiveWorkshop, everybody: bool
) -> None:
    people.begin(next(step.id for step in people.room.plan if step.kind == "principles"))
    orders = [
        ("restraint", "open", "fair"),
        ("restraint", "truth", "open") if everybody else ("open", "restraint", "fair"),
    ]
    people.each(lambda number, seat: Ranking(seat=seat.id, cards=orders[number % 2]))
    people.move("revealed")
    people.at("S03", "voting")
    people.vote("BBCCCD")
    people.move("revealed")
    people.draft_rule("C")
    screen = unfold(open_page("tradeoffs", lang, w=people.id), "tradeoffs.trial")
    screen.radio(key=what_if.STANCE).set_value("D").run()
    t = translator(lang)
    sentences = {
        t(
            "This holds for every ranking of our people: the highest principle that changes gets better for each of them."
        ),
        t(
            "This holds for every ranking of our people: the highest principle that changes gets worse for each of them."
        ),
    }
    assert bool(sentences & {each.value for each in screen.markdown}) is everybody


def test_what_the_law_closes_shows_no_effects_of_doing_it(open_page: Open, lang: Lang, demonstration: str) -> None:
    choice, letter = next(
        (choice, stance.letter)
        for choice in queries.choices(queries.state(demonstration))
        for stance in choice.scenario.stances
        if stance.legal == "unlawful" and choice.accepted != (stance.letter,)
    )
    screen = unfold(open_page("tradeoffs", lang, w=demonstration), "tradeoffs.trial")
    screen.selectbox(key=what_if.DECISION).set_value(choice.id).run()
    rows = [link.proto.label for link in screen.get("page_link")]
    screen = screen.radio(key=what_if.STANCE).set_value(letter).run()
    stance = choice.scenario.stance(letter)
    assert stance.law is not None
    assert stance.law[lang] in {error.value for error in screen.error}
    t = translator(lang)
    said = [each.value for each in screen.markdown]
    assert t("The law closes this stance, so the rule can only say “never”.") in said
    gives = stance.gives
    assert gives is not None
    assert gives[lang] not in words_of(screen)
    assert [link.proto.label for link in screen.get("page_link")] == rows, "the page stays as it was decided"


def test_one_place_says_what_the_law_closes(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("tradeoffs", lang, w=demonstration), "tradeoffs.law")
    said = words_of(screen)
    for choice in queries.choices(queries.state(demonstration)):
        for stance in choice.scenario.stances:
            if stance.legal != "lawful":
                (line,) = (
                    line
                    for line in said.splitlines()
                    if line.startswith(f"- **{choice.scenario.title[lang]}**") and f"“{stance.name[lang]}”" in line
                )
                assert f"{stance.letter} “{stance.name[lang]}”" in line
