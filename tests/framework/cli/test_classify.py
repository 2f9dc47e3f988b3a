"""``kader facts`` and ``kader classify``: for other programs, and for a person with a list."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from framework.cli.commands import main
from framework.cli.facts import TOPIC_WORDS
from framework.law import check, contradictions, law_book
from framework.text import LANGS
from tests.support.law_cases import case_data, facts_of, kinds
from tests.support.server_process import ROOT

BOT = {"name": "Bot", "kind": "chatbot", "facts": {"maker": "own"}}
TOML = """
[[activities]]
name = "Bot"
kind = "chatbot"
[activities.facts]
maker = "own"
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in English with a file of this text, if any: exit code, stdout, stderr."""

    def run(*arguments: str, text: str | bytes | None = None, file: str = "activities.json") -> tuple[int, str, str]:
        line = list(arguments)
        if text is not None:
            path = tmp_path / file
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            line.insert(1, str(path))
        code = main([*line, "--lang", "en"] if "--lang" not in line else line)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def classified(kader: Run, activities: object, *options: str) -> list[dict[str, Any]]:
    code, out, err = kader("classify", "--json", *options, text=json.dumps(activities))
    assert (code, err) == (0, "")
    return json.loads(out)


class TestFacts:
    def test_json_has_every_fact_in_both_languages(self, kader: Run) -> None:
        code, out, err = kader("facts", "--json")
        facts = {fact["id"]: fact for fact in json.loads(out)}
        assert (code, err) == (0, "")
        for fact in law_book().all_facts:
            told = facts.pop(fact.id)
            assert told["type"] == fact.kind
            assert set(told["values"]) == fact.allowed_values
            assert told["question"] == {lang: fact.question[lang] for lang in LANGS}
            assert told["labels"].keys() == set(told["values"])
            assert all(label["nl"] and label["en"] for label in told["labels"].values())
            assert told["changeable"] == bool(told["measures"])
        assert facts == {}
        assert json.loads(out)[0]["labels"]["unknown"] == {"nl": "Weet ik niet", "en": "Don’t know"}

    @pytest.mark.parametrize("lang", LANGS)
    def test_people_read_question_and_values(self, kader: Run, lang: str) -> None:
        code, out, err = kader("facts", "--lang", lang)
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 100
        for fact in law_book().all_facts:
            assert f"\n{fact.id}\n" in out
            assert " ".join(fact.question["nl" if lang == "nl" else "en"].split()) in " ".join(out.split())

    def test_every_topic_has_words(self) -> None:
        assert {fact.topic for fact in law_book().all_facts} == set(TOPIC_WORDS)

    def test_a_reader_who_has_had_enough(self) -> None:
        script = f"{sys.executable} -m framework.cli facts --lang en | head -n 1"
        ended = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {script}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, "")


class TestClassify:
    def test_the_fields_the_issue_names(self, kader: Run) -> None:
        (bot,) = classified(kader, [BOT], "--as-of", "2026-11-23")
        assert bot["name"] == "Bot"
        assert bot["role"] == ["provider", "deployer"]
        assert bot["classes"] == ["T1"]
        assert {"T2", "HR:III.4.a", "P:5.1.a"} <= set(bot["unsure"])
        literacy, *_ = bot["obligations"]
        assert {key: literacy[key] for key in ("id", "holder", "from", "basis", "status")} == {
            "id": "O1",
            "holder": "provider",
            "from": "2025-02-02",
            "basis": "AI Act 4",
            "status": "in_force",
        }
        assert [row["holder"] for row in bot["obligations"] if row["id"] == "O1"] == ["provider", "deployer"]
        assert {rule["id"] for rule in bot["ground_rules"]} == {rule.id for rule in law_book().ground_rules}
        assert {"hidden_ai", "product_liability"} <= {rule["id"] for rule in bot["other_rules"]}
        assert all(step["sentence"].endswith(".") for step in bot["trace"])
        assert (bot["as_of"], bot["law_version"]) == ("2026-11-23", law_book().version)

    def test_every_worked_case_comes_out_as_in_the_app(self, kader: Run) -> None:
        cases = [
            case
            for case in case_data()["case"]
            if "as_of" not in case and not contradictions(law_book(), facts_of(case))  # a file with those is refused
        ]
        activities = [{"name": case["id"], "facts": facts_of(case)} for case in cases]
        day = date(2026, 11, 23)
        for case, told in zip(cases, classified(kader, activities, "--as-of", day.isoformat()), strict=True):
            found = check(law_book(), facts_of(case), day)
            assert told["classes"] == list(found.codes()), case["id"]
            assert told["unsure"] == list(found.unsure_codes())
            assert told["verdict"] == found.verdict
            assert {(row["id"], row["status"]) for row in told["obligations"]} == {
                (one.id, one.status) for one in found.obligations
            }

    def test_the_starting_facts_of_the_kind_count_and_what_is_said_comes_first(self, kader: Run) -> None:
        plain, said = classified(
            kader, [{"name": "a", "kind": "chatbot"}, {"name": "b", "kind": "chatbot", "facts": {"interacts": "no"}}]
        )
        assert kinds()["chatbot"]["facts"]["interacts"] == "yes"
        assert "T1" in plain["classes"]
        assert "T1" not in said["classes"] + said["unsure"]

    def test_the_day_changes_status_and_nothing_else(self, kader: Run) -> None:
        activities = [{"name": "a", "kind": "credit_scoring", "facts": {"maker": "bought"}}]
        (before,) = classified(kader, activities, "--as-of", "2027-12-01")
        (after,) = classified(kader, activities, "--as-of", "2027-12-02")
        assert before["classes"] == after["classes"] == ["HR:III.5.b"]
        assert [row["id"] for row in before["obligations"]] == [row["id"] for row in after["obligations"]]
        statuses = [{row["id"]: row["status"] for row in one["obligations"]} for one in (before, after)]
        assert [one["O5"] for one in statuses] == ["coming", "in_force"]
        assert statuses[0]["O1"] == statuses[1]["O1"] == "in_force"

    def test_the_order_of_activities_does_not_matter(self, kader: Run) -> None:
        activities = [{"name": kind, "kind": kind} for kind in kinds()]
        there, back = classified(kader, activities), classified(kader, activities[::-1])
        assert there == back[::-1]

    def test_toml_and_json_and_the_saved_inventory_read_the_same(self, kader: Run) -> None:
        saved = {
            "format": "kader-inventory",
            "version": 1,
            "activities": [
                {**BOT, "id": "a1", "supplier": "", "running": "running", "facts": {"maker": "own", "audience": None}}
            ],
        }
        expected = classified(kader, [BOT])
        assert classified(kader, saved) == expected
        for text in (
            TOML,
            TOML.replace("activities", "activity"),
            'activities = [{name = "Bot", kind = "chatbot", facts = {maker = "own"}}]',
        ):
            code, out, _ = kader("classify", "--json", text=text, file="activities.toml")
            assert (code, json.loads(out)) == (0, expected)

    def test_yes_and_no_may_be_true_and_false(self, kader: Run) -> None:
        told = classified(kader, [{"name": "a", "facts": {"tracks": True}}, {"name": "b", "facts": {"tracks": "yes"}}])
        assert told[0]["other_rules"] == told[1]["other_rules"]

    def test_the_smallest_changes_are_told_when_asked_for(self, kader: Run) -> None:
        facts = {**case_data()["quiet"], "interacts": "yes"}
        (told,) = classified(kader, [{"name": "a", "facts": facts}], "--changes")
        assert told["what_would_change"] == [
            {
                "changes": [
                    {
                        "fact": "human_sends",
                        "from": "no",
                        "to": "yes",
                        "measure": "Have a colleague read each reply and send it personally.",
                    }
                ],
                "verdict": "go",
                "classes": ["MIN"],
                "unsure": [],
            }
        ]
        assert told["find_out"] == []
        assert "what_would_change" not in classified(kader, [BOT])[0]

    @pytest.mark.parametrize("lang", LANGS)
    def test_people_read_the_outcome_in_their_language(self, kader: Run, lang: str) -> None:
        code, out, err = kader("classify", "--lang", lang, "--as-of", "2026-11-23", "--changes", text=json.dumps([BOT]))
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 100
        words = {
            "nl": ("Te doen: geldt nu", "Aanbieder", "Niet bekend", "één zwakke bron"),
            "en": ("To do: applies now", "Provider", "Not known", "one weak source"),
        }
        assert all(word in out for word in (*words[lang], "(T1)"))
        assert not any(word in out for word in words["en" if lang == "nl" else "nl"])

    def test_json_gives_what_a_memo_needs(self, kader: Run) -> None:
        about = {"owner": "head of service", "supplier": "Trengo", "running": "planned"}
        (told,) = classified(
            kader, [{**BOT, **about, "facts": {"maker": "own", "personal_data": "yes", "g1_minimised": "no"}}]
        )
        assert told["title"].startswith("Do not start like this")
        assert told["title"].endswith("data minimisation")
        assert "(GDPR 5(1)(c), 25)" in told["sentence"]
        breach = next(one for one in told["findings"] if one["id"] == "G1")
        assert (breach["group"], breach["who"]) == ("broken", ["controller (GDPR)"])
        assert breach["action"] == "List the fields with a reason for each, and drop what adds nothing."
        assert breach["sources"][0] == {
            "id": "S8",
            "title": "Regulation (EU) 2016/679 (GDPR)",
            "date": "2016-04-27",
            "url": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            "confidence": "high: read in the law itself, or in several sources that agree",
        }
        assert {one["origin"] for one in told["answers"]} == {
            "answered for this activity",
            "assumed for this kind of activity; nobody confirmed it",
        }

    @pytest.mark.parametrize("ending", ["docx", "html", "md", "txt"])
    def test_the_memo_in_a_file(self, kader: Run, tmp_path: Path, ending: str) -> None:
        place = tmp_path / f"memo.{ending}"
        code, out, err = kader("classify", "--to", str(place), text=json.dumps([BOT]))
        assert (code, err) == (0, "")
        assert str(place) in out
        assert place.stat().st_size > 1000

    def test_a_file_that_cannot_be_written(self, kader: Run, tmp_path: Path) -> None:
        for place, told in ((tmp_path / "memo.pdf", "no ending"), (tmp_path / "no" / "memo.txt", "cannot be written")):
            code, out, err = kader("classify", "--to", str(place), text=json.dumps([BOT]))
            assert (code, out) == (2, "")
            assert told in err

    def test_no_activities_are_no_fault(self, kader: Run) -> None:
        assert classified(kader, []) == []


class TestFaults:
    """Exit code 2; every fault with its line and what to do; nothing on stdout."""

    def refused(self, kader: Run, text: str | bytes, file: str = "a.json") -> list[str]:
        code, out, err = kader("classify", "--json", text=text, file=file)
        assert (code, out) == (2, "")
        return err.splitlines()

    def test_answers_that_contradict_each_other_are_refused_and_both_named(self, kader: Run) -> None:
        [told] = self.refused(kader, '[{"name": "A",\n "facts": {"area": "none",\n "jobs": "select"}}]')
        assert "line 3" in told
        assert "No, none of these" in told
        assert "Filter, rank or assess applicants" in told

    def test_a_starting_fact_gives_way_to_what_was_said_and_is_named(self, kader: Run) -> None:
        text = '[{"name": "B", "kind": "llm_copy", "facts": {"reads_emotion": "staff"}}]'
        code, out, err = kader("classify", "--json", text=text, file="a.json")
        assert code == 0
        assert "body_data" in err
        [found] = json.loads(out)
        assert found["verdict"] == "ask_first"
        assert "P:5.1.f" in found["unsure"]

    def test_every_fault_is_told_with_its_line(self, kader: Run) -> None:
        text = """[
  {"name": "fine", "kind": "chatbot"},
  {"name": "Bot", "kind": "chatbotje",
   "facts": {"maker": "mine",
             "colour": "red"}},
  {"name": " ", "facts": {"tracks": 3}, "owner": "us", "extra": 1},
  7
]"""
        told = self.refused(kader, text)
        assert [line.partition(": “")[0].split(", ")[1].split(":")[0] for line in told] == [
            "line 3",
            "line 4",
            "line 5",
            "line 6",
            "line 6",
            "line 6",
            "line 7",
        ]
        said = "\n".join(told)
        for words in (
            "there is no kind “chatbotje”. Choose from: next_best_action",
            "“maker” cannot be “mine”. Choose from: own",
            "there is no fact “colour”. “kader facts” shows them all.",
            "“extra” is not known here",
            "the activity has no name. Add one.",
            "“tracks” cannot be “3”. Choose from: no, yes, unasked or unknown.",
            "an activity must be a table",
        ):
            assert words in said
        assert "owner" not in said

    def test_lines_in_toml(self, kader: Run) -> None:
        text = f'{TOML}\n[[activities]]\nname = "b"\nkind = "chatbot"\nfacts = {{ maker = "mine" }}\n'
        assert self.refused(kader, text, "a.toml") == [
            "kader: a.toml, line 11: “maker” cannot be “mine”. Choose from: own, rebranded, bought, platform, "
            "agency_steered, agency, sold, built_for_client, resold, imported or unknown."
        ]

    @pytest.mark.parametrize(
        ("text", "file", "told"),
        [
            ('[{"name": "a",\n}]', "a.json", "a.json, line 2: this is not JSON"),
            ("", "a.json", "a.json, line 1: this is not JSON"),
            ("[" * 100_000, "a.json", "a.json"),
            ('{"items": []}', "a.json", "there is no list of activities"),
            ("3", "a.json", "there is no list of activities"),
            ("name = \n", "a.toml", "a.toml, line 1: this is not TOML"),
            ('name = "a"', "a.toml", "there is no list of activities"),
            (b"\xff\xfe\x00", "a.json", "this is not UTF-8 text"),
            ('[{"name": "a", "facts": ["maker"]}]', "a.json", "line 1: “facts” must be a table"),
            (json.dumps([{"name": "a" * 201}]), "a.json", "the name is longer than 200 characters"),
            ('[{"name": "a", "kind": 3}]', "a.json", "there is no kind “3”"),
        ],
        ids=str,
    )
    def test_a_file_that_is_something_else(self, kader: Run, text: str | bytes, file: str, told: str) -> None:
        (line,) = self.refused(kader, text, file)
        assert told in line

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ((), "Give the file with activities"),
            (("nowhere.json",), "There is no file “nowhere.json”"),
            ((".",), "“.” cannot be read"),
            (("a.json", "--as-of", "2 December"), "“2 December” is not a date. Write it like 2026-12-02."),
            (("a.json", "--as-of", "2026-02-30"), "“2026-02-30” is not a date"),
            (("a.json", "--as-of", "20261202"), "“20261202” is not a date"),
            (("a.json", "b.json"), "“b.json” is not known here"),
            (("a.json", "--as-of"), "“--as-of” needs a valid value"),
        ],
        ids=str,
    )
    def test_a_command_line_that_cannot_be_followed(self, kader: Run, arguments: tuple[str, ...], told: str) -> None:
        code, out, err = kader("classify", *arguments)
        assert (code, out) == (2, "")
        assert told in err
        assert len(err.splitlines()) == 1

    def test_standard_input(self) -> None:
        ended = subprocess.run(
            [sys.executable, "-m", "framework.cli", "classify", "-", "--json", "--lang", "nl"],
            cwd=ROOT,
            input='[{"kind": "chatbot"}]',
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 2
        assert ended.stderr == "kader: standaardinvoer, regel 1: de activiteit heeft geen naam (“name”). Geef er een.\n"
