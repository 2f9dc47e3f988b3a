"""A document can always be opened again, and nothing else can."""

import io
import json
import tracemalloc
import zipfile
from typing import Any

import pypdf
import pytest
import typst

from framework.charter import docx, export, html, open_archive
from framework.charter.archive import (
    VERSION,
    Archive,
    CharterArchive,
    charter_archive,
    dump,
    schema,
    workshop_archive,
)
from framework.charter.document import Edition
from framework.charter.export import FORMATS, FormatId
from framework.charter.open_archive import read
from framework.errors import ArchiveRefused
from framework.law import law_book
from framework.text import Lang
from framework.workshop.models import Consent, RedLineVote, WorkshopState
from framework.workshop.room import PlannedStep, Room
from tests.builders import a_ballot, a_full_state, a_ranking, a_red_line, a_state, a_workshop, an_activity
from tests.framework.charter.factories import (
    AS_OF,
    EDITIONS,
    a_document,
    a_law_book,
    a_rich_deck,
    a_rich_framework,
    words,
)

CARRIERS: tuple[FormatId, ...] = tuple(key for key, format_ in FORMATS.items() if format_.carries_archive)


def a_charter_archive(edition: Edition = "internal") -> CharterArchive:
    return charter_archive(a_rich_framework(), a_rich_deck(), a_law_book(), edition=edition, as_of=AS_OF)


def a_workshop_archive(**given: Any) -> Archive:
    return workshop_archive(a_full_state(**given))


def refused(data: bytes, filename: str = "") -> dict[str, object]:
    with pytest.raises(ArchiveRefused) as error:
        read(data, filename)
    return error.value.params


def body_of(archive: Archive) -> dict[str, Any]:
    return json.loads(dump(archive))


def bytes_of(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


# Round trips


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("format_", CARRIERS)
def test_every_export_opens_again_with_nothing_lost(format_: FormatId, edition: Edition, lang: Lang) -> None:
    archive = a_charter_archive(edition)
    assert read(export.export(archive, format_, words(lang)), f"charter{FORMATS[format_].suffix}") == archive


def test_the_charter_written_again_is_the_same() -> None:
    archive = a_charter_archive()
    again = read(export.export(archive, "pdf", words("en")))
    assert isinstance(again, CharterArchive)
    for format_ in FORMATS:
        assert export.export(again, format_, words("en")) == export.export(archive, format_, words("en"))


def test_the_law_in_an_archive_still_checks_the_same() -> None:
    again = read(dump(a_charter_archive()))
    assert isinstance(again, CharterArchive)
    assert again.law == a_law_book()


def test_a_whole_workshop_opens_again_with_nothing_lost() -> None:
    archive = a_workshop_archive()
    assert read(dump(archive)) == archive


def test_words_of_any_kind_survive_every_format() -> None:
    odd = "🚀 שלום </script> ]]> &amp; \u2028 #x $y$ “q” \\ \n tab\t" + "x" * 4000
    texts = a_rich_framework().texts.model_copy(update={"contact": odd})
    archive = charter_archive(
        a_rich_framework(texts=texts, organisation=odd), a_rich_deck(), None, edition="internal", as_of=AS_OF
    )
    for format_ in CARRIERS:
        assert read(export.export(archive, format_, words("nl"))) == archive


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert dump(a_charter_archive()) == dump(a_charter_archive())


def test_a_byte_order_mark_and_blank_lines_do_no_harm() -> None:
    archive = a_charter_archive()
    assert read(b"\xef\xbb\xbf\n\n" + dump(archive) + b"\n") == archive


# Older ones


def second_version(archive: Archive) -> dict[str, Any]:
    """The archive as Kader wrote it before sources of the law had a title in each language."""
    body = body_of(archive)
    body["version"] = 2
    for source in (body.get("law") or {}).get("sources", ()):
        source["title"] = source["title"]["en"]
    return body


def first_version(archive: Archive) -> dict[str, Any]:
    """The archive as Kader wrote it before scenarios had a voice and details."""
    body = second_version(archive)
    body["version"] = 1
    deck = body["state"]["deck"] if body["format"] == "kader-workshop" else body["deck"]
    for card in deck["cards"]:
        del card["symbol"]
    for scenario in deck["scenarios"]:
        del scenario["voice"], scenario["details"]
        for stance in scenario["stances"]:
            del stance["rests_on"]
    for part in (*deck["cards"], *deck["scenarios"]):
        for source in part["sources"]:
            del source["kind"]
    return body


@pytest.mark.parametrize("archive", [a_charter_archive(), a_charter_archive("public"), a_workshop_archive()])
def test_an_archive_of_the_first_version_opens_with_nothing_lost(archive: Archive) -> None:
    assert read(bytes_of(first_version(archive))) == archive


@pytest.mark.parametrize("archive", [a_charter_archive(), a_charter_archive("public"), a_workshop_archive()])
def test_an_archive_of_the_second_version_opens_with_nothing_lost(archive: Archive) -> None:
    assert read(bytes_of(second_version(archive))) == archive


def test_a_charter_on_the_law_itself_opens_with_its_titles_in_the_one_language_they_had() -> None:
    archive = charter_archive(a_rich_framework(), a_rich_deck(), law_book(), edition="internal", as_of=AS_OF)
    opened = read(bytes_of(second_version(archive)))
    assert isinstance(opened, CharterArchive)
    assert opened.law is not None
    assert {source.title.nl for source in opened.law.sources} == {source.title.en for source in law_book().sources}


@pytest.mark.parametrize("law", ["", [], {"sources": 3}, {"sources": [3, {}]}, {}])
def test_an_older_archive_with_something_else_for_the_law_is_damaged(law: object) -> None:
    body = second_version(a_charter_archive()) | {"law": law}
    assert refused(bytes_of(body))["reason"] == "damaged"


def test_every_older_version_has_its_step() -> None:
    assert set(open_archive._TO_NEXT) == set(range(1, VERSION))


# What never goes in


def a_live_state(*revealed: str) -> WorkshopState:
    step = PlannedStep(id="S01", kind="scenario", minutes=12, scenario="S01", activity="activity-1")
    return a_state(
        workshop=a_workshop(kind="live"),
        activities=(an_activity(),),
        ballots=(a_ballot(reason="zqsilent"), a_ballot(round=2, reason="zqsecond")),
        consents=(Consent(seat="seat-1", round="S01/consent/1", decision="x", answer="objection", harm="zqharm"),),
        room=Room(code="ACDEFH", plan=(step,), step="S01", phase="second_voting", revealed=revealed),
    )


def test_an_unrevealed_round_never_leaves() -> None:
    nothing = workshop_archive(a_live_state())
    assert (nothing.state.ballots, nothing.state.consents) == ((), ())
    assert b"zqsilent" not in dump(nothing)
    first = workshop_archive(a_live_state("S01/1"))
    assert [ballot.round for ballot in first.state.ballots] == [1]
    assert b"zqsecond" not in dump(first)
    assert b"zqharm" not in dump(first)


EACH_REVEAL = {
    "ballots of the first round": "S01/1",
    "ballots of the second round": "S01/2",
    "orders of cards": "principles/1",
    "objections": "S01/consent/1",
    "votes on red lines": "red_lines/1",
}


def answers_of_every_kind(*revealed: str) -> WorkshopState:
    """A session in which everything was asked, with one answer to each question."""
    state = a_live_state(*revealed)
    assert state.room is not None
    more = (
        PlannedStep(id="principles", kind="principles", minutes=5),
        PlannedStep(id="red_lines", kind="red_lines", minutes=5),
    )
    return state.model_copy(
        update={
            "room": state.room.model_copy(update={"plan": (*state.room.plan, *more)}),
            "rankings": (a_ranking(),),
            "red_lines": (a_red_line("line-1", proposed=True),),
            "red_line_votes": (RedLineVote(seat="seat-1", red_line="line-1", answer="object"),),
        }
    )


@pytest.mark.parametrize("only", EACH_REVEAL)
def test_a_reveal_lets_nothing_else_out(only: str) -> None:
    state = workshop_archive(answers_of_every_kind(EACH_REVEAL[only])).state
    found = {
        "ballots of the first round": [ballot for ballot in state.ballots if ballot.round == 1],
        "ballots of the second round": [ballot for ballot in state.ballots if ballot.round == 2],
        "orders of cards": state.rankings,
        "objections": state.consents,
        "votes on red lines": state.red_line_votes,
    }
    assert [kind for kind, answers in found.items() if answers] == [only]


def test_what_was_revealed_goes_in_whole() -> None:
    state = a_live_state("S01/1", "S01/2", "S01/consent/1")
    assert workshop_archive(state).state == state


# What is refused


def pdf_without_archive() -> bytes:
    return typst.compile(b'#set document(author: "Kader")\nHello', format="pdf")


def a_zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def a_bomb() -> bytes:
    return a_zip(**{"word/document.xml": b"<w/>", "customXml/item2.xml": b"\0" * (60 * 1024 * 1024)})


def a_pdf_with(content: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("kader-charter.json", content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


GOOD = dump(a_charter_archive())
BAD_INPUT: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not-an-archive"),
    "spaces": (b"  \n ", "not-an-archive"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not-an-archive"),
    "a text": (b"Hello there", "not-an-archive"),
    "cut short": (GOOD[: len(GOOD) // 2], "damaged"),
    "cut at the end": (GOOD[:-1], "damaged"),
    "two in one": (GOOD + GOOD, "damaged"),
    "not UTF-8": (GOOD.replace(b"Chatbot", b"Ch\xff\xfebot"), "damaged"),
    "not a number": (b'{"format":"kader-charter","version":NaN}', "damaged"),
    "a key twice": (b'{"format":"x","format":"kader-charter","version":1}', "damaged"),
    "nested without end": (b'{"format":"kader-charter","version":1,"framework":' + b"[" * 100_000, "damaged"),
    "nested deeply": (
        b'{"format":"kader-charter","version":1,"framework":' + b"[" * 90 + b"]" * 90 + b"}",
        "damaged",
    ),
    "a number without end": (b'{"format":"kader-charter","version":' + b"9" * 10_000 + b"}", "damaged"),
    "a list": (b"[1, 2]", "not-an-archive"),
    "a foreign object": (b'{"name": "something"}', "not-an-archive"),
    "a foreign format": (b'{"format": "loomio", "version": 1}', "other-program"),
    "an empty archive": (b'{"format":"kader-charter","version":1}', "damaged"),
    "version nought": (b'{"format":"kader-charter","version":0}', "damaged"),
    "version in words": (b'{"format":"kader-charter","version":"1"}', "damaged"),
    "the future": (b'{"format":"kader-charter","version":99,"new":true}', "newer"),
    "a foreign page": (b"<!doctype html><html><body>Hi</body></html>", "other-program"),
    "our page without its archive": (html.render(a_document()), "no-archive-inside"),
    "our page cut short": (html.render(a_document(), GOOD)[:20_000], "damaged"),
    "a foreign PDF": (typst.compile(b"Hello", format="pdf"), "other-program"),
    "our PDF printed again": (pdf_without_archive(), "no-archive-inside"),
    "a PDF cut short": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    "a PDF with something else in it": (a_pdf_with(b"{}"), "not-an-archive"),
    "a foreign zip": (a_zip(readme=b"hi"), "other-program"),
    "a foreign Word file": (a_zip(**{"word/document.xml": b"<w/>"}), "other-program"),
    "our Word file without its archive": (docx.render(a_document()), "no-archive-inside"),
    "our Word file cut short": (docx.render(a_document(), GOOD)[:9_000], "damaged"),
    "a zip bomb": (a_bomb(), "too-large"),
    "50 MB": (b'{"format":"kader-charter"' + b" " * (50 * 1024 * 1024), "too-large"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_refused_with_its_reason(case: str) -> None:
    data, reason = BAD_INPUT[case]
    assert refused(data)["reason"] == reason


def test_markdown_says_that_it_carries_no_archive() -> None:
    assert refused(b"# A charter", "charter.md")["reason"] == "no-archive-inside"


def test_too_large_is_refused_before_anything_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_archive.json, "loads", lambda *_, **__: pytest.fail("parsed"))
    params = refused(b"{" + b" " * (26 * 1024 * 1024))
    assert params == {"reason": "too-large", "limit_mb": 25}


def test_what_claims_to_be_small_is_unpacked_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unpack to more than the machine has."""
    monkeypatch.setattr(open_archive, "_LIMIT", 1024 * 1024)
    bomb = a_bomb()
    tracemalloc.start()
    try:
        assert refused(bomb)["reason"] == "too-large"
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * 1024 * 1024, "of the sixty that are in it"


def test_newer_says_which_versions() -> None:
    body = body_of(a_charter_archive())
    body["version"] = 7
    assert refused(bytes_of(body)) == {"reason": "newer", "version": 7, "known": VERSION}


def test_a_field_that_nobody_knows_is_refused() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["surprise"] = 1
    assert refused(bytes_of(body))["reason"] == "damaged"


@pytest.mark.parametrize("words", ["a\u0000b", "\ud800", "x" * 30_000])
def test_text_that_nothing_can_carry_is_refused(words: str) -> None:
    body = body_of(a_charter_archive())
    body["framework"]["organisation"] = words
    assert refused(json.dumps(body).encode())["reason"] == "damaged"


def _set(path: str, value: Any) -> Any:
    def change(body: dict[str, Any]) -> None:
        *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = body
        for parent in parents:
            place = place[parent]
        place[last] = value

    return change


WORKSHOP_FAULTS = {
    "state.ballots.0.scenario": "S99",
    "state.ballots.0.activity": "nowhere",
    "state.ballots.0.seat": "nobody",
    "state.practices.0.scenario": "S99",
    "state.rankings.0.cards": ["card_99"],
    "state.rankings.1.cards": ["card_1", "card_1"],
    "state.rankings.0.seat": "nobody",
    "state.activities.0.kind": "kind_99",
    "state.activities.1.id": "activity-1",
    "state.decisions.0.scenario": "S99",
    "state.decisions.0.activities": ["nowhere"],
    "state.red_lines.1.scenario": "S99",
    "state.seats": [],
    "state.workshop.deck_id": "other",
    "state.deck.scenarios.0.weights.0.principle": "card_99",
    "state.deck.cards.0.tension_with": ["card_99"],
    "state.deck.scenarios.0.kinds": ["kind_99"],
    "state.frameworks.0.principles": ["card_99"],
}
CHARTER_FAULTS = {
    "framework.rules.0.scenario": "S99",
    "framework.rules.1.number": 1,
    "framework.rules.0.wording": {},
    "framework.rules.1.accepted": ["A"],
    "framework.open_points.0.activity": "nowhere",
    "framework.stances.0.scenario": "S99",
    "framework.deck_version": "0.9",
    "framework.red_lines.0.scenario": "S99",
}


@pytest.mark.parametrize("path", WORKSHOP_FAULTS)
def test_a_workshop_that_contradicts_itself_is_refused(path: str) -> None:
    body = body_of(a_workshop_archive())
    _set(path, WORKSHOP_FAULTS[path])(body)
    params = refused(bytes_of(body))
    assert params["reason"] == "inconsistent"
    assert path.split(".")[1].split(" ")[0] in str(params["detail"])


@pytest.mark.parametrize("path", CHARTER_FAULTS)
def test_a_charter_that_contradicts_itself_is_refused(path: str) -> None:
    body = body_of(a_charter_archive())
    _set(path, CHARTER_FAULTS[path])(body)
    params = refused(bytes_of(body))
    assert params["reason"] == "inconsistent"
    assert params["detail"]


def test_a_rule_about_an_activity_that_was_deleted_since_still_opens() -> None:
    body = body_of(a_charter_archive())
    body["framework"]["rules"][0]["activities"] = ["activity-1", "gone"]
    assert read(bytes_of(body))


# The schema


@pytest.mark.parametrize("format_", ["kader-workshop", "kader-charter"])
def test_the_schema_names_every_field_that_is_written(format_: Any) -> None:
    described = schema(format_)
    body = body_of(a_workshop_archive() if format_ == "kader-workshop" else a_charter_archive())
    assert set(described["properties"]) == set(body)
    assert described["properties"]["format"]["const"] == format_
    json.dumps(described)
