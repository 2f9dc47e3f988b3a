"""All errors that a person can act on.

An error carries a stable ``code`` and parameters, never a sentence: the sentence is looked up in the reader's language
at the edge (`framework.language.error_sentence`) and always says what to do next. The tree::

    KaderError
    ├── ContentError              a deck or the law data is invalid
    │   ├── DeckInvalid           findings with file, place and remedy
    │   ├── DeckNotFound
    │   ├── DeckRefused           not a deck, or it cannot be added
    │   └── LawInvalid
    ├── InputRefused              what a person typed or chose cannot be accepted
    │   ├── TextMissing
    │   ├── TextTooLong
    │   ├── TextUnreadable        control characters, lone surrogates
    │   ├── ChoiceUnknown
    │   ├── RankingRefused
    │   ├── DateRefused
    │   ├── CellRefused           one cell of an inventory file
    │   ├── VotesRefused          a table of votes or of rankings
    │   ├── RuleRefused           a rule of method forbids it (unlawful stance, missing part)
    │   ├── AdoptionRefused       a charter lacks what adopting it takes; all of it
    │   ├── MoveRefused           a live workshop cannot go to that step or phase now
    │   ├── JoinRefused           a person cannot join a room
    │   └── AnswerRefused         an answer is too late, or was not asked for
    ├── NotFound                  a workshop, activity, decision … does not exist, or no longer
    ├── EditConflict              somebody else changed the same text; carries both versions
    ├── NotAllowed                this actor may not do this here
    ├── WorkshopClosed
    ├── ArchiveRefused            a file cannot be opened as an archive
    ├── PublicationRefused        a charter may not be published like this
    ├── SheetRefused              a file cannot be read as an inventory
    ├── AddressRefused            the room cannot be served at that address
    ├── FacilitatorKeyRefused     the key in the environment is too short
    └── StoreUnavailable          the database is locked, read-only, full or unreachable
"""

from typing import ClassVar, Generic, Literal, TypeVar

Reason = TypeVar("Reason", bound=str)


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


class ErrorWithReason(KaderError, Generic[Reason]):
    """An error with several causes. Each has its own sentence, by ``code:reason``.

    The type of the reason is the `Literal` above each class; comments in it name the parameters that the sentence needs.
    """

    def __init__(self, *, reason: Reason, **params: object) -> None:
        super().__init__(reason=reason, **params)
        self.reason: Reason = reason


class ContentError(KaderError):
    code = "content"


class DeckInvalid(ContentError):
    """``findings``: tuple of findings that word themselves (``sentence(t)``); ``deck``: its folder or file name."""

    code = "deck-invalid"


class DeckNotFound(ContentError):
    """``deck``: the id asked for; ``known``: tuple of ids that exist."""

    code = "deck-not-found"


DeckReason = Literal[
    "not-a-deck",
    "damaged",
    "too-large",  # limit_mb
    "unsafe",  # name
    "same-version",  # deck, version
    "exists",  # deck
    "not-empty",  # where
    "cannot-write",  # where
    "cannot-read",  # where
    "no-deck-there",  # where
    "unreadable-part",  # where
]


class DeckRefused(ContentError, ErrorWithReason[DeckReason]):
    """A file is not a deck, or it cannot be added to the decks that are there."""

    code = "deck-refused"


class LawInvalid(ContentError):
    """``findings``: tuple of ``file: place: what is wrong``."""

    code = "law-invalid"


LawReason = Literal[
    "no-law-there",  # where
    "newer",  # format, known
    "not-signed",
    "changed",  # files
    "version-unclear",  # version
    "not-newer",  # version, built_in
    "older",  # version, installed
    "too-large",  # limit_mb
    "damaged",
    "unsafe",  # name
    "cannot-read",  # where
    "cannot-write",  # where
]


class LawRefused(ContentError, ErrorWithReason[LawReason]):
    """A folder or file is not law data that can be used here."""

    code = "law-refused"


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


RankingReason = Literal[
    "too-many",  # limit
    "twice",
    "unknown-card",
]


class RankingRefused(InputRefused, ErrorWithReason[RankingReason]):
    code = "ranking-refused"


DateReason = Literal["too-far", "not-yet"]


class DateRefused(InputRefused, ErrorWithReason[DateReason]):
    """``field``: which date."""

    code = "date-refused"


CellReason = Literal[
    "missing",
    "too-long",  # length, limit
    "unreadable",
    "unknown-choice",  # value, choices
    "unknown-choice-close",  # value, close
    "formula",
    "date",  # value
    "error-value",  # value
    "merged",  # cells
    "not-text",
    "id-twice",  # row
    "too-many-cells",
    "question-unknown",
    "question-twice",  # row
]


class CellRefused(InputRefused, ErrorWithReason[CellReason]):
    """A cell of an inventory file cannot be imported as it is."""

    code = "cell-refused"


VotesReason = Literal[
    "no-headings",
    "no-votes-inside",
    "no-rows",
    "too-large",  # limit_mb
    "too-many-rows",  # limit
    "missing",  # row, column
    "too-long",  # row, column, limit
    "unreadable",  # row, column
    "not-a-number",  # row, column, value
    "unknown-stance",  # row, value
    "voted-twice",  # row, first, value
    "ranked-twice",  # row, first, value
]


class VotesRefused(InputRefused, ErrorWithReason[VotesReason]):
    """A table of votes or of rankings cannot be measured as it is. ``row``: as a spreadsheet counts."""

    code = "votes-refused"


RuleReason = Literal[
    "unlawful-stance",  # scenario, stance
    "law-has-no-exceptions",
    "incomplete",  # missing
    "dissent-unworded",
    "too-many-red-lines",  # limit
    "nobody-named",
    "nothing-decided",
    "dpo-decides",  # role
    "dam-not-reached",  # objections, dam
    "not-agreed",
    "objections-stand",
    "consent-first",  # times
    "changed-since-asked",
    "too-few-to-leave-out",  # limit
    "no-exceptions",
    "exception-without-end",
    "exception-too-long",  # days
    "change-without-reason",  # which
    "not-an-amendment",
    "other-deciders",  # deciders
]


class RuleRefused(InputRefused, ErrorWithReason[RuleReason]):
    """A rule of method forbids it."""

    code = "rule-refused"


class AdoptionRefused(InputRefused):
    """``obstacles``: tuple of what holds the adoption of a charter; each words itself (``sentence(t)``)."""

    code = "adoption-refused"


MoveReason = Literal[
    "unknown-step",
    "not-now",  # phase
    "round-open",
    "paused",
    "nothing-to-undo",
    "seen",
    "asked-already",  # step: it was voted on and revealed, so it stays in the plan
    "wrong-stage",  # stage
]


ChoicesReason = Literal[
    "number",  # least, limit
    "twice",
]


class ChoicesRefused(InputRefused, ErrorWithReason[ChoicesReason]):
    """The answers to choose from of a question that the facilitator typed."""

    code = "choices-refused"


class MoveRefused(InputRefused, ErrorWithReason[MoveReason]):
    """A live workshop cannot go to that step or phase now."""

    code = "move-refused"


HandOverReason = Literal["not-downloaded", "changed-since"]


class HandOverRefused(InputRefused, ErrorWithReason[HandOverReason]):
    """A workshop cannot be deleted as handed over, because the organisation may not have all of it."""

    code = "hand-over-refused"


JoinReason = Literal[
    "unknown-code",
    "locked",
    "full",  # limit
    "over",
    "too-many-tries",
    "too-many-joins",
]


class JoinRefused(InputRefused, ErrorWithReason[JoinReason]):
    code = "join-refused"


AnswerReason = Literal[
    "closed",  # the round takes no more answers
    "revealed",  # the round was revealed already
    "closed",  # the question takes no more answers
    "not-asked",
    "paused",
    "left",  # the seat was freed
    "too-many",  # limit
    "too-fast",
]


class AnswerRefused(InputRefused, ErrorWithReason[AnswerReason]):
    code = "answer-refused"


MissingThing = Literal[
    "workshop", "activity", "scenario", "decision", "red-line", "framework", "room", "code", "note", "ballot", "action"
]


class NotFound(KaderError):
    """``id``: the one that was looked for. Each kind of thing has its own sentence, by ``code:what``."""

    code = "not-found"

    def __init__(self, *, what: MissingThing, id: str) -> None:  # noqa: A002  the name of the parameter in sentences
        super().__init__(what=what, id=id)
        self.what: MissingThing = what


class EditConflict(KaderError):
    """The same field was changed elsewhere since it was shown.

    ``what``: kind of thing; ``fields``: tuple of field names; ``theirs`` and ``yours``: dicts by field name.
    """

    code = "edit-conflict"


class NotAllowed(KaderError):
    """``action``: a row of `framework.usecases.permissions`; ``capacity``: in which it was tried."""

    code = "not-allowed"


class WorkshopClosed(KaderError):
    """``workshop``: id."""

    code = "workshop-closed"


ArchiveReason = Literal[
    "not-an-archive",
    "damaged",
    "too-large",  # limit_mb
    "newer",  # version, known
    "other-program",
    "no-archive-inside",
    "inconsistent",  # detail
    "public-edition",
]


class ArchiveRefused(ErrorWithReason[ArchiveReason]):
    code = "archive-refused"


PublicationReason = Literal[
    "not-adopted",
    "nothing-ticked",
    "no-contact",
    "law-stop",  # rule, use
    "known-breach",  # rule, use, broken
    "number-open",  # rule
    "names-supplier",  # supplier, sentence
    "too-long",  # words, limit, pieces
]


class PublicationRefused(ErrorWithReason[PublicationReason]):
    """The public edition of a charter may not be published like this."""

    code = "publication-refused"


SheetReason = Literal[
    "empty",
    "too-large",  # limit_mb
    "too-many-rows",  # limit
    "foreign",
    "damaged",
    "old-excel",
    "binary-workbook",
    "opendocument",
    "encrypted",
    "macros",
    "unpacked-too-large",  # limit_mb
    "unsafe",
    "too-many-elements",
    "no-visible-sheet",
    "unreadable-text",
    "unclosed-quote",  # row
    "cell-too-long",  # row
    "no-headings",  # name
    "columns-twice",  # column
    "no-rows",
    "json-damaged",
    "json-other-program",
    "json-newer",  # version, known
]


class SheetRefused(ErrorWithReason[SheetReason]):
    code = "sheet-refused"


AddressReason = Literal[
    "in-use",
    "not-ours",
    "not-allowed",
]


class AddressRefused(ErrorWithReason[AddressReason]):
    """``host`` and ``port``: where the room was to be served."""

    code = "address-refused"


class FacilitatorKeyRefused(KaderError):
    """``variable``: the environment variable that holds the key; ``minimum``: characters that a key has at least."""

    code = "facilitator-key-refused"


StoreReason = Literal[
    "locked",
    "read-only",
    "moved",
    "full",
    "unreachable",
    "no-server",
    "newer-schema",
    "damaged",
    "driver-missing",
]


class StoreUnavailable(ErrorWithReason[StoreReason]):
    """``where``: the database, without a password."""

    code = "store-unavailable"
