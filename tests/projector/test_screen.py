"""What the beamer shows at each step, and above all what it does not show yet."""

import re
from collections.abc import Iterator

import pytest

from framework.language import translator
from framework.text import Lang
from framework.workshop.models import CheckoutWord
from pages.live.snapshot import read_snapshot
from pages.projector.join_address import JoinAddress
from tests.projector.screen import ProjectedWorkshop
from tests.support.any_actor import AnyActor
from tests.support.workshops import new_workshops

SECRET = "Zilverreiger"
"""Words that somebody typed; a screen that holds them before the reveal has leaked."""
MARK = re.compile(r"Closed by the law|Lawful under conditions only|De wet verbiedt dit")


@pytest.fixture
def played(workshops: AnyActor) -> ProjectedWorkshop:
    room = ProjectedWorkshop(workshops)
    room.begin()
    return room


def voting_moments() -> Iterator[tuple[str, ProjectedWorkshop]]:
    """Every moment at which answers are in and must not be seen; in each, somebody typed the secret or chose alike."""
    room = ProjectedWorkshop(new_workshops())
    room.vote("AAAAEE", reason=f"{SECRET} 1", objection=True)
    yield "beforehand", room
    room.begin()
    room.at("S03")
    yield "a step that was voted on beforehand", room
    room.move("voting")
    yield "first vote", room
    room.move("revealed")
    room.move("second_voting")
    room.vote("CCCCCC", 2, reason=f"{SECRET} 2")
    yield "second vote", room
    room.at("S07", "voting")
    room.vote("AAAAEE", scenario="S07", reason=f"{SECRET} 3")
    room.at("S03")
    yield "another dilemma left open", room
    decision = room.draft_rule()
    room.move("consent")
    room.consent(decision, 3, harm=f"{SECRET} 4", safe_if=f"{SECRET} 5")
    yield "consent", room


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_byte_tells_a_vote_before_its_reveal(lang: str) -> None:
    """Two rooms that voted in opposite ways look exactly alike until the reveal, save for what was revealed before."""
    for name, room in voting_moments():
        sent = room.screen(lang)  # type: ignore[arg-type]
        # What the first round revealed may stand on the screen again when the room is back at it.
        seen = f"{SECRET} 1" if name == "another dilemma left open" else ""
        assert SECRET not in (sent.replace(seen, "") if seen else sent), name


def test_the_screen_is_the_same_whatever_was_voted() -> None:
    def screens(letters: str, reason: str) -> list[str]:
        room = ProjectedWorkshop(new_workshops())
        room.begin()
        room.at("S03", "voting")
        room.cases.facilitation.clear_timer(room.id)  # it runs on between two screens
        room.vote(letters, reason=reason, objection=bool(reason))
        said = [room.screen(lang) for lang in ("nl", "en")]
        room.move("revealed")
        return [*said, room.screen("nl")]

    one, other = screens("AAAAAA", "omdat"), screens("EEEE--", "")
    assert one[:2] == other[:2]
    assert one[2] != other[2], "after the reveal it does differ"


def test_the_law_says_nothing_before_the_vote_is_over(played: ProjectedWorkshop) -> None:
    for phase in ("open", "voting"):
        if phase != "open":
            played.move(phase)
        else:
            played.at("S03")
        assert not MARK.search(played.screen("nl") + played.screen("en")), phase
    played.vote("AABBCC")
    played.move("revealed")
    assert MARK.search(played.screen("en"))


def test_votes_are_counted_and_never_told(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    assert "0 of 6 have answered" in played.parts("en")["foot"]
    played.vote("AB-")
    assert "3 of 6 have answered" in played.parts("en")["foot"]


def test_who_voted_and_left_counts_before_and_after_the_reveal(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("ABC")
    for leaving in (played.seats[0], played.seats[5]):  # one has voted, one has not
        played.cases.participation.leave(played.id, leaving.id)
    foot = played.parts("en")["foot"]
    assert "4 people here" in foot
    assert "3 of 5 have answered" in foot
    played.move("revealed")
    assert "3 votes" in played.screen("en")


def test_both_rounds_stand_beside_each_other(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC", reason="eerst dit")
    played.move("revealed")
    assert played.parts("en")["stage"].count("<figure>") == 1
    played.move("second_voting")
    played.vote("ABCBCC", 2, reason="dan dat")
    assert "eerst dit" not in played.parts("en")["stage"], "nobody votes with the others’ reasons before their eyes"
    played.move("second_revealed")
    stage = played.parts("en")["stage"]
    assert stage.count("<figure>") == 2
    assert "A: 2 votes, B: 2 votes, C: 2 votes, D: 0 votes, E: 0 votes" in stage
    assert "A: 1 vote, B: 2 votes, C: 3 votes, D: 0 votes, E: 0 votes" in stage
    assert "2 of 6 changed their vote, toward E." in stage
    assert "The middle votes are B and C." in stage
    assert "dan dat" in stage


def test_a_hidden_reason_goes_from_the_screen(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC", reason=SECRET)
    played.move("revealed")
    assert played.screen().count(SECRET) == 3, "one row for each stance"
    played.hide(played.state.ballots[0])
    assert SECRET not in played.screen()


def test_reasons_that_nobody_read_wait_for_the_facilitator(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC", reason=SECRET)
    played.cases.moderation.set_intake(played.id, played.room.version, "closed")
    assert SECRET not in played.screen(), "read on the console, not in the room"
    played.cases.moderation.set_intake(played.id, played.room.version, "reopened")
    played.move("revealed", read=False)
    assert SECRET not in played.screen()
    assert "A: 2" in played.screen("en"), "the chart is there"
    played.cases.moderation.show_round(played.id, "S03/1")
    assert SECRET in played.screen()


def test_lines_and_last_words_wait_for_the_facilitator(played: ProjectedWorkshop) -> None:
    played.at("inventory")
    line = played.cases.participation.propose_activity(played.id, played.seats[0].id, "chatbot", SECRET)
    assert SECRET not in played.screen()
    played.cases.moderation.set_lines_hidden(played.id, (line.id,), hidden=False)
    assert SECRET in played.screen()
    played.at("checkout")
    word = CheckoutWord(seat=played.seats[0].id, word=f"{SECRET}!")
    played.answer(word)
    assert SECRET not in played.screen()
    played.hide(word, hidden=False)
    assert SECRET in played.screen()
    played.hide(word)
    assert SECRET not in played.screen()


@pytest.mark.parametrize(("people", "dots"), [(3, True), (4, True), (5, False), (6, False)])
def test_a_handful_of_people_is_no_distribution(workshops: AnyActor, people: int, dots: bool) -> None:
    few = ProjectedWorkshop(workshops, people)
    few.begin()
    few.at("S03", "voting")
    assert ("it is easy to guess who said what" in few.screen("en")) is dots
    few.vote("ABBDEE"[:people])
    few.move("revealed")
    stage = few.parts("en")["stage"]
    assert ('class="dot"' in stage, 'class="bar"' in stage) == (dots, not dots)
    assert ("The middle vote" in stage) is not dots


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_end_says_thank_you_and_when_it_goes_on(played: ProjectedWorkshop, lang: Lang) -> None:
    t = translator(lang)
    played.cases.decisions.add_own_red_line(played.id, "nl", "liegen")
    played.at("checkout")
    played.cases.closing.end_session(played.id)
    said = played.parts(lang)
    assert t("Thank you for today") in said["stage"]
    assert t("Your facilitator tells you when we continue.") in said["stage"]
    assert said["foot"] == ""
    day = played.cases.context.today()
    played.cases.closing.set_follow_up_date(played.id, day)
    assert t("We continue on {day}.", day=t.date(day)) in played.parts(lang)["stage"]
    played.cases.closing.open_follow_up(played.id)
    assert "We liegen nooit." in played.parts(lang)["stage"]


def test_what_people_typed_is_never_markup(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC", reason="<img src=x onerror=alert(1)> \" & '")
    played.move("revealed")
    parts = played.parts()
    assert "<img" not in "".join(parts.values())
    assert "Waterkers &lt;Wonen&gt; · Merk &amp; CRM" in parts["head"]


def test_no_style_attribute_that_the_policy_would_refuse(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC")
    played.move("revealed")
    assert " style=" not in "".join(played.parts().values())


def test_consent_is_counted_after_the_reveal_with_the_words_of_objections(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("CCCCCC")
    played.move("revealed")
    decision = played.draft_rule()
    played.move("consent")
    assert "gebruiken we klantgegevens alleen als" in played.parts()["stage"]
    played.consent(decision, 2, harm="klantcontact", safe_if="eerst een proef")
    assert "klantcontact" not in played.screen()
    played.move("consent_revealed")
    stage = played.parts("en")["stage"]
    assert "4 without objection and 2 with an objection." in stage
    assert "It would harm: klantcontact" in stage
    assert "Safe enough if: eerst een proef" in stage


def test_red_lines_after_the_vote(played: ProjectedWorkshop) -> None:
    played.cases.facilitation.propose_red_line(played.id, "S03")
    played.cases.facilitation.propose_red_line(played.id, "S07")
    played.at("red_lines", "voting")
    played.vote_on_red_line("S03", 2)
    played.vote_on_red_line("S07", 1)
    assert "Using notes from customer-service calls" in played.screen("en"), "the practice, not the sentence with never"
    assert "never use notes" not in played.screen("en")
    assert "said “never”" not in played.screen("en")
    played.move("revealed")
    stage = played.parts("en")["stage"]
    assert "2 of 6 said “never”. <strong>Enough for a red line:" in stage
    assert "We never use notes from customer-service calls to choose an offer." in stage, "the words that will stand"
    assert "1 of 6 said “never”. <strong>Not enough" in stage
    assert "We never let anyone believe" not in stage


def test_the_group_s_order_and_no_one_s_own(played: ProjectedWorkshop) -> None:
    cards = [card.id for card in played.state.deck.cards]
    names = [card.name["en"] for card in played.state.deck.cards]
    played.at("principles")
    played.rank(cards[3:8])
    assert names[3] not in played.screen("en")
    played.move("revealed")
    stage = played.parts("en")["stage"]
    assert [name for name in names if name in stage][:5] == names[3:8]


def test_words_come_as_they_are_sent(played: ProjectedWorkshop) -> None:
    played.at("checkout")
    played.say("opgelucht", "Benieuwd")
    stage = played.parts()["stage"]
    assert stage.index("Benieuwd") < stage.index("opgelucht")


def test_paused_and_over_show_nothing_else(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("AABBCC")
    played.cases.facilitation.set_paused(played.id, paused=True)
    parts = played.parts("en")
    assert "<h1>Paused</h1>" in parts["stage"]
    assert "answered" not in parts["foot"]


def test_the_way_in(played: ProjectedWorkshop) -> None:
    code = " ".join(played.room.code)
    assert code in played.parts()["stage"]
    assert code not in played.parts()["foot"], "not twice"
    played.at("S03")
    assert code in played.parts()["foot"]
    played.cases.facilitation.set_locked(played.id, locked=True)
    assert code not in played.screen()
    played.at("welcome")
    assert code not in played.screen()


def test_an_address_that_no_phone_reaches_is_called_so(played: ProjectedWorkshop) -> None:
    said = "Phones cannot reach this address yet"
    assert said not in played.screen("en")
    assert said in played.screen("en", JoinAddress("http://127.0.0.1:8501", only_here=True))


def test_seconds_are_what_is_left_when_it_is_sent(played: ProjectedWorkshop) -> None:
    played.cases.facilitation.clear_timer(played.id)
    assert '"seconds": null' in played.screen()
    played.cases.facilitation.start_timer(played.id, 90)
    played.cases.facilitation.pause_timer(played.id)
    assert '"seconds": 90, "runs": false' in played.screen()


def reveal_of(letters: str, reasons: list[str], objections: tuple[int, ...] = ()) -> str:
    """The projector after the first vote, in English; ``objections``: who strongly objects."""
    room = ProjectedWorkshop(new_workshops(), people=len(letters))
    room.begin("S03", "voting")
    room.answer(
        *(
            room.ballot(seat, letter, reason=reasons[at], confidence="sure", objection=at in objections)  # type: ignore[arg-type]
            for at, (seat, letter) in enumerate(zip(room.seats, letters, strict=True))
        )
    )
    room.move("revealed")
    return room.parts("en")["stage"]


def test_equal_reasons_are_one_row_with_their_number() -> None:
    stage = reveal_of("AAAABBBBE", ["Prima", "prima", "PRIMA.", " prima ", *["Prima"] * 4, "Nee"])
    assert re.findall(r'<span dir="auto">([^<]*)</span>( \(\d×\))?</li>', stage) == [
        ("prima", " (4×)"),
        ("Prima", " (4×)"),
        ("Nee", ""),
    ]


def test_a_long_reason_is_cut_and_pushes_no_other_stance_off_the_screen() -> None:
    long = "Omdat " + "het systeem van de leverancier dit al jaren zo doet " * 5
    stage = reveal_of(
        "A" * 8 + "CC" + "EE", [f"{long}{at}" for at in range(8)] + ["kort", "ook", "nooit", "niet"], (11,)
    )
    shown = re.findall(r'data-shed="(\d)">(?:<strong>([^<]*)</strong>)?<span dir="auto">([^<]*)', stage)
    assert all(len(words) <= 100 for *_, words in shown)
    assert [(rank, words) for rank, who, words in shown if who == "Objection: "] == [("1", "niet")]
    assert [rank for rank, *_ in shown].count("1") == 3, "one for each stance that was chosen stays whatever the space"
    assert "6 more on your phone." in stage


def test_two_strong_objections_are_shown_and_the_rest_counted() -> None:
    stage = reveal_of("AAABBBCCC", [f"reden {at}" for at in range(9)], (0, 1, 3, 4, 8))
    assert re.findall(r"Objection: </strong><span dir=\"auto\">([^<]*)", stage) == ["reden 0", "reden 8"]
    assert "And 3 more strong objections. " in stage
    assert "5 strong objections" in stage


def test_the_rule_stands_on_the_screen_while_it_is_worded_and_when_it_is_agreed(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("CCCCCC")
    played.move("revealed")
    rule = played.draft_rule()
    stage = played.parts("en")["stage"]
    assert "The rule that we are making" in stage
    assert "we use customer data only if" in stage
    played.move("consent")
    played.consent(rule)
    played.move("consent_revealed")
    assert "Agreed: no objections left." not in played.parts("en")["stage"], "not before it is recorded"
    played.cases.decisions.record_agreement(played.id, rule, "consent")
    assert "Agreed: no objections left." in played.parts("en")["stage"]
    stored = played.decision(rule)
    reworded = stored.model_copy(update={"owner": "iemand anders", "wording": {"nl": stored.wording["nl"]}})
    played.cases.decisions.edit(played.id, stored, reworded)
    assert "Agreed: no objections left." not in played.parts("en")["stage"], "other words were not agreed on"


def test_votes_that_were_left_out_are_gone_and_said(workshops: AnyActor) -> None:
    room = ProjectedWorkshop(workshops, people=14)
    store = room.cases.context.store
    room.begin("S03", "voting")
    room.vote("CCCCCC" + "A" * 8)
    shown = read_snapshot(store, room.id)
    assert shown[1].voters == 14
    room.cases.facilitation.leave_out_seats(room.id, [seat.id for seat in room.seats[6:]])
    assert read_snapshot(store, room.id, *shown)[1].voters == 6, "counting starts anew"
    assert "left out" not in room.screen("en")
    room.move("revealed")
    assert "8 votes were left out" in room.parts("en")["stage"]
    assert "A: 0 votes" in room.parts("en")["stage"]


def test_after_the_second_vote_the_room_sees_what_a_step_either_way_changes(played: ProjectedWorkshop) -> None:
    played.at("S03", "voting")
    played.vote("BBCCCD")
    played.move("revealed")
    assert "Een stap strenger" not in played.screen()
    played.move("second_voting")
    played.vote("BBCCCD", 2)
    assert "Een stap strenger" not in played.screen()
    played.move("second_revealed")
    for words in ("Een stap ruimer. Beter voor", "Een stap strenger. Beter voor", "de wet verbiedt dit", "voorstel"):
        assert words in played.screen()
