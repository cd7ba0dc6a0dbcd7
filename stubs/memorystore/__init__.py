"""MemoryStoreService: hash maps, sorted maps and queues that all servers share, with expiry.

Modelled on creator-docs, memory-stores/ and the MemoryStore classes (2026-08). No verbatim error
text is known; texts follow the data store's form with the documented names and messages.
"""

from __future__ import annotations

from bridge.stubs.memorystore.handle import MemoryStoreHandle as MemoryStoreHandle
from bridge.stubs.memorystore.service import MemoryStoreService as MemoryStoreService

__all__ = ["MemoryStoreHandle", "MemoryStoreService"]
