"""Benchmarks, as ratios to a floor measured in the same run. See README.md; not part of the tests."""
