"""Who may chat: Chat and TextChatService answer the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.rule(
    "Chat.CanUserChatAsync",
    "Chat.CanUsersChatAsync",
    "TextChatService.CanUserChatAsync",
    "TextChatService.CanUsersChatAsync",
    source="class pages Chat and TextChatService",
)
@pytest.mark.parametrize("service", ["Chat", "TextChatService"])
def test_privacy_settings_are_asked(make_cloud: Callable, service: str) -> None:
    cloud = make_cloud(players=2)
    source = f"""
        local service = game:GetService("{service}")
        local a, b = game.Players.Player0.UserId, game.Players.Player1.UserId
        return service:CanUserChatAsync(a), service:CanUserChatAsync(b),
            service:CanUsersChatAsync(a, b)
    """
    assert cloud.run(source) == (True, True, True)
    cloud.universe.chat.separate("Player0", "Player1")
    assert cloud.run(source) == (True, True, False)
    cloud.universe.chat.turn_off("Player1")
    assert cloud.run(source) == (True, False, False)
