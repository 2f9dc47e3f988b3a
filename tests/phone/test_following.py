"""Following the room: the event stream, what comes over it, and what never does before a reveal."""

import json

from framework.workshop.participation import Posted
from pages.live.hub import Hub
from pages.live.routes import RoomView
from tests.phone.conftest import Live


class TestTheStream:
    def test_a_step_comes_by_itself_in_the_language_of_the_seat(self, live: Live) -> None:
        live.begin()
        phones = {lang: live.joined(lang) for lang in ("nl", "en")}
        streams = {lang: phone.listen() for lang, phone in phones.items()}
        live.at("S03")
        live.move("voting")
        assert "Sla mijn stem op" in streams["nl"].wait_for('name="stance"')
        assert "Save my vote" in streams["en"].wait_for('name="stance"')
        for stream in streams.values():
            stream.close()
        assert live.house.home.hub.listening == 0

    def test_who_shows_the_present_state_gets_nothing(self, live: Live) -> None:
        live.begin()
        phone = live.joined()
        page = phone.get().main
        seen = page.partition('data-v="')[2].partition('"')[0]
        stream = phone.listen(f"?seen={seen}")
        live.at("inventory")
        assert "Wat doen we met AI?" in stream.wait_for("<h1")
        assert len(stream.steps) == 1
        stream.close()

    def test_who_comes_back_catches_up_with_the_newest_only(self, live: Live) -> None:
        live.begin()
        phone = live.joined()
        stream = phone.listen()
        stream.wait_for("<h1")
        stream.close()
        live.at("inventory")
        live.at("principles")
        live.at("S03")
        again = phone.listen("?seen=old")
        again.wait_for("Persoonlijke mail")
        assert len(again.steps) == 1
        again.close()

    def test_a_first_vote_comes_along_into_the_second_round(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        stream = phone.listen()
        phone.answer(stance="D", reason="rustig aan")
        live.move("revealed")
        live.move("second_voting")
        step = stream.wait_for("S03/2/second_voting")
        assert 'value="D" checked' in step
        assert ">rustig aan</textarea>" in step
        stream.close()

    def test_a_second_tab_shows_the_vote_of_the_first(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        one, two = phone.listen("?tab=one"), phone.listen("?tab=two")
        other = live.joined().listen()
        phone.answer(stance="E", tab="one")
        two.wait_for('value="E" checked')
        assert not any("checked" in step for step in one.steps + other.steps)
        for stream in (one, two, other):
            stream.close()

    def test_votes_and_newcomers_cost_phones_nothing(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        stream = phone.listen()
        stream.wait_for("<h1")
        for _ in range(3):
            live.joined().answer(stance="A")
        live.move("revealed")
        stream.wait_for("3 stemmen")
        assert len(stream.steps) == 2
        stream.close()

    def test_a_stop_ends_every_stream(self, live: Live) -> None:
        live.begin()
        streams = [live.joined().listen() for _ in range(5)]
        live.house.home.stop()
        for stream in streams:
            stream.wait(lambda stream=stream: stream.ended)

    def test_a_workshop_that_is_deleted_ends_its_streams(self, live: Live) -> None:
        stream = live.joined().listen()
        live.cases.context.store.delete(live.id)
        stream.wait(lambda: stream.ended)

    def test_without_a_seat_there_is_no_stream_and_no_state(self, live: Live) -> None:
        stranger = live.phone()
        assert stranger.get("/events").status == 401
        assert stranger.get("/state").status == 401

    def test_asking_now_and_then_instead(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        page = phone.get("/state").text
        assert page.startswith("<main")
        seen = page.partition('data-v="')[2].partition('"')[0]
        assert phone.get(f"/state?seen={seen}").status == 204
        live.move("revealed")
        assert phone.get(f"/state?seen={seen}").status == 200

    def test_the_page_goes_along_when_the_session_begins(self, live: Live) -> None:
        phone = live.joined()
        stream = phone.listen()
        stream.wait(lambda: b"event: again" in stream.received)
        live.begin()
        stream.wait_for("Welkom")
        stream.close()


class TestTheFacilitatorsScreens:
    def test_hear_every_vote_as_a_number(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        hub = live.house.home.hub
        listener = live.house.do(hub.subscribe(live.id, RoomView()))
        first = _said(live.house.do(listener.next()))
        assert (first["seats"], first["voters"], first["phase"]) == (1, 0, "voting")
        phone.answer(stance="A")
        told = _said(live.house.do(listener.next()))
        assert (told["seats"], told["voters"]) == (1, 1)
        assert told["shared_revision"] == first["shared_revision"]
        live.house.loop.call_soon_threadsafe(hub.leave, listener)

    def test_a_change_of_another_process_is_found(self, live: Live) -> None:
        """A second hub on the same store is told nothing, as in another process."""
        live.begin()
        other = Hub(lambda: live.cases.context.store)
        listener = live.house.do(other.subscribe(live.id, RoomView()))
        live.house.do(listener.next())
        live.at("inventory")
        assert _said(live.house.do(listener.next()))["step"] == "inventory"
        other.stop()

    def test_the_timer_tells_what_is_left_now(self, live: Live) -> None:
        live.begin()
        live.cases.facilitating.set_timer(live.id, 90)
        live.cases.facilitating.halt_timer(live.id)
        listener = live.house.do(live.house.home.hub.subscribe(live.id, RoomView()))
        assert _said(live.house.do(listener.next()))["seconds"] == 90
        phone = live.joined().get().main
        assert 'data-left="90"' in phone
        assert "data-halted" in phone


def _said(payload: bytes | None) -> dict[str, object]:
    assert payload is not None
    return json.loads(payload.decode().partition("data: ")[2])


class TestHiddenUntilTheReveal:
    """Reads every byte that leaves the server for anybody."""

    def test_no_vote_but_ones_own_in_any_byte(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        marker = {letter: f"reden-van-{letter}-{letter * 7}" for letter in "ABCDE"}
        phones = {letter: live.joined("en" if letter in "BD" else "nl") for letter in marker}
        watcher = live.joined()
        streams = [phone.listen(f"?tab={letter}") for letter, phone in phones.items()] + [watcher.listen()]
        console = live.house.do(live.house.home.hub.subscribe(live.id, RoomView()))
        for letter, phone in phones.items():
            phone.answer(stance=letter, reason=marker[letter], objection="yes", by_script=True)
            phone.listen().close()
        for phone in (*phones.values(), watcher):
            for path in ("", "/state", "/you", "/privacy"):
                phone.get(path)
        told = live.house.do(console.next()) or b""
        live.cases.facilitating.set_timer(live.id, 60)  # everybody gets the step anew
        streams[-1].wait(lambda: "data-left" in streams[-1].steps[-1])
        for name, sent in live.house.sent:
            mine = {letter for letter, phone in phones.items() if phone.name == name}
            for letter, words in marker.items():
                if letter not in mine:
                    assert words.encode() not in sent, f"{name} got the reason of {letter}"
            text = sent.decode(errors="replace")
            chosen = {letter for letter in marker if f'name="stance" value="{letter}" checked' in text}
            assert chosen <= mine, f"{name} got a vote of {chosen - mine}"
            assert "<meter" not in text
        assert not any(words.encode() in told for words in marker.values())
        assert set(_said(told)) == {
            "revision",
            "shared_revision",
            "seats",
            "voters",
            "step",
            "phase",
            "stage",
            "paused",
            "locked",
            "seconds",
        }
        # The same reading finds them once they are shown, so the test can fail.
        live.move("revealed")
        assert all(words in watcher.get().text for words in marker.values())
        for stream in streams:
            stream.close()

    def test_a_moment_prints_no_answer(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        live.joined().answer(stance="A", reason="zonnebloemgeheim")
        moment = live.house.do(live.house.home.hub.moment(live.id))
        assert "zonnebloemgeheim" not in repr(moment)
        assert moment.shown == ()

    def test_two_people_share_a_rendering_that_knows_neither(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        marks = set()
        for letter in "AE":
            phone = live.joined()
            phone.answer(stance=letter, reason=letter * 9)
            page = phone.get().main
            marks.add(page.partition('data-v="')[2].partition('"')[0])
        assert len(marks) == 1

    def test_a_vote_taken_while_the_room_moves_is_kept(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.joined()
        seat = live.cases.opening.state(live.id).seats[0]
        form = phone.get().form
        live.cases.participating.take(
            live.id,
            [
                Posted(
                    _ballot(seat.id, form),
                )
            ],
        )
        assert phone.get().form["stance"] == "B"


def _ballot(seat: str, form: dict[str, str]):
    from framework.workshop.models import Ballot

    return Ballot(seat=seat, scenario=form["scenario"], activity=form["activity"], stance="B")
