"""Everything that can go wrong for a reason a person can act on.

An error carries a stable ``code`` and parameters, never a sentence: the sentence is looked up in the reader's language
at the edge (`framework.language.error_sentence`) and always says what to do next. The tree::

    KaderError
    ├── ContentError              a deck or the law data is not what it should be
    │   ├── DeckInvalid           findings with file, place and remedy
    │   ├── DeckNotFound
    │   ├── DeckRefused           a file that is no deck, or a deck that cannot stand beside what is there
    │   └── LawInvalid
    ├── InputRefused              what a person typed or chose cannot be taken as it is
    │   ├── TextMissing
    │   ├── TextTooLong
    │   ├── TextUnreadable        control characters, lone surrogates
    │   ├── ChoiceUnknown
    │   ├── RankingRefused
    │   ├── DateRefused
    │   ├── CellRefused           a cell of a file with an inventory
    │   ├── RuleRefused           a rule of method forbids it (unlawful stance, missing part)
    │   ├── MoveRefused           the room of a live workshop cannot go there now
    │   ├── JoinRefused           nobody may come in this way or now
    │   └── AnswerRefused         an answer that comes too late, or was not asked
    ├── NotFound                  workshop, activity, decision … that is not (or no longer) there
    ├── EditConflict              somebody changed the same words meanwhile; carries both
    ├── WorkshopClosed
    ├── ArchiveRefused            a file that cannot be opened, with the reason
    ├── SheetRefused              a file that cannot be read as an inventory, with the reason
    ├── AddressRefused            the room cannot be served at that address
    ├── FacilitatorKeyRefused     the key in the environment is too short
    └── StoreUnavailable          the database is locked, read-only, full or unreachable
"""

from typing import ClassVar


class KaderError(Exception):
    """Base of all errors a person can act on.

    ``params`` hold plain values (strings, numbers, tuples of strings) that the sentence may name.
    """

    code: ClassVar[str] = "kader"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        named = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({named})"


class ContentError(KaderError):
    code = "content"


class DeckInvalid(ContentError):
    """``findings``: tuple of findings that word themselves (``sentence(t)``); ``deck``: its folder or file name."""

    code = "deck-invalid"


class DeckNotFound(ContentError):
    """``deck``: the id asked for; ``known``: tuple of ids that exist."""

    code = "deck-not-found"


class DeckRefused(ContentError):
    """``reason``: ``not-a-deck``, ``damaged``, ``too-large`` (``limit_mb``), ``unsafe`` (``name``), ``same-version``
    (``deck``, ``version``), ``exists`` (``deck``), ``not-empty`` (``where``), ``cannot-write`` and
    ``no-deck-there`` (``where``), ``unreadable-part`` (``where``)."""

    code = "deck-refused"


class LawInvalid(ContentError):
    """``findings``: tuple of ``file: place: what is wrong``."""

    code = "law-invalid"


class InputRefused(KaderError):
    code = "input-refused"


class TextMissing(InputRefused):
    """``field``: which text."""

    code = "text-missing"


class TextTooLong(InputRefused):
    """``field``: which text; ``length`` and ``limit`` in characters."""

    code = "text-too-long"


class TextUnreadable(InputRefused):
    """``field``: which text holds characters that no document can carry."""

    code = "text-unreadable"


class ChoiceUnknown(InputRefused):
    """``field`` and ``value``: a choice that does not exist."""

    code = "choice-unknown"


class RankingRefused(InputRefused):
    """``reason``: ``too-many`` (with ``limit``), ``twice`` or ``unknown-card``."""

    code = "ranking-refused"


class DateRefused(InputRefused):
    """``field`` and ``reason``: ``past`` or ``too-far``."""

    code = "date-refused"


class CellRefused(InputRefused):
    """One cell of a file with an inventory cannot be taken as it is.

    ``reason``: ``missing``, ``too-long`` (``length``, ``limit``), ``unreadable``, ``unknown-choice`` (``value``,
    ``choices``), ``unknown-choice-close`` (``value``, ``close``), ``formula``, ``date`` (``value``), ``error-value``
    (``value``), ``merged`` (``cells``), ``not-text``, ``id-twice`` (``row``), ``too-many-cells``.
    """

    code = "cell-refused"


class RuleRefused(InputRefused):
    """A rule of method forbids it. ``reason``: ``unlawful-stance`` (with ``scenario``, ``stance``), ``law-has-no-exceptions``,
    ``incomplete`` (with ``missing``), ``dissent-unworded``, ``too-many-red-lines``
    (with ``limit``), ``nobody-named``, ``nothing-decided``, ``dam-not-reached`` (with ``objections`` and ``dam``),
    ``not-agreed``, ``objections-stand``, ``consent-first`` (with ``times``)."""

    code = "rule-refused"


class MoveRefused(InputRefused):
    """``reason``: ``unknown-step``, ``not-now`` (with ``phase``), ``paused``, ``nothing-to-undo``, ``seen``,
    ``asked-already`` (a planned step whose round was revealed cannot go), ``wrong-stage`` (with ``stage``)."""

    code = "move-refused"


class JoinRefused(InputRefused):
    """``reason``: ``unknown-code``, ``locked``, ``full`` (with ``limit``), ``over``, ``too-many-tries``."""

    code = "join-refused"


class AnswerRefused(InputRefused):
    """``reason``: ``revealed`` (its round was shown already), ``not-asked``, ``paused``, ``left`` (the seat was freed),
    ``too-many`` (with ``limit``)."""

    code = "answer-refused"


class NotFound(KaderError):
    """``what``: ``workshop``, ``activity``, ``scenario``, ``decision``, ``red-line``, ``framework``, ``room``, ``code``,
    ``note``, ``ballot``; ``id``."""

    code = "not-found"


class EditConflict(KaderError):
    """The same field was changed elsewhere since it was shown.

    ``what``: kind of thing; ``fields``: tuple of field names; ``theirs`` and ``yours``: dicts by field name.
    """

    code = "edit-conflict"


class WorkshopClosed(KaderError):
    """``workshop``: id."""

    code = "workshop-closed"


class ArchiveRefused(KaderError):
    """``reason``: ``not-an-archive``, ``damaged``, ``too-large`` (``limit_mb``), ``newer`` (``version``,
    ``known``), ``other-program``, ``no-archive-inside``, ``inconsistent`` (``detail``)."""

    code = "archive-refused"


class SheetRefused(KaderError):
    """``reason``: ``empty``, ``too-large`` (``limit_mb``), ``too-many-rows`` (``limit``), ``foreign``, ``damaged``,
    ``old-excel``, ``binary-workbook``, ``opendocument``, ``encrypted``, ``macros``, ``unpacked-too-large``
    (``limit_mb``), ``unsafe``, ``no-visible-sheet``, ``unreadable-text``, ``unclosed-quote`` (``row``),
    ``cell-too-long`` (``row``), ``no-headings``, ``columns-twice`` (``column``), ``no-rows``, ``json-damaged``,
    ``json-other-program``, ``json-newer`` (``version``, ``known``)."""

    code = "sheet-refused"


class AddressRefused(KaderError):
    """``reason``: ``in-use``, ``not-ours`` or ``not-allowed``; ``host`` and ``port``."""

    code = "address-refused"


class FacilitatorKeyRefused(KaderError):
    """``variable``: the environment variable that holds the key; ``minimum``: characters that a key has at least."""

    code = "facilitator-key-refused"


class StoreUnavailable(KaderError):
    """``reason``: ``locked``, ``read-only``, ``full``, ``unreachable``, ``newer-schema``, ``damaged``,
    ``driver-missing``; ``where``."""

    code = "store-unavailable"
