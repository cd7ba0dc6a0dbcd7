"""Scripts and modules of one server: from an Instance with source to a running thread.

Knows no time. What runs where is the DataModel's business (stubs/game.py), how a module is cached
the prelude's (prelude/script.lua).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.errors import LuauSyntaxError
from bridge.instances.tree import Instance
from bridge.source import Source
from bridge.vm import LuaFunction, LuaTable

if TYPE_CHECKING:
    from bridge.tools.simulation.host import Host

__all__ = ["Scripts"]


class Scripts:
    """Compiles and starts what a server's DataModel holds."""

    def __init__(self, server: Host) -> None:
        self._server = server
        server.vm.bind("module.load", self._load_module)

    def start(self, script: Instance) -> None:
        """Run a Script now, in a thread and an environment of its own."""
        server = self._server
        name = script.full_name()
        try:
            main = self._compile(script, name)
        except LuauSyntaxError as problem:
            server.log.say("error", problem.headline)
            server.log.record_error(problem.headline, "", name)
            return
        server.enter(server.exported("script.start"), name, script.id, main)

    def environment(self, script: Instance | None) -> LuaTable:
        """Fresh globals with `script`; without one, those of a test's own code."""
        number = None if script is None else script.id
        table: LuaTable = self._server.exported("script.environment")(number)
        return table

    def _compile(self, script: Instance, name: str) -> LuaFunction:
        source = self._server.game.source_of(script)
        if source is None:
            source = Source("", name)  # one that a script made: nobody has written it yet
        return self._server.vm.load(source, name=name, env=self.environment(script))

    def _load_module(self, instance_id: int) -> tuple[str, LuaFunction | None, str | None]:
        """Host function: full name and main function of a module, or why there is none."""
        module = self._server.game.instance(instance_id)
        name = module.full_name()
        try:
            return name, self._compile(module, name), None
        except LuauSyntaxError as problem:
            return name, None, problem.headline
