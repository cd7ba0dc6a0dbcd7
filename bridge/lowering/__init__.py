"""Lowering: Luau source to LuaJIT source with the same meaning, line for line."""
