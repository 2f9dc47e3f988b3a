"""Following the room: the event stream, what comes over it, and what never does before a reveal."""

import json

import pytest

from framework.usecases.participation import Newcomer
from framework.workshop.answer_rules import PostedAnswer
from pages.live import presence
from pages.live.channel import SEAT_FREED
from pages.live.hub import Hub
from pages.live.routes import CountsView
from pages.phone.requests import key_hash
from pages.phone.view import PhoneView
from tests.support.phone_client import Live


class TestTheStream:
    def test_a_step_comes_by_itself_in_the_language_of_the_seat(self, live: Live) -> None:
        live.begin()
        phones = {lang: live.join(lang) for lang in ("nl", "en")}
        streams = {lang: phone.listen() for lang, phone in phones.items()}
        live.at("S03")
        live.move("voting")
        assert "Sla mijn stem op" in streams["nl"].wait_for('name="stance"')
        assert "Save my vote" in streams["en"].wait_for('name="stance"')
        for stream in streams.values():
            stream.close()
        assert live.house.home.hub.open_streams == 0

    def test_whoever_moves_the_room_goes_on_when_everybody_was_sent_it(self, live: Live) -> None:
        live.begin()
        streams = [live.join().listen() for _ in range(5)]
        for stream in streams:
            stream.wait_for("<h1")
        live.at("S03")
        assert all("Persoonlijke mail" in stream.steps[-1] for stream in streams), "with no waiting here"
        for stream in streams:
            stream.close()

    def test_who_shows_the_present_state_gets_nothing(self, live: Live) -> None:
        live.begin()
        phone = live.join()
        page = phone.get().main
        seen = page.partition('data-v="')[2].partition('"')[0]
        stream = phone.listen(f"?seen={seen}")
        live.at("inventory")
        assert "Wat doen we met AI?" in stream.wait_for("<h1")
        assert len(stream.steps) == 1
        stream.close()

    def test_who_comes_back_catches_up_with_the_newest_only(self, live: Live) -> None:
        live.begin()
        phone = live.join()
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
        phone = live.join()
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
        phone = live.join()
        one, two = phone.listen("?tab=one"), phone.listen("?tab=two")
        other = live.join().listen()
        phone.answer(stance="E", tab="one")
        two.wait_for('value="E" checked')
        assert not any("checked" in step for step in one.steps + other.steps)
        for stream in (one, two, other):
            stream.close()

    def test_votes_and_newcomers_cost_phones_nothing(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        stream = phone.listen()
        stream.wait_for("<h1")
        for _ in range(3):
            live.join().answer(stance="A")
        live.move("revealed", read=False)
        stream.wait_for("3 stemmen")
        assert len(stream.steps) == 2
        stream.close()

    def test_a_stop_ends_every_stream(self, live: Live) -> None:
        live.begin()
        streams = [live.join().listen() for _ in range(5)]
        live.house.home.stop()
        for stream in streams:
            stream.wait(lambda stream=stream: stream.ended)

    def test_a_workshop_that_is_deleted_ends_its_streams(self, live: Live) -> None:
        stream = live.join().listen()
        live.cases.context.store.delete(live.id)
        stream.wait(lambda: stream.ended)

    def test_a_freed_seat_is_shown_out_at_once_in_all_its_tabs_and_nobody_else(self, live: Live) -> None:
        live.begin()
        stray, other = live.join(), live.join()
        seat = live.state.seats[0].id
        tabs, stays = [stray.listen("?tab=one"), stray.listen("?tab=two")], other.listen()
        live.cases.facilitation.free_seats(live.id, [seat])
        for tab in tabs:
            tab.wait(lambda tab=tab: tab.ended)
            assert tab.received.endswith(SEAT_FREED)
        # What it asks for next is the door, although it was in the room a moment ago.
        assert stray.get("/state").status == 401
        door = stray.get("?out").text
        assert 'name="role"' in door
        assert "Je plek is vrijgegeven" in door
        live.at("S03", "voting")
        stays.wait_for('name="stance"')
        assert SEAT_FREED not in stays.received
        stays.close()

    def test_who_leaves_in_one_tab_leaves_in_the_other(self, live: Live) -> None:
        live.begin()
        phone = live.join()
        other_tab = phone.listen()
        assert phone.post("/leave").status == 200
        other_tab.wait(lambda: other_tab.ended)
        assert other_tab.received.endswith(SEAT_FREED)

    def test_a_seat_that_another_process_freed_is_shown_out_while_votes_come_in(self, live: Live) -> None:
        """A second hub on the same store is told nothing, as in another process; only votes move beside the seat."""
        live.begin()
        live.at("S03", "voting")
        _, voter = live.join(), live.join()
        seats = live.state.seats
        hub = Hub(lambda: live.cases.context.store)
        listeners = [live.house.do(hub.subscribe(live.id, PhoneView("nl"), seat=seat.id)) for seat in seats]
        for listener in listeners:
            live.house.do(listener.next())
        voter.answer(stance="A")
        live.cases.facilitation.free_seats(live.id, [seats[0].id])
        voter.answer(stance="B")
        assert live.house.do(listeners[0].next()) == SEAT_FREED
        assert live.house.do(listeners[0].next()) is None
        assert hub.is_freed(live.id, seats[0].id)
        assert not hub.is_freed(live.id, seats[1].id)
        hub.stop()

    def test_who_came_in_again_by_way_of_another_process_votes_in_the_new_seat(self, live: Live) -> None:
        live.begin()
        phone = live.join()
        live.at("S03", "voting")
        form = phone.get().form
        seat = live.state.seats[0].id
        key = next(iter(phone.cookies.values()))
        live.cases.participation.leave(live.id, seat)  # nobody listens here, so that nothing tells the hub
        (again,) = live.cases.participation.admit(live.id, [Newcomer(key_hash(key), "data", "nl")])
        reply = phone.post("/answer", {"accept": "application/json"}, **{**form, "stance": "B", "key": "one"})
        assert reply.status == 200, reply.text
        ballots = live.state.ballots
        assert [ballot.seat for ballot in ballots] == [again.id]
        assert again.id != seat

    def test_a_seat_that_another_process_freed_just_before_a_step_is_shown_out_with_the_step(self, live: Live) -> None:
        live.begin()
        live.join()
        (seat,) = live.state.seats
        hub = Hub(lambda: live.cases.context.store, poll=3_600)
        subscriber = live.house.do(hub.subscribe(live.id, PhoneView("nl"), seat=seat.id))
        live.house.do(subscriber.next())
        live.cases.facilitation.free_seats(live.id, [seat.id])
        live.at("S03")
        hub.notify(live.id)
        assert live.house.do(subscriber.next()) == SEAT_FREED
        hub.stop()

    def test_who_gives_no_sign_of_life_in_an_open_round_is_away_until_they_are_back(
        self, live: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = [1_000.0]
        monkeypatch.setattr(presence, "monotonic", lambda: now[0])
        hub, seats = live.house.home.hub, lambda: [seat.id for seat in live.state.seats]
        away = lambda: hub.away(live.id, seats())  # noqa: E731
        live.begin("S03")
        stays, goes, votes, polls = (live.join() for _ in range(4))
        streams = [phone.listen() for phone in (stays, goes, votes)]
        now[0] += 600
        assert away() == frozenset(), "no round is open"
        live.move("voting")
        streams[0].wait_for("Sla mijn stem op")
        assert away() == frozenset(), "two minutes from the opening"
        votes.answer(stance="A")
        streams[1].close()
        streams[2].close()
        now[0] += 60
        polls.get("/state?seen=x")
        now[0] += 61
        assert away() == {seats()[1]}, "not who has a stream, has answered or has just asked"
        back = goes.listen()
        assert away() == frozenset()
        assert goes.get().status == 200
        assert len(seats()) == 4, "the same seat"
        for stream in (streams[0], back):
            stream.close()

    def test_a_freed_seat_that_listens_again_is_shown_out_again(self, live: Live) -> None:
        """The routes remember a seat for two seconds, so that it may get a stream once more."""
        live.begin()
        live.join()
        (seat,) = live.state.seats
        hub = Hub(lambda: live.cases.context.store)
        first = live.house.do(hub.subscribe(live.id, PhoneView("nl"), seat=seat.id))
        live.house.do(first.next())
        live.cases.facilitation.free_seats(live.id, [seat.id])
        assert live.house.do(first.next()) == SEAT_FREED
        again = live.house.do(hub.subscribe(live.id, PhoneView("nl"), seat=seat.id))
        assert live.house.do(again.next()) == SEAT_FREED
        hub.stop()

    def test_without_a_seat_there_is_no_stream_and_no_state(self, live: Live) -> None:
        stranger = live.phone()
        assert stranger.get("/events").status == 401
        assert stranger.get("/state").status == 401

    def test_asking_now_and_then_instead(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        page = phone.get("/state").text
        assert page.startswith("<main")
        seen = page.partition('data-v="')[2].partition('"')[0]
        assert phone.get(f"/state?seen={seen}").status == 204
        live.move("revealed")
        assert phone.get(f"/state?seen={seen}").status == 200

    def test_the_page_goes_along_when_the_session_begins(self, live: Live) -> None:
        phone = live.join()
        stream = phone.listen()
        stream.wait(lambda: b"event: again" in stream.received)
        live.begin()
        stream.wait_for("Welkom")
        stream.close()


class TestAnotherCode:
    def test_links_and_forms_of_a_phone_with_the_old_one_lead_into_the_room(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone, stranger, old = live.join(), live.phone(), f"/j/{live.code}"
        form = phone.get().form
        live.cases.facilitation.new_code(live.id)
        now = f"/j/{live.code}"
        assert now != old
        for path in ("/you", "/leave", "/privacy?lang=en", "/state?seen=x", "/events?tab=t"):
            reply = phone.get(f"{old}{path}")
            assert (reply.status, reply.headers["location"]) == (303, f"{now}{path}")
        assert phone.get(f"{now}/you").status == 200
        # 307 keeps the post: what was chosen before the code changed arrives, by hand and from the script's queue.
        for headers in ({}, {"accept": "application/json"}):
            reply = phone.post(f"{old}/answer", headers, **{**form, "stance": "B"})
            assert (reply.status, reply.headers["location"]) == (307, f"{now}/answer")
        assert phone.post(f"{now}/answer", **{**form, "stance": "B"}).status == 303
        assert live.counts() == (0, 1, 0, 0, 0)
        assert f'href="{now}"' in phone.get(old).text, "the bare address says so and shows the way"
        assert stranger.get(f"{old}/you").status == 404, "whoever has no seat learns nothing"


class TestTheFacilitatorsScreens:
    def test_hear_every_vote_as_a_number(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        hub = live.house.home.hub
        listener = live.house.do(hub.subscribe(live.id, CountsView()))
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
        listener = live.house.do(other.subscribe(live.id, CountsView()))
        live.house.do(listener.next())
        live.at("inventory")
        assert _said(live.house.do(listener.next()))["step"] == "inventory"
        other.stop()

    def test_the_timer_tells_what_is_left_now(self, live: Live) -> None:
        live.begin()
        live.cases.facilitation.start_timer(live.id, 90)
        live.cases.facilitation.pause_timer(live.id)
        listener = live.house.do(live.house.home.hub.subscribe(live.id, CountsView()))
        assert _said(live.house.do(listener.next()))["seconds"] == 90

    def test_phones_do_not_count_down(self, live: Live) -> None:
        """Who is asked something should not watch a clock."""
        live.begin()
        page = live.join().get()
        live.cases.facilitation.start_timer(live.id, 77)
        assert live.people[0].get().main == page.main
        assert 'role="timer"' not in page.text


def _said(payload: bytes | None) -> dict[str, object]:
    assert payload is not None
    return json.loads(payload.decode().partition("data: ")[2])


class TestHiddenUntilTheReveal:
    """Reads every byte that leaves the server for anybody."""

    def test_no_vote_but_ones_own_in_any_byte(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        marker = {letter: f"reden-van-{letter}-{letter * 7}" for letter in "ABCDE"}
        phones = {letter: live.join("en" if letter in "BD" else "nl") for letter in marker}
        watcher = live.join()
        streams = [phone.listen(f"?tab={letter}") for letter, phone in phones.items()] + [watcher.listen()]
        console = live.house.do(live.house.home.hub.subscribe(live.id, CountsView()))
        for letter, phone in phones.items():
            phone.answer(stance=letter, reason=marker[letter], objection="yes", by_script=True)
            phone.listen().close()
        for phone in (*phones.values(), watcher):
            for path in ("", "/state", "/you", "/privacy"):
                phone.get(path)
        told = live.house.do(console.next()) or b""
        live.rename("Nieuwe naam")  # everybody gets the step anew
        streams[-1].wait(lambda: "Nieuwe naam" in streams[-1].steps[-1])
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
            "asked",
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
        live.join().answer(stance="A", reason="zonnebloemgeheim")
        moment = live.house.do(live.house.home.hub.snapshot(live.id))
        assert "zonnebloemgeheim" not in repr(moment)
        assert moment.visible_answers == ()

    def test_two_people_share_a_rendering_that_knows_neither(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        marks = set()
        for letter in "AE":
            phone = live.join()
            phone.answer(stance=letter, reason=letter * 9)
            page = phone.get().main
            marks.add(page.partition('data-v="')[2].partition('"')[0])
        assert len(marks) == 1

    def test_a_vote_taken_while_the_room_moves_is_kept(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        seat = live.state.seats[0]
        form = phone.get().form
        live.cases.participation.submit_answers(
            live.id,
            [
                PostedAnswer(
                    _ballot(seat.id, form),
                )
            ],
        )
        assert phone.get().form["stance"] == "B"


def _ballot(seat: str, form: dict[str, str]):
    from framework.workshop.models import Ballot

    return Ballot(seat=seat, scenario=form["scenario"], activity=form["activity"], stance="B")
