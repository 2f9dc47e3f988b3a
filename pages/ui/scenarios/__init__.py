"""The dilemmas, alone and in a group."""
