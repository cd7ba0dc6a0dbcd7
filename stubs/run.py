"""RunService: where the code runs. Its frame events are the scheduler's (prelude/data_model.lua).

Answers follow the class page's table of environments; which row is a setting of the server. Left
out: BindToSimulation, which needs a place with UseFixedSimulation, GetPredictionStatus and
SetPredictionMode, which need server authority; BindToRenderStep is for clients.
"""

from __future__ import annotations

from typing import ClassVar, Final, NamedTuple

from bridge.errors import StubError
from bridge.stubs.service import Callback, Instance, Service, Signal, method

__all__ = ["ENVIRONMENTS", "Environment", "RunService"]


class Environment(NamedTuple):
    """One row of the table: what each method answers."""

    studio: bool
    client: bool
    server: bool
    running: bool
    run_mode: bool


ENVIRONMENTS: Final = {
    "live": Environment(False, False, True, True, False),
    "studio": Environment(True, False, True, True, False),
    "studio_run": Environment(True, False, True, True, True),
    "studio_edit": Environment(True, True, True, False, False),
    "team_edit": Environment(True, False, False, False, False),
    "luau_execution": Environment(False, False, True, False, False),
}
"""Class page RunService; rows of clients are left out."""


class RunService(Service):
    """One server's RunService."""

    CLASS_NAME: ClassVar[str] = "RunService"
    SIGNALS = (
        Signal("Heartbeat"),
        Signal("PostSimulation"),
        Signal("PreAnimation"),
        Signal("PreSimulation"),
        Signal("Stepped"),
    )

    @property
    def environment(self) -> Environment:
        """The row of the table this server answers by."""
        return ENVIRONMENTS[self.context.server.environment]

    @method("IsServer", returns=("boolean",))
    def is_server(self, target: Instance) -> bool:
        """True wherever server code runs, but not in a collaborative edit session."""
        return self.environment.server

    @method("IsClient", returns=("boolean",))
    def is_client(self, target: Instance) -> bool:
        """False on a server; Studio's edit mode is both."""
        return self.environment.client

    @method("IsStudio", returns=("boolean",))
    def is_studio(self, target: Instance) -> bool:
        """False on a live server."""
        return self.environment.studio

    @method("IsRunning", returns=("boolean",))
    def is_running(self, target: Instance) -> bool:
        """True while the game runs; Open Cloud's Luau Execution runs no game."""
        return self.environment.running

    @method("IsRunMode", returns=("boolean",))
    def is_run_mode(self, target: Instance) -> bool:
        """True in Studio's Run mode only."""
        return self.environment.run_mode

    @method("IsResimulating", returns=("boolean",))
    def is_resimulating(self, target: Instance) -> bool:
        """False: only a client under server authority repeats steps."""
        return False

    @method(
        "BindToRenderStep",
        parameters=("name: string", "priority: int", "function: function"),
    )
    def bind_to_render_step(
        self, target: Instance, name: str, priority: int, function: Callback
    ) -> None:
        """Clients only."""
        function.release()
        raise StubError("RunService:BindToRenderStep can only be called from a local script")

    @method("UnbindFromRenderStep", parameters=("name: string",))
    def unbind_from_render_step(self, target: Instance, name: str) -> None:
        """An unknown name is silently ignored (class page), and a server knows none."""
