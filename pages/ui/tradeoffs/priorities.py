"""What a team says comes first, and what its choices put first."""

import streamlit as st

from framework.analysis.priorities import Pair
from framework.workshop.models import WorkshopState
from pages.ui import lazy_expander
from pages.ui.i18n import translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.tradeoffs import weighed

SENTENCES = 2
"""Sentences of each kind below the title."""


def section(current: WorkshopState) -> None:
    t = translate()
    trial = weighed.trial_of(current)
    found = weighed.weighed(current, trial)
    title, sentences, lines = _words(current, trial)
    st.header(title, anchor=False)
    if sentences:
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    if not found.pairs:
        return
    shown = len(_shown(found))
    label = t.plural("The one pair that clashed", "All {count} pairs that clashed", shown)
    with lazy_expander.lazy_expander(label, "tradeoffs.pairs", icon=":material/table_rows:") as opened:
        if opened:
            st.markdown(lines)


@cached_by_revision()
def _words(current: WorkshopState, trial: weighed.Trial | None) -> tuple[str, tuple[str, ...], str]:
    """The title, the sentences below it, and a table of all pairs in Markdown."""
    from framework.charts.priorities import pair_sentence, priorities_title
    from framework.charts.tradeoff_words import row_name

    t = translate()
    found = weighed.weighed(current, trial)
    against = [pair for pair in found.pairs if pair.finding == "contradicts"]
    told = [*against[1 : 1 + SENTENCES], *[pair for pair in found.pairs if pair.finding == "fits"][:SENTENCES]]
    rows = [
        (
            f"{row_name(current.deck, pair.first, t)}{_place(pair.first_rank)} – "
            f"{row_name(current.deck, pair.second, t)}{_place(pair.second_rank)}",
            str(len(pair.first_won)),
            str(len(pair.second_won)),
        )
        for pair in _shown(found)
    ]
    # Three columns: a phone has no room for more.
    head = (t("The first against the second"), t("won"), t("lost"))
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (head, (":--", ":-:", ":-:"), *rows))
    return (
        priorities_title(found.pairs, bool(found.ranking), current.deck, t),
        tuple(pair_sentence(pair, current.deck, t) for pair in told),
        table,
    )


def _shown(found: weighed.Weighed) -> tuple[Pair, ...]:
    """The pairs with a principle that was put first; all of them where nobody said what comes first."""
    return tuple(pair for pair in found.pairs if pair.first_rank is not None) or found.pairs


def _place(rank: int | None) -> str:
    return f" ({rank})" if rank is not None else ""
