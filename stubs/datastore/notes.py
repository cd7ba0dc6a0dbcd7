"""What the trace says of a request: which method, which server and key, what came of it.

Knows no request; most of them are like one before, so their texts are kept.
"""

from __future__ import annotations

from bridge.scheduler import Trace
from bridge.stubs.datastore.address import Address

__all__ = ["TEXTS_MAX", "RequestNotes"]

TEXTS_MAX = 1000
"""Texts that are kept at most."""


class RequestNotes:
    """The entries of one server.

    Parameters:
        trace: where they go.
        server: its index.
    """

    def __init__(self, trace: Trace, server: int) -> None:
        self._trace = trace
        self._server = server
        self._texts: dict[tuple[str, Address, str], str] = {}

    def note(self, operation: str, address: Address, outcome: str) -> None:
        """A request has met the backend: "ok", or the name of its error."""
        what = (operation, address, outcome)
        text = self._texts.get(what)
        if text is None:
            if len(self._texts) >= TEXTS_MAX:
                self._texts.clear()
            text = self._texts[what] = self._trace.entry(
                "datastore",
                operation=operation,
                server=self._server,
                store=address.name,
                scope=address.scope,
                key=address.key,
                outcome=outcome,
            )
        self._trace.append_text(text)
