"""MessagingService: topics that all servers share, and one server's publishing and subscribing.

Modelled on creator-docs, reference class MessagingService and the messaging guide (2026-08). The
texts of size and throttle errors are unknown and made up here in the service's style.
"""

from __future__ import annotations

from bridge.stubs.messaging.service import MessagingService as MessagingService
from bridge.stubs.messaging.topics import Topics as Topics

__all__ = ["MessagingService", "Topics"]
