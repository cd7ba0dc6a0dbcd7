"""Stats (engine.md h.6, k)."""

import pytest

from bridge.errors import UsageError
from bridge.stubs.stats import MEMORY_MB, TRACKING_OFF
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

STATS = 'local stats = game:GetService("Stats") '


def test_memory_is_what_a_test_says(server):
    """k SIM: a settable model, so that memory-guard code can be tested."""
    total = STATS + "return stats:GetTotalMemoryUsageMb()"
    assert server.run(total) == sum(MEMORY_MB.values())
    server.game.service("Stats").use_memory("LuaHeap", 1500)
    assert server.run(total) == sum(MEMORY_MB.values()) - MEMORY_MB["LuaHeap"] + 1500
    source = STATS + "return stats:GetMemoryUsageMbForTag(Enum.DeveloperMemoryTag.LuaHeap)"
    assert server.run(source) == 1500
    assert server.run(source.replace("LuaHeap", "Sounds")) == 0


def test_a_tag_reads_zero_with_a_warning_while_memory_is_not_tracked(server):
    """c:Stats MemoryTrackingEnabled."""
    source = STATS + "return stats.MemoryTrackingEnabled, stats:GetMemoryUsageMbForTag('LuaHeap')"
    assert server.run(source) == (True, MEMORY_MB["LuaHeap"])
    server.game.service("Stats").track_memory(False)
    assert server.run(source) == (False, 0)
    assert server.output == [("warn", TRACKING_OFF)]


@pytest.mark.parametrize(("tag", "megabytes"), [("Nothing", 1), ("LuaHeap", -1)])
def test_a_memory_that_means_nothing_is_refused(server, tag, megabytes):
    server.run(STATS)
    with pytest.raises(UsageError, match="use_memory"):
        server.game.service("Stats").use_memory(tag, megabytes)


def test_heartbeat_time_is_the_time_of_a_frame_in_seconds():
    """c:Stats."""
    settings = ServerSettings(frame_dt_seconds=0.05)
    server = Universe().start_server(settings=settings)
    assert server.run(STATS + "return stats.HeartbeatTime, stats.HeartbeatTimeMs") == (
        pytest.approx(0.05),
        pytest.approx(50),
    )


def test_instance_count_counts_the_tree(server):
    """c:Stats."""
    assert server.run(
        STATS
        + """
        local before = stats.InstanceCount
        Instance.new("Folder", Instance.new("Folder", workspace))
        Instance.new("Folder")
        return stats.InstanceCount - before, before > 10
        """
    ) == (2, True)


@pytest.mark.parametrize("name", ["PrimitivesCount", "DataSendKbps"])
def test_what_is_not_modelled_is_an_error_by_name(server, name):
    text = server.run(STATS + f"return select(2, pcall(function() return stats.{name} end))")
    assert text.startswith(f"{name} of Stats is not modelled by luau-bridge")
