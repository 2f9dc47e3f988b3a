"""Rules and red lines, alone and in a group."""
