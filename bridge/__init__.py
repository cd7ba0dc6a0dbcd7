"""luau-bridge: Roblox server code in Luau, unmodified, under pytest, in simulated time.

Importing this package loads nothing heavy: no lupa, no hypothesis, no click.
"""

__version__ = "0.1.0"
