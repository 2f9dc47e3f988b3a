"""``kader ask`` and `kader.ask`: one question in words, answered in words and as data."""

import json
import re
from datetime import date

import pytest

import kader
from framework.cli.charters.ask import QUESTIONS_SHOWN
from framework.cli.commands import main
from framework.language import translator
from framework.law.wording import READINGS
from framework.text import LANGS, Lang
from tests.formats.stored import HERE

SELF = HERE / "archive" / "5" / "workshop-self.json"
DAY = date(2026, 11, 30)
ASKED = {
    "en": "May the agency have our customer list for look-alikes?",
    "nl": "Mag het bureau onze klantenlijst hebben voor look-alikes?",
}


def test_the_answer_is_the_same_by_command_and_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(SELF), ASKED["en"], "--json", "--as-of", "2026-11-30", "--lang", "en"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(json.dumps(kader.ask(SELF, ASKED["en"], as_of=DAY), default=str))
    assert (told["about"]["what"], told["about"]["id"]) == ("kind", "lookalike")
    assert told["could_be"][0]["what"] == "activity"
    assert told["verdict"] == "ask_first"
    assert told["questions"][0]["key"] == "L1"


@pytest.mark.parametrize("lang", LANGS)
def test_it_reads_as_sentences(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(SELF), ASKED[lang], "--as-of", "2026-11-30", "--lang", lang]) == 1
    out = capsys.readouterr().out
    assert "{" not in out
    assert len(re.findall(r"^  - \w+=", out, re.MULTILINE)) == QUESTIONS_SHOWN
    assert translator(lang)("No rule of the team covers it.") in out
    assert max(map(len, out.splitlines())) <= 100


def test_a_crossed_red_line_stops_and_leaves_nothing_to_ask() -> None:
    told = kader.ask(SELF, ASKED["en"], facts={"L1": "yes"}, as_of=DAY)
    assert told["verdict"] == "stop"
    assert told["questions"] == []
    assert "L1" in told["sentence"]
    assert told["changes"]


def test_answering_never_asks_the_same_again() -> None:
    told = kader.ask(SELF, ASKED["en"], as_of=DAY)
    said = {one["key"]: "unknown" for one in told["questions"][:8]}
    again = kader.ask(SELF, ASKED["en"], facts={key: v for key, v in said.items() if key[0] not in "LRS"}, as_of=DAY)
    assert not {key for key in said if key[0] not in "LRS"} & {one["key"] for one in again["questions"]}
    assert READINGS.index(again["verdict"]) >= READINGS.index("ask_first")


def test_an_activity_brings_what_is_on_record_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    alone = kader.ask(SELF, "", activity="Servicebot Kers", as_of=DAY)
    row = next(one for one in kader.assess(SELF, as_of=DAY) if one["activity"] == "Servicebot Kers")
    assert {key: alone[key] for key in ("verdict", "sentence", "rules", "reasons")} == {
        key: row[key] for key in ("verdict", "sentence", "rules", "reasons")
    }
    named = kader.ask(SELF, "Mag onze servicebot Kers ook bellen?", as_of=DAY)
    assert named["about"] == alone["about"]


def test_a_practice_is_answered_by_its_letter() -> None:
    told = kader.ask(SELF, "chatbot", kind="chatbot", as_of=DAY)
    practices = {one["key"]: one for one in told["questions"] if one["key"].startswith("S")}
    key, put = next(iter(practices.items()))
    assert list(put["answers"]) == ["A", "B", "C", "D", "E"]
    assert "{" not in put["question"]
    after = kader.ask(SELF, "chatbot", kind="chatbot", facts={key: "A"}, as_of=DAY)
    assert key not in [one["key"] for one in after["questions"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "ARCHIVE"),
        (("Mogen wij dit?",), "--kind"),
        (("x", "--kind", "nonsense"), "nonsense"),
        (("x", "--activity", "nonsense"), "Servicebot Kers"),
        (("x", "--kind", "chatbot", "--activity", "Servicebot Kers"), "not both"),
        (("chatbot", "--facts", "personal_data"), "ID=VALUE"),
        (("chatbot", "--facts", "personal_data=perhaps"), "yes"),
        (("chatbot", "--facts", "no_such_fact=yes"), "no_such_fact"),
        (("chatbot", "--facts", "L1=perhaps"), "yes"),
        (("chatbot", "--as-of", "tomorrow"), "tomorrow"),
    ],
)
def test_what_is_not_understood_is_said(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", str(SELF), *arguments, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("kader: ")
    assert says in err


def test_a_refusal_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="--kind"):
        kader.ask(SELF, "May we?")
