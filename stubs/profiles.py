"""Rule profiles: every limit, rate and switch of the cloud services, as data with its source.

A profile is named after the year whose rules it holds. The numbers of 2026 are the defaults of the
dataclasses here; `years.py` has those that differed in 2022 and 2018, `members_by_year.py` what
there was not. Marks as in the reference: D documented, W seen in the wild, M modelled by other
emulators, I inferred. Holds numbers only; the services hold the behaviour.

Sources: CD-ERR creator-docs data-stores/error-codes-and-limits.md, CD-MSG the MessagingService
class page, CD-MEM memory-stores/index.md, CD-HTTP http-service.md (docs of 2026-08); M-MDS
MockDataStoreService; W-PM notes of live experiments (2022-03); W-6S staff post on the 6 s rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from bridge.errors import UsageError
from bridge.stubs.members_by_year import ABSENT
from bridge.stubs.rate import Rate as Rate
from bridge.stubs.rate import as_rate
from bridge.stubs.years import YEARS

__all__ = [
    "PROFILES",
    "AnalyticsRules",
    "AssetRules",
    "BadgeRules",
    "ConfigRules",
    "DataStoreRules",
    "HttpRules",
    "MarketplaceRules",
    "MemoryStoreRules",
    "MessagingRules",
    "Profile",
    "Rate",
    "UserRules",
    "profile",
]

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US


STANDARD = Rate(60, 40)
ORDERED_WRITE = Rate(30, 5)
LISTING = Rate(5, 2)

REQUESTS_2026: Mapping[str, Rate] = {
    "StandardRead": STANDARD,
    "StandardWrite": STANDARD,
    "StandardList": LISTING,
    "StandardRemove": STANDARD,
    "OrderedRead": STANDARD,
    "OrderedWrite": ORDERED_WRITE,
    "OrderedList": LISTING,
    "OrderedRemove": ORDERED_WRITE,
    "RemoveVersionAsync": LISTING,
    "OnUpdate": ORDERED_WRITE,
}
"""Requests per minute and server, n players: D CD-ERR, server limits; OnUpdate as older CD-ERR."""

EXPERIENCE_2026: Mapping[str, Rate] = {
    "Read": Rate(300, 40),
    "Write": Rate(300, 20),
    "List": Rate(300, 2),
    "Remove": Rate(300, 40),
}
"""Requests per minute of all servers together, c players in them, standard and ordered stores
counted apart: D CD-ERR, experience limits (in force since 2026-04)."""

QUEUES_2026: Mapping[str, str] = {
    "StandardRead": "get",
    "StandardWrite": "set",
    "StandardRemove": "set",
    "OrderedRead": "ordered get",
    "OrderedWrite": "ordered set",
    "OrderedRemove": "ordered set",
    "OrderedList": "ordered get",  # I: error 305 says that GetSorted's queue was full
}
"""The queue in which a request waits, by request type: D CD-ERR, four queues. A type without one
is dropped at once (D, texts of the errors of listings)."""

# Storage of an experience, n users who ever joined: D CD-ERR.
STORAGE = Rate(500 * 1024 * 1024, 1024 * 1024)
# Messaging: D CD-MSG.
MESSAGES_SENT = Rate(600, 240)
MESSAGES_RECEIVED_BY_TOPIC = Rate(40, 80)
MESSAGES_RECEIVED = Rate(400, 200)
SUBSCRIPTIONS = Rate(20, 8)
SUBSCRIBE_REQUESTS = Rate(240)
# Memory stores: D CD-MEM.
MEMORY_BYTES = Rate(64 * 1024, 1.2 * 1024)
MEMORY_UNITS = Rate(1000, 120)
# Badges: D class page BadgeService.
BADGE = Rate(50, 35)
BADGES = Rate(10, 5)
# Analytics: D class page AnalyticsService.
ANALYTICS = Rate(120, 20)


@dataclass(frozen=True, slots=True)
class DataStoreRules:
    """Numbers of DataStoreService."""

    key_bytes_max: int = 50  # D CD-ERR: key, store name and scope, by string.len
    value_bytes_max: int = 4_194_304  # D CD-ERR: characters of JSON per key
    metadata_bytes_max: int = 299  # W-PM: fails once the JSON is longer than 299
    user_ids_max: int = 4  # W-PM: "UserID size exceeds limit of 4"
    requests_per_minute: Mapping[str, Rate] = field(default_factory=lambda: REQUESTS_2026)
    experience_per_minute: Mapping[str, Rate] = field(default_factory=lambda: EXPERIENCE_2026)
    # Which of these rates a request counts against, by method or by type: its own if not listed.
    request_buckets: Mapping[str, str] = field(default_factory=dict)
    named_throttle_errors: bool = True  # W-ST: full queue gives <Type>GameServerThrottled
    queue_full_text: str = " but queue was full"  # D CD-ERR, end of the texts of 301 to 306
    queues: Mapping[str, str] = field(default_factory=lambda: QUEUES_2026)
    budget_start_minutes: float = 1.0  # I: one minute's rate at the start of a server
    budget_start: Mapping[str, int] = field(
        default_factory=dict
    )  # where a number of its own is known
    budget_cap_minutes: float = 3.0  # M-MDS: saved up to three times the rate per minute
    queue_length_max: int = 30  # D CD-ERR: each of the four queues
    write_cooldown_us: int = 0  # W-6S: removed in June 2023
    key_read_bytes_per_minute: int = 25 * 1024 * 1024  # D CD-ERR: 25 MB in a sliding 60 s
    key_write_bytes_per_minute: int = 4 * 1024 * 1024  # D CD-ERR: 4 MB in a sliding 60 s
    # D CD-ERR: compressed, latest versions, n lifetime users; CD-EXT says 100 MB instead of 500.
    storage_bytes: Rate = STORAGE
    cache_us: int = 4 * SECOND_US  # D CD-VER: local cache of GetAsync
    cache_missing_keys: bool = True  # I: unknown; a missing key is cached as nil
    latency_minimum_us: int = 50_000  # I: 50-500 ms
    latency_maximum_us: int = 500_000
    version_kept_us: int = 30 * 24 * 3600 * SECOND_US  # D CD-VER: backups expire after 30 days
    version_kept_from: str = "replaced"  # D CD-VER: counted from the write that replaced it
    version_hour_us: int = 3600 * SECOND_US  # D CD-VER: one version is kept of each UTC hour
    key_infos: bool = True  # D: methods give key infos, writes take user ids and metadata
    global_store_class: str = "DataStore"  # W-FORUM: of GetGlobalDataStore, since version 638
    # W-PM reports that a conflict over equal JSON counts as success. Taken literally, two servers
    # that count up at once would lose one step, which nobody reports: so it is a switch, off.
    equal_conflict_succeeds: bool = False
    transform_error: str = "raise"  # I: "raise" from UpdateAsync, or "print" and return nil
    mixed_tables: str = "array"  # D array part wins; "refuse" as W-FORUM 176368


@dataclass(frozen=True, slots=True)
class MessagingRules:
    """Numbers of MessagingService (D CD-MSG unless marked)."""

    topic_characters_max: int = 80
    message_bytes_max: int = 1024  # D 1 kB; which text it counts is unknown: the payload's JSON (I)
    sent_per_minute: Rate = MESSAGES_SENT  # per server, n players in it
    sent_by_universe_per_minute: int | None = None  # no rule of Roblox: a limit over all servers
    received_by_topic_per_minute: Rate = MESSAGES_RECEIVED_BY_TOPIC  # n servers
    received_by_universe_per_minute: Rate = MESSAGES_RECEIVED  # n servers
    subscriptions: Rate = SUBSCRIPTIONS  # per server, n players in it
    subscribe_requests_per_minute: Rate = SUBSCRIBE_REQUESTS  # per server
    latency_minimum_us: int = 20_000  # I: the calls yield until the backend has them
    latency_maximum_us: int = 200_000
    delivery_minimum_us: int = 100_000  # I: 0.1-2 s; D "usually within 1-2 s"
    delivery_maximum_us: int = 2_000_000


@dataclass(frozen=True, slots=True)
class MemoryStoreRules:
    """Numbers of MemoryStoreService (D CD-MEM unless marked)."""

    key_bytes_max: int = 128
    value_bytes_max: int = 32 * 1024
    expiration_seconds_max: int = 3_888_000  # 45 days
    memory_bytes: Rate = MEMORY_BYTES  # per experience, n users
    request_units_per_minute: Rate = MEMORY_UNITS  # per experience, n users
    structure_units_per_minute: int = 100_000  # one sorted map or queue
    structure_items_max: int = 1_000_000  # one sorted map or queue
    structure_bytes_max: int = 100 * 1024 * 1024  # one sorted map or queue, keys of maps included
    # D CD-MEMP: there is a limit of partitions that fluctuates; the figure is its example. W-DIG
    # of 2026-10 says about 30,000. One sorted map or queue lies on one partition.
    partition_units_per_minute: int | None = 150_000
    hash_map_partitions: int = 16  # I: "several", over which keys are spread
    key_reads_per_minute: int | None = 15_000  # W-DIG: one key of a hash map
    key_writes_per_minute: int | None = 5_000  # W-DIG: one key of a hash map
    update_tries_max: int = 10  # I: the documented maximum has no number
    sort_keys: bool = True  # D class page MemoryStoreSortedMap
    read_items_max: int = 100  # queue ReadAsync
    range_items_max: int = 200  # GetRangeAsync, ListItemsAsync
    queue_poll_us: int = 2 * SECOND_US
    latency_minimum_us: int = 10_000  # I
    latency_maximum_us: int = 100_000


@dataclass(frozen=True, slots=True)
class HttpRules:
    """Numbers of HttpService."""

    requests_per_minute: int = 500  # D class page: external requests per server
    open_cloud_requests_per_minute: int = 2500  # D CD-HTTP: per server, counted apart
    timeout_seconds: int = 30  # I: the default, which the Timeout of a request may only shorten
    secrets_max: int = 500  # D CD-SEC: per experience
    secret_characters_max: int = 1024  # D CD-SEC
    over_limit_stall_us: int = 0  # D CD-HTTP: "can stall for around 30 seconds", may also fail
    post_bytes_max: int = 1024 * 1024  # W-RAD: PostAsync body under 1,024 KB
    nonfinite_numbers: str = "null"  # W-RAD: 2020 builds; D says only "allowed"; "tagged"
    latency_minimum_us: int = 30_000  # I
    latency_maximum_us: int = 300_000


@dataclass(frozen=True, slots=True)
class BadgeRules:
    """Numbers of BadgeService (D class page BadgeService, per server with n players)."""

    award_per_minute: Rate = BADGE
    has_per_minute: Rate = BADGE
    check_per_minute: Rate = BADGES
    get_per_minute: Rate = BADGES
    check_ids_max: int = 10
    get_ids_max: int = 100
    info_cache_us: int = MINUTE_US  # I: "a short duration"


@dataclass(frozen=True, slots=True)
class AnalyticsRules:
    """Numbers of AnalyticsService."""

    events_per_minute: Rate = ANALYTICS  # per server, n players in it, as the Fire methods say
    # D CD-AN, of an experience and a day.
    custom_fields_max: int = 3  # of an event
    currencies_max: int = 10
    funnels_max: int = 10
    funnel_steps_max: int = 100  # of a funnel
    custom_events_max: int = 100  # names
    # D class page, of the deprecated Fire methods.
    fire_text_characters_max: int = 50
    fire_data_characters_max: int = 500  # custom data after serialization, message of a log event
    fire_trace_characters_max: int = 1000
    fire_pairs_max: int = 5  # of location and statistics
    fire_value_bytes_max: int = 1024  # FireEvent's value after serialization


@dataclass(frozen=True, slots=True)
class ConfigRules:
    """Numbers of ConfigService (D CD-CFG unless marked)."""

    value_characters_max: int = 100_000  # of a string, or of the JSON of a table
    keys_max: int = 1000  # active at any time
    publish_minimum_us: int = 15 * SECOND_US  # until a server that runs has what is published
    publish_maximum_us: int = MINUTE_US
    gradual_publish_us: int = 15 * MINUTE_US  # "Publish over 15 min": the longest wait then
    reload_us: int = 30 * SECOND_US  # I: between tries of a server that could load nothing
    reload_tries_max: int = 20  # I


@dataclass(frozen=True, slots=True)
class MarketplaceRules:
    """Numbers of MarketplaceService (D class page MarketplaceService)."""

    bulk_items_max: int = 20  # line items of one PromptBulkPurchase
    ranked_items_max: int = 50  # RankProductsAsync takes, RecommendTopProductsAsync gives
    rank_per_minute: int = 10  # D for clients; of a server too (I)
    recommend_per_minute: int = 5  # likewise
    recommend_sales_us: int = 28 * 24 * 3600 * SECOND_US  # without a sale in it: nothing


@dataclass(frozen=True, slots=True)
class AssetRules:
    """Numbers of AssetService (D class page AssetService)."""

    audio_ids_max: int = 30  # of one GetAudioMetadataAsync


@dataclass(frozen=True, slots=True)
class UserRules:
    """Numbers of UserService (D class page UserService)."""

    results_per_minute: int = 250  # of one server (I: whose)


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one time. `override` gives a copy with single numbers changed.

    Attributes:
        absent: classes, members and enum items that there were not, see `members_by_year.py`;
            scripts that name one get the engine's error for an unknown name.
    """

    name: str
    datastore: DataStoreRules = field(default_factory=DataStoreRules)
    messaging: MessagingRules = field(default_factory=MessagingRules)
    memorystore: MemoryStoreRules = field(default_factory=MemoryStoreRules)
    http: HttpRules = field(default_factory=HttpRules)
    badge: BadgeRules = field(default_factory=BadgeRules)
    analytics: AnalyticsRules = field(default_factory=AnalyticsRules)
    config: ConfigRules = field(default_factory=ConfigRules)
    asset: AssetRules = field(default_factory=AssetRules)
    user: UserRules = field(default_factory=UserRules)
    marketplace: MarketplaceRules = field(default_factory=MarketplaceRules)
    absent: frozenset[str] = frozenset()

    def override(self, **numbers: Any) -> Profile:
        """A copy with other numbers, named `service__rule`, or `service__rule__part` for one part
        of a rule that has several:

            profile("2026").override(
                datastore__queue_length_max=5,
                datastore__requests_per_minute__StandardRead=(10, 2),
            )

        A rate is a `Rate`, a number, or (base, per player).

        Raises:
            UsageError: no such rule or part, or a rate that is none.
        """
        changed: dict[str, Any] = {}
        for name, value in numbers.items():
            service, _, path = name.partition("__")
            rule, _, part = path.partition("__")
            rules = changed.get(service, getattr(self, service, None))
            if not is_dataclass(rules) or rule not in {each.name for each in fields(rules)}:
                raise UsageError(f"no rule {name!r}: expected service__rule, e.g. http__...")
            old = getattr(rules, rule)
            new = _with_part(name, old, part, value) if part else _like(old, value)
            # That these are rules, and that they have this one, was looked at above.
            changed[service] = replace(rules, **{rule: new})  # type: ignore[type-var]
        return replace(self, **changed)


def _like(old: object, value: object) -> object:
    return as_rate(value) if isinstance(old, Rate) else value


def _with_part(name: str, old: object, part: str, value: object) -> Mapping[str, object]:
    """A rule of several parts with one of them changed."""
    parts = old if isinstance(old, Mapping) else {}
    if part not in parts:
        known = ", ".join(parts) or "none"
        raise UsageError(f"no rule {name!r}: it has no part {part!r}; its parts: {known}")
    return {**parts, part: _like(parts[part], value)}


def _profile_of(year: str) -> Profile:
    """The rules of an earlier year: those of 2026 but for the numbers in `years.py`."""
    numbers = {name: value for name, (value, _) in YEARS.get(year, {}).items()}
    return Profile(year, absent=ABSENT[year]).override(**numbers)


PROFILES: Mapping[str, Profile] = {year: _profile_of(year) for year in ABSENT}


def profile(name: str | Profile) -> Profile:
    """The profile of that name; a profile itself passes through."""
    if isinstance(name, Profile):
        return name
    if name not in PROFILES:
        raise UsageError(f"unknown profile {name!r}; known: {', '.join(PROFILES)}")
    return PROFILES[name]
