"""The next change of a format begins with making the files of the last one, so that has to work on any day."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from framework.workshop.models import WorkshopState
from tests.formats import make, shapes, stored

Played = tuple[Path, Mapping[str, WorkshopState]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    data = tmp_path_factory.mktemp("played")
    return data, make.played(data)


def test_makes_all_files_of_the_current_version(played: Played, tmp_path: Path) -> None:
    data, states = played
    for made in (
        make.write_archives(tmp_path / "archive", states),
        make.write_database(tmp_path / "database", states, data),
        make.write_deck(tmp_path / "deck"),
    ):
        assert {path.name for path in made.iterdir()} == {*stored.expected(made)["files"], "expected.json"}
        assert all(path.stat().st_size for path in made.iterdir())
        there = stored.HERE / made.relative_to(tmp_path)
        assert {path.name for path in made.iterdir()} == {path.name for path in there.iterdir()}


def test_leaves_the_files_of_other_versions_alone(tmp_path: Path) -> None:
    older = tmp_path / "7" / "expected.json"
    older.parent.mkdir()
    older.write_text('{"shape": "another", "files": {}}')
    assert make.write_deck(tmp_path).name == "8"
    assert older.read_text() == '{"shape": "another", "files": {}}'
    assert make.write_deck(tmp_path).name == "8"


def test_plays_something_into_everything_that_a_format_holds(played: Played) -> None:
    """What is empty in the files could get lost in the next version without anybody noticing."""
    states = tuple(played[1].values())
    for part in WorkshopState.model_fields:
        assert any(getattr(state, part) for state in states), part
    ballots = [ballot for state in states for ballot in state.ballots]
    for field in ("reason", "objection", "abstained", "hidden", "confidence"):
        assert any(getattr(ballot, field) for ballot in ballots), field
    assert {line.withdrawn for state in states for line in state.red_lines} == {True, False}
    rules = (rule for state in states for framework in state.frameworks for rule in framework.rules)
    agreed = {one.agreed for one in (*(decision for state in states for decision in state.decisions), *rules)}
    assert agreed == {None, "consent", "disagree_and_commit"}
    assert any(seat.left for state in states for seat in state.seats)
    assert any(consent.harm for state in states for consent in state.consents)


def test_a_shape_tells_fields_limits_and_choices_but_no_names_and_explanations() -> None:
    class First(BaseModel):
        """Explained."""

        title: Annotated[str, Field(max_length=5)] = ""
        parts: "list[First]" = []

    class Renamed(BaseModel):
        title: Annotated[str, Field(max_length=5, description="Explained otherwise")] = ""
        parts: "list[Renamed]" = []

    class Wider(BaseModel):
        title: Annotated[str, Field(max_length=6)] = ""
        parts: "list[Wider]" = []

    class Larger(Renamed):
        description: str = ""

    for model in (First, Renamed, Wider):
        model.model_rebuild(_types_namespace={model.__name__: model})
    shape, *others = (shapes.digest(model.model_json_schema()) for model in (First, Renamed, Wider, Larger))
    assert [other == shape for other in others] == [True, False, False]
