"""Words of each part of the internal charter, of the demonstration and of a rehearsal of nine: ``python -m benchmarks.charter_words``.

The limits are the blueprint's, section 8; the annexes but C have none. Exits with 1 where a part is longer.
"""

import sys
from collections.abc import Iterator

from framework.charter.document import CharterDocument, RuleBlock, block_texts, plain
from framework.charter.sections.law_annex import WORDS_PER_USE
from framework.text import LANGS
from tests.support.whole_charters import KINDS, charter_of, composed, per_use, section, words_of

SUMMARY, CORE, RULE = 300, 3_000, 90


def parts(charter: CharterDocument, uses: set[str]) -> Iterator[tuple[str, int, int | None]]:
    """Name, words and limit of each part. ``uses``: names of the AI uses."""
    by_section = {one.id: len(words_of(*one.blocks).split()) for one in charter.sections}
    core = [one.id for one in charter.sections if not one.annex and one.id != "summary"]
    yield "summary", by_section["summary"], SUMMARY
    yield "sections 1 to 12", sum(by_section[one] for one in core), CORE
    rules = [block for block in section(charter, "rules").blocks if isinstance(block, RuleBlock)]
    longest = (sum(len(plain(text).split()) for text in block_texts(block)) for block in rules)
    yield "the longest rule", max(longest, default=0), RULE
    law = per_use(section(charter, "law"))
    yield "the longest use in annex C", max(len(words_of(*law[one]).split()) for one in uses), WORDS_PER_USE
    for one in charter.sections:
        if one.annex:
            yield f"annex {one.number}", by_section[one.id], None


def main() -> int:
    over = 0
    for kind in KINDS:
        for lang in LANGS:
            print(f"{kind.replace('_', ' ')}, {lang}")
            uses = {one.name for one in charter_of(kind, lang)[0].activities}
            for name, words, limit in parts(composed(kind, lang), uses):
                over += limit is not None and words > limit
                print(f"  {name:28} {words:6,}" + (f"  (at most {limit:,})" if limit else ""))
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
