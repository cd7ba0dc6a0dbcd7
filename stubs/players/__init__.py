"""Players: who is on a server, what is known of their accounts, who is banned.

Modelled on creator-docs, classes Players and Player (engine.md f). Characters, humanoids and tools
are the prelude's (`bridge/prelude/classes/`), so that they cost no crossing.
"""

from __future__ import annotations

from bridge.stubs.players.accounts import Account as Account
from bridge.stubs.players.accounts import Accounts as Accounts
from bridge.stubs.players.bans import Bans as Bans
from bridge.stubs.players.service import Players as Players
from bridge.stubs.players.service import PlayersStatistics as PlayersStatistics

__all__ = ["Account", "Accounts", "Bans", "Players", "PlayersStatistics"]
