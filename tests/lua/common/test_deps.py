"""common/Deps: the engine, taken in once and replaceable piece by piece."""

import pytest

from bridge.errors import ScriptError


def test_the_default_is_one_table_that_reads_the_engine(lab):
    lab.advance(5)
    assert lab.run("""
        local deps = Deps.default()
        local drawn = deps.random:NextNumber()
        local whole = deps.random:NextInteger(3, 4)
        return deps == Deps.default(), deps.clock:now() >= 5, deps.clock:unix() == os.time(),
            deps.jobId == game.JobId and deps.placeId == game.PlaceId and not deps.isStudio,
            deps.service("Players") == game:GetService("Players"),
            drawn >= 0 and drawn < 1 and (whole == 3 or whole == 4)
    """) == [True, True, True, True, True, True]


def test_an_override_replaces_one_dependency_and_its_dependents(pure):
    assert pure.run("""
        local clock = { now = function() return 5 end, unix = function() return 77 end }
        local deps = Deps.with({ clock = clock, jobId = "fake" })
        deps.log:log("INFO", "test", "stamped")
        return deps.jobId, deps.log:recent(1)[1].timestamp, Deps.default().jobId == game.JobId
    """) == ["fake", 77, True]


def test_an_unknown_dependency_is_an_error(pure):
    with pytest.raises(ScriptError, match="unknown dependency clok"):
        pure.run("Deps.with({ clok = {} })")


def test_cancelling_nothing_or_something_finished_is_no_error(pure):
    assert (
        pure.run("""
        local scheduler = Deps.default().scheduler
        local done = scheduler:spawn(function() end)
        scheduler:cancel(nil)
        scheduler:cancel(done)
        scheduler:cancel(coroutine.running())
        local ran = false
        scheduler:cancel(scheduler:delay(1, function() ran = true end))
        scheduler:wait(2)
        return ran
    """)
        is False
    )
