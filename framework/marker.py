"""Marks messages for translation, without loading the translator: the settings are read before anything else."""


def N_(message: str) -> str:
    """Marks a constant for translation; the words are looked up where they are shown."""
    return message
