"""Marks messages for translation without importing the translator, which would slow down the settings."""


def N_(message: str) -> str:
    """Marks a constant for translation; it is translated where it is shown."""
    return message
