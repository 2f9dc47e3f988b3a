"""Votes as a file: nobody in it can be found again, and it can be measured."""

import csv
import io
from collections import Counter, defaultdict
from itertools import count

import pytest

from framework.analysis.vote_table import analyse_votes
from framework.cli.votes.vote_file import read_vote_file
from framework.exports.votes import votes_csv, votes_to_export
from framework.language import translator
from framework.text import LANGS, Lang
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop


@pytest.fixture
def voted(workshops: AnyActor) -> LiveWorkshop:
    """Six on S03 in two rounds."""
    people = LiveWorkshop(workshops)
    people.begin("S03", "voting")
    people.vote("AABBCE")
    people.move("revealed")
    people.move("second_voting")
    people.vote("BBBBCC", round_=2)
    people.move("second_revealed")
    return people


def lines(data: bytes, lang: Lang) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if lang == "nl" else ","))


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_per_vote_and_nothing_else_of_a_person(voted: LiveWorkshop, lang: Lang) -> None:
    head, *rows = lines(votes_csv(voted.state, translator(lang)), lang)
    assert len(head) == 4
    assert Counter((round_, stance) for _, _, round_, stance in rows) == Counter(
        [("1", stance) for stance in "AABBCE"] + [("2", stance) for stance in "BBBBCC"]
    )
    told = str(rows)
    for seat in voted.state.seats:
        assert seat.id not in told
    assert "campaign" not in told
    assert "2026" not in told


def test_the_two_rounds_of_a_question_stay_linked(voted: LiveWorkshop) -> None:
    _, *rows = lines(votes_csv(voted.state, translator("en")), "en")
    by_mark: dict[str, dict[str, str]] = defaultdict(dict)
    for mark, _, round_, stance in rows:
        by_mark[mark][round_] = stance
    pairs = Counter((found["1"], found["2"]) for found in by_mark.values())
    assert pairs == Counter(zip("AABBCE", "BBBBCC", strict=True))


def test_marks_differ_from_file_to_file_and_question_to_question(voted: LiveWorkshop) -> None:
    t = translator("en")
    first, second = (lines(votes_csv(voted.state, t), "en")[1:] for _ in range(2))
    assert not {row[0] for row in first} & {row[0] for row in second}
    people = voted
    people.at("S07", "voting")
    people.vote("AABBCE")
    people.move("revealed")
    given = count()
    _, *rows = lines(votes_csv(people.state, t, new_mark=lambda: f"mark-{next(given)}"), "en")
    of: dict[str, set[str]] = defaultdict(set)
    for mark, question, _, _ in rows:
        of[question].add(mark)
    one, other = of.values()
    assert len(one) == len(other) == 6
    assert not one & other


def test_rows_are_shuffled_within_a_question(voted: LiveWorkshop) -> None:
    shuffled: list[int] = []

    def shuffle(rows: list[object]) -> None:
        shuffled.append(len(rows))
        rows.reverse()

    _, *rows = lines(votes_csv(voted.state, translator("en"), shuffle=shuffle), "en")
    assert shuffled == [12]
    assert [row[2] for row in rows] == ["2"] * 6 + ["1"] * 6


def test_a_round_below_five_votes_is_left_out(workshops: AnyActor) -> None:
    people = LiveWorkshop(workshops)
    people.begin("S03", "voting")
    people.vote("AABB")
    people.move("revealed")
    assert votes_to_export(people.state) == 0
    assert len(lines(votes_csv(people.state, translator("en")), "en")) == 1


def test_a_round_that_was_not_revealed_is_left_out(workshops: AnyActor) -> None:
    people = LiveWorkshop(workshops)
    people.begin("S03", "voting")
    people.vote("AABBCC")
    assert votes_to_export(people.state) == 0


def test_a_self_assessment_has_no_votes(workshops: AnyActor) -> None:
    state = workshops.queries.state(workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "nl", "marketing-ai"))
    assert votes_to_export(state) == 0


@pytest.mark.parametrize("lang", LANGS)
def test_kader_analyse_reads_it(voted: LiveWorkshop, lang: Lang) -> None:
    kind, rows = read_vote_file(votes_csv(voted.state, translator(lang)))
    assert kind == "votes"
    first, second = analyse_votes(rows).rounds
    assert (first.n, second.n) == (6, 6)
    assert second.median_low == "B"


def test_after_closing_it_says_the_same(voted: LiveWorkshop) -> None:
    t = translator("en")
    before = Counter(tuple(row[1:]) for row in lines(votes_csv(voted.state, t), "en"))
    voted.cases.decisions.add_deck_red_line(voted.id, "S03")
    voted.cases.closing.end_session(voted.id)
    adopt(voted.cases, voted.id)
    voted.cases.closing.close(voted.id)
    assert Counter(tuple(row[1:]) for row in lines(votes_csv(voted.state, t), "en")) == before
