"""Services are found, not listed."""

from importlib import import_module
from pkgutil import iter_modules

import bridge.stubs
from bridge.instances.class_table import class_table
from bridge.stubs.discovery import registry


def test_every_service_lives_in_the_file_of_its_name():
    """File name = class name, lower case, without `Service`."""
    files = {module.name for module in iter_modules(bridge.stubs.__path__)}
    for name, service in registry().classes.items():
        stem = name.removesuffix("Service").lower()
        assert stem in files
        assert vars(import_module(f"bridge.stubs.{stem}"))[service.__name__] is service
        assert service.__name__ == name


def test_every_implemented_member_is_a_method_of_its_class():
    table = class_table()
    for service, record in registry().methods:
        member = table[record.on or service.CLASS_NAME].member(record.name)
        assert member is not None and member.kind == "method", record


def test_members_that_yield_on_the_platform_yield_here_and_no_others():
    table = class_table()
    for service, record in registry().methods:
        member = table[record.on or service.CLASS_NAME].member(record.name)
        assert record.yields == member.yields, (service.CLASS_NAME, record.name)


def test_every_declared_signal_is_an_event_of_its_class():
    table = class_table()
    for service in registry().classes.values():
        for signal in service.SIGNALS:
            member = table[signal.on or service.CLASS_NAME].member(signal.name)
            assert member is not None and member.kind == "event"


def test_every_refusal_names_a_member_that_nothing_implements():
    table = class_table()
    for name, service in registry().classes.items():
        for member in service.NOT_MODELLED:
            assert table[name].member(member) is not None, (name, member)
            assert (registry().specification(table[name], member) or "").startswith("!")
