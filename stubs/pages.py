"""Pages: how a script walks through results that come in parts, whichever service gave them.

Source: class page Pages (2026-08): GetCurrentPage does not yield, AdvanceToNextPageAsync does. The
members are declared once, by Players, which every server has; what a page holds, and what the next
one costs, is the `Walk` behind the pages object.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from bridge.errors import StubError
from bridge.stubs.service import (
    Instance,
    JsonText,
    Request,
    Service,
    StructureText,
    method,
    structure,
)

__all__ = ["Entries", "Listing", "PageMembers", "Walk", "reply_with_pages"]

NO_PAGES = "No pages to advance to"

Entries: TypeAlias = Sequence[dict[str, object]]
"""Items of pages, each a table of plain values."""


@runtime_checkable
class Walk(Protocol):
    """What stands behind a pages object: its `Instance.state`."""

    def current_page(self) -> list[Instance] | JsonText | StructureText:
        """The items of the page a script looks at, made anew each time."""

    def turn(self, pages: Instance, request: Request) -> None:
        """Go to the next page, set IsFinished and reply."""


class Listing:
    """A walk through entries that are all known from the start.

    Parameters:
        service: whose door each page passes.
        size: entries on a full page.
    """

    def __init__(self, service: Service, entries: Entries, size: int) -> None:
        self._service = service
        self._entries = entries
        self._size = size
        self._page = 0

    @property
    def finished(self) -> bool:
        """Nothing is behind the current page."""
        return (self._page + 1) * self._size >= len(self._entries)

    def current_page(self) -> StructureText:
        """A table per entry."""
        start = self._page * self._size
        return structure(list(self._entries[start : start + self._size]))

    def turn(self, pages: Instance, request: Request) -> None:
        """The request may fail as any other; then the page stays."""

        def turned(_: object) -> None:
            # Two threads may have asked for the last page.
            self._page += not self.finished
            pages.set("IsFinished", self.finished)
            request.reply()

        self._service.request(request, perform=lambda: None, then=turned)


def reply_with_pages(
    service: Service,
    request: Request,
    perform: Callable[[], Entries],
    *,
    size: int,
    subject: str = "",
    class_name: str = "StandardPages",
) -> None:
    """Answer a request with a pages object over the entries that `perform` finds.

    Parameters:
        subject: for the door, as in `Service.request`.
        size: entries on a full page.
        class_name: of the pages object.
    """

    def arrived(entries: Entries) -> None:
        listing = Listing(service, entries, size)
        pages = service.create(class_name, pinned=False, IsFinished=listing.finished)
        pages.state = listing
        request.reply(pages)

    service.request(request, subject=subject, perform=perform, then=arrived)


class PageMembers(Service):
    """Part of the Players service."""

    @method("GetCurrentPage", on="Pages", returns=("array",))
    def get_current_page(self, target: Instance) -> list[Instance] | JsonText | StructureText:
        """The items of this page, made anew each time."""
        return _walk(target).current_page()

    @method("AdvanceToNextPageAsync", on="Pages", yields=True)
    def advance_to_next_page_async(self, target: Instance, request: Request) -> None:
        """Moves to the next page; an error when there is none."""
        if target.get("IsFinished"):
            raise StubError(NO_PAGES)
        _walk(target).turn(target, request)


def _walk(pages: Instance) -> Walk:
    walk = pages.state
    assert isinstance(walk, Walk)
    return walk
