"""Rows to DataFrame and back. The only place here that touches pandas, which is imported when first needed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]

Row = TypeVar("Row")


def to_frame(rows: Sequence[Row], row_type: type[Row]) -> "DataFrame":
    """A DataFrame with one column per key of ``row_type`` (a TypedDict), in its order, also when there are no rows.

    Whole numbers become ``Int64`` (so that a missing one stays missing and never turns into a float), flags ``bool``;
    texts and tuples stay objects.
    """
    import pandas  # pyright: ignore[reportMissingTypeStubs]

    untyped = cast("Any", pandas)
    hints = get_type_hints(row_type)
    plain = cast("Sequence[Mapping[str, object]]", rows)
    columns = {
        name: untyped.Series([row[name] for row in plain], dtype=_dtype(hint), name=name)
        for name, hint in hints.items()
    }
    return cast("DataFrame", untyped.DataFrame(columns, columns=list(hints)))


def to_rows(frame: "DataFrame", row_type: type[Row]) -> list[Row]:
    """The rows of a frame made by `to_frame`; what is missing is ``None``, whole numbers are ``int``."""
    from pandas import NA  # pyright: ignore[reportMissingTypeStubs]

    names = list(get_type_hints(row_type))
    untyped = cast("Any", frame)
    columns: list[list[object]] = [
        [None if value is None or value is NA else value for value in untyped[name].tolist()] for name in names
    ]
    return cast("list[Row]", [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)])


def _dtype(hint: object) -> str:
    parts = get_args(hint) or (hint,)
    if bool in parts:
        return "bool"
    if int in parts and all(part in (int, type(None)) for part in parts):
        return "Int64"
    return "object"
