"""How the cloud services' numbers differed in earlier years, each with its source.

What is not listed was the same as in 2026 or is not known to differ. Marks and keys as in
`profiles.py`, and: CD-OLD pages of the official documentation kept from that time (robloxdev.com of
2018; create.roblox.com of 2022 to 2025, whose server limits had not changed); W-175804 the advanced
guide to data stores on the forum (2018); W-VER the staff post on fewer versions (forum 3042258,
2024). A year stands for its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from types import MappingProxyType
from typing import Final, TypeAlias

from bridge.stubs.rate import Rate

__all__ = ["YEARS", "Numbers"]

Numbers: TypeAlias = Mapping[str, tuple[object, str]]
"""`service__rule` -> (number, its source)."""

SECOND_US: Final = 1_000_000

CLASSIC_QUEUES: Final = MappingProxyType(
    {
        "StandardRead": "GetAsync",
        "OrderedRead": "GetAsync",
        "StandardWrite": "SetIncrementAsync",
        "StandardRemove": "SetIncrementAsync",
        "OrderedWrite": "SetIncrementSortedAsync",
        "OrderedRemove": "SetIncrementSortedAsync",
        "OrderedList": "GetSortedAsync",
    }
)

CLASSIC_BUCKETS: Final = MappingProxyType(
    {**CLASSIC_QUEUES, "StandardList": "ListAsync", "GetVersionAsync": "GetVersionAsync"}
)

CLASSIC_REQUESTS: Final = MappingProxyType(
    {
        "GetAsync": Rate(60, 10),
        "SetIncrementAsync": Rate(60, 10),
        "SetIncrementSortedAsync": Rate(30, 5),
        "GetSortedAsync": Rate(5, 2),
        "OnUpdate": Rate(30, 5),
    }
)

VERSION_REQUESTS: Final = MappingProxyType(
    {
        "ListAsync": Rate(5, 2),
        "GetVersionAsync": Rate(5, 2),
        "RemoveVersionAsync": Rate(5, 2),
    }
)

CLASSIC_START: Final = MappingProxyType(
    {
        "GetAsync": 100,
        "SetIncrementAsync": 100,
        "SetIncrementSortedAsync": 50,
        "GetSortedAsync": 10,
        "OnUpdate": 30,
    }
)

CLASSIC: Numbers = {
    "datastore__requests_per_minute": (
        MappingProxyType({**CLASSIC_REQUESTS, **VERSION_REQUESTS}),
        "CD-OLD error-codes-and-limits (2025) and DataStoreService (2018); ordered writes M-MDS",
    ),
    "datastore__request_buckets": (CLASSIC_BUCKETS, "CD-OLD DataStoreService; M-MDS"),
    "datastore__experience_per_minute": (MappingProxyType({}), "W-ACC: since April 2026"),
    "datastore__storage_bytes": (Rate(inf), "W-ACC: since April 2026"),
    "datastore__budget_start": (CLASSIC_START, "M-MDS"),
    "datastore__named_throttle_errors": (False, "CD-OLD: errors 301 to 306"),
    "datastore__queue_full_text": (", but throttled request queue was full", "CD-OLD"),
    "datastore__write_cooldown_us": (6 * SECOND_US, "CD-OLD DataStoreService; W-6S"),
    "datastore__version_hour_us": (0, "W-VER: every write made a version until July 2024"),
    "datastore__version_kept_from": ("written", "W-VER: 30 days after they are written"),
    "datastore__global_store_class": (
        "GlobalDataStore",
        "W-FORUM: DataStore since API version 638",
    ),
}
"""True of 2018 and 2022 alike."""

YEARS: Mapping[str, Numbers] = {
    "2022": {
        **CLASSIC,
        "messaging__sent_per_minute": (Rate(150, 60), "CD-OLD MessagingService"),
        "messaging__received_by_topic_per_minute": (Rate(10, 20), "CD-OLD MessagingService"),
        "messaging__received_by_universe_per_minute": (Rate(100, 50), "CD-OLD MessagingService"),
        "messaging__subscriptions": (Rate(5, 2), "CD-OLD MessagingService"),
        "messaging__subscribe_requests_per_minute": (
            Rate(60),
            "I: a quarter of today's, as all other limits of that page",
        ),
        "memorystore__request_units_per_minute": (Rate(1000, 100), "W-MEMQ (2022-12)"),
        "memorystore__memory_bytes": (Rate(64 * 1024, 1024), "CD-OLD memory-stores"),
        "memorystore__sort_keys": (False, "W-DUMP: bounds are keys, GetAsync gives one value"),
        "memorystore__partition_units_per_minute": (None, "I: no partitions in CD-OLD"),
    },
    "2018": {
        **CLASSIC,
        "datastore__requests_per_minute": (
            CLASSIC_REQUESTS,
            "CD-OLD DataStoreService; ordered writes M-MDS",
        ),
        "datastore__value_bytes_max": (260_000, "M-MDS, releases before 2021"),
        "datastore__queues": (CLASSIC_QUEUES, "W-175804: a queue for each request type"),
        "datastore__key_infos": (False, "W-DUMP: methods give one value and take no attributes"),
        "datastore__cache_us": (5 * SECOND_US, "M-MDS"),
    },
}
"""Numbers of a year that differ from those of 2026."""
