"""DataStoreService as scripts see it: values, results, caches, budgets, errors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
SERVICE = 'local service = game:GetService("DataStoreService") '
STORE_EXPRESSION = 'game:GetService("DataStoreService"):GetDataStore("S")'
UNSTORABLE = (
    "104: Cannot store {} in data store. Data stores can only accept valid UTF-8 characters."
)


def budget(cloud, kind: str) -> object:
    return cloud.run(
        f"{SERVICE} return service:GetRequestBudgetForRequestType(Enum.DataStoreRequestType.{kind})"
    )


@pytest.mark.rule("GlobalDataStore.GetAsync", source="class page GlobalDataStore")
def test_a_missing_key_is_nil_twice(cloud) -> None:
    assert cloud.run(f'{STORE} return select("#", store:GetAsync("k")), store:GetAsync("k")') == (
        2,
        None,
        None,
    )


@pytest.mark.rule("GlobalDataStore.SetAsync", "GlobalDataStore.GetAsync", source="CD-VER")
@pytest.mark.parametrize(
    ("written", "check"),
    [
        ("{a = 1, b = {2, 3}}", "v.a == 1 and v.b[2] == 3"),
        ("{}", "next(v) == nil"),
        ("{[5] = 1}", 'v["5"] == 1 and v[5] == nil'),
        ("{1, 2, x = 3}", "#v == 2 and v.x == nil"),
        ('"text"', 'v == "text"'),
        ("false", "v == false"),
        ("0.1", "v == 0.1"),
        ('buffer.fromstring("hi")', 'buffer.tostring(v) == "hi"'),
    ],
)
def test_values_go_through_json(cloud, written: str, check: str) -> None:
    source = f'{STORE} store:SetAsync("k", {written}) local v = store:GetAsync("k") return {check}'
    assert cloud.run(source) is True


@pytest.mark.rule("GlobalDataStore.GetAsync", source="PS; M-NDS")
def test_every_read_is_a_fresh_table(cloud) -> None:
    source = f"""{STORE}
        local written = {{1}}
        store:SetAsync("k", written)
        written[1] = 2
        local first, second = store:GetAsync("k"), store:GetAsync("k")
        return first[1], first == second
    """
    assert cloud.run(source) == (1, False)


@pytest.mark.rule(
    "GlobalDataStore.SetAsync",
    "DataStoreKeyInfo.Version",
    "DataStoreKeyInfo.GetMetadata",
    "DataStoreKeyInfo.GetUserIds",
    source="CD-DS; class page GlobalDataStore",
)
def test_set_gives_the_version_and_replaces_all_attributes(cloud) -> None:
    source = f"""{STORE}
        local options = Instance.new("DataStoreSetOptions")
        options:SetMetadata({{m = 1}})
        store:SetAsync("k", 1, {{7, 8}}, options)
        local _, info = store:GetAsync("k")
        local before = info:GetMetadata().m .. "," .. table.concat(info:GetUserIds(), ",")
        local version = store:SetAsync("k", 2)
        local _, after = store:GetAsync("k")
        return before, version == after.Version, next(after:GetMetadata()), #after:GetUserIds()
    """
    assert cloud.run(source) == ("1,7,8", True, None, 0)


@pytest.mark.rule(
    "DataStoreKeyInfo.CreatedTime",
    "DataStoreKeyInfo.UpdatedTime",
    source="class page DataStoreKeyInfo; W-WIRE",
)
def test_key_info_times_are_milliseconds_of_creation_and_of_this_write(cloud) -> None:
    source = f"""{STORE}
        store:SetAsync("k", 1) task.wait(2) store:SetAsync("k", 2)
        local _, info = store:GetAsync("k")
        return info.CreatedTime, info.UpdatedTime - info.CreatedTime
    """
    created, passed = cloud.run(source)
    assert created == cloud.universe.epoch_us // 1000
    assert 2000 <= passed <= 2020


@pytest.mark.rule("GlobalDataStore.IncrementAsync", source="CD-OC1")
def test_increment_starts_at_delta_and_counts_on(cloud) -> None:
    source = f"""{STORE}
        return (store:IncrementAsync("n")), (store:IncrementAsync("n", 5)),
            (store:IncrementAsync("n", -10)), (store:IncrementAsync("n", 1.5))
    """
    assert cloud.run(source) == (1, 6, -4, -2)  # delta is an int parameter: halves away from zero


@pytest.mark.rule(
    "GlobalDataStore.IncrementAsync", "datastore.error.RequestRejected", source="W-WIRE"
)
@pytest.mark.parametrize("stored", ["text", 1.5, {"a": 1}, True])
def test_increment_refuses_what_is_not_a_whole_number(cloud, stored: object) -> None:
    cloud.universe.datastores.set("S", "k", stored)
    text = "502: API Services rejected request with error. HTTP 400 (Bad Request)"
    assert cloud.error(f'{STORE_EXPRESSION}:IncrementAsync("k", 1)') == text
    assert cloud.universe.datastores.get("S", "k") == stored


@pytest.mark.rule("GlobalDataStore.RemoveAsync", source="class page GlobalDataStore")
def test_remove_gives_what_was_there_once(cloud) -> None:
    source = f"""{STORE}
        local written = store:SetAsync("k", "old")
        local value, info = store:RemoveAsync("k")
        return value, info.Version == written, (store:GetAsync("k")), (store:RemoveAsync("k"))
    """
    assert cloud.run(source) == ("old", True, None, None)


@pytest.mark.rule("DataStoreService.GetDataStore", source="class page DataStoreService")
def test_the_same_name_and_scope_give_the_same_object(cloud) -> None:
    source = f"""{SERVICE}
        local plain = service:GetDataStore("S")
        return plain == service:GetDataStore("S", "global"),
            plain == service:GetDataStore("S", "x"), plain == service:GetDataStore("T"),
            service:GetGlobalDataStore().ClassName
    """
    assert cloud.run(source) == (True, False, False, "DataStore")


@pytest.mark.rule("DataStoreService.GetDataStore", "DataStoreOptions.AllScopes", source="CD-VER")
def test_scopes_are_apart_and_all_scopes_reaches_each(cloud) -> None:
    source = f"""{SERVICE}
        local options = Instance.new("DataStoreOptions")
        options.AllScopes = true
        local all = service:GetDataStore("S", nil, options)
        service:GetDataStore("S", "one"):SetAsync("k", 1)
        all:SetAsync("two/k", 2)
        return (all:GetAsync("one/k")), (service:GetDataStore("S", "two"):GetAsync("k")),
            (service:GetDataStore("S"):GetAsync("k"))
    """
    assert cloud.run(source) == (1, 2, None)
    refused = f"""{SERVICE}
        local options = Instance.new("DataStoreOptions")
        options.AllScopes = true
        return pcall(service.GetDataStore, service, "S", "one", options)
    """
    assert cloud.run(refused)[0] is False


@pytest.mark.rule("DataStoreService.GetGlobalDataStore", source="class page DataStoreService")
def test_the_global_store_has_the_scope_u(cloud) -> None:
    cloud.run(f'{SERVICE} service:GetGlobalDataStore():SetAsync("k", 1)')
    assert cloud.universe.datastores.get("", "k", scope="u") == 1


@pytest.mark.rule("DataStoreService.GetOrderedDataStore", source="class page DataStoreService")
def test_ordered_stores_are_objects_of_their_own(cloud) -> None:
    source = f"""{SERVICE}
        local ordered = service:GetOrderedDataStore("S")
        return ordered.ClassName, ordered == service:GetOrderedDataStore("S", "global"),
            ordered == service:GetOrderedDataStore("S", "x"), ordered == service:GetDataStore("S")
    """
    assert cloud.run(source) == ("OrderedDataStore", True, False, False)


@pytest.mark.rule(
    "datastore.key_bytes_max",
    "DataStoreService.GetDataStore",
    "DataStoreService.GetOrderedDataStore",
    source="CD-ERR",
)
@pytest.mark.parametrize("make", ["GetDataStore", "GetOrderedDataStore"])
@pytest.mark.parametrize(("length", "fits"), [(1, True), (49, True), (50, True), (51, False)])
def test_names_scopes_and_keys_have_1_to_50_bytes(
    cloud, make: str, length: int, fits: bool
) -> None:
    service, text = 'game:GetService("DataStoreService")', "n" * length
    assert (cloud.error(f'{service}:{make}("{text}")') is None) is fits
    assert (cloud.error(f'{service}:{make}("S", "{text}")') is None) is fits
    assert (cloud.error(f'{service}:{make}("S"):GetAsync("{text}")') is None) is fits
    # Bytes count, not letters: 25 letters of two bytes fit, with one more byte they do not.
    accents = "\u00e9" * 25
    assert cloud.error(f'{service}:{make}("S"):GetAsync("{accents}")') is None
    assert cloud.error(f'{service}:{make}("S"):GetAsync("{accents}x")') is not None


# -- cache ------------------------------------------------------------------------------------


def test_a_read_is_served_from_the_cache_for_four_seconds(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.run(f'{STORE} store:GetAsync("k")')
    cloud.universe.datastores.set("S", "k", 2)
    cloud.universe.run_for(seconds=3.99)
    assert cloud.run(f'{STORE} return (store:GetAsync("k"))') == 1
    cloud.universe.run_for(seconds=0.02)
    assert cloud.run(f'{STORE} return (store:GetAsync("k"))') == 2


@pytest.mark.rule("DataStoreGetOptions.UseCache", source="CD-VER")
def test_use_cache_false_reads_the_backend_and_costs_budget(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.run(f'{STORE} store:GetAsync("k")')
    cloud.universe.datastores.set("S", "k", 2)
    before = budget(cloud, "StandardRead")
    source = f"""{STORE}
        local options = Instance.new("DataStoreGetOptions")
        options.UseCache = false
        return (store:GetAsync("k", options)), (store:GetAsync("k"))
    """
    assert cloud.run(source) == (2, 2)
    assert budget(cloud, "StandardRead") == before - 1


@pytest.mark.rule("GlobalDataStore.GetAsync", source="CD-VER")
def test_the_writes_of_an_object_show_in_its_cache_at_once(cloud) -> None:
    source = f"""{STORE}
        store:GetAsync("k")
        store:SetAsync("k", 1) local a = store:GetAsync("k")
        store:UpdateAsync("k", function() return 2 end) local b = store:GetAsync("k")
        store:IncrementAsync("k") local c = store:GetAsync("k")
        store:RemoveAsync("k")
        return a, b, c, (store:GetAsync("k"))
    """
    assert cloud.run(source) == (1, 2, 3, None)
    assert cloud.universe.datastores.requests()["GetAsync"] == 1


def test_two_servers_have_caches_of_their_own(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    read = f'{STORE} return (store:GetAsync("k"))'
    assert (cloud.run(read), cloud.run(read, on=1)) == (None, None)
    cloud.run(f'{STORE} store:SetAsync("k", 1)')
    assert (cloud.run(read), cloud.run(read, on=1)) == (1, None)
    cloud.universe.run_for(seconds=4)
    assert cloud.run(read, on=1) == 1


# -- budgets ----------------------------------------------------------------------------------


@pytest.mark.rule(
    "DataStoreRequestType.StandardRead",
    "DataStoreRequestType.StandardWrite",
    "DataStoreRequestType.StandardRemove",
    source="CD-ERR",
)
@pytest.mark.parametrize(
    ("call", "reads", "writes", "removes"),
    [  # CD-ERR: UpdateAsync takes one read and one write
        ('store:GetAsync("k")', 1, 0, 0),
        ('store:SetAsync("k", 1)', 0, 1, 0),
        ('store:IncrementAsync("k")', 0, 1, 0),
        ('store:RemoveAsync("k")', 0, 0, 1),
        ('store:UpdateAsync("k", function() return 1 end)', 1, 1, 0),
        ('store:UpdateAsync("k", function() return nil end)', 1, 0, 0),
    ],
)
def test_each_call_costs_its_requests(
    cloud, call: str, reads: int, writes: int, removes: int
) -> None:
    cloud.run(f"{STORE} {call}")
    kinds = ("StandardRead", "StandardWrite", "StandardRemove")
    assert [60 - budget(cloud, kind) for kind in kinds] == [reads, writes, removes]


@pytest.mark.parametrize(("rules", "expected"), [("2026", 180), ("2022", 90)])
def test_players_add_to_the_budget(make_cloud: Callable, rules: str, expected: int) -> None:
    cloud = make_cloud(rules, players=3)
    assert budget(cloud, "GetAsync") >= expected - 120
    cloud.universe.run_for(minutes=10)
    assert budget(cloud, "GetAsync") == 3 * expected


# -- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("GetAsync()", "Argument 1 missing or nil"),
        ('SetAsync("k")', "Argument 2 missing or nil"),
        ('UpdateAsync("k")', "Argument 2 missing or nil"),
        ('UpdateAsync("k", 5)', "Unable to cast value to function"),
        ('SetAsync("k", 1, 5)', "Unable to cast to Array"),
        ('GetAsync("")', "101: Key name can't be empty."),
        (f'GetAsync("{"k" * 51}")', "102: Key name exceeds the 50 character limit."),
        ('SetAsync("k", print)', UNSTORABLE.format("function")),
        ('SetAsync("k", {print})', UNSTORABLE.format("Array")),
        ('SetAsync("k", {a = workspace})', UNSTORABLE.format("Dictionary")),
        ('SetAsync("k", "\\255")', UNSTORABLE.format("string")),
        ('SetAsync("k", 1, {1, 2, 3, 4, 5})', "512: UserID size exceeds limit of 4"),
        ('SetAsync("k", 1, {"x"})', "513: Attribute userId format is invalid"),
        ('SetAsync("k", string.rep("x", 4194303))', "105: Serialized value exceeds 4MB limit."),
    ],
)
def test_refused_arguments_raise_the_engines_text(cloud, call: str, text: str) -> None:
    assert cloud.error(f"{STORE_EXPRESSION}:{call}") == text
    assert cloud.universe.datastores.requests() == {}


@pytest.mark.rule("datastore.value_bytes_max", source="CD-ERR")
def test_a_value_of_exactly_the_limit_is_stored(cloud) -> None:
    cloud.run(f'{STORE} store:SetAsync("k", string.rep("x", 4194302))')
    assert len(cloud.universe.datastores.get("S", "k")) == 4_194_302


def test_an_error_also_shows_as_an_output_line(cloud) -> None:
    cloud.error(f'{STORE_EXPRESSION}:GetAsync("")')
    line = "DataStoreService: KeyNameEmpty: Key name can't be empty. API: GetAsync, Data Store: S"
    assert cloud.output("error") == [line]


@pytest.mark.rule("datastore.key_bytes_max", "DataStoreService.GetDataStore", source="CD-ERR")
@pytest.mark.parametrize(("length", "fits"), [(0, False), (50, True), (51, False)])
def test_store_names_have_limits(cloud, length: int, fits: bool) -> None:
    error = cloud.error(f'game:GetService("DataStoreService"):GetDataStore("{"n" * length}")')
    assert (error is None) is fits


def test_what_is_not_there_is_named(cloud) -> None:
    text = str(cloud.error(f"{STORE_EXPRESSION}.Nothing"))
    assert "Nothing is not a valid member of DataStore" in text


@pytest.mark.rule("datastore.mixed_tables", source="W-FORUM")
def test_rules_can_refuse_mixed_tables(make_cloud: Callable) -> None:
    cloud = make_cloud(datastore__mixed_tables="refuse")
    text = "104: Cannot convert mixed or non-array tables: keys must be strings"
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", {{1, x = 2}})') == text
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", {{1, 2}})') is None


@pytest.mark.rule(
    "DataStoreService.SetRateLimitForRequestType", source="class page DataStoreService"
)
def test_a_server_sets_its_own_limits(cloud) -> None:
    source = """
        local service, kind = game:GetService("DataStoreService"), Enum.DataStoreRequestType
        service:SetRateLimitForRequestType(kind.StandardRead, 0, 0)
        local none = service:GetRequestBudgetForRequestType(kind.StandardRead)
        service:SetRateLimitForRequestType(kind.StandardRead, 6000, 200)
        service:GetDataStore("S"):GetAsync("k")
        return none
    """
    assert cloud.run(source) == 0
    assert cloud.universe.now_seconds == 0.01
    call = "game:GetService('DataStoreService'):SetRateLimitForRequestType('UpdateAsync', 1, 1)"
    assert "UpdateAsync" in cloud.error(call)
