"""``kader assess`` and `kader.assess`: verdicts on a whole charter, in words and as data."""

import json
from datetime import date

import pytest

import kader
from framework.cli.commands import main
from framework.language import translator
from framework.law.wording import READINGS
from framework.text import LANGS, Lang
from tests.formats.stored import HERE

SELF = HERE / "archive" / "5" / "workshop-self.json"
DAY = date(2026, 11, 30)


def test_each_activity_has_a_verdict_the_strictest_first_and_the_same_by_command_and_call(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["assess", str(SELF), "--json", "--changes", "--as-of", "2026-11-30", "--lang", "en"]) == 1
    told = json.loads(capsys.readouterr().out)
    called = kader.assess(SELF, lang="en", as_of=DAY, changes=True)
    assert told == json.loads(json.dumps(called, default=str))
    strict = [READINGS.index(one["verdict"]) for one in told]
    assert strict == sorted(strict, reverse=True)
    assert all(one["framework_version"] and one["law_version"] for one in told)
    assert any(one["rules"] for one in told)
    assert any(one["changes"] for one in told)


@pytest.mark.parametrize("lang", LANGS)
def test_it_reads_as_sentences(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(SELF), "--changes", "--as-of", "2026-11-30", "--lang", lang]) == 1
    out = capsys.readouterr().out
    t = translator(lang)
    assert t("No rule of the team covers it.") in out
    assert t("Ask: {whom}.", whom="").strip(" .") in out
    assert "{" not in out


def test_a_public_charter_holds_too_little(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(HERE / "archive" / "5" / "charter-own-public.html"), "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("kader: ")
