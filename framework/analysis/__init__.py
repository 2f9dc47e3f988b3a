"""What the answers say: how far a group agrees, what its decisions give and cost, where practice differs, which duties apply.

Pure functions. Tables are tuples of rows, each a frozen dataclass; `tables` makes a pandas DataFrame of them.
"""
