"""Closing a workshop cuts votes loose from seats for good: held against what really stands in the database's files."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framework.analysis.group_results import group_result
from framework.archive.models import dump, workshop_archive
from framework.archive.read import read
from framework.law import law_book
from framework.settings import Settings
from framework.store import Store
from framework.store.sql import SqlStore
from framework.usecases import Context
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import CheckoutWord, Consent, Ranking, WorkshopState
from framework.workshop.room import NO_CODE
from framework.workshop.steps.unplanned_question import QuestionAnswer
from tests.framework.store.conftest import needs_postgresql, own_schema
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop
from tests.support.workshops import NOW, deck_library

PEOPLE = 9
FIRST, SECOND, OTHER = "AABBCCDDE", "BBBBCCCDD", "CCCCDDEEA"


UNSEEN = (
    "zqreason",
    "zqharm",
    "zqrudeword",
    "zqneverword",
    "zqhiddenline",
    "zqneverline",
    "zqwithvotes",
    "zqnote",
    "zqredline",
)
"""What was hidden or deleted, or never shown."""


class Adopted(LiveWorkshop):
    """A workshop gone through to its adopted framework; every reason says who gave it and in which order it came."""

    def __init__(self, store: Store) -> None:
        numbers = random.Random(4)
        new_id = lambda: f"zq{numbers.getrandbits(120):030x}"  # noqa: E731
        self.store = store
        super().__init__(AnyActor(Context(store, deck_library(), law_book, lambda: NOW, new_id)), PEOPLE)
        self.keys = [self.key(number) for number in range(PEOPLE)]
        self.receipts: list[str] = []
        self.begin()
        self._rank()
        self._scenario("S03", FIRST, SECOND)
        decision = self.draft_rule()
        self.move("consent")
        self.consent(decision)
        self.move("consent_revealed")
        self.cases.decisions.record_agreement(self.id, decision, "consent")
        self.close_rule(decision)
        self._scenario("S07", OTHER)
        self.move("second_voting")
        hidden = self.ballot(self.seats[0], "A", 2, "S07", reason="zqreason")
        self.answer(hidden)
        self.move("second_revealed")
        self.hide(hidden)
        self._hide_lines_and_notes()
        self.cases.facilitation.propose_red_line(self.id, "S03")
        self.at("red_lines", "voting")
        self.vote_on_red_line("S03", 3)
        self.move("revealed")
        self.cases.facilitation.settle_red_line(self.id, "S03", drawn=True)
        self._question()
        self.at("checkout")
        self.say(*(f"woord {at}" for at in range(PEOPLE - 2)))
        self.answer(CheckoutWord(seat=self.seats[-1].id, word="zqneverword"))
        self.answer(rude := CheckoutWord(seat=self.seats[-2].id, word="zqrudeword"))
        self.hide(rude)
        self.cases.closing.end_session(self.id)
        self.cases.closing.open_follow_up(self.id)
        self.move("consent")
        harmful = Consent(
            seat=self.seats[0].id,
            round=self.room.open_round() or "",
            decision=decision,
            answer="objection",
            harm="zqharm",
        )
        self.answer(harmful)
        self.move("consent_revealed")
        self.hide(harmful)
        self.move("consent")
        key = self.room.open_round() or ""
        for seat in self.seats[:4]:  # nobody sees this round: it is left open
            self.answer(Consent(seat=seat.id, round=key, decision=decision, answer="objection", harm="zqunseen"))
        self.cases.participation.leave(self.id, self.seats[-1].id)
        adopt(self.cases, self.id, ("het marketingteam",))

        self.join_code = self.room.code

    def close(self) -> bool:
        return self.cases.closing.close(self.id)

    def secrets(self) -> list[str]:
        return [*self.standing(), self.keys[-1]]

    def standing(self) -> list[str]:
        """The secrets that stand in the database before closing: who left has no key any more."""
        return [
            *(seat.id for seat in self.seats),
            *self.keys[:-1],
            *self.receipts,
            self.join_code,
            "zqunseen",
            "zqhidden",
            *UNSEEN,
        ]

    def _question(self) -> None:
        """A question in between that everybody answers in a word; one of the words is hidden."""
        self.cases.facilitation.ask_question(self.id, self.room.version, "nl", "Eén woord?")
        asked = self.room.step
        self.each(
            lambda at, seat: QuestionAnswer(seat=seat.id, question=asked, word=f"tussen {at}" if at else "zqhidden")
        )
        self.move("closed")
        self.hide(QuestionAnswer(seat="-", question=asked, word="zqhidden"))
        self.move("revealed")

    def _hide_lines_and_notes(self) -> None:
        self.at("inventory")
        for number, name in enumerate(("zqhiddenline", "zqneverline", "zqwithvotes")):
            self.cases.participation.propose_activity(self.id, self.seats[number].id, "chatbot", name)
        lines = {one.name: one.id for one in self.state.activities}
        self.cases.moderation.set_lines_hidden(self.id, (lines["zqhiddenline"], lines["zqwithvotes"]), hidden=True)
        note = self.cases.facilitation.add_note(self.id, "note", "zqnote")
        self.cases.facilitation.edit_note(self.id, note, note.model_copy(update={"withdrawn": True}))
        line = self.cases.facilitation.propose_own_red_line(self.id, "nl", "zqredline")
        self.cases.decisions.withdraw_red_line(self.id, line.id)

    def _rank(self) -> None:
        self.at("principles")
        cards = [card.id for card in self.state.deck.cards]
        for at, seat in enumerate(self.seats):
            self.answer(Ranking(seat=seat.id, cards=tuple(cards[at % 3 : at % 3 + 5])))
        self.move("revealed")

    def _scenario(self, scenario: str, *rounds: str) -> None:
        self.at(scenario)
        for number, (letters, phases) in enumerate(
            zip(rounds, (("voting", "revealed"), ("second_voting", "second_revealed")), strict=False), start=1
        ):
            self.move(phases[0])
            for letter in ("A", None):  # everybody changes their mind once, so that there is a history to lose
                for at, seat in enumerate(self.seats):
                    ballot = self.ballot(
                        seat, letter or letters[at], number, scenario, reason=f"{scenario}-{number}-p{at}"
                    )  # type: ignore[arg-type]
                    key = f"zqreceipt-{len(self.receipts):04}"
                    self.receipts.append(key)
                    (refused,) = self.cases.participation.submit_answers(self.id, [PostedAnswer(ballot, key)])
                    assert refused is None
            self.move(phases[1])


def order_in(reasons: list[str]) -> dict[str, list[str]]:
    """Per question and round, who gave the reasons in the order they stand."""
    found: dict[str, list[str]] = {}
    for reason in filter(None, reasons):
        question, _, who = reason.rpartition("-")
        found.setdefault(question, []).append(who)
    return found


def check_orders(reasons: list[str]) -> None:
    orders = order_in(reasons)
    assert set(orders) == {"S03-1", "S03-2", "S07-1"}
    came = [f"p{at}" for at in range(PEOPLE)]
    for order in orders.values():
        assert sorted(order) == came, "the latest of each, once"
        assert order not in (came, came[::-1])
    assert orders["S03-1"] != orders["S07-1"], "the order links no questions"


class TestAnyStore:
    @pytest.fixture
    def closed(self, store: Store) -> tuple[Adopted, WorkshopState, WorkshopState]:
        live = Adopted(store)
        before = live.state
        live.close()
        return live, before, live.state

    def test_rounds_stay_linked_and_questions_do_not(
        self, closed: tuple[Adopted, WorkshopState, WorkshopState]
    ) -> None:
        _, _, after = closed
        by_round = {
            key: {b.seat: b for b in after.ballots if (b.scenario, b.round) == key}
            for key in (("S03", 1), ("S03", 2), ("S07", 1))
        }
        first, second, other = by_round.values()
        assert first.keys() == second.keys()
        pairs = Counter((first[seat].stance, second[seat].stance) for seat in first)
        assert pairs == Counter(zip(FIRST, SECOND, strict=True))
        groups = [
            first.keys(),
            other.keys(),
            {ranking.seat for ranking in after.rankings},
            {vote.seat for vote in after.red_line_votes},
            {word.seat for word in after.words},
            {consent.seat for consent in after.consents if consent.round == "S03/consent/1"},
        ]
        # Of two words one was hidden and one never shown.
        assert [len(group) for group in groups] == [PEOPLE] * 4 + [PEOPLE - 2, PEOPLE]
        between = {answer.seat for answer in after.question_answers}
        assert len(between) == PEOPLE - 1, "the hidden one is gone"
        assert len(set().union(between, *groups)) == sum(map(len, groups)) + len(between), (
            "no id stands under two questions"
        )

    def test_results_are_unchanged(self, closed: tuple[Adopted, WorkshopState, WorkshopState]) -> None:
        _, before, after = closed
        kept = group_result(before)
        assert kept is not None
        assert kept.questions
        assert group_result(after) == kept
        again = group_result(after.model_copy(update={"group": None}))
        assert again is not None
        assert again == kept.model_copy(update={"people": again.people}), "what the loose votes give is what was kept"
        shared = {"seats": (), "group": None, "room": None, "workshop": None, "revision": 0}
        answers = dict.fromkeys(
            ("rankings", "ballots", "practices", "consents", "red_line_votes", "words", "question_answers"), ()
        )
        before, after = (
            one.model_copy(update={"notes": (), "activities": (), "red_lines": ()}) for one in (before, after)
        )
        assert before.model_copy(update=shared | answers) == after.model_copy(update=shared | answers)

    def test_its_archive_opens_again_with_nothing_lost(
        self, closed: tuple[Adopted, WorkshopState, WorkshopState]
    ) -> None:
        live, _, after = closed
        assert after.room is not None
        assert after.room.code == NO_CODE
        archive = workshop_archive(after)
        assert archive.state == after, "an archive of a closed workshop leaves nothing out"
        opened = read(dump(archive))
        assert opened == archive
        again = live.cases.queries.state(live.cases.lifecycle.add_from_archive(after))
        assert again.model_copy(update={"workshop": after.workshop, "revision": after.revision}) == after

    def test_nobody_gets_in_any_more(self, closed: tuple[Adopted, WorkshopState, WorkshopState]) -> None:
        live, before, _ = closed
        assert before.room is not None
        assert live.store.seats_by_key(live.keys) == {}
        assert live.store.seats(live.id) == ()
        live.close()  # closing twice is closing once


class TestSqlite:
    @pytest.fixture
    def live(self, tmp_path: Path) -> Iterator[Adopted]:
        store = SqlStore.open(Settings.in_folder(tmp_path / "store"))
        yield Adopted(store)
        store.close()

    def on_disk(self, tmp_path: Path) -> dict[str, bytes]:
        """What stands in the database file and in both of its companions while the store is open."""
        files = {path.name: path.read_bytes() for path in (tmp_path / "store").iterdir()}
        assert set(files) == {"kader.sqlite3", "kader.sqlite3-wal", "kader.sqlite3-shm"}
        return files

    def test_nothing_of_who_voted_stands_in_any_file(self, live: Adopted, tmp_path: Path) -> None:
        before = b"".join(self.on_disk(tmp_path).values())
        assert [secret for secret in live.standing() if secret.encode() not in before] == []
        live.close()
        for name, content in self.on_disk(tmp_path).items():
            assert [secret for secret in live.secrets() if secret.encode() in content] == [], name

    def test_the_order_of_votes_is_gone_and_nothing_old_stands_beside_the_new(
        self, live: Adopted, tmp_path: Path
    ) -> None:
        live.close()
        content = b"".join(self.on_disk(tmp_path).values())
        found = [match.decode() for match in re.findall(rb"S0[37]-[12]-p\d", content)]
        assert len(found) == len(set(found)) == 3 * PEOPLE, "each reason stands once in all files"
        check_orders(found)

    @pytest.mark.parametrize("removal", ["closing", "deleting"])
    def test_says_so_while_somebody_keeps_reading(self, removal: str, tmp_path: Path) -> None:
        import sqlite3
        from contextlib import closing

        store = SqlStore.open(Settings.in_folder(tmp_path / "store"), busy_timeout=0.2)
        with closing(store):
            live = Adopted(store)
            with closing(sqlite3.connect(tmp_path / "store" / "kader.sqlite3", isolation_level=None)) as reader:
                reader.execute("BEGIN")
                reader.execute("SELECT count(*) FROM ballots").fetchone()
                erased = live.close() if removal == "closing" else live.cases.lifecycle.delete(live.id)
                assert not erased
                assert any(b"zqunseen" in content for content in self.on_disk(tmp_path).values()), "it is right"
            other = live.cases.lifecycle.start_self_assessment("Acme", "", "nl", "marketing-ai")
            assert live.cases.lifecycle.delete(other)
            assert [name for name, content in self.on_disk(tmp_path).items() if b"zqunseen" in content] == []

    def test_also_while_somebody_is_reading(self, live: Adopted, tmp_path: Path) -> None:
        import sqlite3
        import threading

        reader = sqlite3.connect(tmp_path / "store" / "kader.sqlite3", check_same_thread=False)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ballots").fetchone()
        let_go = threading.Timer(0.5, reader.close)
        let_go.start()
        live.close()
        let_go.join()
        content = b"".join(self.on_disk(tmp_path).values())
        assert [secret for secret in live.secrets() if secret.encode() in content] == []


class TestPostgresql:
    pytestmark = needs_postgresql

    @pytest.fixture
    def url(self) -> Iterator[str]:
        with own_schema() as url:
            yield url

    @pytest.fixture
    def live(self, url: str, tmp_path: Path) -> Iterator[Adopted]:
        store = SqlStore.open(Settings(data=tmp_path, database_url=url))
        yield Adopted(store)
        store.close()

    # A transaction of another test in the same database that began before keeps PostgreSQL from dropping old rows.
    @pytest.mark.flaky(reruns=2)
    def test_nothing_of_who_voted_stands_in_any_table_or_file(self, live: Adopted, url: str) -> None:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:

            def rows() -> str:
                names = [
                    row[0]
                    for row in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
                ]
                found = (server.execute(f'SELECT t::text FROM "{name}" t').fetchall() for name in names)  # pyright: ignore[reportArgumentType]
                return "\n".join(row[0] for table in found for row in table)

            before = rows()
            assert [secret for secret in live.standing() if secret not in before] == []
            live.close()
            after = rows()
            assert [secret for secret in live.secrets() if secret in after] == []
            reasons = [row[0] for row in server.execute("SELECT reason FROM ballots ORDER BY sequence")]
            check_orders(reasons)
            check_orders([row[0] for row in server.execute("SELECT reason FROM ballots ORDER BY ctid")])
            if server.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() != (True,):
                pytest.skip("reading the server's files takes a superuser: the rows are checked, the files are not")
            files = self.files(server)
            assert any(b"S03-1-p0" in content for content in files.values())
            for name, content in files.items():
                assert [secret for secret in live.secrets() if secret.encode() in content] == [], name

    @pytest.mark.flaky(reruns=2)
    def test_nothing_of_a_deleted_workshop_stands_in_any_file(self, live: Adopted, url: str) -> None:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
            if server.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() != (True,):
                pytest.skip("reading the server's files takes a superuser")
            assert live.cases.lifecycle.delete(live.id)
            secrets = [*live.secrets(), "S03-1-p0", "hoofd CRM"]
            for name, content in self.files(server).items():
                assert [secret for secret in secrets if secret.encode() in content] == [], name

    def test_says_so_while_another_transaction_keeps_a_table(self, url: str, tmp_path: Path) -> None:
        import psycopg

        store = SqlStore.open(Settings(data=tmp_path, database_url=url), busy_timeout=0.3)
        workshop = Adopted(store)
        with psycopg.connect(url.replace("+psycopg", "")) as reader:
            reader.execute("SELECT count(*) FROM ballots").fetchone()
            assert not workshop.close()
        assert workshop.cases.lifecycle.delete(workshop.id)
        store.close()

    @staticmethod
    def files(server: Any) -> dict[str, bytes]:
        """The content of each table's and index's file, and of the texts that are kept beside their table."""
        server.execute("CHECKPOINT")
        found = server.execute(
            "SELECT c.oid::regclass::text, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c"
            " WHERE (c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i'))"
            " OR c.oid IN (SELECT reltoastrelid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        ).fetchall()
        return {name: bytes(content) for name, content in found}
