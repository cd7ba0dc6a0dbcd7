"""The shape of a service: a class per service, methods marked by `@method`, one door for requests.

One object per service and server. A service knows its context (stubs/context.py) and the instances
of its server; it knows no other service except by `self.service(name)`. Lua never holds any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from bridge.errors import BridgeError, StubError
from bridge.instances.byte_strings import text_of
from bridge.instances.structures import Instant as Instant
from bridge.instances.structures import structure as structure
from bridge.instances.tree import Instance as Instance
from bridge.instances.values import Draft as Draft
from bridge.instances.values import EnumItem as EnumItem
from bridge.instances.values import JsonText as JsonText
from bridge.instances.values import JsonValue as JsonValue
from bridge.instances.values import StructureText as StructureText
from bridge.instances.values import encode, json_received
from bridge.instances.world import Answer, Member, World
from bridge.stubs.context import ServerContext as ServerContext
from bridge.stubs.parameters import JSON_KINDS, Parameter, read_parameter
from bridge.stubs.requests import Callback as Callback
from bridge.stubs.requests import CallbackResult as CallbackResult
from bridge.stubs.requests import Connection as Connection
from bridge.stubs.requests import Connections as Connections
from bridge.stubs.requests import Request as Request

__all__ = [
    "Callback",
    "CallbackResult",
    "Connection",
    "Draft",
    "EnumItem",
    "Instance",
    "Instant",
    "JsonText",
    "JsonValue",
    "MethodRecord",
    "Request",
    "ServerContext",
    "Service",
    "Signal",
    "StructureText",
    "method",
    "refused",
    "structure",
]

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Signal:
    """An event that a service really fires; all other events of the class table can be connected
    to, but only a test fires them.

    Attributes:
        name: as scripts know it.
        on: the class that declares it; empty for the service's own.
    """

    name: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """A member that a service implements.

    Attributes:
        on: the class that declares it; empty for the service's own.
        attribute: name of the Python method.
        at_once: name of the method that may answer in its place, or empty.
    """

    name: str
    on: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    yields: bool
    attribute: str
    at_once: str

    @property
    def specification(self) -> str:
        """What `prelude/marshal.lua` needs to know, without the number."""
        words = ["y" if self.yields else "n", *(each.wire for each in self.parameters)]
        return " ".join(words)


def method(
    name: str,
    *,
    on: str = "",
    parameters: Sequence[str] = (),
    returns: Sequence[str] = (),
    yields: bool = False,
    at_once: str = "",
    deprecated: str = "",
) -> Callable[[F], F]:
    """Marks a Python method as a member that scripts can call.

    The method is called with the target instance, with a `Request` when it yields, and with one
    value per parameter. Without `yields` it returns the results: None, one value or a tuple.

    Parameters:
        at_once: a method that is asked first, with the target and what crossed as it is; it gives
            the answer ready for the VM, or None when the call has to take the long way. For
            the few methods that are called so often that every object made for a call counts.
        deprecated: the older name under which the same member is still there, if there is one.
    """
    read = tuple(read_parameter(text) for text in parameters)

    def mark(function: F) -> F:
        names = (name, deprecated) if deprecated else (name,)
        function.__dict__["luau_methods"] = tuple(
            MethodRecord(each, on, read, tuple(returns), yields, function.__name__, at_once)
            for each in names
        )
        return function

    return mark


def refused(reasons: Mapping[str, str]) -> Mapping[str, str]:
    """`Service.NOT_MODELLED` from names of members, with blanks between them, by reason."""
    return MappingProxyType({name: why for why, names in reasons.items() for name in names.split()})


class Service:
    """One service of one server.

    Attributes:
        context: what it may know of the world.
        world: the instances of its server.
        instance: the service itself, as scripts see it.

    `DOOR` is what faults call the service, a key of `bridge.faults.KINDS`, where its requests pass
    the door. For the coverage page, `OPEN_QUESTIONS` says what no source settles and how it is
    answered here, one sentence each; `NOT_MODELLED` maps a member of the service to the reason why
    it is refused.
    """

    CLASS_NAME: ClassVar[str]
    DOOR: ClassVar[str] = ""
    SIGNALS: ClassVar[tuple[Signal, ...]] = ()
    OPEN_QUESTIONS: ClassVar[tuple[str, ...]] = ()
    NOT_MODELLED: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, context: ServerContext) -> None:
        self.context = context
        self.world: World = context.game.world
        self.instance: Instance = context.game.service_instance(self.CLASS_NAME)

    @classmethod
    def methods(cls) -> tuple[MethodRecord, ...]:
        """Members marked with `@method`, those of mixins too."""
        records: dict[str, tuple[MethodRecord, ...]] = {}
        for owner in reversed(cls.__mro__):
            for attribute, value in vars(owner).items():
                marked = getattr(value, "luau_methods", None)
                if isinstance(marked, tuple):
                    records[attribute] = marked
        return tuple(record for marked in records.values() for record in marked)

    def start(self) -> None:
        """Called once, when the service has been made."""

    def close(self) -> None:
        """Called once, when the DataModel is gone."""

    def statistics(self) -> object:
        """Counters of this service as a frozen record; None when it keeps none."""
        return None

    def service(self, class_name: str) -> Service:
        """Another service of this server."""
        return self.context.game.service(class_name)

    def create(
        self,
        class_name: str,
        name: str | None = None,
        parent: Instance | None = None,
        *,
        pinned: bool = True,
        **properties: object,
    ) -> Instance:
        """A new instance of any class.

        Parameters:
            pinned: keep it until `release`; False for what is handed to a script once and is the
                script's alone from then on.
        """
        instance = self.world.create(class_name, name, parent, **properties)
        if not pinned:
            self.world.hand_over(instance)
        return instance

    def release(self, instance: Instance) -> None:
        """The service needs an instance of its own no longer."""
        self.world.release(instance)

    def fire(self, target: Instance, event: str, *values: object) -> None:
        """Fires an event of an instance."""
        self.world.fire(target, event, *values)

    def request(
        self,
        request: Request,
        *,
        subject: str = "",
        perform: Callable[[], object],
        then: Callable[[Any], object] | None = None,
        key: str = "",
        writes: bool = False,
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        """The door every request passes: latency and faults act here.

        Parameters:
            subject: what it is about, for faults that name a target.
            perform: done when the request reaches the backend; its result is the reply.
            then: called with the result when the answer is back; default: `request.reply`.
            key: whom it is about, for faults that name one.
            writes: it leaves something behind, so that it may fail although it did.
            otherwise: called with the text of an error instead of letting the request fail.
        """
        self.context.game.door.pass_through(
            request, self.DOOR, subject, perform, then, key=key, writes=writes, otherwise=otherwise
        )

    def member(self, record: MethodRecord) -> Member:
        """The function that runs a member for a script."""
        function = getattr(self, record.attribute)
        plan = tuple(
            (self._receiver(each), each.receive(self.world, None)) for each in record.parameters
        )
        functions = any(parameter.kind == "function" for parameter in record.parameters)
        context, method_name = self.context, record.name
        ready = context.vm.results

        def answer_now(target: Instance, wire: Sequence[object]) -> Answer:
            values = [
                absent if raw is None else receive(raw)
                for (receive, absent), raw in zip(plan, wire)  # noqa: B905 (costs 0.2 us)
            ]
            result = function(target, *values)
            results = result if isinstance(result, tuple) else () if result is None else (result,)
            return ready(("v", *encode(results if results or not record.returns else (None,))))

        def begin(target: Instance, wire: Sequence[object]) -> Answer:
            values = [
                absent if raw is None else receive(raw)
                for (receive, absent), raw in zip(plan, wire)  # noqa: B905 (costs 0.2 us)
            ]
            callbacks = [each for each in values if isinstance(each, Callback)] if functions else ()
            request = Request(context, target, method_name, callbacks)
            try:
                result = function(target, request, *values)
            except StubError as error:
                if not request.settled:
                    request.fail(str(error))
            else:
                if result is not None:
                    raise BridgeError(f"{record.name} yields: answer by its request, not by return")
            return request.opened()

        if not record.at_once:
            return begin if record.yields else answer_now
        shortcut = getattr(self, record.at_once)

        def answer_soon(target: Instance, wire: Sequence[object]) -> Answer:
            return shortcut(target, *wire) or begin(target, wire)

        return answer_soon

    def _receiver(self, parameter: Parameter) -> Callable[[Any], object]:
        """What makes a parameter's value of what crossed; nil is not asked about.

        The kinds of which most calls are made have functions of their own.
        """
        world, outward = self.world, self.context.vm.outward
        if parameter.kind == "string":
            return text_of
        if parameter.kind in JSON_KINDS:
            return json_received
        if parameter.kind == "function":
            return lambda number: Callback(self.context.game.connections, int(number))
        if parameter.as_it_is:
            return outward
        return lambda raw: parameter.receive(world, outward(raw))
