"""``kader agreement`` and ``kader analyse``: numbers for programs, words for people, and sentences for faulty files."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from framework.analysis.group_results import group_result
from framework.analysis.vote_table import LIMIT_ROWS
from framework.archive.models import dump, workshop_archive
from framework.cli.commands import main
from framework.cli.votes.vote_file import LIMIT_MB
from tests.formats.stored import HERE
from tests.framework.analysis.test_agreement import VECTORS
from tests.framework.analysis.test_group_results import a_session
from tests.framework.analysis.test_group_results import votes as cast_votes

HEADINGS = "participant,question,round,stance\n"
FIVE = "".join(f"p{number},S01,1,{letter}\n" for number, letter in enumerate("ABBCD"))


def run(capfd: pytest.CaptureFixture[str], *arguments: str, lang: str = "en") -> tuple[int, str, str]:
    code = main([*arguments, "--lang", lang])
    told = capfd.readouterr()
    return code, told.out, told.err


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    return tmp_path / "votes.csv"


@pytest.mark.parametrize(("counts", "a", "consensus", "dispersion", "label"), [row for row in VECTORS if row[-1]])
def test_published_vectors_to_six_decimals(counts, a, consensus, dispersion, label, capfd) -> None:
    given = ",".join(map(str, counts))
    code, out, err = run(capfd, "agreement", given, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["n"], found["shown"], found["label"]) == (sum(counts), True, label)
    assert found["leik_consensus"] == round(1 - dispersion, 6)
    assert found["van_der_eijk_a"] == round(float(a), 6)
    assert found["tastle_wierman_consensus"] == consensus
    _, words, _ = run(capfd, "agreement", given)
    assert f"{1 - dispersion:.6f}" in words
    assert f"{float(a):.6f}" in words


def test_too_few_votes_have_no_measure(capfd) -> None:
    code, out, _ = run(capfd, "agreement", "1,2,1,0,0", "--json")
    found = json.loads(out)
    assert (code, found.pop("n"), found.pop("shown")) == (0, 4, False)
    assert set(found.values()) == {None}
    assert run(capfd, "agreement", "1,2,1,0,0")[1] == "4 votes: too few to measure, which takes 5.\n"


@pytest.mark.parametrize("counts", ["", "1,2,3,4", "1,2,3,4,5,6", "1,2,3,4,x", "1.5,2,3,4,5", "1,2,3,4,٣", "9" * 5_000])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_other_than_five_counts_end_in_a_sentence(counts: str, lang: str, capfd) -> None:
    code, out, err = run(capfd, "agreement", counts, lang=lang)
    assert (code, out) == (2, "")
    assert "kader agreement 1,2,4,2,1" in err


def test_votes_in_a_file(votes: Path, capfd) -> None:
    second = "".join(f"p{number},S01,2,{letter}\n" for number, letter in enumerate("BBBCC"))
    votes.write_text(HEADINGS + FIVE + second + FIVE.replace("S01", "S02"))
    code, out, err = run(capfd, "analyse", str(votes), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [(row["question"], row["round"], row["n"], row["label"]) for row in found["rounds"]] == [
        ("S01", 1, 5, "spread"),
        ("S01", 2, 5, "aligned"),
        ("S02", 1, 5, "spread"),
    ]
    assert found["movements"] == [
        {
            "question": "S01",
            "from_round": 1,
            "to_round": 2,
            "n": 5,
            "shown": True,
            "toward_a": 1,
            "toward_e": 1,
            "stayed": 3,
        }
    ]
    assert found["questions_compared"] == 2
    _, words, _ = run(capfd, "analyse", str(votes))
    assert "S01, round 1 to 2: of 5, 1 toward A, 1 toward E, 3 stayed." in words
    assert f"{found['alpha']:.6f}" in words


def test_rankings_in_a_file(votes: Path, capfd) -> None:
    lines = [f"p{who},{card},{place}" for who in range(5) for place, card in enumerate("abc", start=1)]
    votes.write_text("participant,card,place\n" + "\n".join(lines))
    found = json.loads(run(capfd, "analyse", str(votes), "--json")[1])
    assert [row["card"] for row in found["cards"]] == ["a", "b", "c"]
    assert (found["n"], found["kendall_w"], found["condorcet_winner"]) == (5, 1.0, "a")
    assert "Kendall’s W (0 to 1): 1.000000" in run(capfd, "analyse", str(votes))[1]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff" + HEADINGS + FIVE,
        (HEADINGS + FIVE).replace(",", ";"),
        (HEADINGS + FIVE).replace(",", "\t").replace("\n", "\r\n"),
        "sep=;\n" + (HEADINGS + FIVE).replace(",", ";"),
        "Deelnemer;Vraag;Ronde;Standpunt\n" + FIVE.replace(",", ";").lower(),
        HEADINGS.replace("\n", ",note\n") + FIVE.replace("\n", ",🙂\n"),
        "\n" + HEADINGS + "\n" + FIVE.replace("S01", "Wat doen we? 🙂"),
    ],
    ids=["bom", "semicolons", "tabs", "sep", "dutch", "emoji in a note", "emoji in a name"],
)
def test_what_spreadsheets_write_is_read(data: str, votes: Path, capfd) -> None:
    votes.write_bytes(data.encode())
    code, out, err = run(capfd, "analyse", str(votes), "--json")
    assert (code, err) == (0, "")
    (row,) = json.loads(out)["rounds"]
    assert (row["n"], row["leik_consensus"]) == (5, 0.6)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "no headings"),
        ("a,b,c\n1,2,3\n", "no headings"),
        (HEADINGS.replace("round", "stance") + FIVE, "no headings"),
        (HEADINGS, "no rows"),
        (HEADINGS + FIVE + "p0,S01,1,B\n", "Row 7: “p0” already voted on this question in this round, in row 2."),
        (HEADINGS + FIVE + "p9,S01,1,🙂\n", "Row 7: “🙂” is not a stance. Write A, B, C, D or E"),
        (HEADINGS + FIVE + "p9,S01,1\np9,S01,2,F\n", "Row 8: “F” is not a stance."),
        (HEADINGS + FIVE + "p9,,1,A\n", "Row 7 has nothing under question."),
        (HEADINGS + FIVE + "p9,S01,one,A\n", "Row 7 has “one” under round."),
        (HEADINGS + FIVE + 'p9,"S01,1,A\n', "quotation mark"),
        (HEADINGS + "p,S01,1,A\n" * (LIMIT_ROWS + 30), f"more than {LIMIT_ROWS} rows"),
        (HEADINGS + "x" * (LIMIT_MB * 1024 * 1024), f"larger than {LIMIT_MB} MB"),
        ("PK\x03\x04\x00\x00", "cannot be read"),
        ("participant,card,place\np,a,1\np,b,1\n", "Row 3: “p” already gave this card or this place, in row 2."),
        ("participant,card,place\np,a,first\n", "Row 2 has “first” under place."),
    ],
    ids=lambda given: given[:24],
)
def test_a_faulty_file_ends_in_a_sentence(data: str, said: str, votes: Path, capfd) -> None:
    votes.write_bytes(data.encode())
    code, out, err = run(capfd, "analyse", str(votes))
    assert (code, out) == (2, "")
    assert said in err
    code, out, dutch = run(capfd, "analyse", str(votes), lang="nl")
    assert (code, out) == (2, "")
    assert dutch != err
    assert len(dutch.splitlines()) == 1


def test_the_votes_of_a_workshop_archive(votes: Path, capfd) -> None:
    letters = {"S01": ("ABCCDE", "ABCCDD"), "S02": ("EEDDAA",), "S03": ("AAAAAA",)}
    ballots = [
        one
        for name, rounds in letters.items()
        for number, given in enumerate(rounds, 1)
        for one in cast_votes(name, given, number)
    ]
    state = a_session("S01/1", "S01/2", "S02/1", ballots=(*ballots, *cast_votes("S01", "B", 2)))
    votes.write_bytes(dump(workshop_archive(state)))
    code, out, err = run(capfd, "analyse", str(votes), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [(row["question"][:3], row["round"], row["n"]) for row in found["rounds"]] == [
        ("S01", 1, 6),
        ("S01", 2, 6),
        ("S02", 1, 6),
    ], "S03 is not revealed"
    assert [found["movements"][0][way] for way in ("toward_a", "toward_e", "stayed")] == [1, 1, 4], (
        "the latest vote counts"
    )
    result = group_result(state)
    assert result is not None
    assert result.alpha is not None
    assert found["alpha"] == round(float(Fraction(result.alpha)), 6)


def test_a_charter_archive_has_no_votes(capfd) -> None:
    code, out, err = run(capfd, "analyse", str(HERE / "archive" / "3" / "charter-live-internal.json"))
    assert (code, out) == (2, "")
    assert "Choose the workshop archive" in err


def test_ten_thousand_rows_are_no_trouble(votes: Path, capfd) -> None:
    rows = [f"p{at % 100},q{at // 200},{1 + at // 100 % 2},{'ABCDE'[at % 5]}" for at in range(10_000)]
    votes.write_text(HEADINGS + "\n".join(rows))
    code, out, _ = run(capfd, "analyse", str(votes), "--json")
    found = json.loads(out)
    assert (code, len(found["rounds"]), found["questions_compared"]) == (0, 100, 50)
    assert {row["n"] for row in found["rounds"]} == {100}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_a_file_it_says_what_to_give(lang: str, capfd, tmp_path: Path) -> None:
    code, out, err = run(capfd, "analyse", lang=lang)
    assert (code, out) == (2, "")
    assert "kader analyse" in err
    assert run(capfd, "analyse", str(tmp_path / "none.csv"), lang=lang)[0] == 2
