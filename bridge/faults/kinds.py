"""Every kind of fault there is, by service. What each does is told by its constructor.

`CATALOGUE.md` beside this file is made from both. Knows no fault and no service.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASS_NAMES", "DELAYED", "INCIDENTS", "KINDS"]

LOOKUP = ("error", "outage", "throttle", "latency")
"""Kinds of a service that is only asked."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "datastore": (
        "error",
        "error_before_write",
        "error_after_write",
        "read_error",
        "outage",
        "throttle",
        "latency",
        "late_reply",
        "stale_read",
        "budget_exhaustion",
        "queue_overflow",
        "conflict",
        "partial_page",
    ),
    "messaging": (
        "error",
        "error_after_publish",
        "outage",
        "throttle",
        "latency",
        "loss",
        "duplication",
        "reordering",
        "delay",
    ),
    "memorystore": (
        "error",
        "error_after_write",
        "outage",
        "throttle",
        "latency",
        "late_reply",
        "early_expiry",
        "memory_full",
        "conflict",
        "partial_page",
        "redelivery",
    ),
    "http": (
        "error",
        "error_after_send",
        "outage",
        "throttle",
        "latency",
        "timeout",
        "status",
        "truncation",
    ),
    "teleport": ("error", "outage", "throttle", "latency", "failure", "loss", "delay"),
    "marketplace": ("error", "outage", "throttle", "latency", "unrecorded", "late_receipt"),
    "badge": ("error", "error_after_write", "outage", "throttle", "latency", "late_reply"),
    "user": LOOKUP,
    "group": LOOKUP,
    "players": ("error", "error_after_write", "outage", "throttle", "latency", "late_reply"),
    "policy": LOOKUP,
    "localization": LOOKUP,
    "config": LOOKUP,
    "asset": ("error", "error_after_write", "outage", "throttle", "latency", "late_reply"),
    "social": LOOKUP,
    "ad": LOOKUP,
    "text": (*LOOKUP, "blocking"),
    "analytics": ("loss", "outage"),
    "remote": ("loss", "delay"),
    "server": ("crash", "shutdown", "pause", "slow_frames", "clock_jump"),
    "player": ("disconnect",),
}
"""Kinds by service; a door asks about those of its own."""

CLASS_NAMES: Mapping[str, str] = {
    "datastore": "DataStoreFault",
    "messaging": "MessagingFault",
    "memorystore": "MemoryStoreFault",
    "http": "HttpFault",
    "teleport": "TeleportFault",
    "marketplace": "MarketplaceFault",
    "badge": "BadgeFault",
    "user": "UserFault",
    "group": "GroupFault",
    "players": "AccountFault",
    "policy": "PolicyFault",
    "localization": "LocalizationFault",
    "config": "ConfigFault",
    "asset": "AssetFault",
    "social": "SocialFault",
    "ad": "AdFault",
    "text": "TextFault",
    "analytics": "AnalyticsFault",
    "remote": "RemoteFault",
    "server": "ServerFault",
    "player": "PlayerFault",
}
"""The class of `bridge.faults` whose constructors make a service's faults."""

INCIDENTS = ("server", "player")
"""Services whose faults are no part of a request: they happen to a server at an instant."""

DELAYED: Mapping[str, tuple[float, float]] = {
    "latency": (0.0, 2.0),
    "late_reply": (0.0, 5.0),
    "stale_read": (0.0, 4.0),
    "reordering": (0.5, 3.0),
    "delay": (0.0, 5.0),
    "timeout": (5.0, 30.0),
    "late_receipt": (0.0, 30.0),
    "pause": (0.1, 10.0),
    "slow_frames": (0.05, 0.5),
}
"""Kinds that draw a time, with bounds in seconds that make sense in a test."""
