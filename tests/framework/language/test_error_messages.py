"""Every error has its sentence, and every sentence its error."""

import ast
import inspect
from collections.abc import Iterator
from typing import get_args, get_origin

import pytest

from framework import errors
from framework.errors import ErrorWithReason, KaderError, MissingThing, NotFound
from framework.language import translator
from framework.language.error_messages import SENTENCES
from tests.support.server_process import ROOT

ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, KaderError) and kind is not ErrorWithReason
]


def reasons_of(kind: type[KaderError]) -> tuple[str, ...]:
    """The reasons that the type of an error allows."""
    if kind is NotFound:
        return get_args(MissingThing)
    bases = getattr(kind, "__orig_bases__", ())
    return next((get_args(get_args(base)[0]) for base in bases if get_origin(base) is ErrorWithReason), ())


CASES = [f"{kind.code}:{reason}" if reason else kind.code for kind in ERRORS for reason in (reasons_of(kind) or ("",))]


@pytest.mark.parametrize("case", CASES)
def test_every_error_has_a_sentence_in_both_languages(case: str) -> None:
    english = SENTENCES[case]
    assert translator("en")(english) == english
    assert translator("nl")(english) != english


def test_no_sentence_is_about_an_error_that_does_not_exist() -> None:
    assert set(SENTENCES) - set(CASES) == set()


def test_every_error_with_a_reason_lists_its_reasons() -> None:
    assert [kind.__name__ for kind in ERRORS if issubclass(kind, ErrorWithReason) and not reasons_of(kind)] == []


def texts_in_code() -> Iterator[str]:
    here = [ROOT / "framework" / "errors.py", ROOT / "framework" / "language" / "error_messages.py"]
    for path in (*ROOT.glob("framework/**/*.py"), *ROOT.glob("pages/**/*.py")):
        if path not in here:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )


def test_every_reason_is_given_somewhere() -> None:
    used = set(texts_in_code())
    assert [(kind.code, reason) for kind in ERRORS for reason in reasons_of(kind) if reason not in used] == []
