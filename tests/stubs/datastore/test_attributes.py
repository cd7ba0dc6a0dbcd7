"""Key info and option objects."""

from __future__ import annotations

import pytest

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '


@pytest.mark.rule(
    "DataStoreSetOptions.SetMetadata",
    "DataStoreSetOptions.GetMetadata",
    "DataStoreIncrementOptions.SetMetadata",
    "DataStoreIncrementOptions.GetMetadata",
    source="class pages DataStoreSetOptions, DataStoreIncrementOptions",
)
@pytest.mark.parametrize("name", ["DataStoreSetOptions", "DataStoreIncrementOptions"])
def test_options_keep_metadata(cloud, name: str) -> None:
    source = f"""
        local options = Instance.new("{name}")
        local empty = next(options:GetMetadata())
        local given = {{a = 1}}
        options:SetMetadata(given)
        given.a = 2
        return empty, options:GetMetadata().a, options:GetMetadata() == options:GetMetadata()
    """
    assert cloud.run(source) == (None, 1, False)


@pytest.mark.rule(
    "DataStoreIncrementOptions.SetMetadata",
    "DataStoreKeyInfo.GetMetadata",
    "DataStoreKeyInfo.GetUserIds",
    source="CD-DS",
)
def test_metadata_of_an_increment_is_stored(cloud) -> None:
    source = f"""{STORE}
        local options = Instance.new("DataStoreIncrementOptions")
        options:SetMetadata({{by = "test"}})
        local _, info = store:IncrementAsync("n", 1, {{3}}, options)
        return info:GetMetadata().by, info:GetUserIds()[1]
    """
    assert cloud.run(source) == ("test", 3)


@pytest.mark.rule(
    "datastore.metadata_bytes_max", "datastore.error.AttributeSizeTooLarge", source="CD-ERR; W-PM"
)
@pytest.mark.parametrize("length", [298, 299, 300, 301])
def test_too_much_metadata_is_refused_by_the_request_not_by_the_setter(cloud, length: int) -> None:
    source = f"""{STORE}
        local options = Instance.new("DataStoreSetOptions")
        options:SetMetadata({{a = string.rep("x", {length - 8})}})
        return pcall(store.SetAsync, store, "k", 1, nil, options)
    """
    ok, text = cloud.run(source)
    assert ok is (length <= 299)
    if not ok:
        assert text == "511: Metadata attribute size exceeds 300 bytes limit."


@pytest.mark.rule(
    "DataStoreGetOptions.UseCache",
    "DataStoreOptions.AllScopes",
    source="class pages DataStoreGetOptions, DataStoreOptions",
)
@pytest.mark.parametrize(
    ("name", "property_name", "value"),
    [("DataStoreGetOptions", "UseCache", True), ("DataStoreOptions", "AllScopes", False)],
)
def test_options_have_their_documented_defaults(
    cloud, name: str, property_name: str, value: bool
) -> None:
    assert cloud.run(f'return Instance.new("{name}").{property_name}') is value


@pytest.mark.rule(
    "DataStoreOptions.SetExperimentalFeatures", source="class page DataStoreOptions; PS"
)
def test_experimental_features_are_accepted(cloud) -> None:
    source = 'Instance.new("DataStoreOptions"):SetExperimentalFeatures({v2 = true})'
    assert cloud.error(source) is None


def test_set_metadata_wants_a_dictionary(cloud) -> None:
    error = cloud.error('Instance.new("DataStoreSetOptions"):SetMetadata(5)')
    assert error == "Unable to cast to Dictionary"


@pytest.mark.rule("DataStoreKeyInfo.Version", source="class page DataStoreKeyInfo")
def test_key_info_is_read_only_and_of_its_class(cloud) -> None:
    source = f"""{STORE}
        store:SetAsync("k", 1)
        local _, info = store:GetAsync("k")
        return info.ClassName, pcall(function() info.Version = "x" end)
    """
    class_name, ok, _ = cloud.run(source)
    assert (class_name, ok) == ("DataStoreKeyInfo", False)


def test_key_info_outlives_its_request(cloud) -> None:
    source = f"""{STORE}
        store:SetAsync("k", 1, {{9}})
        local _, info = store:GetAsync("k")
        for i = 1, 50 do store:SetAsync("other" .. i % 5, i) store:GetAsync("other" .. i % 5) end
        task.wait(10)
        return info:GetUserIds()[1]
    """
    assert cloud.run(source) == 9
