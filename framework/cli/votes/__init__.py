"""``kader agreement`` and ``kader analyse``: measures of votes that come from anywhere.

This package imports none of its modules, so that help stays fast.
"""
