"""Tables as pandas DataFrames, for downloads and for callers from Python.

Analyses and charts pass typed rows. pandas takes half a second to import, so only `to_dataframe` imports it, when called.
"""

import types
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]

Row = TypeVar("Row", bound="DataclassInstance")


def to_dataframe(rows: Iterable[Row], row_type: type[Row]) -> "DataFrame":
    """One line per row and one column per field of ``row_type``, in field order; without rows, empty columns.

    ``row_type``: one of the row classes of this package, such as `TeamDuty`; its fields say what each column holds.
    Column types: ``int`` is ``Int64`` (a missing number is ``<NA>`` and never makes its column a float), ``float`` is
    ``float64``, ``bool`` is ``bool``, and all else is ``object``: text, `datetime.date`, tuples of text; missing is ``None``.
    """
    import pandas  # pyright: ignore[reportMissingTypeStubs]

    untyped = cast("Any", pandas)
    table = tuple(rows)
    hints = get_type_hints(row_type)
    names = [field.name for field in fields(row_type)]
    columns = {
        name: untyped.Series([getattr(row, name) for row in table], dtype=_dtype(hints[name]), name=name)
        for name in names
    }
    return cast("DataFrame", untyped.DataFrame(columns, columns=names))


def _dtype(hint: object) -> str:
    kinds = set(get_args(hint)) if get_origin(hint) in (Union, types.UnionType) else {hint}
    if kinds == {bool}:
        return "bool"
    if kinds <= {int, type(None)}:
        return "Int64"
    return "float64" if kinds <= {float, type(None)} else "object"
