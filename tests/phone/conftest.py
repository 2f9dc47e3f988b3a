"""The routes for phones, called without a browser."""

from tests.support.phone_client import house, live, store

__all__ = ["house", "live", "store"]
