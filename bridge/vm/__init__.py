"""The Luau virtual machine on LuaJIT; the only package that imports lupa."""

from __future__ import annotations

from bridge.vm.limits import Limits as Limits
from bridge.vm.machine import VM as VM
from bridge.vm.values import LuaFunction as LuaFunction
from bridge.vm.values import LuaTable as LuaTable
from bridge.vm.values import LuaThread as LuaThread
from bridge.vm.values import LuaValue as LuaValue

__all__ = ["VM", "Limits", "LuaFunction", "LuaTable", "LuaThread", "LuaValue"]
