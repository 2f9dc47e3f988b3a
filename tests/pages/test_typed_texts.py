"""What people typed, on the facilitator's pages: read before the room does, and hidden or shown with one press."""

import re

import pytest

from framework.language import translator
from framework.text import Lang
from framework.workshop.agenda import live_activities
from framework.workshop.models import CheckoutWord, Consent
from tests.pages.conftest import Open
from tests.pages.test_screens import words_of
from tests.support.room import LiveWorkshop

REASONS = ("zqeerste", "zqtweede", "zqderde", "zqvierde", "zqvijfde", "zqzesde")


def presses(screen: object, start: str) -> list[str]:
    return [button.key for button in screen.button if button.key and button.key.startswith(start)]  # type: ignore[attr-defined]


class TestReasons:
    def test_stand_on_the_console_once_the_round_is_closed_and_say_no_stance(
        self, open_page: Open, lang: Lang, people: LiveWorkshop
    ) -> None:
        people.begin("S03", "voting")
        people.vote("AABCDE", reasons=REASONS)
        screen = open_page("console", lang, w=people.id)
        assert "zq" not in words_of(screen)
        screen.button(key="typed.close").click().run()
        screen = open_page("console", lang, w=people.id)
        words = words_of(screen)
        order = re.findall("zq[a-z]+", words)
        assert sorted(order) == sorted(REASONS)
        assert order not in (sorted(REASONS), list(REASONS))
        rows = [one.value for one in screen.markdown if "zq" in one.value]
        assert all(row in REASONS for row in rows), "nothing stands beside them"
        assert len(presses(screen, "typed.hide.")) == 6
        assert not any(seat.id in key for seat in people.seats for key in presses(screen, "typed."))
        screen.button(key=presses(screen, "typed.hide.")[0]).click().run()
        people.move("revealed")
        assert sum(ballot.hidden for ballot in people.votes().values()) == 1
        words = words_of(open_page("console", lang, w=people.id))
        assert words.count(translator(lang)("hidden")) >= 1
        assert presses(open_page("console", lang, w=people.id), "typed.show.S03") == []

    def test_that_nobody_read_are_shown_with_one_press(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        people.vote("AABCDE", reasons=REASONS)
        people.move("revealed", read=False)
        screen = open_page("console", lang, w=people.id)
        screen.button(key="typed.show.S03/1").click().run()
        assert people.room.unshown == ()

    def test_an_objection_is_hidden_in_its_round(self, open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
        people.begin("S03", "voting")
        people.vote("CCCCCC")
        people.move("revealed")
        decision = people.draft_rule()
        people.move("consent")
        people.consent(decision, objections=1, harm="zqschade")
        assert "zqschade" not in words_of(open_page("console", lang, w=people.id))
        people.move("consent_revealed")
        screen = open_page("console", lang, w=people.id)
        assert "zqschade" in words_of(screen)
        screen.button(key=presses(screen, "typed.hide.")[0]).click().run()
        assert "zqschade" not in words_of(open_page("console", lang, w=people.id))
        assert [one.hidden for one in people.state.consents if isinstance(one, Consent) and one.harm][-1]


def test_inventory_lines_are_shown_hidden_and_let_up_by_themselves(
    open_page: Open, lang: Lang, people: LiveWorkshop
) -> None:
    people.begin("inventory")
    for number, name in enumerate(("Zoekhulp", "Gluurhulp", "Schrijfhulp")):
        people.cases.participation.propose_activity(people.id, people.seats[number].id, "chatbot", name)
    rude = people.state.activities[-2].id
    screen = open_page("console", lang, w=people.id)
    screen.button(key=f"typed.hide.{rude}").click().run()
    screen = open_page("console", lang, w=people.id)
    screen.button(key="typed.all").click().run()
    assert [one.name for one in live_activities(people.state)][-2:] == ["Zoekhulp", "Schrijfhulp"]
    screen = open_page("console", lang, w=people.id)
    assert "Gluurhulp" not in words_of(screen)
    screen.button(key="typed.unread").click().run()
    assert people.room.shows_unread


def test_last_words_are_shown_and_hidden(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    people.begin("checkout")
    people.answer(
        *(CheckoutWord(seat=seat.id, word=word) for seat, word in zip(people.seats, ("helder", "zqrot"), strict=False))
    )
    screen = open_page("console", lang, w=people.id)
    assert {"helder", "zqrot"} <= set(words_of(screen).split())
    screen.button(key="typed.all").click().run()
    assert not any(word.waiting for word in people.state.words[-2:])
    screen = open_page("console", lang, w=people.id)
    screen.button(key=presses(screen, "typed.hide.")[-1]).click().run()
    assert sum(word.hidden for word in people.state.words) == 1


@pytest.mark.parametrize("page", ["prepare", "inventory"])
def test_lines_sent_before_the_session_wait_where_it_is_prepared(
    open_page: Open, lang: Lang, people: LiveWorkshop, page: str
) -> None:
    assert presses(open_page(page, lang, w=people.id), "typed.") == []
    people.cases.participation.propose_activity(people.id, people.seats[0].id, "chatbot", "Zoekhulp")
    open_page(page, lang, w=people.id).button(key="typed.all").click().run()
    assert "Zoekhulp" in [one.name for one in live_activities(people.state)]
