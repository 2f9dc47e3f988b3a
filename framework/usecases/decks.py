"""The decks of this installation: the ones that come with Kader, and those that its users added."""

from framework.deck import LibraryEntry
from framework.deck.load import DeckFiles
from framework.usecases.base import UseCaseGroup


class DeckUseCases(UseCaseGroup):
    def names(self) -> tuple[str, ...]:
        """Folder names; the decks that come with Kader first."""
        return self._context.decks.names()

    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every deck, with its errors where it cannot be opened."""
        return self._context.decks.entries()

    def files(self, name: str) -> dict[str, bytes]:
        """The content of a deck's files by path, to pack or to copy. Raises `DeckNotFound`."""
        return self._context.decks.files(name)

    def install(self, files: DeckFiles) -> str:
        """Adds a deck; returns its name. Installing the same deck twice adds it once.

        Raises `DeckInvalid`, or `DeckRefused` (``same-version``, ``cannot-write``).
        """
        return self._context.decks.install(files)

    def remove(self, name: str) -> None:
        """Deletes an installed deck. Workshops that use it keep their copy. Raises `DeckNotFound`."""
        self._context.decks.remove(name)
