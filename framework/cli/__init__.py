"""The ``kader`` command line.

The server runs as a separate process, and nothing here imports a page, Streamlit or the database before it is needed,
so that ``kader --help`` is fast.
"""

from framework.cli.commands import main

__all__ = ["main"]
