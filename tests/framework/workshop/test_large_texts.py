"""A megabyte of what once made a reader slow, in every free text of the models and at what every text goes through."""

import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from framework.charter.renderers.markdown import escaped
from framework.errors import InputRefused
from framework.html import text as html_text
from framework.text import TEXT_LIMIT, accept
from framework.workshop.models import WorkshopState
from pages.ui.i18n import plain
from tests.support.linear_time import assert_linear
from tests.support.triggers import TRIGGERS, repeated


def _models(model: type[BaseModel], seen: dict[str, type[BaseModel]]) -> None:
    if model.__name__ in seen:
        return
    seen[model.__name__] = model
    for info in model.model_fields.values():
        for part in _parts(info.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                _models(part, seen)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in typing.get_args(annotation):
        yield from _parts(part)


def _texts() -> dict[str, Any]:
    """Every field that is a text, or may be one, of every model that a workshop is made of."""
    models: dict[str, type[BaseModel]] = {}
    _models(WorkshopState, models)
    return {
        f"{name}.{field}": typing.Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        for name, model in models.items()
        for field, info in model.model_fields.items()
        if any(part is str for part in _parts(info.annotation))
    }


def _validated(adapter: TypeAdapter[Any]) -> Callable[[str], None]:
    def validate(text: str) -> None:
        for value in (text, [text], {"nl": text}):
            with suppress(ValidationError):
                adapter.validate_python(value)

    return validate


def test_there_are_texts() -> None:
    assert {"Activity.name", "Ballot.reason", "Decision.dissent", "Note.text"} <= set(_texts())


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_in_each_text_of_each_model(trigger: str) -> None:
    fields = [_validated(TypeAdapter(annotation)) for annotation in _texts().values()]

    def in_all(text: str) -> None:
        for validate in fields:
            validate(text)

    assert_linear(lambda size: repeated(TRIGGERS[trigger], size), in_all)


def _accepted(text: str) -> None:
    for lines in (True, False):
        with suppress(InputRefused):
            accept("reason", text, limit=TEXT_LIMIT, lines=lines)


@pytest.mark.parametrize("work", [_accepted, plain, escaped, html_text], ids=lambda work: work.__name__)
def test_at_what_every_text_goes_through(work: Callable[[str], object]) -> None:
    def with_each(size: int) -> None:
        for trigger in TRIGGERS.values():
            work(repeated(trigger, size))

    assert_linear(lambda size: size, with_each, size=200_000)
