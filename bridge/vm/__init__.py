"""The Luau virtual machine on LuaJIT; the only package that imports lupa."""
