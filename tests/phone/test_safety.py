"""Whoever means harm, and texts that would break a careless page."""

import asyncio
import itertools
import re

import pytest

from framework.html import join, tag
from framework.workshop.room import CODE_LETTERS
from pages.server.rate_limit import Pace, wrong_codes
from pages.server.request_origin import client_address
from tests.support.phone_client import Live


class TestForgedPosts:
    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "", "origin": "https://elsewhere.example"},
            {"sec-fetch-site": "", "origin": "null"},
            {"sec-fetch-site": "", "origin": "http://["},
            {"sec-fetch-site": "", "origin": "null", "host": ""},
        ],
    )
    def test_from_another_site(self, live: Live, headers: dict[str, str]) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        form = phone.get().form
        for path, fields in (
            ("/answer", {**form, "stance": "A"}),
            ("/leave", {}),
            ("/you", {"role": "management"}),
            ("", {"role": "data"}),
        ):
            reply = phone.post(path, headers, **fields)
            assert reply.status in (303, 403) if path == "" else reply.status == 403
        assert live.counts() == (0, 0, 0, 0, 0)
        (seat,) = live.state.seats
        assert (seat.left, seat.role) == (False, "data")

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "same-origin"},
            {"sec-fetch-site": "none"},
            {"sec-fetch-site": "", "origin": "http://kader.test"},
        ],
    )
    def test_our_own_page_is_believed(self, live: Live, headers: dict[str, str]) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        assert phone.post("/answer", headers, **{**phone.get().form, "stance": "A"}).status == 303

    def test_without_a_cookie_or_with_a_made_up_one(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        form = live.join().get().form
        name = next(iter(live.people[0].cookies))
        for key in ("", "x" * 22, "' OR 1=1 --", "A" * 4000):
            forger = live.phone()
            if key:
                forger.cookies[name] = key
            assert forger.post("/answer", **{**form, "stance": "A"}).status == 401
        assert live.counts() == (0, 0, 0, 0, 0)

    def test_a_seat_of_another_workshop_is_no_seat_here(self, live: Live) -> None:
        phone = live.join()
        other = live.cases.facilitation.start_live_workshop("Ander", "Team", "nl", "marketing-ai")
        room = live.cases.queries.state(other).room
        assert room is not None
        assert phone.get(f"/j/{room.code}/state").status == 401

    def test_a_planted_cookie_gives_no_seat_to_whoever_planted_it(self, live: Live) -> None:
        victim, neighbour = live.phone(), live.phone()
        victim.get()
        name = next(iter(victim.cookies))
        planted = "A" * 22
        victim.cookies[name] = neighbour.cookies[name] = planted
        assert victim.post("", role="data", nonce=victim.get().nonce).status == 303
        assert victim.cookies[name] != planted
        assert victim.get("/you").status == 200
        assert neighbour.get("/state").status == 401
        assert neighbour.post("", role="data").status == 303
        assert len(live.cases.queries.state(live.id).seats) == 2

    def test_nobody_votes_for_another(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        victim, forger = live.join(), live.join()
        seat = live.state.seats[0].id
        forger.post("/answer", **{**forger.get().form, "stance": "E", "seat": seat})
        assert "stance" not in victim.get().form

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "nonsense"},
            {"kind": "ballot", "stance": "Z"},
            {"kind": "ballot", "stance": "A", "scenario": "../..", "activity": "<b>"},
            {"kind": "ranking", "card1": "no-such-card"},
            {"kind": "consent", "about": "x", "answer nobody": "maybe"},
            {"kind": "red_line", "line x y z": "object"},
            {"kind": "activity", "activity_kind": "no-such-kind", "name": "x"},
            {"kind": "word", "word": "too early"},
            {"key": "\0"},
            {"scenario": "S\0"},
            {"\0": "x"},
            {"kind": "word", "word": "\x00\x02c:stance=A\x03"},
        ],
    )
    def test_nonsense_is_answered_with_a_sentence(self, live: Live, fields: dict[str, str]) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        before = live.state
        form = {**phone.get().form, "stance": "A"} if "kind" not in fields else {}
        reply = phone.post("/answer", **{**form, **fields})
        assert 400 <= reply.status < 500
        assert re.search(r'role="alert">[A-Z“]', reply.text)
        after = live.state
        assert (after.ballots, after.activities, after.words) == (before.ballots, before.activities, before.words)

    def test_a_body_without_end(self, live: Live) -> None:
        phone = live.join()
        assert phone.post("/answer", kind="word", word="x" * 300_000).status == 413
        assert phone.post("/answer", **{f"field{number}": "x" for number in range(500)}).status == 422


class TestTexts:
    @pytest.mark.parametrize(
        "words",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "ئەم ڕستەیە لە ڕاستەوە بۆ چەپە",
            "👩🏽‍🚀🔥 emoji’s",
            "'; DROP TABLE ballots; --",
            "data: x\n\nevent: step\ndata: <main>",
        ],
    )
    def test_come_back_as_words(self, live: Live, words: str) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        stream = live.join().listen()
        phone.answer(stance="A", reason=words)
        kept = " ".join(words.split())
        assert phone.get().form["reason"] == kept
        live.move("revealed")
        for shown in (stream.wait_for("reasons"), phone.get().text):
            assert "<script>alert" not in shown
            assert "<img" not in shown
            assert str(tag("q", kept))[3:-4] in shown
        assert stream.received.count(b"\nevent: step\n") == len(stream.steps)
        live.at("inventory")
        phone.answer(activity_kind="chatbot", name=words)
        assert "<script>alert" not in phone.get().text
        stream.close()

    def test_ten_thousand_characters_are_refused_in_a_sentence_and_stay_on_the_page(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        words = "🔥é" * 5_000
        reply = phone.answer(stance="A", reason=words)
        assert reply.status == 422
        assert "the limit is 280" in reply.text
        assert reply.form["reason"] == words
        assert live.counts() == (0, 0, 0, 0, 0)

    def test_elements_escape_what_is_put_into_them(self) -> None:
        made = tag("p", "<i>", tag("b", "&"), ['"'], None, title='"><x')
        assert made == '<p title="&quot;&gt;&lt;x">&lt;i&gt;<b>&amp;</b>&quot;</p>'
        with pytest.raises(TypeError):
            join(object())
        with pytest.raises(TypeError):
            tag("p", more=" onclick=x")


class TestGuessingCodes:
    def test_ten_thousand_guesses_are_slowed_and_refused(self) -> None:
        now = 0.0
        doors = wrong_codes(clock=lambda: now)
        waited = 0.0
        refused = 0
        for _ in range(10_000):
            refused += doors.is_shut("203.0.113.9")
            waited = doors.failed("203.0.113.9")
            now += 0.01
        assert refused > 9_800
        assert waited == 2.0
        assert not doors.is_shut("203.0.113.10"), "others come in meanwhile"

    def test_from_many_addresses_at_once(self) -> None:
        doors = wrong_codes(clock=lambda: 0.0)
        for address, _ in itertools.product(range(100), range(doors.free + 5)):
            doors.failed(f"198.51.100.{address}")
        assert doors.altogether <= 100 * (doors.free + 5)
        assert doors.is_shut("198.51.100.7")
        assert not doors.is_shut("203.0.113.1")

    def test_a_shut_door_says_the_same_of_every_code(self, live: Live) -> None:
        guesser = live.phone("en", address="203.0.113.9")
        inside = live.join()
        inside.address = "203.0.113.9"
        for _ in range(live.house.home.code_attempts.per_address + 1):
            live.house.home.code_attempts.failed("203.0.113.9")
        live.house.home.code_attempts.clock = lambda: 0.0  # nothing is forgiven while the test looks
        live.house.home.code_attempts.patience = 0.0
        statuses = {
            guesser.get(f"/j/{code}{path}").status
            for code in (live.code,)
            for path in ("", "/state", "/events", "/privacy", "/you")
        }
        assert statuses == {429}
        assert guesser.post("", role="data").status == 429
        assert inside.get().status == 200, "who has a seat is let in"

    def test_newcomers_get_in_where_somebody_guesses(self, live: Live) -> None:
        """Both wait for what is forgiven next; two people with one code go before a hundred guesses."""
        attempts = live.house.home.code_attempts
        now = [1_000.0]
        attempts.clock = lambda: now[0]
        for _ in range(attempts.per_address):
            attempts.failed("203.0.113.9")
        attempts.patience = 1.0

        async def ask() -> list[bool]:
            guesses = [attempts.may_know("203.0.113.9", f"GUESS{number}", right=False) for number in range(40)]
            newcomers = [attempts.may_know("203.0.113.9", live.code, right=True) for _ in range(2)]
            waiting = asyncio.gather(*guesses, *newcomers)
            await asyncio.sleep(0)
            now[0] += attempts.forgiven
            return await waiting

        said = live.house.do(ask())
        assert said[40:] == [True, True]
        assert sum(said[:40]) <= 1, "no faster than what is forgiven"
        guesser, newcomer = live.phone(address="203.0.113.9"), live.phone(address="203.0.113.9")
        attempts.patience = 0.0
        assert newcomer.get().status == 200, "the code is known to be right here"
        attempts.failed("203.0.113.9")
        assert guesser.get("/j/" + CODE_LETTERS[:6]).status == 429
        assert newcomer.post("", role="data").status == 303

    def test_forty_people_behind_one_office_address(self, live: Live) -> None:
        live.begin()
        for number in range(40):
            phone = live.phone()
            if number % 2:
                wrong = phone.get("/j/" + CODE_LETTERS[:6])
                assert wrong.status == 404
                live.house.home.code_attempts.clock = lambda: 1e9  # the answer is held back; here time flies
            assert phone.get().status == 200
            assert phone.post("", role="data").status == 303
        assert len(live.state.seats) == 40

    def test_addresses_are_counted_per_household(self) -> None:
        one = client_address({"client": ("2001:db8:1:2:aaaa::1", 1)})
        two = client_address({"client": ("2001:db8:1:2:bbbb::2", 1)})
        assert one == two == "2001:db8:1:2::"
        assert client_address({"client": ("::ffff:192.0.2.7", 1)}) == "192.0.2.7"


class TestFloods:
    def test_a_device_that_takes_seats_without_end_is_slowed(self, live: Live) -> None:
        pace = live.house.home.new_seats
        pace.clock = lambda: 0.0
        pace.patience = 0.0
        statuses = []
        for _ in range(pace.burst + 20):
            phone = live.phone(address="203.0.113.9")
            phone.get()
            statuses.append(phone.post("", role="data").status)
        assert statuses == [303] * pace.burst + [429] * 20
        assert len(live.cases.queries.state(live.id).seats) == pace.burst
        other = live.phone("en", address="203.0.113.10")
        other.get()
        assert other.post("", role="data").status == 303, "elsewhere nobody notices"
        refused = live.phone("en", address="203.0.113.9")
        refused.get()
        assert "joining from your network" in refused.post("", role="data").text

    def test_the_pace_of_joins(self) -> None:
        now = 0.0
        pace = Pace(burst=3, per_second=2, patience=1.0, clock=lambda: now)
        assert [pace.wait("a") for _ in range(6)] == [0, 0, 0, 0.5, 1.0, None]
        assert pace.wait("b") == 0
        now = 10.0
        assert [pace.wait("a") for _ in range(4)] == [0, 0, 0, 0.5]

    def test_a_phone_that_votes_without_end_is_told(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        pace = live.house.home.answers
        pace.clock = lambda: 0.0
        form = phone.get().form
        for number in range(pace.burst):
            assert phone.post("/answer", **{**form, "stance": "AB"[number % 2], "key": str(number)}).status == 303
        refused = phone.post("/answer", **{**form, "stance": "E", "key": "more"})
        assert refused.status == 429
        assert "a lot of answers" in refused.text
        assert live.counts() == (0, 1, 0, 0, 0)
        other = live.join()
        assert other.answer(stance="C").status == 303


class TestThePage:
    @pytest.mark.parametrize("step", ["welcome", "inventory", "principles", "S03", "S07"])
    def test_is_small(self, live: Live, step: str) -> None:
        live.begin()
        phone = live.join()
        live.at(step)
        if step.startswith("S"):
            live.move("voting")
        reply = phone.get()
        assert len(reply.raw) <= 15_000
        assert len(reply.text.encode()) <= 45_000
        assert len(phone.get(accept_encoding="identity").raw) == len(reply.text.encode())

    def test_asks_for_nothing_else(self, live: Live) -> None:
        phone = live.join()
        text = phone.get().text
        assert re.findall(r'(?:src|href)="(?!data:|/j)[^"]*"', text) == []
        assert "http:" not in text.replace("http://www.w3.org/2000/svg", "")

    def test_its_policy_allows_exactly_its_style_and_script(self, live: Live) -> None:
        import base64
        import hashlib

        reply = live.join().get()
        policy = reply.headers["content-security-policy"]

        def digests(pattern: str) -> list[str]:
            found = re.findall(pattern, reply.text, re.DOTALL)
            return [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in found]

        (style,) = digests("<style>(.*?)</style>")
        (start,), (program,) = digests("<script>(.*?)</script>"), digests('<script type="text/plain".*?>(.*?)</script>')
        assert f"style-src {style};" in policy
        assert f"script-src {start} {program};" in policy
        assert "unsafe" not in policy
        assert "style=" not in reply.main
        assert reply.headers["cache-control"] == "no-store"

    def test_is_drawn_before_its_script_is_read(self, live: Live) -> None:
        """What runs stands last. And the page does not ask for a process of its own, which a phone would have to start anew."""
        phone = live.phone()
        for reply in (phone.get(), live.join().get()):
            assert reply.text.rpartition("<script>")[2].endswith("</script></body></html>")
            assert len(reply.text.rpartition("<script>")[2]) < 300
            assert reply.headers["cross-origin-opener-policy"] == "unsafe-none"

    def test_leaves_room_for_zoom(self, live: Live) -> None:
        head = live.join().get().text
        assert "maximum-scale" not in head
        assert "user-scalable" not in head
