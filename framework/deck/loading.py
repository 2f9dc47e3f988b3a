"""Reading a deck from its folder, with every fault reported as ``file: place: what is wrong``.

A deck folder holds ``deck.toml`` (id, version, titles, card order) and one TOML file per card in ``principles/``, per
scenario in ``scenarios/`` and per activity kind in ``activities/``.
"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from framework.deck.models import ActivityKind, Deck, PrincipleCard, Scenario
from framework.errors import DeckInvalid, DeckNotFound

DECKS_DIR = Path(__file__).resolve().parents[2] / "data" / "decks"
Part = TypeVar("Part", bound=BaseModel)

FactValues = Mapping[str, frozenset[str]]
"""Fact id to the values it may take, as the law data has them."""


def load_deck(folder: Path, facts: FactValues | None = None) -> Deck:
    """The deck in ``folder``. With ``facts``, the kinds' starting facts are held against the law's vocabulary.

    Raises `DeckInvalid` with *all* findings that can be told at once, or `DeckNotFound`.
    """
    head_file = folder / "deck.toml"
    if not head_file.is_file():
        raise DeckNotFound(deck=folder.name, known=known_decks(folder.parent))
    findings: list[str] = []
    head = _read_toml(head_file, findings)
    cards = _parts(folder, "principles", PrincipleCard, findings)
    scenarios = _parts(folder, "scenarios", Scenario, findings)
    kinds = _parts(folder, "activities", ActivityKind, findings)
    order = [str(card_id) for card_id in head.get("cards", [])]
    findings += _references(order, cards, scenarios, kinds, facts)
    if not findings:
        body = {key: value for key, value in head.items() if key != "cards"}
        try:
            return Deck(
                **body,
                cards=tuple(cards[card_id] for card_id in order),
                scenarios=tuple(scenarios[key] for key in sorted(scenarios)),
                kinds=tuple(sorted(kinds.values(), key=lambda kind: kind.order)),
            )
        except ValidationError as error:
            findings += _sentences("deck.toml", error)
        except TypeError as error:
            findings.append(f"deck.toml: {error}")
    raise DeckInvalid(deck=folder.name, findings=tuple(findings))


def known_decks(root: Path = DECKS_DIR) -> tuple[str, ...]:
    """Folder names under ``root`` that hold a deck."""
    if not root.is_dir():
        return ()
    return tuple(sorted(path.parent.name for path in root.glob("*/deck.toml")))


class DeckLibrary:
    """The decks of one installation, each read once."""

    def __init__(self, root: Path = DECKS_DIR, facts: Callable[[], FactValues] | None = None) -> None:
        self._root = root
        self._facts = facts
        self._decks: dict[str, Deck] = {}

    def names(self) -> tuple[str, ...]:
        return known_decks(self._root)

    def deck(self, name: str) -> Deck:
        """The deck in the folder ``name``. Raises `DeckNotFound` or `DeckInvalid`."""
        if name not in self._decks:
            if name not in self.names():
                raise DeckNotFound(deck=name, known=self.names())
            self._decks[name] = load_deck(self._root / name, self._facts() if self._facts else None)
        return self._decks[name]


def _read_toml(path: Path, findings: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        findings.append(f"{path.name}: {error}")
    except UnicodeDecodeError:
        findings.append(f"{path.name}: is not UTF-8 text; save it as UTF-8")
    return {}


def _parts(folder: Path, name: str, model: type[Part], findings: list[str]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for path in sorted((folder / name).glob("*.toml")):
        place = f"{name}/{path.name}"
        before = len(findings)
        body = _read_toml(path, findings)
        if len(findings) > before:
            continue
        try:
            part = model.model_validate(body)
        except ValidationError as error:
            findings += _sentences(place, error)
            continue
        part_id: str = part.id  # type: ignore[attr-defined]
        if part_id in parts:
            findings.append(f"{place}: id: “{part_id}” is used by another file too")
        if part_id != path.stem:
            findings.append(f"{place}: id: is “{part_id}”; name the file {part_id}.toml")
        parts[part_id] = part
    return parts


def _sentences(file: str, error: ValidationError) -> list[str]:
    sentences: list[str] = []
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        place = ".".join(str(step) for step in fault["loc"]) or "file"
        said = {"missing": "is missing", "extra_forbidden": "is not a known key; check its spelling"}.get(
            fault["type"], fault["msg"].removeprefix("Value error, ")
        )
        sentences.append(f"{file}: {place}: {said}")
    return sentences


def _references(
    order: list[str],
    cards: dict[str, PrincipleCard],
    scenarios: dict[str, Scenario],
    kinds: dict[str, ActivityKind],
    facts: FactValues | None,
) -> list[str]:
    findings = [
        f"deck.toml: cards: “{card_id}” has no file in principles/" for card_id in order if card_id not in cards
    ]
    findings += [
        f"principles/{card_id}.toml: is not in the list 'cards' of deck.toml"
        for card_id in cards
        if card_id not in order
    ]
    findings += [f"deck.toml: cards: “{card_id}” stands twice" for card_id in set(order) if order.count(card_id) > 1]
    for card in cards.values():
        place = f"principles/{card.id}.toml"
        findings += [
            f"{place}: tension_with: there is no card “{other}”" for other in card.tension_with if other not in cards
        ]
        findings += [
            f"{place}: examples: there is no activity kind “{kind}”" for kind in card.examples if kind not in kinds
        ]
    for scenario in scenarios.values():
        place = f"scenarios/{scenario.id}.toml"
        findings += [
            f"{place}: kinds: there is no activity kind “{kind}”" for kind in scenario.kinds if kind not in kinds
        ]
        for row in scenario.weights:
            card = cards.get(row.principle)
            if card is None:
                findings.append(f"{place}: weights: there is no principle “{row.principle}”")
            elif not card.scored:
                findings.append(f"{place}: weights: “{row.principle}” is a counterweight and carries no weights")
    if facts is not None:
        for kind in kinds.values():
            for fact, value in kind.facts.items():
                if fact not in facts:
                    findings.append(f"activities/{kind.id}.toml: facts: the law data knows no fact “{fact}”")
                elif value not in facts[fact]:
                    findings.append(f"activities/{kind.id}.toml: facts: “{fact}” cannot be “{value}”")
    return findings
