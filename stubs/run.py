"""RunService: where the code runs. Its frame events are the scheduler's (prelude/data_model.lua).

Answers are those of a live server (class page RunService, table of environments). Left out:
BindToSimulation, GetPredictionStatus, SetPredictionMode; BindToRenderStep is for clients.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError
from bridge.stubs.service import Callback, Instance, Service, Signal, method

__all__ = ["RunService"]


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

    @method("IsServer", returns=("boolean",))
    def is_server(self, target: Instance) -> bool:
        """True on a server."""
        return True

    @method("IsClient", returns=("boolean",))
    def is_client(self, target: Instance) -> bool:
        """False on a server."""
        return False

    @method("IsStudio", returns=("boolean",))
    def is_studio(self, target: Instance) -> bool:
        """False on a live server."""
        return False

    @method("IsRunning", returns=("boolean",))
    def is_running(self, target: Instance) -> bool:
        """True on a live server."""
        return True

    @method("IsRunMode", returns=("boolean",))
    def is_run_mode(self, target: Instance) -> bool:
        """False on a live server: Run mode is Studio's."""
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
