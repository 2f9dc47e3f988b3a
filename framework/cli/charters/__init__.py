"""The commands that ask something of a charter: ``kader ask``, ``assess``, ``compare`` and ``actions``, and what changed in
its Word file.

This package imports none of its modules, so that help stays fast.
"""
