"""The simulated world: universes, servers, determinism. Knows no pytest and no command line."""

from bridge.tools.simulation.determinism import check_determinism as check_determinism
from bridge.tools.simulation.handles import FunctionHandle as FunctionHandle
from bridge.tools.simulation.handles import TableHandle as TableHandle
from bridge.tools.simulation.output import UncaughtError as UncaughtError
from bridge.tools.simulation.server import Server as Server
from bridge.tools.simulation.settings import ServerSettings as ServerSettings
from bridge.tools.simulation.universe import Universe as Universe

__all__ = [
    "FunctionHandle",
    "Server",
    "ServerSettings",
    "TableHandle",
    "UncaughtError",
    "Universe",
    "check_determinism",
]
