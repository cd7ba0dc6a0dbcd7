"""Luau systems shipped as data; read them with importlib.resources.files("bridge.lua")."""
