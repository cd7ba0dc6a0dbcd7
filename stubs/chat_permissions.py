"""What Chat and TextChatService have in common: who may chat, and what their readers get to see.

Source: class pages Chat and TextChatService (2026-08).
"""

from __future__ import annotations

from typing import ClassVar

from bridge.stubs.chat_settings import ChatSettings
from bridge.stubs.service import Instance, Request, Service, method
from bridge.stubs.text import TextService

__all__ = ["ChatPermissions"]


class ChatPermissions(Service):
    """Part of Chat and of TextChatService."""

    DOOR: ClassVar[str] = "text"

    @property
    def settings(self) -> ChatSettings:
        """Who may chat."""
        return ChatSettings.of(self.context.universe)

    @property
    def text_service(self) -> TextService:
        """TextService of this server, which filters."""
        service = self.service("TextService")
        assert isinstance(service, TextService)
        return service

    @method("CanUserChatAsync", parameters=("userId: int",), returns=("boolean",), yields=True)
    def can_user_chat(self, target: Instance, request: Request, user_id: int) -> None:
        """False when the user's settings do not allow chat."""
        self.request(request, perform=lambda: self.settings.may_chat(user_id))

    @method(
        "CanUsersChatAsync",
        parameters=("userIdFrom: int", "userIdTo: int"),
        returns=("boolean",),
        yields=True,
    )
    def can_users_chat(self, target: Instance, request: Request, author: int, reader: int) -> None:
        """False when the settings of the two do not allow it."""
        self.request(request, perform=lambda: self.settings.may_chat(author, reader))
