"""Starts, copies, renames and deletes workshops."""

from framework.analysis.group_results import without_hidden
from framework.errors import HandOverRefused, NotFound
from framework.text import NAME_LIMIT, Lang, accept
from framework.usecases.base import UseCaseGroup
from framework.usecases.context import ensure_not_closed, renew_join_code
from framework.workshop.models import Seat, Workshop, WorkshopState


class LifecycleUseCases(UseCaseGroup):
    def start_self_assessment(self, organisation: str, team: str, lang: Lang, deck: str) -> str:
        """Starts a self-assessment with one seat; returns its id.

        Raises `InputRefused` for the texts, `DeckNotFound` or `DeckInvalid` for the deck.
        """
        organisation = accept("organisation", organisation, limit=NAME_LIMIT, required=True)
        team = accept("team", team, limit=NAME_LIMIT)
        used = self._context.decks.deck(deck)
        workshop = Workshop(
            id=self._context.new_id(),
            kind="self",
            organisation=organisation,
            team=team,
            lang=lang,
            deck_id=used.id,
            deck_version=used.version,
            law_version=self._context.law().version,
            created_at=self._context.now(),
        )
        seat = Seat(id=self._context.new_id())
        self._context.store.create(WorkshopState(workshop=workshop, revision=1, deck=used, seats=(seat,)))
        return workshop.id

    def add_from_archive(self, state: WorkshopState) -> str:
        """Stores an opened archive as a workshop with a new id, so that it never overwrites its original; returns the id."""
        fresh = self._context.new_id()
        workshop = state.workshop.model_copy(update={"id": fresh})
        self._context.store.create(state.model_copy(update={"workshop": workshop, "revision": 1}))
        if state.room is not None and workshop.stage not in ("adopted", "closed"):
            renew_join_code(self._context, fresh)
        return fresh

    def copy(self, workshop_id: str) -> str:
        """Copies a workshop with everything in it but texts that a facilitator hid or deleted; returns the copy's id."""
        state = self._context.store.load(workshop_id)
        return self.add_from_archive(state if state.room is None else without_hidden(state))

    def rename(self, workshop_id: str, organisation: str, team: str) -> None:
        organisation = accept("organisation", organisation, limit=NAME_LIMIT, required=True)
        team = accept("team", team, limit=NAME_LIMIT)
        with self._context.store.transaction(workshop_id) as change:
            ensure_not_closed(change)
            head = change.workshop()
            change.put_workshop(
                head.model_copy(update={"organisation": organisation, "team": team, "version": head.version + 1})
            )

    def delete_handed_over(self, workshop_id: str, downloaded: int | None) -> bool:
        """Deletes a workshop that another organisation goes on with; as `delete`.

        ``downloaded``: the revision in the last archive that was downloaded. Raises `HandOverRefused` (``not-downloaded``,
        ``changed-since``), `NotFound`.
        """
        if downloaded is None:
            raise HandOverRefused(reason="not-downloaded")
        if self._context.store.revision(workshop_id) != downloaded:
            raise HandOverRefused(reason="changed-since")
        return self.delete(workshop_id)

    def delete(self, workshop_id: str) -> bool:
        """Deletes a workshop with everything in it, for good. Raises `NotFound`.

        False where another program kept some of it in the database's files (`Store.is_erased`).
        """
        if all(entry.id != workshop_id for entry in self._context.store.workshops()):
            raise NotFound(what="workshop", id=workshop_id)
        self._context.store.delete(workshop_id)
        return self._context.store.is_erased()
