"""The half of ConfigService that all servers share: staged values, published versions, delays.

Source: production/configs.md (cloud-services.md 9.6). A test plays the Creator Hub. Knows no Lua.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bridge.errors import UsageError
from bridge.stubs.context import ServerView, UniverseView

__all__ = ["ABSENT", "Configs", "Version", "json_of"]

ABSENT: Final = "null"
"""The text of a value that is not there."""

LOAD_FAILURES = ("throw", "snapshot")


def json_of(value: object, characters_max: int) -> str:
    """The JSON of a value that a configuration can hold.

    Raises:
        ValueError: it is none: strings and JSON have a greatest length, numbers are finite.
    """
    if not isinstance(value, (str, bool, int, float, dict, list)):
        raise ValueError(f"a value is a string, number, boolean or table, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a number is finite, not {value!r}")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    length = len(value) if isinstance(value, str) else len(text)
    if length > characters_max:
        raise ValueError(f"a value has at most {characters_max:,} characters, not {length:,}")
    return text


@dataclass(frozen=True, slots=True)
class Version:
    """What was published at one time.

    Attributes:
        number: 0 for the empty one before the first publishing.
        values: JSON by key.
        variants: other JSON by player and key: what experiments give a player.
    """

    number: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def for_player(self, player: str | None) -> dict[str, str]:
        """JSON by key as a player gets it; None for a snapshot without player."""
        return {**self.values, **(self.variants.get(player, {}) if player is not None else {})}


@dataclass(frozen=True, slots=True)
class Published:
    """A version and when it was published, with the bounds of its delays."""

    version: Version
    at_us: int
    shortest_us: int
    longest_us: int


class Configs:
    """The configuration of a universe.

    Attributes:
        load_failure: what GetConfigAsync does when nothing can be loaded and nothing was before:
            "throw" as the class page says, or give a "snapshot" with its Error set, as the guide
            does. A test may set it.
        on_published, on_staged: called after every publishing, or staging; servers register here.
        staged_changes: how often something was staged.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self.load_failure = "throw"
        self.on_published: list[Callable[[], object]] = []
        self.on_staged: list[Callable[[], object]] = []
        self.staged_changes = 0
        self._history = [Published(Version(), 0, 0, 0)]
        self._delays_us: dict[tuple[int, int], int] = {}
        self._values: dict[str, str] = {}
        self._variants: dict[str, dict[str, str]] = {}

    def __repr__(self) -> str:
        version = self._history[-1].version
        return f"<configs of a universe: version {version.number} {dict(version.values)!r}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Configs:
        """The configuration of a universe, the same for all its servers and tests."""
        return universe.backend("config", lambda: cls(universe))

    # What a test does -------------------------------------------------------------------------

    def set(self, key: str, value: object, *, player: str | None = None) -> None:
        """Stage a value: servers in Studio see it, all others once it is published.

        Parameters:
            value: text, number, boolean, or a dictionary or list of such.
            player: name of an account; the value is then a variant of an experiment, for this
                account's snapshots only.

        Raises:
            UsageError: the value is of no such type, too long, or the 1,001st key.
        """
        rules = self._universe.profile.config
        staged = self._values if player is None else self._variants.setdefault(player, {})
        keys = {*self._values, key, *(k for each in self._variants.values() for k in each)}
        if len(keys) > rules.keys_max:
            raise UsageError(f"configs: at most {rules.keys_max:,} keys")
        try:
            staged[key] = json_of(value, rules.value_characters_max)
        except ValueError as problem:
            raise UsageError(f"configs: {key!r}: {problem}") from None
        self._changed()

    def remove(self, key: str) -> None:
        """Stage that a key is gone, with its variants."""
        for staged in (self._values, *self._variants.values()):
            staged.pop(key, None)
        self._changed()

    def _changed(self) -> None:
        self.staged_changes += 1
        for listener in tuple(self.on_staged):
            listener()

    def publish(self, *, gradual: bool = False) -> Version:
        """Publish what is staged: each server that runs has it after a delay of its own.

        Parameters:
            gradual: over 15 minutes instead of one.
        """
        rules = self._universe.profile.config
        shortest_us, longest_us = rules.publish_minimum_us, rules.publish_maximum_us
        if gradual:
            longest_us = rules.gradual_publish_us
        version = self.staged
        now_us = self._universe.clock.now_us
        self._history.append(Published(version, now_us, shortest_us, longest_us))
        self._universe.trace.append("config.published", version=version.number)
        for listener in tuple(self.on_published):
            listener()
        return version

    # What servers do --------------------------------------------------------------------------

    @property
    def staged(self) -> Version:
        """What would be published now."""
        variants = {player: dict(each) for player, each in self._variants.items()}
        return Version(self._history[-1].version.number + 1, dict(self._values), variants)

    @property
    def published(self) -> list[Published]:
        """All versions, oldest first."""
        return self._history

    def arrival_us(self, published: Published, server: ServerView) -> int:
        """Universe time at which a server has a version: one that starts later has it at once."""
        if server.start_us > published.at_us or published.longest_us == 0:
            return published.at_us
        drawn = (published.version.number, server.index)
        if drawn not in self._delays_us:
            stream = self._universe.stream(f"config/{drawn[0]}/{drawn[1]}")
            delay_us = stream.integers(published.shortest_us, published.longest_us)
            self._delays_us[drawn] = delay_us
        return published.at_us + self._delays_us[drawn]

    def checked_load_failure(self) -> str:
        """The switch `load_failure`.

        Raises:
            UsageError: it was set to something else.
        """
        if self.load_failure not in LOAD_FAILURES:
            raise UsageError(f"configs: load_failure={self.load_failure!r}, not {LOAD_FAILURES}")
        return self.load_failure
