"""common/Future: one result, any number of waiters, a limit on the wait."""


def test_every_waiter_gets_the_result_in_order(pure):
    assert pure.run("""
        local future = require(Common.Future).new(Deps.default())
        local seen = {}
        for index = 1, 3 do
            task.spawn(function()
                local ok, a, b = future:await()
                table.insert(seen, `{index}{ok}{a}{b}`)
            end)
        end
        local first, second = future:resolve("x", 7), future:resolve("y")
        local _, again = future:await()
        return seen, first, second, again
    """) == [["1truex7", "2truex7", "3truex7"], True, False, "x"]


def test_a_wait_ends_at_its_limit(pure):
    assert pure.run("""
        local future = require(Common.Future).new(Deps.default())
        local start = os.clock()
        local ok = future:await(2)
        local waited = os.clock() - start
        future:resolve(1)
        return ok, math.abs(waited - 2) < 0.04, (future:await(0)), future:isDone()
    """) == [False, True, True, True]


def test_a_limit_of_zero_does_not_wait(pure):
    assert pure.run("""
        local future = require(Common.Future).new(Deps.default())
        return (future:await(0)), (future:await(-1))
    """) == [False, False]


def test_a_cancelled_waiter_is_left_alone(pure):
    assert pure.run("""
        local future = require(Common.Future).new(Deps.default())
        local thread = task.spawn(function() future:await() end)
        task.cancel(thread)
        return future:resolve(1)
    """)
