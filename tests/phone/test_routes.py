"""A person with a phone: coming in, every step without a script, and being the same person again."""

import html
import zlib
from datetime import date

import pytest

from framework.text import Lang
from framework.workshop.decision_drafts import with_confirmed_numbers
from framework.workshop.models import Consent
from tests.support.adoption import adopt
from tests.support.phone_client import Live


class TestComingIn:
    def test_two_taps(self, live: Live) -> None:
        live.begin()
        phone = live.phone("en")
        door = phone.get()
        assert door.status == 200
        assert "Join the workshop of Marketing, Waterkers" in door.main
        assert "fewer than five people" in door.main
        assert phone.post("", role="privacy", lang="en").headers["location"] == f"/j/{live.code}"
        assert "Welcome, you are in" in phone.get().main
        (seat,) = live.state.seats
        assert (seat.role, seat.lang) == ("privacy", "en")

    def test_a_code_is_typed_in_any_way(self, live: Live) -> None:
        code = live.code
        phone = live.phone()
        typed = f"{code[:3].lower()}+{code[3:]}"
        assert phone.get(f"/j?code={typed}").headers["location"] == f"/j/{code}"
        assert phone.get(f"/j/{code.lower()}").status == 200

    def test_the_cookie_is_for_this_browser_alone(self, live: Live) -> None:
        phone = live.phone()
        (cookie,) = phone.get().cookies
        assert {"HttpOnly", "SameSite=Lax", "Path=/j"} <= set(cookie.split("; "))
        assert live.id not in cookie
        assert live.code not in cookie
        phone.post("", role="data")
        key = next(iter(phone.cookies.values()))
        assert len(key) == 22, "128 random bits"

    def test_scanning_again_reloading_and_a_second_tab_are_the_same_person(self, live: Live) -> None:
        live.begin()
        phone = live.join()
        for _ in range(3):
            phone.get()
            phone.post("", role="content")
        assert len(live.state.seats) == 1

    def test_fifty_taps_are_one_seat(self, live: Live) -> None:
        phone = live.phone()
        nonce = phone.get().nonce
        import concurrent.futures

        with concurrent.futures.ThreadPoolExecutor(16) as taps:
            replies = list(taps.map(lambda _: phone.post("", role="data", nonce=nonce).status, range(50)))
        assert set(replies) == {303}
        assert len(live.state.seats) == 1

    def test_a_compressed_join_page_says_what_the_plain_one_says(self, live: Live) -> None:
        one, other = live.phone().get(), live.phone().get()
        assert one.headers["content-encoding"] == "gzip"
        assert one.nonce != other.nonce
        plain = live.phone().get(accept_encoding="identity")
        assert "content-encoding" not in plain.headers
        assert (
            one.text.replace(one.nonce, "")
            == other.text.replace(other.nonce, "")
            == plain.text.replace(plain.nonce, "")
        )
        assert zlib.decompress(one.raw, 31).decode() == one.text

    def test_a_locked_room_lets_back_in_who_was_in(self, live: Live) -> None:
        live.begin()
        phone = live.join()
        live.cases.facilitation.set_locked(live.id, True)
        assert phone.get().status == 200
        other = live.phone()
        other.get()
        refused = other.post("", role="data")
        assert refused.status == 403
        assert "op slot" in refused.text or "nieuwe mensen" in refused.text

    def test_a_browser_without_cookies_is_told(self, live: Live) -> None:
        phone = live.phone("en")
        refused = phone.post("", role="data")
        assert refused.status == 400
        assert "Allow cookies" in refused.text
        assert live.state.seats == ()

    def test_another_code_leads_whoever_is_in_to_the_room(self, live: Live) -> None:
        phone = live.join()
        old = live.code
        live.cases.facilitation.new_code(live.id)
        lost = phone.get(f"/j/{old}")
        assert lost.status == 404
        assert f'href="/j/{live.code}" class="big"' in lost.text, "the seat says where the room is now"
        assert live.phone().get(f"/j/{old}").status == 404
        for link in ("you", "privacy"):
            away = phone.get(f"/j/{old}/{link}")
            assert (away.status, away.headers["location"]) == (303, f"/j/{live.code}/{link}"), "links of an older page"

    def test_leaving_frees_the_seat_and_forgets_the_phone(self, live: Live) -> None:
        live.begin()
        phone = live.join("en")
        assert "Leave the workshop?" in phone.get("/leave").main
        assert "You have left the workshop" in phone.post("/leave").main
        assert live.state.seats[0].left
        assert phone.cookies == {}
        assert "Join the workshop" in phone.get().main

    def test_the_language_and_role_can_be_changed(self, live: Live) -> None:
        phone = live.join("nl")
        assert "Vóór de sessie" in phone.get().main
        phone.post("/you", lang="en")
        assert "Before the session" in phone.get().main
        phone.post("/you", role="management")
        (seat,) = live.state.seats
        assert (seat.role, seat.lang) == ("management", "en")


class TestEveryStepWithoutScript:
    """Only forms and links."""

    def test_before_the_session(self, live: Live) -> None:
        phone = live.join("en")
        assert phone.answer(step="S03", stance="B", confidence="sure", reason="because").status == 303
        assert phone.answer(step="principles", card1="open", card2="fair").status == 303
        listed = phone.get().main
        assert listed.count('class="done">answered') == 2
        again = phone.get("?step=S03")
        assert (again.form["stance"], again.form["reason"]) == ("B", "because")
        live.begin()
        live.at("S03", "voting")
        assert phone.get().form["stance"] == "B", "what was voted beforehand fills in the first round"

    def test_an_activity(self, live: Live) -> None:
        live.begin()
        live.at("inventory")
        phone = live.join("en")
        phone.answer(activity_kind="lookalike", name="Lijst van lijkers")
        assert "Lijst van lijkers" not in phone.get().main, "the facilitator reads it first"
        live.cases.moderation.set_shows_unread(live.id, shows=True)
        assert "Lijst van lijkers" in phone.get().main
        refused = phone.answer(activity_kind="lookalike", name="")
        assert refused.status == 422
        assert "Fill in: name." in refused.text

    def test_cards(self, live: Live) -> None:
        live.begin()
        live.at("principles")
        phone = live.join("en")
        chosen = {"card1": "open", "card2": "fair", "card3": "human", "card4": "care", "card5": "choice"}
        phone.answer(**chosen)
        assert phone.get().form.items() >= chosen.items()
        twice = phone.answer(card2="open")
        assert twice.status == 422
        assert twice.form["card2"] == "open", "what was chosen stays on the page"
        live.move("revealed")
        assert "What we put first" in phone.get().main

    def test_a_phone_shows_as_many_reasons_as_anybody_reads(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        people = [live.join("nl") for _ in range(24)]
        for number, phone in enumerate(people):
            phone.answer(stance="ABCDE"[number % 5], reason=f"{number:02} " + "omdat het zo hoort " * 14)
        live.move("revealed")
        shown = people[0].get().main
        assert shown.count('dir="auto"') == 14
        assert "Nog 10, bij de begeleider." in shown
        assert all(f'<li dir="auto"><i>{letter}</i>' in shown for letter in "ABCDE"), "from each stance in turn"

    def test_both_rounds_consent_red_lines_and_the_last_word(self, live: Live) -> None:
        live.begin()
        phone = live.join("en")
        live.at("S03")
        assert "Persoonlijke mail" in phone.get().main
        live.move("voting")
        assert phone.answer(stance="D", confidence="fairly", reason="rust", objection="yes").status == 303
        page = phone.get()
        assert page.form.items() >= {"stance": "D", "reason": "rust", "objection": "yes"}.items()
        assert "Saved. You can change it" in page.main
        assert 'class="saved" role="status" hidden' not in page.main
        live.move("revealed")
        shown = phone.get().main
        assert "1 vote" in shown
        assert "rust" in shown
        assert "Closed by the law" in shown
        scenario = live.state.deck.scenario("S03")
        assert scenario is not None
        for stance in scenario.stances:
            assert stance.gives is not None
            assert stance.gives.en in html.unescape(shown), "never the deck's marks, held against zero"
        live.move("second_voting")
        second = phone.get()
        assert second.form["stance"] == "D", "the second round begins with one's first vote"
        assert 'class="saved" role="status" hidden' in second.main, "but is not saved yet"
        phone.answer(stance="abstain")
        assert phone.get().form["stance"] == "abstain"
        live.move("second_revealed")
        assert "first 1" in phone.get().main
        decision = live.cases.decisions.draft_from_stance(live.id, "", "S03", "C")
        live.move("consent")
        name = f"answer {decision.id}"
        refused = phone.answer(**{name: "objection"})
        assert refused.status == 422
        assert refused.form[name] == "objection"
        assert phone.answer(**{name: "objection", f"harm {decision.id}": "de klant"}).status == 303
        live.move("consent_revealed")
        assert "It would harm: de klant" in phone.get().main
        live.cases.facilitation.propose_red_line(live.id, "S03")
        live.at("red_lines", "voting")
        phone.answer(**{"line S03": "object"})
        assert phone.get().form["line S03"] == "object"
        live.move("revealed")
        assert "1 of 1 said “never”." in phone.get().main
        live.at("checkout")
        phone.answer(word="opgelucht")
        assert phone.get().form["word"] == "opgelucht"
        live.cases.facilitation.set_paused(live.id, True)
        assert "Paused" in phone.get().main

    def test_a_question_in_between(self, live: Live) -> None:
        live.begin("welcome")
        phone = live.join("nl")
        ask = live.cases.facilitation.ask_question
        ask(live.id, live.room.version, "nl", "Pauze?", ("Ja", "Nee"))
        page = phone.get()
        assert "Pauze?" in page.main
        assert phone.answer(choice="1").status == 303
        assert phone.get().form["choice"] == "1", "filled in again"
        live.move("revealed")
        assert "Wat de groep zegt" in phone.get().main
        assert phone.post("/answer", kind="question", about=live.room.step, choice="0").status >= 400, "too late"
        live.at("welcome")
        assert "Pauze?" not in phone.get().main
        ask(live.id, live.room.version, "nl", "Eén woord?")
        phone.answer(word="rust")
        assert phone.get().form["word"] == "rust"
        live.move("closed")
        assert "rust" not in phone.get().main
        live.move("revealed")
        assert "rust" in phone.get().main

    def test_the_follow_up_asks_about_every_rule(self, live: Live) -> None:
        live.begin()
        phone = live.join("nl")
        live.at("S03", "voting")
        phone.answer(stance="C")
        live.move("revealed")
        decision = live.cases.decisions.draft_from_stance(live.id, "", "S03", "C")
        said = {"owner": "CRM", "none_voiced": True}
        live.cases.decisions.edit(live.id, decision, with_confirmed_numbers(decision).model_copy(update=said))
        live.move("consent")
        key = live.room.open_round() or ""
        phone.answer(**{f"answer {decision.id}": "consent"})
        live.move("consent_revealed")
        live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        stored = next(d for d in live.state.decisions if d.id == decision.id)
        live.cases.decisions.close(live.id, stored)
        live.cases.decisions.add_deck_red_line(live.id, "S03")
        live.cases.facilitation.confirm_cards(live.id, [card.id for card in live.state.deck.cards[:2]])
        live.cases.closing.end_session(live.id)
        read = phone.get().main
        for part in ("Bedankt voor vandaag", "Je begeleider laat weten", "Bewaar deze link", "versie 0.1"):
            assert part in read
        for part in ("Eigenaar: CRM", "We ", "Wat nog openstaat"):
            assert part in read, "the draft is there to read"
        dilemma = live.state.deck.scenario("S03")
        assert dilemma is not None
        assert dilemma.title["nl"] not in read, "a rule without a reason stands; it is not open besides"
        assert phone.answer(**{f"answer {decision.id}": "consent"}).status != 303, "nothing is asked yet"
        live.cases.closing.set_follow_up_date(live.id, date(2026, 12, 14))
        live.cases.closing.open_follow_up(live.id)
        assert "zin voor zin" in phone.get().main, "the same seat, two weeks later"
        live.move("consent")
        asked = phone.get().main
        for about in (decision.id, "S03", "principles"):
            assert f'name="answer {about}"' in asked
        both = {f"answer {about}": "consent" for about in (decision.id, "S03")}
        assert phone.answer(**both).status == 303
        kept = [c for c in live.state.consents if isinstance(c, Consent)]
        assert {c.round for c in kept} == {key, live.room.open_round()}
        live.move("consent_revealed")
        result = phone.get().main
        assert result.count("1 zonder bezwaar") == 2
        assert "0 antwoorden" in result, "nobody answered about the principles, and that is not agreement"
        adopt(live.cases, live.id, ("het team",))
        assert "afgelopen" in phone.get().main

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_both_languages_in_one_room(self, live: Live, lang: Lang) -> None:
        live.begin()
        live.at("S03", "voting")
        page = live.join(lang)
        scenario = live.state.deck.scenario("S03")
        assert scenario is not None
        assert scenario.title[lang] in page.get().main
        assert f'<html lang="{lang}">' in page.get().text

    def test_effects_and_the_law_come_after_the_reveal(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        assert "lawful" not in phone.get().main
        assert "Helps:" not in phone.get().main


class TestAnswers:
    def test_one_sent_twice_counts_once_and_a_late_one_is_refused(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        form = phone.get().form
        for stance, key in (("A", "one"), ("C", "two"), ("A", "one")):
            reply = phone.post("/answer", {"accept": "application/json"}, **{**form, "stance": stance, "key": key})
            assert (reply.status, reply.text) == (200, '{"saved":true}')
        assert live.counts() == (0, 0, 1, 0, 0)
        live.move("revealed")
        late = phone.post("/answer", {"accept": "application/json"}, **{**form, "stance": "E", "key": "late"})
        assert late.status == 409
        assert "result" in late.text
        assert live.counts() == (0, 0, 1, 0, 0)

    def test_a_vote_for_the_step_before_is_no_vote_for_this_one(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join()
        form = phone.get().form
        live.at("S07", "voting")
        assert phone.post("/answer", **{**form, "stance": "A"}).status == 409
        assert live.counts() == (0, 0, 0, 0, 0)

    def test_many_at_once_take_few_commits(self, live: Live) -> None:
        import concurrent.futures

        live.begin()
        live.at("S03", "voting")
        phones = [live.join() for _ in range(12)]
        form = phones[0].get().form
        with concurrent.futures.ThreadPoolExecutor(12) as room:
            statuses = list(room.map(lambda phone: phone.post("/answer", **{**form, "stance": "B"}).status, phones * 5))
        assert set(statuses) == {303}
        assert live.counts() == (0, 12, 0, 0, 0)

    def test_votes_that_were_left_out_are_said(self, live: Live) -> None:
        live.begin()
        live.at("S03", "voting")
        phone = live.join("en")
        for _ in range(5):
            live.join().answer(stance="A")
        stuffed = [seat.id for seat in live.cases.queries.state(live.id).seats[1:]]
        live.move("revealed")
        assert "left out" not in phone.get().main
        live.cases.facilitation.leave_out_seats(live.id, stuffed)
        assert "5 votes were left out" in phone.get().main
        assert live.people[1].get("/state").status == 401
