"""Writes the files of the current formats: ``python -m tests.formats.make``, before a release that changes one.

Each format has a folder here, and in it one folder per version. The current version's folder is written anew; those of
older versions are never touched. README.md says when to run this.
"""

import json
import random
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from framework.actions.action_list import actions
from framework.actions.source import of_workshop
from framework.archive.models import VERSION, CharterArchive, Edition, dump, workshop_archive
from framework.charter.export import FormatId, charter_archive, export
from framework.deck import DeckLibrary
from framework.deck.load import deck_from_files
from framework.deck.template import template_files
from framework.deck.zip_format import file_name, pack
from framework.language import translator
from framework.law import law_book
from framework.rehearsal.auto_facilitator import AutoFacilitator, prepare
from framework.rehearsal.demonstration import DemonstrationScript, add_demonstration, play_script
from framework.rehearsal.in_process_room import InProcessRoom
from framework.rehearsal.personas import cast
from framework.rehearsal.script import rehearsal_script
from framework.rehearsal.simulation import Simulation
from framework.settings import DATABASE_NAME, Settings
from framework.store import open_store
from framework.store.schema_version import HEAD
from framework.text import Worded
from framework.usecases import Context
from framework.usecases.decisions import with_correction
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.field_types import PRINCIPLES, MarkCorrection, TeamPrice
from framework.workshop.governance.records import (
    LogEntry,
    PrivacyAdvice,
    Promise,
    PublicUse,
    Sponsor,
    Training,
    WorksCouncil,
)
from framework.workshop.models import WorkshopState
from framework.workshop.room import Phase, Question, Room
from framework.workshop.steps.unplanned_question import QuestionAnswer
from tests.formats import shapes, summary
from tests.support.any_actor import AnyActor

HERE = Path(__file__).parent
OWN_DECK = HERE / "own_deck.toml"
MADE = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
PEOPLE = 9
SEEDS = {"session": 13, "live": 7, "closed": 13}
"""Of the rehearsals. With 7 a rule meets an objection, one red line is drawn and one is not; with 13 the group disagrees
and commits."""
UNTIL: dict[str, Phase] = {"session": "second_voting"}
CHARTERS: tuple[tuple[str, Edition, FormatId], ...] = (
    ("live", "internal", "json"),
    ("own", "internal", "pdf"),
    ("own", "internal", "docx"),
    ("own", "internal", "html"),
    ("own", "public", "html"),
)
"""Of which workshop, in which edition and carrier. The small deck of one's own keeps the documents small."""


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        states = played(Path(data))
        made = write_archives(HERE / "archive", states), write_database(HERE / "database", states, Path(data))
    for folder in (*made, write_deck(HERE / "deck")):
        print(folder.relative_to(HERE))  # noqa: T201


def write_archives(folder: Path, states: Mapping[str, WorkshopState]) -> Path:
    """Workshop archives of every kind and stage, and charters of both editions in every carrier."""
    target = _emptied(folder / str(VERSION))
    files: dict[str, Any] = {}
    for workshop in ("self", "live", "closed"):
        archive = workshop_archive(states[workshop])
        name = f"workshop-{workshop}.json"
        (target / name).write_bytes(dump(archive))
        files[name] = summary.of_workshop(archive.model_dump(mode="json")["state"])
    for workshop, edition, format_ in CHARTERS:
        state = states[workshop]
        charter = charter_archive(state.frameworks[-1], state.deck, law_book(), edition=edition, as_of=MADE.date())
        name = f"charter-{workshop}-{edition}.{format_}"
        (target / name).write_bytes(export(charter, format_, translator("nl")))
        files[name] = summary.of_charter(
            charter.model_dump(mode="json", by_alias=True), charter.law if isinstance(charter, CharterArchive) else None
        )
    return _described(target, shapes.archive(), files)


def write_database(folder: Path, states: Mapping[str, WorkshopState], data: Path) -> Path:
    """The SQLite file in ``data``, with all workshops of `played`."""
    target = _emptied(folder / HEAD)
    shutil.copy(data / DATABASE_NAME, target)
    said = {
        "ids": {name: state.workshop.id for name, state in states.items()},
        "workshops": {name: summary.of_workshop(state.model_dump(mode="json")) for name, state in states.items()},
    }
    return _described(target, shapes.state(), {DATABASE_NAME: said})


def write_deck(folder: Path) -> Path:
    """A deck in one file. Decks carry no version of their format; the folders are numbered."""
    last = max((int(path.name) for path in folder.glob("*")), default=1)
    known, shape = _shape_of(folder / str(last)), shapes.deck()
    target = _emptied(folder / str(last if known in (None, shape) else last + 1))
    files = template_files("own_deck")
    deck = deck_from_files(files, "own_deck")
    name = file_name(deck.id, deck.version)
    (target / name).write_bytes(pack(files))
    return _described(target, shape, {name: summary.of_deck(deck.model_dump())})


def played(data: Path) -> dict[str, WorkshopState]:
    """Plays workshops into a SQLite file in ``data``; returns them by name.

    ``self`` is the demonstration and ``own`` a self-assessment on a deck of one's own. Scripted participants play the
    others: ``session`` is in the second vote on its second dilemma, ``live`` was adopted, ``closed`` was closed after that.
    """
    drawn = random.Random(1)
    decks = DeckLibrary(installed=data / "decks", law=law_book)
    decks.install(template_files("own_deck"))
    own = DemonstrationScript.model_validate(tomllib.loads(OWN_DECK.read_text(encoding="utf-8")))
    with closing(open_store(Settings.in_folder(data))) as store:
        cases = AnyActor(
            Context(
                store=store,
                decks=decks,
                law=law_book,
                now=lambda: MADE,
                new_id=lambda: f"{drawn.getrandbits(96):024x}",
            )
        )
        named = {
            "self": add_demonstration(cases, "nl"),
            "own": play_script(cases, own, "nl"),
            **{name: rehearsed(cases, seed, UNTIL.get(name)) for name, seed in SEEDS.items()},
        }
        for name in ("live", "closed"):
            beside_the_votes(cases, named[name])
        answered_once(cases, named["self"])
        kept(cases, named["self"])
        priced(cases, named["self"])
        cases.closing.close(named["closed"])
        return {name: cases.queries.state(workshop) for name, workshop in named.items()}


def rehearsed(cases: AnyActor, seed: int, until: Phase | None = None) -> str:
    """A rehearsal to the adopted charter, or until everybody has answered in a phase of this name after a rule was agreed."""
    workshop = prepare(cases, "nl")
    simulation = Simulation(InProcessRoom(cases, workshop), cast(PEOPLE, seed, "nl"), rehearsal_script())
    simulation.enter()
    for _ in AutoFacilitator(cases, workshop, "nl").direct():
        simulation.turn()
        state = cases.queries.state(workshop)
        room = state.room
        if room is not None and room.phase == until and any(decision.closed for decision in state.decisions):
            break
        if room is not None and room.phase == "revealed" and not room.questions:
            asked_in_between(cases, workshop, room)
    assert simulation.report.wrong == []
    return workshop


def asked_in_between(cases: AnyActor, workshop: str, room: Room) -> None:
    """A question that was not planned: two people choose an answer, it is revealed, and the session goes on."""
    asked = cases.facilitation.ask_question(workshop, room.version, "nl", "Even pauze?", ("Ja", "Nee"))
    seats = cases.queries.state(workshop).seats
    answers = [QuestionAnswer(seat=seat.id, question=asked.step, choice=at) for at, seat in enumerate(seats[:2])]
    cases.participation.submit_answers(workshop, [PostedAnswer(answer) for answer in answers])
    shown = cases.facilitation.move_to_phase(workshop, asked.version, "revealed")
    cases.facilitation.move_to_step(workshop, shown.version, room.step)


def beside_the_votes(cases: AnyActor, workshop: str) -> None:
    """What a rehearsal leaves out: notes, a hidden reason, a seat for somebody without a phone."""
    cases.facilitation.add_note(workshop, "parking", "Wie beslist over de beelden?")
    cases.facilitation.add_note(workshop, "consequence", "De studio moet meelezen")
    spoken = next(ballot for ballot in cases.queries.state(workshop).ballots if ballot.reason)
    asked = Question("ballot", spoken.scenario, spoken.activity, spoken.round)
    cases.moderation.set_hidden(workshop, asked, ((spoken.reason,),), hidden=True)
    cases.facilitation.add_seat(workshop, "legal")


def answered_once(cases: AnyActor, workshop: str) -> None:
    """Answers for the team and about a supplier, and a measure that is planned."""
    activity = next(one for one in cases.queries.state(workshop).activities if one.supplier)
    cases.law_answers.record_for_team(workshop, "g8_objection", "yes")
    cases.law_answers.record_for_supplier(workshop, activity.supplier, "g6_no_reuse", "unknown")
    cases.law_answers.arrange(workshop, activity.id, "G5", "planned", owner="CRM", due=MADE.date())


def kept(cases: AnyActor, workshop: str) -> None:
    """Whom the charter names, a promise, training, and an incident, in the framework, too; and who does an action."""
    state = cases.queries.state(workshop)
    mine = state.texts.model_copy(
        update={
            "sponsor": Sponsor(name="Noor de Wit", function="directeur"),
            "privacy": PrivacyAdvice(kind="dpo", role="FG", advised_on=MADE.date(), advice="Eerst een DPIA"),
            "works_council": WorksCouncil(state="to_ask"),
            "public": (*(one.id for one in (*state.decisions, *state.red_lines)), PRINCIPLES),
            "public_checks": tuple(one.id for one in state.decisions[:1]),
            "public_uses": (PublicUse(activity=state.activities[0].id, words=Worded.typed("nl", "mails schrijven")),),
        }
    )
    cases.charter.edit_texts(workshop, state.texts, mine)
    cases.charter.answer_promise(workshop, None, Promise(id="tell", answer="made", numbers={"days": 3}, public=True))
    cases.charter.record_training(workshop, None, Training(id="t1", group="marketing", what="prompts oefenen"))
    incident = LogEntry(id="l1", kind="incident", on=MADE.date(), severity=2, text="Verkeerde mail", activity=None)
    cases.charter.record_event(workshop, None, incident)
    listed = actions(of_workshop(cases.queries.state(workshop), law_book(), MADE.date()), translator("nl"), MADE.date())
    cases.actions.plan(workshop, next(one.id for one in listed if one.kind == "decide"), "CRM", MADE.date())


def priced(cases: AnyActor, workshop: str) -> None:
    """The team's own price of a rule, and a mark that it reads differently; in the framework, too."""
    state = cases.queries.state(workshop)
    decision = next(one for one in state.decisions if one.closed)
    scenario = state.deck.scenario(decision.scenario)
    assert scenario is not None
    correction = MarkCorrection(row=scenario.weights[0].principle, stance="C", mark=-1, reason="Bij ons niet")
    price = TeamPrice(sentence="Een uur per mail", hours_per_month=12, euros_per_month=300, reach="less", public=True)
    edited = with_correction(decision.model_copy(update={"price": price}), correction)
    cases.decisions.close(workshop, cases.decisions.edit(workshop, decision, edited))
    cases.charter.save_proposal(workshop)


def _shape_of(folder: Path) -> str | None:
    told = folder / "expected.json"
    return json.loads(told.read_text(encoding="utf-8"))["shape"] if told.is_file() else None


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _described(folder: Path, shape: str, files: dict[str, Any]) -> Path:
    text = json.dumps({"shape": shape, "files": files}, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(f"{text}\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
