"""``kader`` on the command line.

The server runs as a program of its own, so nothing here imports a page, Streamlit or the database before it is needed:
``kader --help`` answers at once.
"""

from framework.cli.commands import main

__all__ = ["main"]
