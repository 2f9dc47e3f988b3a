"""Servers as the tests in ``tests/project`` have them."""

from tests.project.conftest import house, server

__all__ = ["house", "server"]
