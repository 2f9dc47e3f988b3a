"""Rules of the repository that no single module can keep: its structure, documents, commands and colours."""
