"""Three-way merge of a document that two windows edit.

``base`` is what a window showed, ``mine`` what it should become, ``theirs`` what the store holds by now. Per field, the side
that changed it wins. Where both changed it to different values, nothing is saved and the person sees both. Keys inside
``facts``, ``wording`` and ``price`` count as fields, and so does each of the ``corrections``.
"""

from typing import Any, TypeVar, cast

from pydantic import BaseModel

from framework.errors import EditConflict

Document = TypeVar("Document", bound=BaseModel)
_MISSING = object()
_NOT_MERGED = {"version"}
_BY_KEY = {"corrections": ("row", "stance")}
"""Lists whose items count as fields of their own, and what tells the items apart."""


def merge(base: Document, mine: Document, theirs: Document) -> Document:
    """The document to save: ``theirs`` with my changes since ``base``, and the version of ``theirs`` plus one.

    Raises `EditConflict` with both values of each field that both sides changed to something else.
    """
    return _next_version(_merged(base, mine, theirs), theirs)


def merge_answer(base: Document, mine: Document, theirs: Document) -> Document:
    """As `merge`, for an answer, which has no version because it is appended."""
    return _merged(base, mine, theirs)


def _merged(base: Document, mine: Document, theirs: Document) -> Document:
    if base == theirs:
        return mine
    base_fields, my_fields, their_fields = _flattened(base), _flattened(mine), _flattened(theirs)
    merged: dict[str, Any] = {}
    clashes: dict[str, tuple[Any, Any]] = {}
    for path in dict.fromkeys((*their_fields, *my_fields)):
        before, mine_now, theirs_now = (fields.get(path, _MISSING) for fields in (base_fields, my_fields, their_fields))
        if mine_now in (before, theirs_now):
            kept = theirs_now
        elif theirs_now == before:
            kept = mine_now
        else:
            clashes[path] = (theirs_now, mine_now)
            continue
        if kept is not _MISSING:
            merged[path] = kept
    if clashes:
        raise EditConflict(
            what=type(mine).__name__,
            fields=tuple(clashes),
            theirs={path: _as_shown(pair[0]) for path, pair in clashes.items()},
            yours={path: _as_shown(pair[1]) for path, pair in clashes.items()},
        )
    return type(mine).model_validate(_nested(merged))


def _next_version(document: Document, theirs: Document) -> Document:
    return document.model_copy(update={"version": theirs.version + 1})  # type: ignore[attr-defined]


def _flattened(document: BaseModel) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in document.model_dump(mode="json").items():
        if name in _NOT_MERGED:
            continue
        if name in _BY_KEY:
            flat[name + "/"] = {}
            flat.update({"/".join((name, *(item[key] for key in _BY_KEY[name]))): item for item in value})
        else:
            _flatten(name, value, flat)
    return flat


def _flatten(path: str, value: Any, into: dict[str, Any]) -> None:
    if isinstance(value, dict):
        into[path + "/"] = {}  # so that an emptied mapping stays a mapping
        for key, inner in cast("dict[str, Any]", value).items():
            _flatten(f"{path}/{key}", inner, into)
    else:
        into[path] = value


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in flat.items():
        *parents, leaf = path.rstrip("/").split("/")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        if path.endswith("/"):
            place.setdefault(leaf, {})
        else:
            place[leaf] = value
    for name in _BY_KEY.keys() & nested.keys():
        nested[name] = [item for row in nested[name].values() for item in row.values()]
    return nested


def _as_shown(value: Any) -> Any:
    if isinstance(value, dict):  # an item of a list of corrections
        return cast("dict[str, Any]", value)["reason"]
    return "" if value is _MISSING or value is None else value
