"""The ASGI side of the launcher: dispatch, security, cookies, the network. Knows no screen."""
