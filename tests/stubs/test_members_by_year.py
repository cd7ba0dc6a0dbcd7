"""What earlier years lacked, and how scripts meet it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.instances.class_table import class_table
from bridge.stubs.members_by_year import ABSENT, SOURCES

SERVICE = 'local service = game:GetService("DataStoreService")'


def test_every_name_is_one_of_today() -> None:
    table = class_table()
    for name in frozenset().union(*ABSENT.values()):
        first, _, rest = name.partition(".")
        if first == "Enum":
            enum, _, item = rest.partition(".")
            assert item in (table.enum_items(enum) or {}), name
        else:
            assert not rest or rest in table[first].own_members, name
            assert table.find(first) is not None, name


def test_an_earlier_year_lacks_what_a_later_one_lacks() -> None:
    assert ABSENT["2026"] == frozenset()
    assert ABSENT["2022"] < ABSENT["2018"]
    assert set(SOURCES) == set(ABSENT)


@pytest.mark.parametrize(
    ("year", "source", "text"),
    [
        (
            "2022",
            "service:SetRateLimitForRequestType(Enum.DataStoreRequestType.GetAsync, 1, 1)",
            "SetRateLimitForRequestType is not a valid member of DataStoreService",
        ),
        (
            "2022",
            "Enum.DataStoreRequestType.StandardRead.Name:len()",
            'StandardRead is not a valid member of "Enum.DataStoreRequestType"',
        ),
        (
            "2022",
            'service:GetDataStore("S"):GetVersionAtTimeAsync("k", 1)',
            'GetVersionAtTimeAsync is not a valid member of DataStore "S"',
        ),
        (
            "2022",
            'Instance.new("DataStoreGetOptions")',
            'Unable to create an Instance of type "DataStoreGetOptions"',
        ),
        (
            "2022",
            'game:GetService("MemoryStoreService"):GetHashMap("m")',
            'GetHashMap is not a valid member of MemoryStoreService "MemoryStoreService"',
        ),
        (
            "2018",
            'game:GetService("MemoryStoreService")',
            "'MemoryStoreService' is not a valid Service name",
        ),
        (
            "2018",
            'game:GetService("MessagingService")',
            "'MessagingService' is not a valid Service name",
        ),
        (
            "2018",
            'service:GetDataStore("S"):ListKeysAsync()',
            'ListKeysAsync is not a valid member of GlobalDataStore "S"',
        ),
        (
            "2018",
            "service:ListDataStoresAsync()",
            'ListDataStoresAsync is not a valid member of DataStoreService "DataStoreService"',
        ),
        (
            "2018",
            'Instance.new("DataStoreSetOptions")',
            'Unable to create an Instance of type "DataStoreSetOptions"',
        ),
    ],
)
def test_what_a_year_lacked_is_refused_by_name(
    make_cloud: Callable, year: str, source: str, text: str
) -> None:
    program = f"{SERVICE} local _, text = pcall(function() return {source} end) return text"
    assert text in str(make_cloud(year).run(program))
    assert text not in str(make_cloud("2026").run(program))


def test_what_a_year_had_is_there(make_cloud: Callable) -> None:
    cloud = make_cloud("2022")
    cloud.run(f'{SERVICE} service:GetDataStore("S"):SetAsync("k", 1, {{7}})')
    found = f'{SERVICE} local _, info = service:GetDataStore("S"):GetAsync("k")'
    assert cloud.run(f"{found} return info:GetUserIds()[1]") == 7
    sent = 'game:GetService("MessagingService"):PublishAsync("t", 1) return true'
    assert cloud.run(sent) is True
