"""Which services there are: every module and package of `bridge.stubs` that defines one.

A service lives in the file named like its class, lower case, without `Service`; there is no list.
Read once per process; holds classes only, never objects of a server.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import bridge.stubs
from bridge.errors import BridgeError
from bridge.instances.class_table import ClassInfo
from bridge.stubs.service import MethodRecord, Service

__all__ = ["Registry", "registry"]


class Registry:
    """All service classes and the members they implement.

    Attributes:
        classes: by the name scripts know them under.
        methods: (service class, record) by number.
    """

    def __init__(self, classes: tuple[type[Service], ...]) -> None:
        self.classes = {each.CLASS_NAME: each for each in classes}
        self.methods: list[tuple[type[Service], MethodRecord]] = []
        self._numbers: dict[tuple[str, str], int] = {}
        for service_class in classes:
            for record in service_class.methods():
                key = (record.on or service_class.CLASS_NAME, record.name)
                if key in self._numbers:
                    raise BridgeError(f"{key[0]}:{key[1]} is implemented twice")
                self._numbers[key] = len(self.methods)
                self.methods.append((service_class, record))

    def specification(self, info: ClassInfo, name: str) -> str | None:
        """What the VM must know to call a member of a class, or None when none implements it; "!"
        and the reason where a service says why."""
        for class_name in info.chain:
            number = self._numbers.get((class_name, name))
            if number is not None:
                return f"{number} {self.methods[number][1].specification}"
        for class_name in info.chain:
            service = self.classes.get(class_name)
            if service is not None and name in service.NOT_MODELLED:
                return "!" + service.NOT_MODELLED[name]
        return None


def _service_classes() -> tuple[type[Service], ...]:
    found: dict[str, type[Service]] = {}
    for module in sorted(iter_modules(bridge.stubs.__path__), key=lambda each: each.name):
        for value in vars(import_module(f"bridge.stubs.{module.name}")).values():
            is_service = isinstance(value, type) and issubclass(value, Service)
            if is_service and "CLASS_NAME" in vars(value):
                found[value.CLASS_NAME] = value
    return tuple(found[name] for name in sorted(found))


@cache
def registry() -> Registry:
    """The registry of this process."""
    return Registry(_service_classes())
