"""Rojo projects: which file becomes which Instance, and where a require leads."""
