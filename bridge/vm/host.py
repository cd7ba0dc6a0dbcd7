"""Host calls: the one Python function that Lua ever holds, and the table behind it.

Knows nothing of what the functions do. A `StubError` becomes a Luau error; any other exception is
kept, ends the run and is raised again by the VM when the run has unwound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bridge.errors import BridgeError, ScriptError, ScriptTimeout, StubError
from bridge.vm.values import Border

__all__ = ["Host"]

CALLBACK = b"vm.callback"
NESTED_DEEPLY = 20
"""Host calls within host calls; fewer cannot exhaust Python's stack by nesting."""


class Host:
    """The functions prelude code reaches by name."""

    def __init__(self, border: Border) -> None:
        self._border = border
        self._functions: dict[bytes, Callable[..., object]] = {}
        self._raw_functions: dict[bytes, Callable[..., Iterable[object]]] = {}
        self._pending: BaseException | None = None
        self._from_callback = False
        self._depth = 0

    def bind(self, name: str, function: Callable[..., object]) -> None:
        """Makes `function` callable as `P.host(name, ...)`; a tuple result is several values."""
        self._functions[name.encode()] = function
        self._raw_functions.pop(name.encode(), None)

    def bind_raw(self, name: str, function: Callable[..., Iterable[object]]) -> None:
        """`bind` for a function that sees to the border itself: texts reach it as bytes, and its
        results, at least one, are what `Border.inward` would give. Saves a call per value, a fifth
        of what a data store call takes."""
        self._raw_functions[name.encode()] = function

    def dispatch(self, name: bytes, *args: object) -> tuple[object, ...]:
        """Called from Lua; never raises. (True, results...), (False, text, level) or (None,)."""
        border = self._border
        self._depth += 1
        try:
            raw = self._raw_functions.get(name)
            if raw is not None:
                return (True, *raw(*args))
            function = self._functions.get(name)
            if function is None:
                raise BridgeError(f"no host function {name.decode('utf-8', 'replace')!r}")
            result = function(*border.outward_all(args))
            if result is None:
                return (True,)
            return (True, *border.results(result if isinstance(result, tuple) else (result,)))
        except StubError as error:
            return (False, str(error).encode("utf-8", "surrogateescape"), _level(error))
        except ScriptTimeout:
            return (None, b"timeout")
        except ScriptError as error:
            # A Luau error that crossed Python on its way out goes on as the same Luau error.
            value = error.message if error.value is None else error.value
            return (False, border.inward(value), 0)
        except RecursionError as error:
            # Python's limit on frames may come before the VM's on nested host calls: same meaning.
            if self._depth < NESTED_DEEPLY:
                return self._stop(error, name)
            return (False, b"C stack overflow", 0)
        except BaseException as error:
            # Everything, KeyboardInterrupt too: an exception let loose here would unwind through
            # Lua frames, where pcall could swallow it.
            return self._stop(error, name)
        finally:
            self._depth -= 1

    def _stop(self, error: BaseException, name: bytes) -> tuple[object, ...]:
        self._pending = error
        self._from_callback = name == CALLBACK
        return (None, b"host")

    def take_pending(self) -> tuple[BaseException | None, bool]:
        """The exception that stopped the run, and whether the caller's own callback raised it."""
        pending, self._pending = self._pending, None
        return pending, self._from_callback


def _level(error: StubError) -> int:
    level = getattr(error, "level", 1)
    return level if isinstance(level, int) else 1
