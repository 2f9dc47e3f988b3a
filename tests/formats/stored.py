"""The stored files and what is expected of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def versions(format_: str) -> list[Path]:
    """The folders of one format: ``archive``, ``database`` or ``deck``."""
    return sorted(path for path in (HERE / format_).iterdir() if path.is_dir())


def expected(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def files(format_: str) -> Iterator[tuple[Path, Any]]:
    """Every stored file with what is expected of it."""
    for folder in versions(format_):
        for name, said in expected(folder)["files"].items():
            yield folder / name, said


def name_of(path: object) -> str:
    """``archive/2/workshop-live.json``, as a test's id."""
    return path.relative_to(HERE).as_posix() if isinstance(path, Path) else ""


def version_of(folder: Path) -> str:
    """``2`` for the folders ``2`` and ``2-live``."""
    return folder.name.partition("-")[0]


def with_shape(format_: str, version: str, shape: str) -> list[Path]:
    """The folders of a version that were made with these fields, limits and choices."""
    return [path for path in versions(format_) if version_of(path) == version and expected(path)["shape"] == shape]
