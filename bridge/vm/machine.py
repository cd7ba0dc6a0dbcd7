"""VM: one Luau virtual machine, from opening LuaJIT to calling functions in it.

Knows nothing of time, servers or services; the scheduler and the stubs bind what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NoReturn

from bridge.errors import (
    BridgeError,
    LuauBridgeException,
    LuauSyntaxError,
    ScriptError,
    ScriptTimeout,
    UsageError,
)
from bridge.lowering.chunk import LoweringOptions
from bridge.source import Source
from bridge.vm.chunks import Chunks, compiler_refusal
from bridge.vm.host import Host
from bridge.vm.limits import Limits
from bridge.vm.loader import PRELUDE, prelude_chunk
from bridge.vm.runtime import (
    EngineError,
    EngineMemoryError,
    RawFunction,
    RawObject,
    RawTable,
    open_runtime,
)
from bridge.vm.values import Border, LuaFunction, LuaTable

__all__ = ["VM"]

ITERATION_ORDERS = ("sorted", "shuffled", "native")
SEED_RANGE = 1 << 31
TIMEOUT_TEXT = "Script timeout: exhausted allowed execution time"
MEMORY_TEXT = "not enough memory"
C_STACK_TEXT = "C stack overflow"

Output = Callable[[str, str], None]


def _discard(_kind: str, _text: str) -> None:
    """The default output of a VM nobody listens to."""


class VM:
    """One Luau virtual machine.

    Parameters:
        seed: of `math.random` and of the shuffled iteration order.
        iteration: order of `pairs` and of generalized iteration: "sorted", "shuffled", "native".
        limits: what a script may use up.
        output: called with ("print" | "warn" | "error" | "info", text).
        extensions: further prelude files, loaded after the base in this order.

    Attributes:
        results: what a function of `bind_raw` returns for given values.
        outward: the Python value of an argument such a function was given.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        iteration: str = "sorted",
        limits: Limits = Limits(),  # noqa: B008 (frozen value)
        output: Output | None = None,
        extensions: Sequence[str] = (),
    ) -> None:
        if iteration not in ITERATION_ORDERS:
            raise UsageError(f"VM: iteration={iteration!r}, expected one of {ITERATION_ORDERS}")
        self.limits = limits
        self.seed = seed
        self._output = output or _discard
        self._chunks = Chunks()
        self._exports: dict[str, Any] = {}
        self._runtime = open_runtime(limits.allocator_bytes)
        raw_types = (RawTable, RawFunction, RawObject)
        self._border = Border(
            self, self._new_table, self._new_callback, self._is_thread_box, raw_types
        )
        self.results = self._border.results
        self.outward = self._border.outward
        self._host = Host(self._border)
        self._bind_own_functions()
        self._load_prelude(extensions, iteration)

    def _load_prelude(self, extensions: Sequence[str], iteration: str) -> None:
        boot, boot_name = prelude_chunk("bootstrap")
        load = self._runtime.globals()[b"loadstring"]
        install, self._exported_raw = load(boot, boot_name)(
            self._host.dispatch, self.seed % SEED_RANGE
        )
        for name in (*PRELUDE[1:], *extensions):
            install(*prelude_chunk(name))
        self._enter_thread = self._export("vm.run")
        self._enter_export = self._export("vm.call")
        self._make_callback = self._export("vm.callback")
        self._make_table = self._export("vm.table")
        self._export("vm.limits")(self.limits.budget, self.limits.memory_bytes)
        self._export("iteration")(iteration.encode(), self.seed % SEED_RANGE)
        self.globals: LuaTable = self._border.outward(self._export("vm.finish")())

    def _bind_own_functions(self) -> None:
        self.bind("vm.output", self._print)
        self.bind("vm.compile", self._compile)
        self.bind("vm.function_name", self._chunks.function_name)
        self.bind("vm.callback", self._run_callback)
        self.bind("vm.prelude", prelude_chunk)

    def bind(self, name: str, function: Callable[..., object]) -> None:
        """Makes a Python function callable from prelude code as `P.host(name, ...)`."""
        self._host.bind(name, function)

    def bind_raw(self, name: str, function: Callable[..., Iterable[object]]) -> None:
        """`bind` for a function that converts by itself: texts come as bytes, and what it returns
        went through `results`."""
        self._host.bind_raw(name, function)

    def exported(self, name: str) -> Callable[..., Any]:
        """The prelude function that `P.export(name, f)` registered, as a Python callable."""
        self._export(name)

        def call(*args: object) -> Any:
            values = self.call_export(name, *args)
            if not values:
                return None
            return values[0] if len(values) == 1 else values

        return call

    def exported_numeric(self, name: str) -> Callable[..., Any]:
        """`exported` for a function of numbers with at most one number as result.

        Nothing is converted, which is half of what a short call costs; frames go through here.
        """
        door = self._export("vm.numeric_door")(self._export(name))

        def call(*numbers: float | None) -> Any:
            try:
                result = door(*numbers)
            except (EngineError, EngineMemoryError) as error:
                self._fail_engine(error)
            if type(result) is tuple:
                self._fail(*self._border.outward_all(result[1:]))
            return result

        return call

    def excerpt_later(self, message: str, traceback: str = "") -> Callable[[], str]:
        """A function for the source line that an error message names, as `ScriptError` takes it."""
        return partial(self._chunks.excerpt, message, traceback)

    def environment(self, **extra: object) -> LuaTable:
        """Fresh globals for one script, reading through to the shared ones."""
        (table,) = self.call_export("vm.environment")
        assert isinstance(table, LuaTable)
        for name, value in extra.items():
            table[name] = value
        return table

    def load(
        self, source: Source | str, name: str = "main", env: LuaTable | None = None
    ) -> LuaFunction:
        """Lowers and loads a chunk; `env` are its globals (default: fresh ones).

        Raises:
            LuauSyntaxError: it does not parse, or is larger than the compiler can take.
        """
        if not isinstance(source, Source):
            source = Source(source, name)
        text = self._chunks.add(source)
        chunk_name = source.name.encode("utf-8", "surrogateescape")
        environment = env if env is not None else self.environment()
        function, *problem = self.call_export("vm.load", text, chunk_name, environment)
        if not isinstance(function, LuaFunction):
            text, *line = problem
            if line:
                raise compiler_refusal(source, str(text), int(line[0]))
            raise BridgeError(f"LuaJIT refuses the lowered chunk {source.name!r}: {text}")
        return function

    def run(self, source: Source | str, name: str = "main", *args: object) -> tuple[Any, ...]:
        """Loads a script and runs it to its end; its results."""
        return self.call(self.load(source, name), *args)

    def call(self, function: LuaFunction, *args: object) -> tuple[Any, ...]:
        """Calls a Luau function in a thread of its own; raises `ScriptError`."""
        return self.call_raw(function.raw, *args)

    def call_raw(self, raw: object, *args: object) -> tuple[Any, ...]:
        """`call` for what a wrapper holds; for bridge.vm only."""
        return self._enter(self._enter_thread, raw, args)

    def call_export(self, name: str, *args: object) -> tuple[Any, ...]:
        """Calls an exported prelude function, which may not yield."""
        return self._enter(self._enter_export, self._export(name), args)

    def _enter(self, door: Any, raw: object, args: tuple[object, ...]) -> tuple[Any, ...]:
        border = self._border
        values = border.inward_all(args)
        if border.boxed:
            border.boxed = False
            in_thread = door is self._enter_thread
            door = self._export("vm.run_unboxed" if in_thread else "vm.call_unboxed")
        try:
            result = door(raw, *values)
        except (EngineError, EngineMemoryError) as error:
            self._fail_engine(error)
        if result is True:
            return ()
        if result[0]:
            return tuple(border.outward_all(result[1:]))
        self._fail(*self._border.outward_all(result[1:]))

    def _fail_engine(self, error: Exception) -> NoReturn:
        if isinstance(error, EngineMemoryError):
            self._runtime.gccollect()
            raise ScriptError(MEMORY_TEXT) from None
        if str(error).startswith(C_STACK_TEXT):
            # LuaJIT counts calls from C too, and the entry itself may be one too many.
            raise ScriptError(C_STACK_TEXT) from None
        raise BridgeError(f"error past every handler of the prelude: {error}") from error

    def _fail(self, kind: str, message: str, traceback: str, value: object = None) -> NoReturn:
        if message == MEMORY_TEXT:
            self._runtime.gccollect()
        if kind == "error":
            plain = None if isinstance(value, str) else value
            raise ScriptError(message, traceback, plain, self.excerpt_later(message, traceback))
        if kind == "timeout":
            raise ScriptTimeout(TIMEOUT_TEXT, traceback)
        pending, from_callback = self._host.take_pending()
        if pending is None:
            raise BridgeError(f"the run stopped for no known reason ({kind})")
        if from_callback or isinstance(pending, LuauBridgeException):
            raise pending
        if not isinstance(pending, Exception):
            raise pending
        raise BridgeError(f"a host function failed: {pending!r}") from pending

    def _export(self, name: str) -> Any:
        raw = self._exports.get(name)
        if raw is None:
            raw = self._exported_raw(name.encode())
            if raw is None:
                raise UsageError(f"no prelude file exports {name!r}")
            self._exports[name] = raw
        return raw

    def _new_table(self, *flat: object) -> object:
        return self._make_table(*flat)

    def _is_thread_box(self, raw: object) -> bool:
        return bool(self._export("vm.is_box")(raw))

    def _new_callback(self, number: int) -> object:
        return self._make_callback(number)

    def _run_callback(self, number: int, *args: object) -> object:
        return self._border.callbacks[number](*args)

    def _print(self, kind: str, text: str) -> None:
        self._output(kind, text)

    def _compile(self, text: str, name: str) -> tuple[object, ...]:
        """loadstring: lowered text, or None and Luau's message."""
        try:
            # Luau has no imports in such chunks either: they may change their caller's globals.
            return (self._chunks.add(Source(text, name), LoweringOptions(imports=False)),)
        except LuauSyntaxError as error:
            return None, error.headline
