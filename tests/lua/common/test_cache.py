"""common/Cache: lifetime, bound, single-flight loading."""

from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ScriptError

OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "get", "remove", "pass", "clean", "evict"]),
        st.integers(1, 5),
        st.integers(0, 6),
    ),
    max_size=50,
)
TTL = 10


class Model:
    """A dictionary with an order list, as the specification words it."""

    def __init__(self, size):
        self.entries = OrderedDict()
        self.size = size
        self.now = 0

    def live(self, key):
        if key in self.entries and self.now - self.entries[key][1] >= TTL:
            del self.entries[key]
        return key in self.entries

    def apply(self, kind, key, number):
        if kind == "set":
            if not self.live(key) and len(self.entries) >= self.size:
                self.entries.popitem(last=False)
            self.entries[key] = (number, self.now)
            self.entries.move_to_end(key)
        elif kind == "get":
            if self.live(key):
                self.entries.move_to_end(key)
                return [self.entries[key][0], True]
            return [-1, False]
        elif kind == "remove":
            self.entries.pop(key, None)
        elif kind == "pass":
            self.now += number
        elif kind == "evict" and self.entries:
            self.entries.popitem(last=False)
        elif kind == "clean":
            before = len(self.entries)
            for each in list(self.entries):
                self.live(each)
            return before - len(self.entries)
        return len(self.entries)


@given(st.integers(1, 4), OPERATIONS)
def test_it_agrees_with_a_dictionary_and_an_order_list(pure, size, operations):
    model = Model(size)
    expected = [model.apply(*operation) for operation in operations]
    seen, largest = pure.run(
        """
        local size, ttl, operations = ...
        local now = 0
        local deps = Deps.with({ clock = { now = function() return now end, unix = function()
            return now end } })
        local cache = require(Common.Cache).new(deps, { ttl = ttl, maxSize = size })
        local seen, largest = {}, 0
        for _, operation in operations do
            local kind, key, number = operation[1], operation[2], operation[3]
            local result = nil
            if kind == "set" then cache:Set(key, number)
            elseif kind == "get" then
                local value, hit = cache:Get(key)
                result = { if value == nil then -1 else value, hit }
            elseif kind == "remove" then cache:Remove(key)
            elseif kind == "pass" then now += number
            elseif kind == "evict" then cache:EvictOldest()
            else result = cache:CleanExpiredEntries() end
            table.insert(seen, if result == nil then cache:GetSize() else result)
            largest = math.max(largest, cache:GetSize())
        end
        return seen, largest
        """,
        size,
        TTL,
        [list(operation) for operation in operations],
    )
    assert seen == expected
    assert largest <= size


def test_what_a_caller_does_to_its_tables_never_reaches_the_cache(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 10, maxSize = 5 })
        local own = { coins = { 1 } }
        cache:Set("k", own)
        own.coins[1] = 99
        local out = cache:Get("k")
        out.coins[1] = 77
        local loaded = { n = 1 }
        local _, first = cache:GetOrLoad("l", function() return true, loaded end)
        first.n, loaded.n = 5, 6
        return cache:Get("k").coins[1], cache:Get("l").n
    """) == [1, 1]


def test_false_and_a_remembered_absence_are_hits(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 300, maxSize = 5,
            negativeTtl = 10 })
        cache:Set("no", false)
        cache:Set("gone", nil)
        local value, hit = cache:Get("no")
        local _, absent = cache:Get("gone")
        local _, unknown = cache:Get("other")
        task.wait(11)
        local _, later = cache:Get("gone")
        return { value, hit, absent, unknown, later }
    """) == [False, True, True, False, False]


def test_an_older_version_does_not_replace_a_newer_one(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 10, maxSize = 5 })
        local seen = { cache:Set("k", "v2", 2), cache:Set("k", "v1", 1), (cache:Get("k")),
            cache:Set("k", "v3", 3) }
        return seen, (cache:Get("k"))
    """) == [[True, False, "v2", True], "v3"]


def test_one_loader_runs_per_key_and_everybody_gets_its_result(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 300, maxSize = 5 })
        local loads, results = 0, {}
        for _ = 1, 50 do
            task.spawn(function()
                local ok, value = cache:GetOrLoad("k", function()
                    loads += 1
                    task.wait(2)
                    return true, { n = loads }
                end)
                value.n += 100
                table.insert(results, ok and value.n)
            end)
        end
        task.wait(3)
        local same = true
        for _, result in results do same = same and result == 101 end
        return loads, #results, same, cache:Get("k").n
    """) == [1, 50, True, 1]


@pytest.mark.parametrize("change", ['Set("k", "new")', 'Remove("k")', "Clear()"])
def test_a_load_that_was_overtaken_is_not_kept(pure, change):
    kept = pure.run(f"""
        local cache = require(Common.Cache).new(Deps.default(), {{ ttl = 300, maxSize = 5 }})
        task.delay(1, function() cache:{change} end)
        local _, loaded = cache:GetOrLoad("k", function() task.wait(3) return true, "old" end)
        return loaded, (cache:Get("k")) or "nothing"
    """)
    assert kept == ["old", "new" if "Set" in change else "nothing"]


def test_a_failed_load_reaches_every_waiter_and_is_not_kept(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 300, maxSize = 5,
            negativeTtl = 60 })
        local errors = {}
        local function load(loader)
            task.spawn(function()
                local ok, err = cache:GetOrLoad("k", loader)
                table.insert(errors, `{ok} {err}`)
            end)
        end
        load(function() task.wait(1) return false, "down" end)
        load(function() return true, "never asked" end)
        task.wait(2)
        load(function() error("thrown", 0) end)
        return errors, cache:GetSize(), (cache:GetOrLoad("k", function() return true, nil end)),
            select(2, cache:Get("k"))
    """) == [["false down", "false down", "false thrown"], 0, True, True]


def test_statistics_count_requests_and_losses(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 5, maxSize = 2 })
        local none = cache:GetStats().hitRate
        cache:Set("a", 1) cache:Set("b", 1) cache:Get("a") cache:Set("c", 1) cache:Get("b")
        task.wait(6)
        cache:Get("a") cache:CleanExpiredEntries() cache:Get("zzz")
        local stats = cache:GetStats()
        return none, stats
    """) == [
        0,
        {
            "size": 0,
            "maxSize": 2,
            "hits": 1,
            "misses": 3,
            "evictions": 1,
            "expirations": 2,
            "hitRate": 25,
        },
    ]


def test_a_value_that_cannot_be_copied_is_refused(pure):
    assert pure.run("""
        local cache = require(Common.Cache).new(Deps.default(), { ttl = 5, maxSize = 2 })
        local cycle = {} cycle.me = cycle
        return cache:Set("k", cycle), cache:Set(nil, 1), cache:Set(0 / 0, 1), cache:GetSize()
    """) == [False, False, False, 0]


@pytest.mark.parametrize(
    "config", ["{ ttl = 0, maxSize = 1 }", "{ ttl = 1, maxSize = 0 }", "{ ttl = 0/0, maxSize = 1 }"]
)
def test_a_cache_without_room_or_time_is_refused(pure, config):
    with pytest.raises(ScriptError, match="must be"):
        pure.run(f"require(Common.Cache).new(Deps.default(), {config})")
