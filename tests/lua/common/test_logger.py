"""common/Logger: bounded, redacted entries handed to sinks."""

import pytest

from bridge.errors import ScriptError

# A logger with a clock of its own and without the console sink.
QUIET = """
local now = 0
local clock = { now = function() return now end, unix = function() return 1000 + now end }
local Logger = require(Common.Logger)
local function logger(config)
    local made = Logger.new({ clock = clock }, config)
    made:removeSink("console")
    return made
end
"""


def test_an_entry_says_who_what_and_when(pure):
    entries = pure.run(
        QUIET
        + """
        local log = logger()
        log:with({ playerId = 7, room = "x" }):log("WARN", "Door", "opened", { by = "Ada",
            sessionId = "s1" })
        return log:recent(5)
        """
    )
    assert entries == [
        {
            "timestamp": 1000,
            "level": "WARN",
            "component": "Door",
            "event": "opened",
            "data": {"by": "Ada", "room": "x"},
            "playerId": 7,
            "sessionId": "s1",
            "seq": 1,
        }
    ]


def test_secrets_are_redacted_at_any_depth_and_in_any_case(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger()
        log:log("INFO", "c", "e", { Token = "a", inner = { PASSWORD = "b", WebHook = "c" }, secrets
            = "kept" })
        return log:recent(1)[1].data
        """
    ) == {
        "Token": "[redacted]",
        "inner": {"PASSWORD": "[redacted]", "WebHook": "[redacted]"},
        "secrets": "kept",
    }


def test_data_is_copied_and_cut_to_50_fields_and_2_kilobytes(pure):
    fields, length, changed = pure.run(
        QUIET
        + """
        local log = logger()
        local data = { text = string.rep("x", 5000) }
        log:log("INFO", "c", "e", data)
        data.text = "changed"
        local many = {}
        for index = 1, 80 do many["k" .. index] = index end
        log:log("INFO", "c", "e", many)
        local count = 0
        for _ in log:recent(1)[1].data do count += 1 end
        local first = log:recent(2)[1].data.text
        return count, #first, first == "changed"
        """
    )
    assert fields == 50
    assert length <= 2048 + 3
    assert changed is False


def test_cyclic_and_odd_data_never_throws(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger()
        local cycle = { f = print, t = coroutine.running() } cycle.me = cycle
        log:log("INFO", "c", "e", cycle)
        log:log("INFO", nil :: any, nil :: any, "no table" :: any)
        log:log("NOISE" :: any, "c", "e")
        local entries = log:recent(3)
        return entries[1].data.me.me, entries[1].data.f, #entries, entries[3].level
        """
    ) == ["[nested]", "[function]", 3, "ERROR"]


def test_a_flood_below_warn_is_dropped_and_counted_but_warnings_are_kept(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger({ maxPerSecond = 10 })
        for _ = 1, 50 do log:log("INFO", "c", "e") log:log("WARN", "c", "w") end
        local first = log:stats()
        now = 1
        log:log("INFO", "c", "next second")
        return first.written, first.dropped, log:stats().written
        """
    ) == [55, 45, 56]


def test_the_ring_keeps_the_newest_and_a_level_hides_what_is_below(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger({ ringSize = 3, level = "WARN" })
        for index = 1, 5 do log:log("WARN", "c", "e" .. index) log:log("INFO", "c", "hidden") end
        local events = {}
        for _, entry in log:recent(10) do table.insert(events, entry.event) end
        return events
        """
    ) == ["e3", "e4", "e5"]


def test_a_sink_that_keeps_failing_is_removed_and_the_others_go_on(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger()
        local calls, good = 0, 0
        log:addSink("bad", "TRACE", function() calls += 1 error("broken") end)
        log:addSink("good", "ERROR", function() good += 1 end)
        for _ = 1, 20 do log:log("ERROR", "c", "e") log:log("INFO", "c", "e") end
        local stats = log:stats().bySink
        return calls, good, stats.bad.removed, stats.bad.errors, stats.good.written
        """
    ) == [10, 20, True, 10, 20]


def test_children_name_their_component_and_share_the_ring(pure):
    assert pure.run(
        QUIET
        + """
        local log = logger()
        log:child("Shop"):log("INFO", "Cart", "added")
        log:child("Shop"):child("Till"):log("INFO", "", "opened")
        local names = {}
        for _, entry in log:recent(2) do table.insert(names, entry.component) end
        return names
        """
    ) == ["Shop/Cart", "Shop/Till"]


def test_the_console_shows_warnings_as_warnings(lab):
    lab.run("""
        local log = require(Common.Logger).new(Deps.default())
        log:log("DEBUG", "A", "hidden")
        log:log("INFO", "A", "told", { n = 1 })
        log:log("ERROR", "B", "bad")
    """)
    assert lab.server.output == [("print", "[INFO] A: told n=1"), ("warn", "[ERROR] B: bad")]


def test_an_unknown_level_is_a_mistake_of_the_programmer(pure):
    with pytest.raises(ScriptError, match="unknown log level LOUD"):
        pure.run(QUIET + 'logger({ level = "LOUD" })')
