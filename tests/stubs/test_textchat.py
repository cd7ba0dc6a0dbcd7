"""TextChatService: the server's half of text channels."""

from __future__ import annotations

import pytest

SETUP = """
    local service = game:GetService("TextChatService")
    local channel = Instance.new("TextChannel")
    channel.Name = "Room"
    channel.Parent = service
    for _, player in game.Players:GetPlayers() do channel:AddUserAsync(player.UserId) end
"""
ROOM = "TextChatService.Room"


@pytest.fixture
def room(make_cloud):
    """A server with three players in one channel."""
    cloud = make_cloud(players=3)
    cloud.run(SETUP)
    return cloud


def sent(cloud, name: str, text: str = "hi") -> tuple[str, ...]:
    return cloud.server.client(name).send_text(ROOM, text)


@pytest.mark.rule(
    "TextChannel.AddUserAsync", "TextSource.UserId", "TextSource.CanSend",
    source="class page TextChannel",
)  # fmt: skip
def test_a_user_is_added_once(make_cloud) -> None:
    cloud = make_cloud(players=2)
    cloud.universe.chat.turn_off("Player1")
    source = """
        local channel = Instance.new("TextChannel")
        local a, b = game.Players.Player0, game.Players.Player1
        local first, new = channel:AddUserAsync(a.UserId)
        local again, old = channel:AddUserAsync(a.UserId)
        assert(first == again and first.Parent == channel and first.UserId == a.UserId)
        local silent, more = channel:AddUserAsync(b.UserId)
        local absent, none = channel:AddUserAsync(7)
        return new, old, first.Name, first.CanSend, silent, more, absent, none
    """
    assert cloud.run(source) == (True, False, "Player0", True, None, False, None, False)


def test_a_message_goes_to_everybody_in_the_channel(room) -> None:
    room.run('game.Players.Player0.Chatted:Connect(function(text) print("chatted", text) end)')
    assert sent(room, "Player0") == ("Player0", "Player1", "Player2")
    assert room.output("print") == ["chatted hi"]


@pytest.mark.rule(
    "TextChannel.ShouldDeliverCallback",
    "TextChatMessage.Text",
    "TextChatMessage.TextSource",
    "TextChatMessage.TextChannel",
    "TextChatMessage.Status",
    "TextChatMessage.PrefixText",
    "TextChatMessage.Metadata",
    "TextChatMessage.MessageId",
    "TextChatMessage.Timestamp",
    source="class page TextChannel",
)
def test_the_callback_is_asked_for_each_receiver(room) -> None:
    room.universe.text_filters.block("darn")
    room.run("""
        local channel = game:GetService("TextChatService").Room
        channel.ShouldDeliverCallback = function(message, source)
            print(message.Text, message.TextSource.Name, source.Name, message.Status,
                message.PrefixText, message.TextChannel, message.Metadata == "",
                #message.MessageId > 0, message.Timestamp.UnixTimestamp - os.time())
            return if source.Name == "Player1" then nil else "truthy"
        end
    """)
    assert sent(room, "Player0", "oh darn") == ("Player0", "Player2")
    rest = "Enum.TextChatMessageStatus.Success Player0: Room true true 0"
    assert room.output("print") == [
        f"oh #### Player0 {name} {rest}" for name in ("Player0", "Player1", "Player2")
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('error("broken")', "test:1: broken"),
        ("task.wait() return true", "ShouldDeliverCallback cannot yield"),
    ],
)
def test_a_callback_that_fails_delivers_nothing(room, body: str, text: str) -> None:
    channel = 'game:GetService("TextChatService").Room'
    room.run(f"{channel}.ShouldDeliverCallback = function() {body} end")
    assert sent(room, "Player0") == ()
    assert room.output("error") == [text] * 3


@pytest.mark.parametrize(
    "change",
    [
        'channel:FindFirstChild("Player0").CanSend = false',
        'channel:FindFirstChild("Player0"):Destroy()',
    ],
)
def test_who_may_not_send_says_nothing(room, change: str) -> None:
    room.run(f'local channel = game:GetService("TextChatService").Room {change}')
    assert sent(room, "Player0") == ()


def test_privacy_settings_are_kept(room) -> None:
    room.universe.chat.separate("Player0", "Player1")
    assert sent(room, "Player0") == ("Player0", "Player2")
    assert sent(room, "Player2") == ("Player0", "Player1", "Player2")
    room.universe.chat.turn_off("Player2")
    assert sent(room, "Player2") == ()


@pytest.mark.rule(
    "TextChannel.SetDirectChatRequester", "TextChannel.DirectChatRequester",
    source="class page TextChannel",
)  # fmt: skip
def test_a_direct_channel_delivers_to_who_may_chat_with_the_requester(make_cloud) -> None:
    cloud = make_cloud(players=3)
    source = """
        local channel = Instance.new("TextChannel")
        channel.Name = "Room"
        channel.Parent = game:GetService("TextChatService")
        channel:SetDirectChatRequester(game.Players.Player0)
        local made = #channel:GetChildren()
        channel:AddUserAsync(game.Players.Player1.UserId)
        channel:AddUserAsync(game.Players.Player2.UserId)
        return made, channel.DirectChatRequester.Name, #channel:GetChildren()
    """
    assert cloud.run(source) == (1, "Player0", 3)
    cloud.universe.chat.separate("Player0", "Player1")
    assert sent(cloud, "Player2") == ("Player0", "Player2")


def test_who_leaves_the_server_leaves_the_channel(room) -> None:
    room.server.leave("Player1")
    assert sent(room, "Player0") == ("Player0", "Player2")
    children = 'return #game:GetService("TextChatService").Room:GetChildren()'
    assert room.run(children) == 2


@pytest.mark.rule("TextChatService.CanUsersDirectChatAsync", source="class page TextChatService")
def test_those_who_may_chat_directly_can_be_asked_for(room) -> None:
    room.universe.chat.separate("Player0", "Player1")
    source = """
        local service, ids = game:GetService("TextChatService"), {}
        for _, player in game.Players:GetPlayers() do table.insert(ids, player.UserId) end
        local direct = service:CanUsersDirectChatAsync(ids[1], { ids[2], ids[3] })
        return #direct, direct[2] == ids[3],
            #service:CanUsersDirectChatAsync(ids[1], { ids[2] })
    """
    assert room.run(source) == (2, True, 0)


@pytest.mark.rule(
    "TextChatService.DisplayBubble", "TextChatService.GetChatGroupsAsync",
    source="class page TextChatService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("DisplayBubble", "there is no screen to show it on"),
        ("GetChatGroupsAsync", "no page says how players are grouped"),
    ],
)
def test_what_is_left_out_is_named_with_the_reason(cloud, name: str, why: str) -> None:
    error = cloud.error(f'game:GetService("TextChatService"):{name}()')
    assert error == f"{name} of TextChatService is not modelled by luau-bridge ({why})"


@pytest.mark.rule(
    "TextChatService.ChatTranslationEnabled",
    "TextChatService.ChatVersion",
    "TextChatService.CreateDefaultCommands",
    "TextChatService.CreateDefaultTextChannels",
    source="class page TextChatService",
)
@pytest.mark.parametrize(
    "name",
    [
        "ChatTranslationEnabled", "ChatVersion", "CreateDefaultCommands",
        "CreateDefaultTextChannels",
    ],
)  # fmt: skip
def test_settings_are_read_and_written_in_studio_only(cloud, name: str) -> None:
    source = f"""
        local service = game:GetService("TextChatService")
        local before = service.{name}
        local wrote = pcall(function() service.{name} = before end)
        return before ~= nil, wrote
    """
    assert cloud.run(source) == (True, False)


@pytest.mark.rule(
    "TextChatService.OnBubbleAdded",
    "TextChatService.OnChatWindowAdded",
    "TextChatService.OnIncomingMessage",
    "TextChannel.OnIncomingMessage",
    "TextChatService.MessageReceived",
    "TextChatService.SendingMessage",
    "TextChatService.BubbleDisplayed",
    "TextChannel.MessageReceived",
    source="class page TextChatService",
)
def test_what_happens_on_clients_happens_on_no_server(room) -> None:
    """Only fired, and only implemented, on the client."""
    room.run("""
        local service = game:GetService("TextChatService")
        for _, name in { "OnBubbleAdded", "OnChatWindowAdded", "OnIncomingMessage" } do
            service[name] = function() print(name) end
        end
        service.Room.OnIncomingMessage = function() print("incoming") end
        for _, name in { "MessageReceived", "SendingMessage", "BubbleDisplayed" } do
            service[name]:Connect(function() print(name) end)
        end
        service.Room.MessageReceived:Connect(function() print("received") end)
    """)
    assert len(sent(room, "Player0")) == 3
    assert room.output("print") == []


@pytest.mark.rule(
    "TextChannel.DisplaySystemMessage", "TextChannel.SendAsync", source="class page TextChannel"
)
@pytest.mark.parametrize("name", ["DisplaySystemMessage", "SendAsync"])
def test_what_only_clients_call_says_so(cloud, name: str) -> None:
    error = cloud.error(f'Instance.new("TextChannel"):{name}("x")')
    assert error == (
        f"{name} of TextChannel is not modelled by luau-bridge (it is for clients only)"
    )


@pytest.mark.rule(
    "TextChatMessage.Translation",
    "TextChatMessage.BubbleChatMessageProperties",
    "TextChatMessage.ChatWindowMessageProperties",
    source="class page TextChatMessage",
)
def test_a_message_has_no_translation_and_no_looks(room) -> None:
    room.run("""
        game:GetService("TextChatService").Room.ShouldDeliverCallback = function(message)
            print(message.Translation == "", message.BubbleChatMessageProperties,
                message.ChatWindowMessageProperties)
        end
    """)
    sent(room, "Player0")
    assert room.output("print") == ["true nil nil"] * 3
