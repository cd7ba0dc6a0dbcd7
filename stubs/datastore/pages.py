"""Pages: what listings return, and how a script walks through them.

Documented on the class pages Pages and DataStoreKeyPages (2026-08): AdvanceToNextPageAsync uses the
limit of the call that made the pages. The members are in `stubs/pages.py`. Knows no listing.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bridge.instances.byte_strings import bytes_of, text_of
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.calls import StoreCalls
from bridge.stubs.datastore.errors import store_error
from bridge.stubs.service import Instance, JsonText, Request

__all__ = ["Entry", "Listing", "ListingCalls", "ListingWalk", "cursor_of", "start_of"]


def cursor_of(last: str) -> str:
    """The opaque cursor that continues behind an entry."""
    return b64encode(bytes_of(last)).decode()


def start_of(cursor: str) -> str | None:
    """The entry a cursor stands behind; None for the beginning."""
    if not cursor:
        return None
    try:
        return text_of(b64decode(cursor, validate=True))
    except ValueError:
        raise store_error("InvalidExclusiveStartKey") from None


Entry: TypeAlias = tuple[str, Callable[[], Instance] | dict[str, object]]
"""Name of an item and the item: a maker of instances, or a plain table."""


@dataclass(slots=True)
class Listing:
    """One walk through a listing.

    Attributes:
        call: the method call that began it; its operation and address name later requests too.
        request_type: whose budget each page uses.
        page_size: entries on a full page.
        load: everything behind an entry (or from the beginning).
        entries: the current page.
        last: name of the last entry of the current page.
        finished: nothing is behind the current page.
    """

    call: Call
    request_type: str
    page_size: int
    load: Callable[[str | None], Sequence[Entry]]
    entries: Sequence[Entry] = ()
    last: str | None = None
    finished: bool = False

    def advance(self, shorten: bool = False) -> None:
        """Reads the next page; a shortened one holds half of what it could, and is not the last."""
        rest = self.load(self.last)
        size = min(self.page_size, len(rest)) // 2 if shorten else self.page_size
        self.entries = rest[:size]
        self.finished = len(rest) <= size and not shorten
        if self.entries:
            self.last = self.entries[-1][0]

    @property
    def cursor(self) -> str:
        """Where to continue; empty once there is nothing more (documented)."""
        return "" if self.finished or self.last is None else cursor_of(self.last)


class ListingWalk:
    """The walk behind a pages object of a data store: every page passes the store's door."""

    def __init__(self, members: ListingCalls, listing: Listing) -> None:
        self._members = members
        self._listing = listing

    def current_page(self) -> list[Instance] | JsonText:
        """Instances made anew, or tables."""
        items = [item for _, item in self._listing.entries]
        tables = [item for item in items if isinstance(item, dict)]
        if tables:
            return JsonText(json.dumps(tables, ensure_ascii=False))
        return [item() for item in items if not isinstance(item, dict)]

    def turn(self, pages: Instance, request: Request) -> None:
        """Moves to the next page, which may hold nothing."""
        listing = self._listing
        listing.call = listing.call._replace(request=request, record=None)

        def arrived(_: None) -> None:
            pages.set("IsFinished", listing.finished)
            self._members.show_cursor(pages, listing)
            request.reply()

        self._members.fetch(listing, arrived)


class ListingCalls(StoreCalls):
    """Members of stores that answer with pages."""

    def begin_listing(self, request: Request, listing: Listing, class_name: str) -> None:
        """Reads the first page and replies with the pages object."""

        def arrived(_: None) -> None:
            pages = self.create(class_name, pinned=False, IsFinished=listing.finished)
            self.show_cursor(pages, listing)
            pages.state = ListingWalk(self, listing)
            request.reply(pages)

        self.fetch(listing, arrived)

    def show_cursor(self, pages: Instance, listing: Listing) -> None:
        """Pages of keys and of stores tell where they stand; in earlier years they did not."""
        if self.world.table[pages.class_name].member("Cursor") is not None:
            pages.set("Cursor", listing.cursor)

    def fetch(self, listing: Listing, arrived: Callable[[None], None]) -> None:
        """Lets the next page of a listing be read, with a request of its own."""
        call, leg = self.recorded_listing(listing.call), Leg(listing.request_type)
        self.door.send(call, leg, lambda: listing.advance(self.door.shortens_page(call)), arrived)
