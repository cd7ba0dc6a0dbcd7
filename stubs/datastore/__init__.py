"""DataStoreService: the shared backend, one server's requests to it, and the classes scripts see.

Modelled on the documents of 2026-08 (creator-docs, data-stores/) and on captured traffic.
"""

from __future__ import annotations

from bridge.stubs.datastore.handle import StoreHandle as StoreHandle
from bridge.stubs.datastore.service import DataStoreService as DataStoreService
from bridge.stubs.datastore.storage import Storage as Storage

__all__ = ["DataStoreService", "Storage", "StoreHandle"]
