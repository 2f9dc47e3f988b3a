"""A file that is made when somebody downloads it is made outside the session: it may not ask for its language or day."""

import ast
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "pages" / "ui"
OF_THE_SESSION = {"translate", "lang", "today", "session"}
"""Outside a session these give English, the machine's day, or nothing."""
FILES = [path for path in sorted(UI.rglob("*.py")) if "download_button" in path.read_text(encoding="utf-8")]


def names_used(node: ast.AST, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    """Names in ``node`` and in the functions of the same module that it uses."""
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    for name in found & functions.keys() - seen:
        seen.add(name)
        found |= names_used(functions[name], functions, seen)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_makes_a_download_takes_nothing_from_the_session(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    made = [node.body for node in ast.walk(tree) if isinstance(node, ast.Lambda) and _is_deferred(node, tree)]
    made += [one for one in functions.values() if one.name in ("csv", "xlsx", "_table")]
    for node in made:
        assert not names_used(node, functions, set()) & OF_THE_SESSION, ast.unparse(node)


def _is_deferred(node: ast.Lambda, tree: ast.Module) -> bool:
    return any(
        keyword.arg == "data" and keyword.value is node
        for keyword in ast.walk(tree)
        if isinstance(keyword, ast.keyword)
    )
