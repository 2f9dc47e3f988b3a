"""The workshop: what a team brings in, votes, decides and adopts, and the rules between them."""
