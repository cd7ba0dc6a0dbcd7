"""The device of a player without its remotes: what it clicks, and the way to the server.

Knows no remotes; `clients.py` adds them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bridge.errors import UsageError
from bridge.faults import Site
from bridge.instances.tree import Instance
from bridge.scheduler import seconds_to_us
from bridge.stubs.textchat import TextChatService
from bridge.tools.simulation.link import Link

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server
    from bridge.tools.simulation.universe import Universe

__all__ = ["Device"]


class Device:
    """What a player has in hand.

    Attributes:
        player: the Player on the server.
        connected: False once the player has left.
        dropped: what did not arrive, by reason: "rate", "size", "loss", "queue", "distance".
    """

    def __init__(self, server: Server, player: Instance) -> None:
        self._server = server
        self.player = player
        self.connected = True
        self.dropped: dict[str, int] = {}
        rules, clock = server.settings.remotes, server.universe.clock
        prefix = f"server/{server.index}/client/{player.id}/"
        universe, name = server.universe, player.name
        self._up, self._down = (
            Link(
                rules,
                clock,
                universe.stream(prefix + way),
                universe.faults,
                Site(operation, key=name, server=server.index),
            )
            for way, operation in (("up", "ToServer"), ("down", "ToClient"))
        )

    def __repr__(self) -> str:
        state = "connected" if self.connected else "gone"
        return f"<{type(self).__name__} {self.player.name} {state}>"

    @property
    def universe(self) -> Universe:
        """The universe of the player's server."""
        return self._server.universe

    def leave(self) -> None:
        """The player leaves."""
        self._server.leave(self.player.name)

    def say(self, message: str) -> None:
        """Chats: Player.Chatted fires on the server."""
        self._server.enter(self._server.game.players.say, self.player, message)

    def send_text(
        self, channel: Instance | str, message: str, metadata: str = ""
    ) -> tuple[str, ...]:
        """Sends a message to a TextChannel; Player.Chatted fires, and the channel's
        ShouldDeliverCallback says who gets it.

        Parameters:
            channel: the TextChannel, or its full name.

        Returns:
            Names of the players it is delivered to, in the order they are asked about; the sender
            sees it regardless. Empty when the player may not send there.
        """
        server = self._server
        found = self._remote(channel, "TextChannel")
        service = server.game.service("TextChatService")
        assert isinstance(service, TextChatService)
        return server.enter(service.send, self.player, found, message, metadata)

    def click(
        self, detector: Instance | str, event: str = "MouseClick", *, anywhere: bool = False
    ) -> None:
        """Uses a ClickDetector; in the next frame the server hears of it.

        Parameters:
            event: "MouseClick", "RightMouseClick", "MouseHoverEnter" or "MouseHoverLeave".
            anywhere: also from beyond MaxActivationDistance, as a modified client does.
        """
        found = self._remote(detector, "ClickDetector")

        def arrive() -> None:
            if anywhere or self._is_near(found):
                self._server.game.world.fire(found, event, self.player)
            else:
                self._drop("distance")

        self._arrive(arrive, self._up.delay_us(reliable=True) or 0)

    def trigger(
        self,
        prompt: Instance | str,
        hold_seconds: float | None = None,
        *,
        anywhere: bool = False,
    ) -> None:
        """Holds a ProximityPrompt's button and lets go of it.

        Parameters:
            hold_seconds: how long; by default as long as the prompt wants.
            anywhere: also when it is disabled or too far away, as a modified client does.
        """
        found = self._remote(prompt, "ProximityPrompt")
        fire, wanted = self._server.game.world.fire, float(str(found.get("HoldDuration")))
        held = wanted if hold_seconds is None else hold_seconds

        def usable() -> bool:
            return anywhere or (bool(found.get("Enabled")) and self._is_near(found))

        def press() -> None:
            if not usable():
                return self._drop("distance")
            if wanted > 0:
                fire(found, "PromptButtonHoldBegan", self.player)
            delay_us = seconds_to_us(min(held, wanted))
            if delay_us:
                self._arrive(reach, delay_us)
            else:
                reach()
            return None

        def reach() -> None:
            triggered = held >= wanted and usable()
            if triggered:
                fire(found, "Triggered", self.player)
            left_us = seconds_to_us(max(held - wanted, 0.0))
            self._arrive(lambda: let_go(triggered), left_us)

        def let_go(triggered: bool) -> None:
            if wanted > 0:
                fire(found, "PromptButtonHoldEnded", self.player)
            if triggered:
                fire(found, "TriggerEnded", self.player)

        self._arrive(press, self._up.delay_us(reliable=True) or 0)

    def _is_near(self, found: Instance) -> bool:
        distance = self._server.game.world.call("interactive.distance", self.player.id, found.id)
        limit = float(str(found.get("MaxActivationDistance")))
        return distance is not None and float(distance) <= limit

    # The way to the server ----------------------------------------------------------------------

    def _remote(self, remote: Instance | str, class_name: str) -> Instance:
        if not self.connected:
            raise UsageError(f"{self!r}: the player has left")
        found = self._server.game.find(remote) if isinstance(remote, str) else remote
        if found is None or not found.is_a(class_name):
            raise UsageError(f"{self!r}: there is no {class_name} {remote!r}")
        return found

    def _arrive(self, action: Callable[[], object], delay_us: int) -> None:
        def act() -> None:
            if self.connected:
                action()

        self._server.game.context.at_next_frame(act, delay_us)

    def _drop(self, reason: str) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + 1
