"""Defects D0-81 to D0-87 as far as DataCache has them: the seed's shows each, ours does not."""

from bridge.errors import ScriptTimeout

MODULE = "DataCache"


def test_d0_81_callers_do_not_share_tables_with_the_cache(compare):
    ours, seeds = compare(
        MODULE,
        """
        local saved = { coins = 1 }
        M:Set("Player_1", saved)
        saved.coins = 50
        local loaded = M:Get("Player_1")
        loaded.coins += 100
        return M:Get("Player_1").coins
        """,
    )
    assert (ours, seeds) == (1, 150)


def test_d0_82_setting_a_present_key_at_capacity_evicts_nothing(compare):
    ours, seeds = compare(
        MODULE,
        """
        for index = 1, 1000 do M:Set("Player_" .. index, index) end
        M:Set("Player_500", "again")
        return M:GetSize()
        """,
    )
    assert (ours, seeds) == (1000, 999)


def test_d0_83_a_set_does_not_walk_through_every_entry(compare):
    def within_the_budget(lab, module):
        lab.run(module + 'for n = 1, 1000 do M:Set("Player_" .. n, n) end')
        # Loop turns and calls allowed in one resumption: 200 for each of the Sets below.
        vm = lab.server.vm
        vm.exported("vm.limits")(200 * 200, vm.limits.memory_bytes)
        try:
            lab.run(module + 'for n = 1, 200 do M:Set("Player_" .. 900 + n, n) end')
        except ScriptTimeout:
            return False
        return True

    assert compare(MODULE, within_the_budget) == (True, False)


def test_d0_84_a_key_in_use_is_not_the_one_to_go(compare):
    ours, seeds = compare(
        MODULE,
        """
        M:Set("hot", "value")
        for index = 1, 1500 do
            if index % 100 == 0 then task.wait() end
            M:Set("Player_" .. index, index)
            M:Get("hot")
        end
        return M:Get("hot") or "evicted"
        """,
    )
    assert (ours, seeds) == ("value", "evicted")


def test_d0_85_false_and_a_missing_record_are_remembered(compare):
    ours, seeds = compare(
        MODULE,
        """
        local reads = 0
        local function lookUp(key, stored)
            local value, hit = M:Get(key)
            if hit == nil then
                hit = value and true -- the seed's callers have only the value
            end
            if not hit then
                reads += 1
                M:Set(key, stored)
            end
        end
        for _ = 1, 10 do
            lookUp("flag", false)
            lookUp("new player", nil)
        end
        return reads
        """,
    )
    assert (ours, seeds) == (2, 20)


def test_d0_86_an_older_copy_does_not_replace_a_newer_one(compare):
    ours, seeds = compare(
        MODULE,
        """
        M:Set("Player_1", { coins = 20 }, 7)
        M:Set("Player_1", { coins = 5 }, 6) -- left over from the visit before
        return M:Get("Player_1").coins
        """,
    )
    assert (ours, seeds) == (20, 5)


def test_d0_87_a_slow_load_does_not_undo_a_save_that_overtook_it(compare):
    ours, seeds = compare(
        MODULE,
        """
        local stored = "old"
        local function read()
            local value = stored
            task.wait(3)
            return value
        end
        task.spawn(function()
            if M.GetOrLoad then
                M:GetOrLoad("Player_1", function() return true, read() end)
            else
                M:Set("Player_1", read())
            end
        end)
        task.wait(1)
        stored = "new"
        M:Set("Player_1", stored)
        task.wait(5)
        return (M:Get("Player_1"))
        """,
    )
    assert (ours, seeds) == ("new", "old")
