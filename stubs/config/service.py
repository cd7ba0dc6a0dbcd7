"""ConfigService of one server: snapshots of what has arrived here, testing values, failed loads.

Source: class pages ConfigService and ConfigSnapshot; production/configs.md (cloud-services.md 9.6).
The signals of a snapshot are in `prelude/classes/config_snapshot.lua`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bridge.errors import StubError
from bridge.faults import Site
from bridge.instances.values import encode
from bridge.stubs.config.configs import ABSENT, Configs, Version, json_of
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    Signal,
    method,
)

__all__ = ["ConfigService"]

# No document has their words: inferred.
NO_VALUE = "SetTestingValue: {problem}"
UNWRITABLE = "a value is a string, number, boolean or table of such ({problem})"


@dataclass(slots=True)
class Snapshot:
    """What stands behind a ConfigSnapshot.

    Attributes:
        player: name of the account it is for, or None.
        state: version and count of testing changes it was made from; None when nothing loaded.
        values: JSON by key.
    """

    player: str | None
    state: tuple[int, int] | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class ConfigService(Service):
    """One server's ConfigService.

    Attributes:
        configs: those of the universe.
        testing: JSON of this server's testing values by key.
    """

    CLASS_NAME: ClassVar[str] = "ConfigService"
    DOOR: ClassVar[str] = "config"
    SIGNALS = (Signal("UpdateAvailable", on="ConfigSnapshot"),)
    OPEN_QUESTIONS = (
        "Loading that fails when nothing was loaded before: GetConfigAsync throws, as its page"
        " says; the guide has a snapshot with Error. `universe.configs.load_failure`.",
        "How soon such a snapshot tries again: after 30 s; `config__reload_us`.",
        "Publishing takes 15 s to 1 min; an earlier guide said up to five minutes."
        " `config__publish_maximum_us`.",
        "A server that starts after a publishing: has it at once.",
        "UpdateAvailable for a version that changes no value of the snapshot: fires.",
        "A snapshot's testing values: those of its last refresh, as the guide says.",
        "Whether a change of Outdated fires GetPropertyChangedSignal: it does not.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.configs = Configs.of(context.universe)
        self.rules = context.universe.profile.config
        self.testing: dict[str, str] = {}
        self._testing_changes = 0
        self._loaded = False
        self._tries_left = 0
        self._listening: dict[int, Instance] = {}
        context.vm.bind("config.listen", self._listen)
        context.vm.bind("config.outdated", self._outdated)

    def start(self) -> None:
        """Waits for what is on its way already, and hears of what will be."""
        self.configs.on_published.append(self._published)
        self.configs.on_staged.append(self._staged)
        now_us = self.context.clock.now_us
        for each in self.configs.published:
            arrival_us = self.configs.arrival_us(each, self.context.server)
            if arrival_us > now_us:
                self.context.after(arrival_us - now_us, self._updated)

    def close(self) -> None:
        """The DataModel is gone."""
        self.configs.on_published.remove(self._published)
        self.configs.on_staged.remove(self._staged)

    def _published(self) -> None:
        latest = self.configs.published[-1]
        arrival_us = self.configs.arrival_us(latest, self.context.server)
        self.context.after(arrival_us - self.context.clock.now_us, self._updated)

    def _staged(self) -> None:
        if self.context.server.in_studio:
            self.context.server.when_awake(self._updated)

    # What has arrived -------------------------------------------------------------------------

    def _latest(self) -> Version:
        """The newest version that this server has; in Studio what is staged."""
        if self.context.server.in_studio:
            return self.configs.staged
        now_us, server = self.context.clock.now_us, self.context.server
        arrived = [
            each.version
            for each in self.configs.published
            if self.configs.arrival_us(each, server) <= now_us
        ]
        return arrived[-1]

    def _state(self) -> tuple[int, int]:
        staged = self.configs.staged_changes if self.context.server.in_studio else 0
        return self._latest().number, self._testing_changes + staged

    def _values(self, player: str | None) -> dict[str, str]:
        return {**self._latest().for_player(player), **self.testing}

    def _updated(self) -> None:
        """There is something newer than what the snapshots have."""
        if not self._loaded:
            return
        for instance in tuple(self._listening.values()):
            if _snapshot(instance).state != self._state():
                self.fire(instance, "UpdateAvailable")

    # Snapshots --------------------------------------------------------------------------------

    @method("GetConfigAsync", returns=("ConfigSnapshot",), yields=True)
    def get_config_async(self, target: Instance, request: Request) -> None:
        """A snapshot of the latest configuration, without a player's variants."""
        self._begin(request, None)

    @method(
        "GetConfigForPlayerAsync",
        parameters=("player: Player",),
        returns=("ConfigSnapshot",),
        yields=True,
    )
    def get_config_for_player_async(
        self, target: Instance, request: Request, player: Instance
    ) -> None:
        """A snapshot with the variants of a player's experiments."""
        self._begin(request, player.name)

    def _begin(self, request: Request, player: str | None) -> None:
        def loaded(_: object) -> None:
            self._load()
            request.reply(self._new_snapshot(player))

        def failed(text: str) -> None:
            """ "If configuration fails to load and there is no previously available configuration,
            this function throws an error"."""
            failure = self.configs.checked_load_failure()
            if not self._loaded and failure == "throw":
                request.fail(text)
                return
            request.reply(self._new_snapshot(player))
            if not self._loaded:
                self._try_again()

        self.request(
            request,
            subject=player or "",
            perform=lambda: None,
            then=loaded,
            otherwise=failed,
        )

    def _new_snapshot(self, player: str | None) -> Instance:
        error = "None" if self._loaded else "LoadFailed"
        instance = self.create("ConfigSnapshot", pinned=False)
        instance.set("Error", self.world.enum_item("ConfigSnapshotErrorState", error))
        snapshot = Snapshot(player)
        if self._loaded:
            snapshot.state, snapshot.values = self._state(), self._values(player)
        instance.state = snapshot
        return instance

    def _load(self) -> None:
        was_loaded, self._loaded = self._loaded, True
        if not was_loaded:
            self._updated()

    def _try_again(self) -> None:
        """ "These snapshots attempt to reconnect and fire UpdateAvailable when they load"."""
        if self._tries_left == 0:
            self._tries_left = self.rules.reload_tries_max
            self.context.after(self.rules.reload_us, self._retry)

    def _retry(self) -> None:
        self._tries_left -= 1
        site = Site("GetConfigAsync", server=self.context.server.index)
        now_us = self.context.clock.now_us
        bites = [
            self.context.faults.bite("config", kind, site, now_us)
            for kind in ("error", "outage", "throttle")
        ]
        if self._loaded or not any(bites):
            self._tries_left = 0
            self._load()
        elif self._tries_left:
            self.context.after(self.rules.reload_us, self._retry)

    @method("GetValue", on="ConfigSnapshot", parameters=("key: string",), returns=("json",))
    def get_value(self, target: Instance, key: str) -> JsonText:
        """The value of a key, nil if it does not exist; tables are made anew."""
        return JsonText(_snapshot(target).values.get(key, ABSENT))

    @method("Refresh", on="ConfigSnapshot")
    def refresh(self, target: Instance) -> None:
        """Takes over the latest values and tells of each that is another one."""
        if not self._loaded:
            return
        snapshot = _snapshot(target)
        before, now = snapshot.values, self._values(snapshot.player)
        snapshot.values, snapshot.state = now, self._state()
        target.set("Error", self.world.enum_item("ConfigSnapshotErrorState", "None"))
        if target.id in self._listening:
            for key in sorted({*before, *now}):
                if before.get(key) != now.get(key):
                    value = JsonText(now.get(key, ABSENT))
                    self.world.call("config.changed", target.id, key, *encode((value,)))

    def _listen(self, number: int) -> None:
        """Host function: a script has asked for an event of a snapshot."""
        self._listening[number] = self.world[number]

    def _outdated(self, number: int) -> bool:
        """Host function: whether a refresh would bring something newer."""
        return self._loaded and _snapshot(self.world[number]).state != self._state()

    # Testing values ---------------------------------------------------------------------------

    @method("SetTestingValue", parameters=("key: string", "value: json"))
    def set_testing_value(self, target: Instance, key: str, value: JsonValue) -> None:
        """Overrides a key on this server: "just like a production update", for snapshots made or
        refreshed from now on."""
        if value.text is None:
            problem = UNWRITABLE.format(problem=value.problem)
            raise StubError(NO_VALUE.format(problem=problem))
        try:
            self.testing[key] = json_of(json.loads(value.text), self.rules.value_characters_max)
        except ValueError as problem:
            raise StubError(NO_VALUE.format(problem=problem)) from None
        self._testing_changed()

    @method("ClearTestingValue", parameters=("key: string",))
    def clear_testing_value(self, target: Instance, key: str) -> None:
        """Lets the configured value through again."""
        if self.testing.pop(key, None) is not None:
            self._testing_changed()

    def _testing_changed(self) -> None:
        self._testing_changes += 1
        self._updated()


def _snapshot(instance: Instance) -> Snapshot:
    snapshot = instance.state
    assert isinstance(snapshot, Snapshot)
    return snapshot
