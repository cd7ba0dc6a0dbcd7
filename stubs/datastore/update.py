"""UpdateAsync: read, transform, conditional write, again from the transform on a conflict.

The algorithm is the one seen in captured traffic (2024): the write carries the version tag of the
value the transform saw; a refusal carries the newer value and the transform runs on that, as often
as needed. Knows no queue; the door decides when each trip starts.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.address import ORDERED
from bridge.stubs.datastore.attributes import key_info
from bridge.stubs.datastore.backend import Conflict, DataStoreBackend
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.errors import DataStoreError
from bridge.stubs.datastore.instant_door import InstantDoor
from bridge.stubs.datastore.limits import (
    check_metadata,
    check_ordered_value,
    check_user_ids,
    check_value,
)
from bridge.stubs.datastore.versions import Version
from bridge.stubs.profiles import DataStoreRules
from bridge.stubs.service import Callback, JsonText, JsonValue, Request

__all__ = ["Update"]

YIELD_ERROR = "Callbacks cannot yield"
"""The part of the text that scripts match on (seen in shipped code)."""


class Update:
    """One running UpdateAsync."""

    def __init__(
        self,
        context: ServerContext,
        backend: DataStoreBackend,
        door: InstantDoor,
        rules: DataStoreRules,
        call: Call,
        request: Request,
        transform: Callback,
        done: Callable[[Version], None],
    ) -> None:
        self._context = context
        self._backend = backend
        self._door = door
        self._family = call.address.family
        self._rules = rules
        self._call = call
        self._request = request
        self._transform = transform
        self._done = done

    def start(self) -> None:
        """Waits for a read's budget, then reads the backend, never the cache."""
        current = self._backend.read(self._call.address)
        if self._at_once("Read", byte_length(current.text) if current else 0):
            self._run_transform(current)
        else:
            self._door.send(
                self._call,
                Leg(self._family + "Read"),
                lambda: self._backend.read(self._call.address),
                self._run_transform,
                cools=True,
            )

    def _at_once(self, kind: str, size: int) -> bool:
        """Whether a trip of that kind, "Read" or "Write", is through already: it takes no time,
        nothing stands in its way, and nobody keeps a history."""
        call, request_type = self._call, self._family + kind
        if call.record is not None or not call.request.opening:
            return False
        return self._door.at_once(call.operation, request_type, call.address, size, kind.lower())

    def _run_transform(self, seen: Version | None) -> None:
        """Calls the transform; its first result nil cancels without using write budget."""
        written = self._transformed(seen)
        if written is None:
            return
        text, user_ids, metadata = written
        if self._at_once("Write", byte_length(text)):
            self._written(self._write_if(seen, text, user_ids, metadata))
            return
        self._door.submit(
            self._call,
            self._family + "Write",
            lambda: self._write(seen, text, user_ids, metadata),
        )

    def _transformed(self, seen: Version | None) -> tuple[str, tuple[int, ...], str] | None:
        self._call.saw(seen, self._context.unix_us)
        self._call.wants_nothing()  # an attempt before this one was refused
        if not self._rules.key_infos:
            arguments: tuple[object, ...] = (None if seen is None else JsonText(seen.text),)
        elif seen is None:
            arguments = (None, None)
        elif self._family == ORDERED:
            arguments = (JsonText(seen.text), None)
        else:
            arguments = (JsonText(seen.text), key_info(seen))
        result = self._transform.invoke(*arguments, returns=("json", "json", "json"))
        if result.yielded:
            self._request.fail(YIELD_ERROR)
            return None
        if not result.ok:
            self._transform_failed(result.error)
            return None
        value, user_ids, metadata = _three(result.values)
        if value.text is None and value.problem is None:
            self._request.reply(None, None)
            return None
        try:
            if self._family == ORDERED:
                return check_ordered_value(value.text, value.problem), (), "[]"
            if not self._rules.key_infos:
                return check_value(value.text, value.problem, self._rules), (), "[]"
            return (
                check_value(value.text, value.problem, self._rules),
                check_user_ids(user_ids.text, self._rules),
                check_metadata(metadata.text, self._rules),
            )
        except DataStoreError as error:
            self._door.fail(self._call, error)
        except StubError as error:
            self._request.fail(str(error))
        return None

    def _transform_failed(self, text: str) -> None:
        """Whether UpdateAsync rethrows is not documented; the rules say which way."""
        if self._rules.transform_error == "print":
            self._context.log("error", text)
            self._request.reply(None, None)
        else:
            self._request.fail(text)

    def _write(
        self, seen: Version | None, text: str, user_ids: tuple[int, ...], metadata: str
    ) -> None:
        self._call.wants("set", text)

        def perform() -> Version | Conflict:
            if self._door.conflicts(self._call):
                return Conflict(self._backend.read(self._call.address))
            return self._write_if(seen, text, user_ids, metadata)

        leg = Leg(self._family + "Write", write_size=byte_length(text), first=False)
        self._door.round_trip(self._call, leg, perform, self._written)

    def _write_if(
        self, seen: Version | None, text: str, user_ids: tuple[int, ...], metadata: str
    ) -> Version | Conflict:
        return self._backend.write_if(
            self._call.address,
            seen,
            text,
            user_ids=user_ids,
            metadata=metadata,
            now_us=self._context.unix_us(),
            server=self._context.server.index,
        )

    def _written(self, outcome: Version | Conflict) -> None:
        if not isinstance(outcome, Conflict):
            self._done(outcome)
            return
        # The refusal brought the newer value along, and the try was already paid for: the next
        # write goes out at once.
        again = self._transformed(outcome.newer)
        if again is not None:
            self._write(outcome.newer, *again)


def _three(values: tuple[object, ...]) -> tuple[JsonValue, JsonValue, JsonValue]:
    """The transform's results; what it left out is nil."""
    found = [value for value in values if isinstance(value, JsonValue)]
    found += [JsonValue(None)] * (3 - len(found))
    return found[0], found[1], found[2]
