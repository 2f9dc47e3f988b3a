"""Form fields of a draft. Each change is written to its file at once, in the language it was typed in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import streamlit as st

from framework.deck.draft_folders import Steps
from framework.text import LANG_NAMES, LANGS
from pages.ui import fields, messages, queries
from pages.ui.deck_editor import draft_queries
from pages.ui.i18n import lang, translate

HEIGHT = 110
"""Height of a text field in pixels: four lines, enough for most texts of a deck."""


class DraftForm:
    """The form of one file of a draft. ``document``: its content as parsed TOML."""

    def __init__(self, draft: str, file: str) -> None:
        self.draft = draft
        self.file = file
        self.document = draft_queries.drafts().document(draft, file)

    def value(self, *steps: str | int) -> Any:
        """The value at ``steps``, or None."""
        at: Any = self.document
        for step in steps:
            if isinstance(at, Mapping):
                at = cast("Mapping[str, Any]", at).get(str(step))
            elif isinstance(at, list) and isinstance(step, int) and step < len(cast("list[Any]", at)):
                at = cast("list[Any]", at)[step]
            else:
                return None
        return at

    def key(self, *steps: str | int) -> str:
        return ".".join(("deck", self.draft, self.file, *map(str, steps)))

    def saving(self, *steps: str | int, kept: Callable[[Any], Any] = lambda value: value) -> Callable[[Any], None]:
        def save(value: Any) -> None:
            with messages.guarded():
                draft_queries.drafts().set_value(self.draft, self.file, steps, kept(value))

        return save

    # Fields

    def text(self, label: str, *steps: str | int, short: bool = False) -> None:
        """A text in both languages, side by side."""
        for column, code in zip(st.columns(2), LANGS, strict=True):
            stored = self.value(*steps, code)
            with column:
                words = stored if isinstance(stored, str) else ""
                key, save = self.key(*steps, code), self.saving(*steps, code)
                if short:
                    fields.text_line(f"{label} · {LANG_NAMES[code]}", key, words, save)
                else:
                    fields.text_area(f"{label} · {LANG_NAMES[code]}", key, words, save, height=HEIGHT)

    def optional_text(self, label: str, *steps: str | int) -> None:
        """An optional text: removed when empty in both languages."""
        for column, code in zip(st.columns(2), LANGS, strict=True):
            stored = self.value(*steps, code)
            with column:
                fields.text_area(
                    f"{label} · {LANG_NAMES[code]}",
                    self.key(*steps, code),
                    stored if isinstance(stored, str) else "",
                    self._saving_both(steps, code),
                    height=HEIGHT,
                )

    def _saving_both(self, steps: Steps, code: str) -> Callable[[Any], None]:
        def save(value: str) -> None:
            text = self.value(*steps)
            both = dict.fromkeys(LANGS, "") | (cast("dict[str, str]", text) if isinstance(text, dict) else {})
            both[code] = value
            with messages.guarded():
                empty = not any(str(words).strip() for words in both.values())
                draft_queries.drafts().set_value(self.draft, self.file, (*steps, code), value)
                if empty:
                    draft_queries.drafts().set_value(self.draft, self.file, steps, None)

        return save

    def line(self, label: str, *steps: str | int, optional: bool = False, help: str | None = None) -> None:  # noqa: A002
        """A line that is the same in both languages; an ``optional`` one is removed when empty."""
        stored = self.value(*steps)
        fields.text_line(
            label,
            self.key(*steps),
            stored if isinstance(stored, str) else "",
            self.saving(*steps, kept=lambda value: value.strip() or None if optional else value),
            help=help,
        )

    def words(self, label: str, *steps: str | int, help: str | None = None) -> None:  # noqa: A002
        """A list of words separated by commas; removed when empty."""
        stored = self.value(*steps)
        typed = ", ".join(map(str, cast("list[object]", stored))) if isinstance(stored, list) else ""
        fields.text_line(label, self.key(*steps), typed, self.saving(*steps, kept=_split), help=help)

    def choice(
        self,
        label: str,
        options: Sequence[str],
        words: Mapping[str, str],
        *steps: str | int,
        none: str | None = None,
        help: str | None = None,  # noqa: A002
    ) -> None:
        """One of ``options``. ``none``: words for leaving it out, where it is optional."""
        stored = self.value(*steps)
        t = translate()
        fields.choice(
            label,
            self.key(*steps),
            stored if stored in options else None if none is None else "",
            options if none is None else ("", *options),
            self.saving(*steps, kept=lambda chosen: chosen or None),
            words=lambda option: t(words[option]) if option else none or "",
            help=help,
        )

    def several(self, label: str, names: Mapping[str, str], *steps: str | int) -> None:
        """Any number of ids, shown by name."""
        stored = cast("list[str]", self.value(*steps) or [])
        fields.multiselect(
            label,
            self.key(*steps),
            [one for one in stored if one in names],
            list(names),
            self.saving(*steps, kept=list),
            words=names.__getitem__,
        )

    def tick(self, label: str, *steps: str | int, help: str | None = None) -> None:  # noqa: A002
        fields.checkbox(label, self.key(*steps), bool(self.value(*steps)), self.saving(*steps), help=help)

    # Lists

    def adding(self, label: str, *steps: str | int) -> None:
        st.button(
            label,
            key=self.key(*steps, "add"),
            icon=":material/add:",
            on_click=self._add_item,
            args=(steps,),
            type="tertiary",
        )

    def removing(self, label: str, at: int, *steps: str | int) -> None:
        st.button(
            label,
            key=self.key(*steps, at, "remove"),
            icon=":material/delete:",
            on_click=self._remove_item,
            args=(steps, at),
            type="tertiary",
        )

    def _add_item(self, steps: Steps) -> None:
        with messages.guarded():
            draft_queries.drafts().add_item(self.draft, self.file, steps)

    def _remove_item(self, steps: Steps, at: int) -> None:
        with messages.guarded():
            draft_queries.drafts().remove_item(self.draft, self.file, steps, at)

    # What the law data knows

    def conditions(self, *steps: str | int, hides: bool = False) -> None:
        """Facts and the values for which a detail is shown, or with ``hides`` not shown."""
        t, here = translate(), lang()
        facts = {fact.id: fact for fact in queries.law().all_facts}
        when = cast("dict[str, list[str]]", self.value(*steps) or {})
        for fact_id in when:
            fact = facts.get(fact_id)
            if fact is None:
                continue
            from framework.law.wording import answer_words

            names = {value: answer_words(queries.law(), fact_id, value, t) for value in (*fact.answers, "unknown")}
            fields.multiselect(
                t("Not if the answer to “{question}” is", question=fact.question[here])
                if hides
                else t("Only if the answer to “{question}” is", question=fact.question[here]),
                self.key(*steps, fact_id),
                [value for value in when[fact_id] if value in names],
                list(names),
                self.saving(*steps, fact_id, kept=lambda values: list(values) or None),
                words=names.__getitem__,
            )
        free = [fact_id for fact_id in facts if fact_id not in when]
        fields.pick_to_add(
            t("Leave this line out when …") if hides else t("Show this line only when …"),
            self.key(*steps, "new"),
            free,
            self._add_condition(steps),
            words=lambda fact_id: facts[fact_id].question[here],
        )

    def _add_condition(self, steps: Steps) -> Callable[[Any], None]:
        def save(fact_id: Any) -> None:
            fact = queries.law().fact(str(fact_id))
            if fact is not None:
                with messages.guarded():
                    draft_queries.drafts().set_value(self.draft, self.file, (*steps, fact.id), [fact.answers[0]])

        return save


def _split(typed: str) -> list[str] | None:
    return [word for part in typed.split(",") if (word := part.strip())] or None
