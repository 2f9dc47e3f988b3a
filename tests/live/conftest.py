"""The fixtures of the phone tests: what the hub does is seen on a phone."""

from tests.support.phone_client import house, live, store

__all__ = ["house", "live", "store"]
