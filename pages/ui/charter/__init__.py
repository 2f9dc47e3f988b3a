"""The charter: adoption and files."""
