"""What the caller of a service knows of its call."""

from __future__ import annotations

from enum import Enum

__all__ = ["Outcome"]


class Outcome(Enum):
    """What a caller knows of its call. Roblox documents that a write which failed may have
    landed, so a failed or unanswered write may take effect once, at any time after its call."""

    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"
