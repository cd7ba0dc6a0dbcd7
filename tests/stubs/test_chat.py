"""Chat: the older filter methods, who may chat, and the legacy chat's callbacks."""

from __future__ import annotations

import pytest

CHAT = (
    'local chat = game:GetService("Chat") local a, b = game.Players.Player0, game.Players.Player1 '
)


@pytest.fixture
def two(make_cloud):
    """A server with two players."""
    return make_cloud(players=2)


@pytest.mark.rule(
    "Chat.FilterStringForPlayerAsync",
    source="class page Chat",
)  # fmt: skip
@pytest.mark.rule(
    "Chat.FilterStringAsync", "Chat.FilterStringForBroadcast", source="class page Chat"
)
def test_each_filter_shows_what_its_reader_may_see(two) -> None:
    two.universe.text_filters.block("darn", readers=["Player1"])
    source = f"""{CHAT}
        return chat:FilterStringAsync("oh darn", a, b), chat:FilterStringAsync("oh darn", a, a),
            chat:FilterStringForBroadcast("oh darn", a),
            chat:FilterStringForPlayerAsync("oh darn", b)
    """
    assert two.run(source) == ("oh ####", "oh darn", "oh ####", "oh ####")


def test_filters_want_players(two) -> None:
    two.run(CHAT)
    error = 'game:GetService("Chat"):FilterStringForBroadcast("x", workspace)'
    assert two.error(error) == "Unable to cast value to Object"


@pytest.mark.rule("Chat.Chat", "Chat.Chatted", source="class page Chat")
def test_chat_fires_chatted_with_the_same_values(two) -> None:
    two.run(f"""{CHAT}
        chat.Chatted:Connect(print)
        chat:Chat(workspace, "hello")
        chat:Chat(workspace, "bye", Enum.ChatColor.Red)
    """)
    assert two.output("print") == [
        "Workspace hello Enum.ChatColor.Blue",
        "Workspace bye Enum.ChatColor.Red",
    ]


@pytest.mark.rule("Chat.RegisterChatCallback", "Chat.InvokeChatCallback", source="class page Chat")
def test_a_servers_callback_is_invoked_with_what_is_passed(two) -> None:
    source = f"""{CHAT}
        local kind = Enum.ChatCallbackType.OnServerReceivingMessage
        chat:RegisterChatCallback(kind, function(message, ...)
            message.ShouldDeliver = false
            return message, select("#", ...)
        end)
        local given = {{}}
        local message, more = chat:InvokeChatCallback(kind, given, 1, 2)
        return message.ShouldDeliver, more, given.ShouldDeliver
    """
    assert two.run(source) == (False, 2, None)


@pytest.mark.rule(
    "Chat.SetBubbleChatSettings",
    source="class page Chat",
)  # fmt: skip
@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            "RegisterChatCallback(Enum.ChatCallbackType.OnCreatingChatWindow, print)",
            "OnCreatingChatWindow can only be registered by a client",
        ),
        (
            "InvokeChatCallback(Enum.ChatCallbackType.OnServerReceivingMessage)",
            "No function is registered for OnServerReceivingMessage",
        ),
        (
            "RegisterChatCallback(Enum.ChatCallbackType.OnServerReceivingMessage)",
            "Argument 2 missing or nil",
        ),
        (
            "SetBubbleChatSettings({})",
            "SetBubbleChatSettings of Chat is not modelled by luau-bridge (it is for clients only)",
        ),
    ],
)
def test_what_a_server_may_not_do_is_an_error(two, call: str, text: str) -> None:
    assert two.error(f'game:GetService("Chat"):{call}') == text


@pytest.mark.rule("Chat.BubbleChatEnabled", "Chat.LoadDefaultChat", source="class page Chat")
def test_properties_of_the_legacy_chat(two) -> None:
    """A server may write the first, without effect, and no script the second."""
    source = f"""{CHAT}
        chat.BubbleChatEnabled = true
        return chat.BubbleChatEnabled, chat.LoadDefaultChat,
            (pcall(function() chat.LoadDefaultChat = false end))
    """
    assert two.run(source) == (True, True, False)
