"""Interface messages in the reader's language. English is the source text; Dutch is in ``data/locale/nl.po``.

Texts of decks and the law are in both languages in their own files.
"""

from framework.language.catalog import Translator, translator
from framework.language.error_messages import error_sentence
from framework.translatable import N_

__all__ = ["N_", "Translator", "error_sentence", "translator"]
