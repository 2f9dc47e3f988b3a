"""Measurements against a floor, as ratios of one run on one machine. See README.md here; never part of the tests."""
