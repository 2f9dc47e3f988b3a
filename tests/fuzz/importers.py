"""Every reader of files that people bring, with good files to start from."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from framework.analysis.vote_table import analyse_rankings, analyse_votes
from framework.archive.read import read
from framework.cli.activity_file import ActivityFileInvalid, read_activities
from framework.cli.votes.vote_file import read_vote_file
from framework.deck.load import HEAD, deck_from_files
from framework.deck.template import template_files
from framework.deck.zip_format import unpack
from framework.errors import KaderError
from framework.inventory.export import InventoryFormat, export
from framework.inventory.import_plan import plan_import
from framework.inventory.read_file import read_file
from framework.inventory.row_parser import parse_rows
from framework.language import error_sentence, translator
from framework.law import LAW_DIR
from framework.law.installed.law_folder import read_law, unpack_law
from framework.law.installed.manifest import MANIFEST, sign, signed_law
from framework.question_list.answers import plan_answers
from framework.question_list.questions import open_questions
from framework.question_list.xlsx_writer import write as write_question_list
from framework.workshop.models import WorkshopState
from tests.formats.stored import HERE
from tests.support.builders import an_activity
from tests.support.inventory_files import AS_OF, columns, deck, holding, law

PART = "scenarios/S01.toml"


@dataclass(frozen=True)
class Importer:
    """``read`` returns when the file was accepted, and raises an error of ours when it was refused."""

    read: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    packed: bool = False
    """A zip: its parts are mutated, too."""


def sentences(error: Exception) -> tuple[str, tuple[str, ...]] | None:
    """Why a file was refused, and all that a person is told of it; None for an error that is a fault of ours."""
    if isinstance(error, ActivityFileInvalid):
        return "activity-file", error.faults
    if isinstance(error, KaderError):
        reason = error.params.get("reason", "")
        return f"{error.code}:{reason}".rstrip(":"), (error_sentence(error, translator("nl")),)
    return None


def _inventory(data: bytes) -> object:
    """Up to what a person is shown before anything is saved."""
    lines = read_file(data, columns())
    return plan_import(holding(), parse_rows(lines, columns(), "nl"), columns(), "other")


def _signed_law() -> tuple[bytes, ...]:
    files = read_law(LAW_DIR)
    files[MANIFEST] = sign(files, "Jurist", AS_OF)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return (packed.getvalue(),)


def _with_a_bot() -> WorkshopState:
    return holding(an_activity("a1", kind="chatbot", name="Bot", supplier="Trengo"))


def _inventories(kind: InventoryFormat) -> Callable[[], tuple[bytes, ...]]:
    activities = [
        an_activity(f"a{number}", kind=one.id, name=f"Activiteit {number}")
        for number, one in enumerate(deck().kinds[:4])
    ]
    return lambda: tuple(export(activities, deck(), law(), kind, lang, AS_OF) for lang in ("nl", "en"))


def _deck_part(name: str) -> Importer:
    files = template_files("eigen_deck")
    place = next(file for file in files if file == name or file.startswith(f"{name}/"))
    return Importer(lambda data: deck_from_files({**files, place: data}, "eigen", law()), lambda: (files[place],))


def _stored(*names: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple((HERE / name).read_bytes() for name in names)


def _activities(name: str) -> Callable[[bytes], object]:
    return lambda data: read_activities(data, name, deck(), law(), translator("nl"))


def _votes(data: bytes) -> object:
    kind, rows = read_vote_file(data)
    return analyse_votes(rows) if kind == "votes" else analyse_rankings(rows)


IMPORTERS: dict[str, Importer] = {
    "inventory.csv": Importer(_inventory, _inventories("csv")),
    "inventory.json": Importer(_inventory, _inventories("json")),
    "inventory.xlsx": Importer(_inventory, _inventories("xlsx"), packed=True),
    "question list.xlsx": Importer(
        lambda data: plan_answers(_with_a_bot(), law(), data, "nl"),
        lambda: tuple(write_question_list(open_questions(_with_a_bot()), translator(lang)) for lang in ("nl", "en")),
        packed=True,
    ),
    "law data.zip": Importer(lambda data: signed_law(unpack_law(data)), _signed_law, packed=True),
    "deck head": _deck_part(HEAD),
    "deck card": _deck_part("principles"),
    "deck dilemma": _deck_part("scenarios"),
    "deck kind": _deck_part("activities"),
    "deck in one file": Importer(
        lambda data: deck_from_files(unpack(data), "eigen", law()),
        _stored("deck/2/own_deck-0.1.kader-deck"),
        packed=True,
    ),
    "workshop archive": Importer(read, _stored("archive/3/workshop-live.json", "archive/2/workshop-self.json")),
    "charter.json": Importer(read, _stored("archive/3/charter-live-internal.json")),
    "charter.pdf": Importer(read, _stored("archive/3/charter-own-internal.pdf")),
    "charter.docx": Importer(read, _stored("archive/3/charter-own-internal.docx"), packed=True),
    "charter.html": Importer(read, _stored("archive/3/charter-own-public.html")),
    "activities.json": Importer(
        _activities("a.json"), lambda: (b'[{"name": "Chatbot", "kind": "chatbot", "facts": {"interacts": "yes"}}]',)
    ),
    "votes.csv": Importer(
        _votes,
        lambda: (
            b"participant,question,round,stance\np1,S01,1,A\n",
            "\ufeffdeelnemer;vraag;ronde;standpunt\r\n💡;S01;2;\r\n".encode(),
        ),
    ),
    "rankings.csv": Importer(_votes, lambda: (b"participant,card,place\np1,open,1\np1,fair,2\n",)),
    "activities.toml": Importer(
        _activities("a.toml"),
        lambda: (b'[[activities]]\nname = "Chatbot"\nkind = "chatbot"\nfacts.interacts = "yes"\n',),
    ),
}
