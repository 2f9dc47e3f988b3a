"""The workshop's state, and the pure rules by which it changes."""
