"""Queues of one server: add, read with invisibility, remove what was read.

Documented in creator-docs memory-stores/queue.md (2026-08). What a read that timed out gives as its
id is unknown: nil here.
"""

from __future__ import annotations

from typing import NamedTuple

from bridge.scheduler import seconds_to_us
from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.items import Item, StructureName
from bridge.stubs.memorystore.limits import check_count, check_expiration, check_value
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import Instance, JsonText, JsonValue, Request, Service, method

__all__ = ["QueueMembers", "QueueState"]

QUEUE = "MemoryStoreQueue"


class QueueState(NamedTuple):
    """What stands behind a queue object: the timeout belongs to the object, not to the queue."""

    structure: StructureName
    invisible_us: int


class QueueMembers(Service):
    """Members of MemoryStoreQueue."""

    rules: MemoryStoreRules
    stores: MemoryStores
    door: MemoryDoor

    @method(
        "AddAsync",
        on=QUEUE,
        parameters=("value: json", "expiration: int", "priority: number = 0"),
        yields=True,
    )
    def add_async(
        self,
        target: Instance,
        request: Request,
        value: JsonValue,
        expiration: float,
        priority: float,
    ) -> None:
        """Adds an item to the end of its priority."""
        structure = _state(target).structure
        call = MemoryCall(request, "Queue.AddAsync", structure)
        try:
            text = check_value(value, self.rules)
            check_expiration(expiration, self.rules)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return
        self.door.round_trip(
            call,
            1,
            lambda: self.stores.enqueue(structure, text, expiration, priority),
            lambda _: request.reply(),
            writes=True,
        )

    @method(
        "ReadAsync",
        on=QUEUE,
        parameters=("count: int", "allOrNothing: boolean = false", "waitTimeout: number = -1"),
        returns=("json", "string"),
        yields=True,
    )
    def read_async(
        self,
        target: Instance,
        request: Request,
        count: int,
        all_or_nothing: bool,
        wait_seconds: float,
    ) -> None:
        """Up to `count` values and the id that removes them. Looks again every 2 s until the
        timeout; -1 waits for ever, 0 not at all. Costs the items returned, and 1 per 2 s waited."""
        state, clock = _state(target), self.context.clock
        call = MemoryCall(request, "Queue.ReadAsync", state.structure)
        try:
            check_count(count, self.rules.read_items_max)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return
        deadline_us = None if wait_seconds < 0 else clock.now_us + seconds_to_us(wait_seconds)

        def perform() -> tuple[list[Item], str]:
            found = self.stores.visible(state.structure)[:count]
            if not found or (all_or_nothing and len(found) < count):
                return [], ""
            self.stores.charge(state.structure, len(found) - 1)
            invisible_us = 0 if self.door.bites("redelivery", call) else state.invisible_us
            return found, self.stores.hold(found, invisible_us)

        def arrived(answer: tuple[list[Item], str]) -> None:
            items, read = answer
            poll_us = self.rules.queue_poll_us
            if items:
                texts = ",".join(item.text for item in items)
                request.reply(JsonText(f"[{texts}]"), read)
            elif deadline_us is not None and clock.now_us + poll_us > deadline_us:
                request.reply(JsonText("[]"), None)
            else:
                self.context.after(poll_us, lambda: look(first=False))

        def look(*, first: bool) -> None:
            self.door.round_trip(call, 1, perform, arrived, first=first, status=status)

        def status(answer: tuple[list[Item], str]) -> str:
            """Documented: a read gets NoItemFound for each look, until there are items."""
            return "Success" if answer[0] else "NoItemFound"

        look(first=True)

    @method("RemoveAsync", on=QUEUE, parameters=("id: string",), yields=True)
    def remove_async(self, target: Instance, request: Request, read: str) -> None:
        """Removes what a read returned, if its invisibility has not run out."""
        structure = _state(target).structure
        self.door.round_trip(
            MemoryCall(request, "Queue.RemoveAsync", structure),
            1,
            lambda: self.stores.remove_read(structure, read),
            lambda _: request.reply(),
            writes=True,
        )

    @method(
        "GetSizeAsync",
        on=QUEUE,
        parameters=("excludeInvisible: boolean = false",),
        returns=("int",),
        yields=True,
    )
    def get_size_async(self, target: Instance, request: Request, exclude_invisible: bool) -> None:
        """Number of items, those held by readers included unless excluded."""
        structure = _state(target).structure
        find = self.stores.visible if exclude_invisible else self.stores.all_items
        self.door.round_trip(
            MemoryCall(request, "Queue.GetSizeAsync", structure),
            1,
            lambda: len(find(structure)),
            request.reply,
        )


def _state(target: Instance) -> QueueState:
    state = target.state
    assert isinstance(state, QueueState)
    return state
