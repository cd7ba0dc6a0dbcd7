"""Front ends and libraries over the simulation: fixtures, command, strategies."""

if __name__ != "bridge.tools":
    raise ImportError("import bridge.tools, not " + repr(__name__))
