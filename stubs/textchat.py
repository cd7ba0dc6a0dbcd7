"""TextChatService: the server's half of text channels.

Source: class pages TextChatService, TextChannel and TextSource (2026-08): who is in a channel, who
may chat, and whether a message is delivered. A test's client sends messages. Left out: the default
channels and commands, which are not made; bubbles, windows and everything of clients.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bridge.stubs.chat_permissions import ChatPermissions
from bridge.stubs.json_arrays import array_in
from bridge.stubs.players.accounts import Account
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    method,
    refused,
)

__all__ = ["TextChatService"]

CHANNEL = "TextChannel"


class TextChatService(ChatPermissions):
    """One server's TextChatService."""

    CLASS_NAME: ClassVar[str] = "TextChatService"
    NOT_MODELLED = refused(
        {
            "there is no screen to show it on": "DisplayBubble",
            "no page says how players are grouped": "GetChatGroupsAsync",
        }
    )
    OPEN_QUESTIONS = (
        "Default text channels (RBXGeneral and the like): are not made.",
        "What CanUsersDirectChatAsync lists: the requester and those who may, or nobody.",
        "A ShouldDeliverCallback that fails or yields: the message is not delivered.",
        "Player.Chatted or ShouldDeliverCallback first: Player.Chatted.",
        "The TextSource of a player who leaves: is destroyed.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self._sources: dict[int, list[Instance]] = {}
        self._messages = 0

    @method(
        "CanUsersDirectChatAsync",
        parameters=("requesterUserId: int", "userIds: array"),
        returns=("json",),
        yields=True,
    )
    def can_users_direct_chat(
        self, target: Instance, request: Request, requester: int, user_ids: JsonValue
    ) -> None:
        """Those of the users who may; one who may not is no error."""
        listed = array_in(user_ids) or []

        def perform() -> JsonText:
            numbers = [int(each) for each in listed if isinstance(each, int | float)]
            fit = [each for each in numbers if self.settings.may_chat(requester, each)]
            return JsonText(str([requester, *fit] if fit else []))

        self.request(request, perform=perform)

    @method(
        "AddUserAsync",
        on=CHANNEL,
        parameters=("userId: int",),
        returns=("TextSource", "boolean"),
        yields=True,
    )
    def add_user(self, target: Instance, request: Request, user_id: int) -> None:
        """The user's TextSource and whether it is new; nil and false when the user has chat off or
        is not in this server (documented)."""
        self.request(request, perform=lambda: self._add(target, user_id))

    @method("SetDirectChatRequester", on=CHANNEL, parameters=("requester: Player",))
    def set_direct_chat_requester(self, target: Instance, requester: Instance) -> None:
        """Only who may chat with the requester gets messages; the requester joins an empty channel
        of TextChatService (documented)."""
        target.set("DirectChatRequester", requester)
        if target.parent is self.instance and not self._sources_of(target):
            self._add(target, self._account(requester).user_id)

    # -- what a test's client does -----------------------------------------------------------

    def send(
        self, player: Instance, channel: Instance, text: str, metadata: str
    ) -> tuple[str, ...]:
        """A player sends a message to a channel.

        Returns:
            Names of the players it is delivered to.
        """
        author = self._account(player)
        sources = self._sources_of(channel)
        own = next((each for each in sources if each.get("UserId") == author.user_id), None)
        if own is None or not own.get("CanSend") or not self.settings.may_chat(author.user_id):
            return ()
        self.context.game.players.say(player, text)
        message = self._message(channel, own, author, text, metadata)
        return tuple(
            source.name for source in sources if self._delivers(channel, message, author, source)
        )

    def _message(
        self, channel: Instance, source: Instance, author: Account, text: str, metadata: str
    ) -> Instance:
        self._messages += 1
        message = self.create(
            "TextChatMessage",
            pinned=False,
            MessageId=f"{self.context.server.index}-{self._messages}",
            Metadata=metadata,
            PrefixText=f"{author.display_name}:",
            Status="Success",
            Text=self.text_service.shown("SendAsync", text, None),
            TextChannel=channel,
            TextSource=source,
        )
        now_ms = self.context.unix_us() // 1000
        self.world.call("text_channel.stamp", message.id, now_ms)
        return message

    def _delivers(
        self, channel: Instance, message: Instance, author: Account, source: Instance
    ) -> bool:
        reader = source.get("UserId")
        assert isinstance(reader, int | float)
        requester = channel.get("DirectChatRequester")
        between = [author.user_id]
        if isinstance(requester, Instance):
            between.append(self._account(requester).user_id)
        others = [each for each in between if each != reader]
        if not all(self.settings.may_chat(each, int(reader)) for each in others):
            return False
        found = self.world.call("text_channel.delivers", channel.id, message.id, source.id)
        if isinstance(found, str):
            self.context.log("error", found)
        return found is True

    # -- who is in a channel -----------------------------------------------------------------

    def _add(self, channel: Instance, user_id: int) -> tuple[Instance | None, bool]:
        for source in self._sources_of(channel):
            if source.get("UserId") == user_id:
                return source, False
        player = next(
            (each for each in self._players() if self._account(each).user_id == user_id), None
        )
        if player is None or not self.settings.may_chat(user_id):
            return None, False
        if not self._sources:
            self.world.on_move.append(self._moved)
        source = self.create("TextSource", player.name, channel, UserId=user_id)
        self._sources.setdefault(user_id, []).append(source)
        return source, True

    def _sources_of(self, channel: Instance) -> Sequence[Instance]:
        return [each for each in channel.children if each.class_name == "TextSource"]

    def _players(self) -> Sequence[Instance]:
        children = self.context.game.service_instance("Players").children
        return [each for each in children if each.class_name == "Player"]

    def _account(self, player: Instance) -> Account:
        return self.context.game.players.account_of(player)

    def _moved(self, instance: Instance, old: Instance | None, new: Instance | None) -> None:
        """Who leaves the server leaves its channels."""
        if instance.class_name != "Player" or new is not None:
            return
        for source in self._sources.pop(self._account(instance).user_id, ()):
            if not source.destroyed:
                source.destroy()
