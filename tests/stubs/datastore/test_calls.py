"""What every method of a data store checks first."""

from __future__ import annotations

import pytest

ALL = """
    local options = Instance.new("DataStoreOptions")
    options.AllScopes = true
    local store = game:GetService("DataStoreService"):GetDataStore("S", nil, options)
"""


@pytest.mark.rule("datastore.error.KeyNameEmpty", source="CD-ERR")
@pytest.mark.parametrize(
    "call",
    [
        'GetAsync("")',
        'SetAsync("", 1)',
        'UpdateAsync("", tostring)',
        'IncrementAsync("")',
        'RemoveAsync("")',
        'ListVersionsAsync("")',
        'GetVersionAsync("", "x")',
    ],
)
def test_every_method_refuses_an_empty_key(cloud, call: str) -> None:
    error = cloud.error(f'game:GetService("DataStoreService"):GetDataStore("S"):{call}')
    assert error == "101: Key name can't be empty."


def test_a_key_without_scope_is_refused_in_all_scopes(cloud) -> None:
    ok, text = cloud.run(f'{ALL} return pcall(store.GetAsync, store, "k")')
    assert not ok
    assert "scope/key" in text


def test_numbers_are_taken_as_keys(cloud) -> None:
    cloud.run('game:GetService("DataStoreService"):GetDataStore("S"):SetAsync(12, 1)')
    assert cloud.universe.datastores.keys("S") == ("12",)


def test_a_method_called_with_a_dot_says_so(cloud) -> None:
    error = str(cloud.error('game:GetService("DataStoreService"):GetDataStore("S").GetAsync("k")'))
    assert error == "Expected ':' not '.' calling member function GetAsync"
