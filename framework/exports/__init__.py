"""What is made of a framework besides the charter: slides, the register, a page for the quarter, and the votes.

`framework.exports.catalog` says which kinds there are and in which files; all of them are internal.
"""
