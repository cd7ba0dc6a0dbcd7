"""Chat: filtering by the older methods, who may chat with whom, and the legacy chat's callbacks.

Source: class page Chat (2026-08), deprecated. The callbacks are in `prelude/classes/chat.lua`; no
legacy chat system is loaded, so nobody but a script invokes them. Left out: bubbles, which are for
clients.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.stubs.chat_permissions import ChatPermissions
from bridge.stubs.service import EnumItem, Instance, Request, Signal, method, refused

__all__ = ["Chat"]


class Chat(ChatPermissions):
    """One server's Chat."""

    CLASS_NAME: ClassVar[str] = "Chat"
    SIGNALS = (Signal("Chatted"),)
    NOT_MODELLED = refused({"it is for clients only": "SetBubbleChatSettings"})

    @method(
        "Chat",
        parameters=(
            "partOrCharacter: Instance",
            "message: string",
            "color: Enum.ChatColor = Blue",
        ),
    )
    def chat(self, target: Instance, speaker: Instance, message: str, color: EnumItem) -> None:
        """Fires Chatted with the same values (documented)."""
        self.fire(self.instance, "Chatted", speaker, message, color)

    @method(
        "FilterStringAsync",
        parameters=("stringToFilter: string", "playerFrom: Player", "playerTo: Player"),
        returns=("string",),
        yields=True,
    )
    def filter_string(
        self, target: Instance, request: Request, text: str, author: Instance, reader: Instance
    ) -> None:
        """The text as the reader may see it."""
        self._filter(request, text, reader.name)

    @method(
        "FilterStringForBroadcast",
        parameters=("stringToFilter: string", "playerFrom: Player"),
        returns=("string",),
        yields=True,
    )
    def filter_string_for_broadcast(
        self, target: Instance, request: Request, text: str, author: Instance
    ) -> None:
        """The text as everybody may see it."""
        self._filter(request, text, None)

    @method(
        "FilterStringForPlayerAsync",
        parameters=("stringToFilter: string", "playerToFilterFor: Player"),
        returns=("string",),
        yields=True,
    )
    def filter_string_for_player(
        self, target: Instance, request: Request, text: str, reader: Instance
    ) -> None:
        """The text as a player may see it."""
        self._filter(request, text, reader.name)

    def _filter(self, request: Request, text: str, reader: str | None) -> None:
        shown = self.text_service.shown
        self.request(request, perform=lambda: shown(request.method, text, reader))
