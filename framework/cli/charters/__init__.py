"""``kader compare``: two versions of a charter side by side; ``kader actions``: what a charter asks to be done.

This package imports none of its modules, so that help stays fast.
"""
