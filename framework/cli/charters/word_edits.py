"""Tells what people changed in the text of a charter's Word file, where a command opens one."""

from framework.cli.exit_codes import complain
from framework.language import N_, Translator

_KINDS = {"changed": N_("Changed"), "added": N_("Added"), "removed": N_("Removed")}


def tell(data: bytes, t: Translator) -> None:
    """Writes it to standard error; nothing about any other file, or one without changes."""
    from framework.charter.edits import edits, summary

    found = edits(data)
    if found is None or not (found.edits or found.comments):
        return
    complain(summary(found, t))
    for edit in found.edits:
        complain(f"{t(_KINDS[edit.kind])}{f' ({edit.place})' if edit.place else ''}")
        for label, pieces in ((t("It said:"), edit.before), (t("It says now:"), edit.after)):
            if pieces:
                complain(f"  {label} {''.join(one.words for one in pieces)}")
    for comment in found.comments:
        complain(f"{t('Comment in the margin')}: {comment}")
