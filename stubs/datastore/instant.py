"""GetAsync and SetAsync where no time passes and nothing stands in the way: all of a call at once.

A loop over a store without latency makes a hundred thousand such calls a second, five times as many
as the methods of service.py can answer. What a call means stands there; here the same parts are put
together without the objects that a call needs which waits, fails or is watched. Whatever is not
plain takes the long way, and a property test holds the two together
(tests/properties/test_datastore_instant_properties.py).
"""

from __future__ import annotations

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length, text_of
from bridge.instances.values import is_refusal
from bridge.instances.world import Answer
from bridge.stubs.datastore.address import STANDARD, Address
from bridge.stubs.datastore.attributes import value_wire
from bridge.stubs.datastore.calls import state_of
from bridge.stubs.datastore.instant_door import InstantDoor
from bridge.stubs.datastore.stores import StoreState
from bridge.stubs.datastore.watching import WatchMembers
from bridge.stubs.service import Instance

__all__ = ["InstantCalls"]

NOTHING = (b"v", b"vv", None, None)
"""The answer to GetAsync of a missing key."""


class InstantCalls(WatchMembers):
    """The short way of two methods: an answer, or None to take the long way with nothing done."""

    door: InstantDoor

    def get_at_once(
        self, target: Instance, raw_key: bytes, use_cache: bool | None
    ) -> Answer | None:
        """Beside `get_async`."""
        state, context, backend = state_of(target), self.context, self.backend
        key = text_of(raw_key)
        address = self._plain_address(state, key)
        if address is None:
            return None
        now_us = context.clock.now_us
        cached = None if use_cache is False else state.cached(key, now_us)
        if cached is not None:
            (version,) = cached
        else:
            version = backend.read(address)
            size = byte_length(version.text) if version else 0
            if not self.door.at_once("GetAsync", "StandardRead", address, size, "read"):
                return None
            state.remember(key, version, now_us, self.rules)
        return NOTHING if version is None else (b"v", *value_wire(version))

    def set_at_once(
        self,
        target: Instance,
        raw_key: bytes,
        raw_value: bytes | None,
        user_ids: bytes | None,
        options: int | None,
    ) -> Answer | None:
        """Beside `set_async`, without user ids and options."""
        if raw_value is None or user_ids is not None or options is not None or self.watched:
            return None
        state, context, rules = state_of(target), self.context, self.rules
        key, size = text_of(raw_key), len(raw_value)
        address = self._plain_address(state, key)
        if address is None or is_refusal(raw_value) or size > rules.value_bytes_max:
            return None
        if not self.door.at_once("SetAsync", "StandardWrite", address, size, "write"):
            return None
        version = self.backend.write(
            address,
            text_of(raw_value),
            now_us=context.unix_us(),
            server=context.server.index,
            operation="SetAsync",
        )
        state.remember(key, version, context.clock.now_us, rules)
        return b"v", b"v", version.id.encode()

    def _plain_address(self, state: StoreState, key: str) -> Address | None:
        """The address of a key, if a call on it can be answered here at all."""
        if (
            not self.door.instant
            or not self.rules.key_infos
            or state.family != STANDARD
            or self.backend.operations is not None
            or not self.context.server.alive
        ):
            return None
        try:
            return state.address(key, self.rules)
        except StubError:
            return None
