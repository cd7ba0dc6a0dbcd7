"""MemoryStoreService of one server: the getters of maps, queues and counters, and their methods."""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import ServerContext
from bridge.stubs.memorystore.counters import COUNTER, CounterMembers
from bridge.stubs.memorystore.door import MemoryDoor
from bridge.stubs.memorystore.handle import MemoryStoreHandle
from bridge.stubs.memorystore.listing import ListMembers
from bridge.stubs.memorystore.maps import HASH_MAP, SORTED_MAP, MapMembers
from bridge.stubs.memorystore.queues import QueueMembers, QueueState
from bridge.stubs.memorystore.structures import StructureStatistics
from bridge.stubs.service import Instance, method

__all__ = ["MemoryStoreService"]


class MemoryStoreService(MapMembers, ListMembers, QueueMembers, CounterMembers):
    """One server's MemoryStoreService."""

    CLASS_NAME: ClassVar[str] = "MemoryStoreService"
    OPEN_QUESTIONS = (
        "Texts of errors: `MemoryStoreService: <Name>: <message> API: <Object.Method>, Data"
        " Structure: <name>`, as data stores print theirs.",
        "How often UpdateAsync tries: 10 times; `memorystore__update_tries_max`.",
        "The id that a ReadAsync without items gives: nil.",
        "A bound of a range with a key alone: stands among the items without a sort key.",
        "Expiration 0: is accepted, and the item is gone at once.",
        "The limit of a partition: 150,000 units a minute, as the page's example;"
        " `memorystore__partition_units_per_minute`.",
        "Partitions of a hash map, and how keys are spread: 16, by a checksum of the key;"
        " `memorystore__hash_map_partitions`.",
        "Requests for one key of a hash map: 15,000 reads and 5,000 writes a minute, then"
        " PartitionRequestsOverLimit; `memorystore__key_reads_per_minute`.",
        "What an item of a queue weighs: its value.",
        "Whether pages of ListItemsAsync show what was written meanwhile: those behind them do.",
        "Distributed counters, which no page documents: exact at once, 0 when missing or expired;"
        " an increment gives the sum, costs a unit and starts the expiration anew.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.rules = context.universe.profile.memorystore
        self.stores = MemoryStoreHandle.of(context.universe, studio=context.server.in_studio)
        self.door = MemoryDoor(context, self.stores, self.rules)
        self._objects: dict[tuple[str, str, int], Instance] = {}

    def statistics(self) -> StructureStatistics:
        """Memory, units and requests of the whole universe."""
        return self.stores.statistics()

    @method("GetHashMap", parameters=("name: string",), returns=("Instance",))
    def get_hash_map(self, target: Instance, name: str) -> Instance:
        """Names are global in the experience (documented); does not yield."""
        return self._map("HashMap", HASH_MAP, name)

    @method("GetSortedMap", parameters=("name: string",), returns=("Instance",))
    def get_sorted_map(self, target: Instance, name: str) -> Instance:
        """Names are global in the experience (documented); does not yield."""
        return self._map("SortedMap", SORTED_MAP, name)

    @method("GetDistributedCounter", parameters=("name: string",), returns=("Instance",))
    def get_distributed_counter(self, target: Instance, name: str) -> Instance:
        """Names are global in the experience (inferred, as of the others); does not yield."""
        return self._map("DistributedCounter", COUNTER, name)

    @method(
        "GetQueue",
        parameters=("name: string", "invisibilityTimeout: int = 30"),
        returns=("Instance",),
    )
    def get_queue(self, target: Instance, name: str, invisible_seconds: int) -> Instance:
        """The timeout in seconds belongs to the object (documented); does not yield."""
        state = QueueState(("Queue", name), invisible_seconds * 1_000_000)
        return self._object(("Queue", name, invisible_seconds), "MemoryStoreQueue", name, state)

    def _map(self, kind: str, class_name: str, name: str) -> Instance:
        return self._object((kind, name, 0), class_name, name, (kind, name))

    def _object(
        self, identity: tuple[str, str, int], class_name: str, name: str, state: object
    ) -> Instance:
        limit = self.rules.key_bytes_max
        if not name or byte_length(name) > limit:
            raise StubError(f"MemoryStoreService: the name must have 1 to {limit} characters.")
        found = self._objects.get(identity)
        if found is None:
            found = self.create(class_name, name=name)
            found.state = state
            self._objects[identity] = found
        return found
