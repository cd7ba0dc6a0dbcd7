"""checkpoint/DataCache: common/Cache with this game's numbers, cleaned once a minute."""

CACHE = "local M = require(System.Modules.DataCache) "


def test_an_entry_lives_for_300_seconds_and_is_cleaned_within_a_minute(lab):
    assert lab.run(
        CACHE
        + """
        M:Init() M:Init()
        M:Set("k", 1)
        task.wait(299)
        local before = M:Get("k")
        task.wait(2)
        local after = M:Get("k") == nil
        M:Set("l", 1)
        task.wait(361)
        return before, after, M:GetSize(), M:GetStats().expirations
        """
    ) == [1, True, 0, 2]


def test_a_thousand_entries_are_kept_and_the_least_used_one_goes_first(lab):
    assert lab.run(
        CACHE
        + """
        for n = 1, 1001 do M:Set("k" .. n, n) end
        local first = M:Get("k1") == nil
        M:Get("k2")
        M:EvictOldest()
        return first, M:GetSize(), (M:Get("k2")), M:Get("k3") == nil, M:GetStats().maxSize
        """
    ) == [True, 999, 2, True, 1000]


def test_clearing_keeps_the_counters(lab):
    assert lab.run(
        CACHE
        + """
        M:Set("k", 1) M:Get("k") M:Get("l") M:Clear()
        local stats = M:GetStats()
        return stats.size, stats.hits, stats.misses, stats.hitRate
        """
    ) == [0, 1, 1, 50]


def test_after_stop_nothing_runs_and_init_starts_again(lab):
    frames = []
    for calls in ("M:Init()", "M:Stop()", "M:Init()"):
        lab.run(CACHE + calls)
        before = lab.server.frames_run
        lab.advance(300)
        frames.append(lab.server.frames_run - before)
    assert frames[1] == 0
    assert frames[0] == frames[2] == 5


def test_requiring_does_nothing_and_new_makes_a_second_one(lab):
    before = lab.server.frames_run
    assert lab.run(
        CACHE
        + """
        local other = M.new(nil, { ttl = 5, maxSize = 1 })
        other:Set("a", 1) other:Set("b", 2)
        return other:GetSize(), M:GetSize()
        """
    ) == [1, 0]
    lab.advance(600)
    assert lab.server.frames_run - before <= 1
