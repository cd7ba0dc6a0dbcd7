"""Who may chat with whom: the privacy settings of accounts that Chat, TextService and
TextChatService ask about.

Source: class pages Chat and TextFilterResult (2026-08). Knows no server.
"""

from __future__ import annotations

from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Accounts

__all__ = ["ChatSettings"]


class ChatSettings:
    """Who may chat in a universe: the test handle `universe.chat`. Everybody may, until told."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._off: set[int] = set()
        self._apart: set[frozenset[int]] = set()

    def __repr__(self) -> str:
        off, apart = len(self._off), len(self._apart)
        return f"<chat of a universe: {off} accounts may not, {apart} pairs may not together>"

    @classmethod
    def of(cls, universe: UniverseView) -> ChatSettings:
        """The settings of a universe, the same for all its servers and tests."""
        return universe.backend("chat", lambda: cls(Accounts.of(universe)))

    def turn_off(self, *names: str) -> None:
        """These accounts may not chat from now on."""
        self._off |= {self._accounts.obtain(name).user_id for name in names}

    def turn_on(self, *names: str) -> None:
        """These accounts may chat again."""
        self._off -= {self._accounts.obtain(name).user_id for name in names}

    def separate(self, name: str, other: str) -> None:
        """These two accounts may not chat with each other."""
        self._apart.add(self._pair(name, other))

    def reconcile(self, name: str, other: str) -> None:
        """These two accounts may chat with each other again."""
        self._apart.discard(self._pair(name, other))

    def may_chat(self, user_id: int, with_user_id: int | None = None) -> bool:
        """Whether the settings of a user, or of two, allow it."""
        users = {user_id} if with_user_id is None else {user_id, with_user_id}
        return not users & self._off and frozenset(users) not in self._apart

    def _pair(self, name: str, other: str) -> frozenset[int]:
        return frozenset(self._accounts.obtain(each).user_id for each in (name, other))
