"""When things go wrong: the server is killed or told to stop, the database is locked, somebody taps fifty times."""

import concurrent.futures
import http.client
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from framework.settings import Settings
from framework.store import Store
from framework.store.sql import SqlStore
from framework.usecases.participation import ParticipationUseCases
from tests.support.app_process import KaderServer, running, start_server
from tests.support.phone_client import Live
from tests.support.room import LiveWorkshop, room_beside


class Wire:
    """A phone on a real connection."""

    def __init__(self, server: KaderServer, code: str) -> None:
        self.port = int(server.url.rpartition(":")[2])
        self.code = code
        self.cookie = ""

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        headers = {"Accept": "application/json", "Cookie": self.cookie, "Accept-Encoding": "identity"}
        body = urlencode(fields) if method == "POST" else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, f"/j/{self.code}{path}", body, headers)
            answer = connection.getresponse()
            given = answer.getheader("Set-Cookie")
            if given:
                self.cookie = given.partition(";")[0]
            return answer.status, answer.read().decode()

    def join(self) -> "Wire":
        self.ask("GET", "")
        assert self.ask("POST", "", role="data")[0] == 303
        return self

    def stream(self) -> socket.socket:
        """An open event stream, after its first bytes."""
        connection = socket.create_connection(("127.0.0.1", self.port), 20)
        lines = (
            f"GET /j/{self.code}/events HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: {self.cookie}",
            "Accept-Encoding: gzip",
            "",
            "",
        )
        connection.sendall("\r\n".join(lines).encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        return connection

    def vote(self, ballot: dict[str, str], stance: str, key: str) -> int:
        fields = {"kind": "ballot", "round": "1", **ballot, "stance": stance, "key": key}
        return self.ask("POST", "/answer", **fields)[0]


def _ballot(facilitator: LiveWorkshop) -> dict[str, str]:
    step = facilitator.room.current_step()
    return {"scenario": step.scenario or "", "activity": step.activity or ""}


class TestAServerThatGoes:
    def test_nothing_acknowledged_is_lost_when_it_is_killed(self, tmp_path: Path) -> None:
        server = start_server(tmp_path)
        with room_beside(tmp_path) as facilitator:
            facilitator.at("S03", "voting")
            ballot = _ballot(facilitator)
            phones = [Wire(server, facilitator.code).join() for _ in range(8)]
            acknowledged: dict[int, str] = {}
            killed = threading.Event()

            def votes(number: int) -> None:
                for turn in range(10_000):
                    stance = "ABCDE"[(number + turn) % 5]
                    try:
                        if phones[number].vote(ballot, stance, f"{number}-{turn}") == 200:
                            acknowledged[number] = f"{stance}{turn}"
                    except (OSError, http.client.HTTPException):
                        return
                    if killed.is_set():
                        return

            with concurrent.futures.ThreadPoolExecutor(8) as room:
                voting = [room.submit(votes, number) for number in range(8)]
                while len(acknowledged) < 8:
                    time.sleep(0.01)
                server.kill()
                killed.set()
                for one in voting:
                    one.result()
            kept = facilitator.votes()
            assert len(kept) == 8
            again = start_server(tmp_path, int(server.url.rpartition(":")[2]))
            try:
                for number, phone in enumerate(phones):
                    status, page = phone.ask("GET", "")
                    assert status == 200
                    shown = next(letter for letter in "ABCDE" if f'value="{letter}" checked' in page)
                    sequence = [f"{'ABCDE'[(number + turn) % 5]}{turn}" for turn in range(10_000)]
                    last = sequence.index(acknowledged[number])
                    # The one after it may have been written without the phone hearing of it; nothing before it may show.
                    assert shown in (sequence[last][0], sequence[last + 1][0])
                    assert phone.vote(ballot, "C", f"{number}-after") == 200
                assert {vote.stance for vote in facilitator.votes().values()} == {"C"}
            finally:
                again.kill()

    def test_it_stops_although_streams_are_open_and_writes_what_it_was_given(self, tmp_path: Path) -> None:
        with running(tmp_path) as server, room_beside(tmp_path) as facilitator:
            facilitator.at("S03", "voting")
            phones = [Wire(server, facilitator.code).join() for _ in range(5)]
            streams = [phone.stream() for phone in phones for _ in range(20)]
            for number, phone in enumerate(phones):
                assert phone.vote(_ballot(facilitator), "B", str(number)) == 200
            server.process.terminate()
            assert server.process.wait(20) is not None
            for stream in streams:
                stream.settimeout(5)
                received = b""
                while chunk := stream.recv(65_536):
                    received += chunk
                assert received.endswith(b"0\r\n\r\n"), "ended in order, not torn off"
                stream.close()
            assert len(facilitator.votes()) == 5
            log = server.log.read_text(errors="replace")
            assert "Traceback" not in log

    def test_the_log_knows_no_code_and_no_key(self, tmp_path: Path) -> None:
        with running(tmp_path) as server, room_beside(tmp_path) as facilitator:
            phone = Wire(server, facilitator.code).join()
            phone.ask("GET", "/state")
            phone.ask("POST", "/answer", kind="nonsense")
            Wire(server, "ZZZZZZ").ask("GET", "")
            phone.stream().close()
            server.process.terminate()
            server.process.wait(20)
            log = server.log.read_text(errors="replace")
            assert facilitator.code not in log
            assert phone.cookie.partition("=")[2] not in log
            assert "/j/" not in log


class TestAFreedSeat:
    def test_loses_its_open_stream_at_once_whoever_freed_it(self, tmp_path: Path) -> None:
        """Over real connections: the facilitator of this test is another process than the server."""
        with running(tmp_path) as server, room_beside(tmp_path) as facilitator:
            stray = Wire(server, facilitator.code).join()
            (seat,) = facilitator.state.seats
            leaver = Wire(server, facilitator.code).join()
            stays = Wire(server, facilitator.code).join()
            streams = {phone: phone.stream() for phone in (stray, leaver, stays)}
            facilitator.cases.facilitation.free_seats(facilitator.id, [seat.id])
            assert leaver.ask("POST", "/leave")[0] == 200
            for phone in (stray, leaver):
                received = b""
                while chunk := streams[phone].recv(65_536):
                    received += chunk
                    if received.endswith(b"0\r\n\r\n"):
                        break
                assert b"event: out\n" in received
            assert stray.ask("GET", "/state")[0] == 401
            assert 'name="role"' in stray.ask("GET", "?out")[1]
            facilitator.at("S03", "voting")
            received = b""
            while b'name="stance"' not in received:
                received += streams[stays].recv(65_536)
            assert b"event: out\n" not in received
            for stream in streams.values():
                stream.close()


class TestALockedDatabase:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """One that waits as long for another program as the test has patience."""
        kept = SqlStore.open(Settings.in_folder(tmp_path / "live"), busy_timeout=0.3)
        yield kept
        kept.close()

    def test_a_vote_is_refused_kept_by_the_phone_and_taken_once(self, live: Live, tmp_path: Path) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        form = {**phone.get().form, "stance": "D", "key": "one"}
        file = Settings.in_folder(tmp_path / "live").database_file
        with closing(sqlite3.connect(str(file), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refused = phone.post("/answer", {"accept": "application/json"}, **form)
            assert refused.status == 503
            assert "not saved" in json.loads(refused.text)["error"]
            assert refused.headers["retry-after"]
            by_hand = phone.post("/answer", **form)
            assert by_hand.status == 503
            assert by_hand.form["stance"] == "D", "what was chosen stays on the page"
            assert phone.get().status == 200, "reading goes on"
            assert live.phone().get().status == 200
            other.execute("ROLLBACK")
        for _ in range(2):
            assert phone.post("/answer", {"accept": "application/json"}, **form).status == 200
        assert live.counts() == (0, 0, 0, 1, 0)


class TestFiftyTaps:
    def test_on_save(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        form = {**phone.get().form, "stance": "B", "key": "tapped"}
        with concurrent.futures.ThreadPoolExecutor(16) as taps:
            statuses = list(
                taps.map(lambda _: phone.post("/answer", {"accept": "application/json"}, **form).status, range(50))
            )
        assert set(statuses) == {200}
        assert len(live.state.ballots) == 1, "taken once"

    def test_on_an_activity(self, live: Live) -> None:
        live.begin()
        live.at("inventory")
        phone = live.join()
        fields = {"kind": "activity", "activity_kind": "chatbot", "name": "Nog een bot"}
        with concurrent.futures.ThreadPoolExecutor(16) as taps:
            list(taps.map(lambda _: phone.post("/answer", **fields).status, range(50)))
        names = [activity.name for activity in live.state.activities]
        assert names.count("Nog een bot") == 1

    def test_a_batch_that_cannot_be_written_harms_no_other(self, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
        """A mistake of the program in one answer must not take the room's votes with it."""
        live.begin()
        live.at("S03", "voting")
        phones = [live.join() for _ in range(6)]
        form = phones[0].get().form
        take = ParticipationUseCases.submit_answers

        def failing(cases: ParticipationUseCases, workshop: str, posted):
            if any(one.answer.reason == "boom" for one in posted):
                raise ZeroDivisionError
            return take(cases, workshop, posted)

        monkeypatch.setattr(ParticipationUseCases, "submit_answers", failing)

        def votes(phone) -> int:
            try:
                reason = "boom" if phone is phones[3] else ""
                return phone.post("/answer", **{**form, "stance": "A", "reason": reason}).status
            except ZeroDivisionError:
                return 500

        with concurrent.futures.ThreadPoolExecutor(6) as room:
            statuses = list(room.map(votes, phones))
        assert sorted(statuses) == [303] * 5 + [500]
        assert live.counts() == (5, 0, 0, 0, 0)


def test_a_timer_that_is_over_cuts_nobody_off(live: Live) -> None:
    live.begin()
    live.at("S03", "voting")
    live.cases.facilitation.start_timer(live.id, 0)
    late = live.join()
    assert late.answer(stance="A").status == 303
