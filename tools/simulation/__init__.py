"""The simulated world: universes, servers, clients, determinism.

Knows no pytest and no command line.
"""

from bridge.instances.payload import Buffer as Buffer
from bridge.instances.payload import Datatype as Datatype
from bridge.instances.payload import Enclosing as Enclosing
from bridge.instances.payload import Named as Named
from bridge.instances.payload import Nested as Nested
from bridge.instances.payload import Odd as Odd
from bridge.instances.payload import Repeated as Repeated
from bridge.instances.payload import vector as vector
from bridge.stubs.rules import PlayerRules as PlayerRules
from bridge.stubs.rules import RemoteRules as RemoteRules
from bridge.tools.simulation.clients import Client as Client
from bridge.tools.simulation.clients import Later as Later
from bridge.tools.simulation.determinism import check_determinism as check_determinism
from bridge.tools.simulation.handles import FunctionHandle as FunctionHandle
from bridge.tools.simulation.handles import TableHandle as TableHandle
from bridge.tools.simulation.output import UncaughtError as UncaughtError
from bridge.tools.simulation.server import Server as Server
from bridge.tools.simulation.settings import ServerSettings as ServerSettings
from bridge.tools.simulation.universe import Universe as Universe

__all__ = [
    "Buffer",
    "Client",
    "Datatype",
    "Enclosing",
    "FunctionHandle",
    "Later",
    "Named",
    "Nested",
    "Odd",
    "PlayerRules",
    "RemoteRules",
    "Repeated",
    "Server",
    "ServerSettings",
    "TableHandle",
    "UncaughtError",
    "Universe",
    "check_determinism",
    "vector",
]
