"""Interface words in the reader's language. English is the source text; Dutch lives in ``data/locale/nl.po``.

Decks and the law carry both languages inline; this floor is for everything else that a person reads.
"""

from framework.language.catalog import Translator, translator
from framework.language.error_messages import error_sentence
from framework.marker import N_

__all__ = ["N_", "Translator", "error_sentence", "translator"]
