"""What the answers say: trade-offs, the gap between should and do, and how far a group agrees.

Pure functions. `tradeoffs`, `gap` and `votes` give DataFrames (pandas is imported when the first frame is made);
`agreement` works on plain lists, so that a live session never loads pandas for a tally.
"""
