"""``kader compare``: two versions of a charter side by side.

This package imports none of its modules, so that help stays fast.
"""
