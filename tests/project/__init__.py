"""The house itself: start-up, command line, options, and the rules that no single module can keep."""
