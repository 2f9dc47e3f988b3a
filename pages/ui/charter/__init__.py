"""The charter: adoption, preview and files."""
