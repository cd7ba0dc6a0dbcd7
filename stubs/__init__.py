"""Roblox services as Python stubs, one service per file, all of one shape."""

if __name__ != "bridge.stubs":
    raise ImportError("import bridge.stubs, not " + repr(__name__))
