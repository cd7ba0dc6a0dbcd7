"""common/AuditTrail: every accepted action once, in order, in a chain."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault

TRAIL = """
local gateway = require(Common.DataStoreGateway).shared(Deps.default())
local function trail(config)
    return require(Common.AuditTrail).new(Deps.default(), gateway, {
        store = "Audit", key = "Log", maxEntries = config and config.maxEntries, segment = config
            and config.segment,
    })
end
"""
WRITER = (
    TRAIL
    + """
local name, pauses, segment, maxEntries = ...
local log = trail({ segment = segment, maxEntries = maxEntries })
for index, pause in pauses do
    if pause > 0 then task.wait(pause) end
    assert(log:append({ actorUserId = index, actorName = name, action = "ACT", data = { n = index }
        }))
end
while not log:flush() do task.wait(1) end
print("flushed")
"""
)


def data_stores(lab):
    """The backend the servers share."""
    return lab.universe.datastores


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    writers=st.lists(
        st.lists(st.sampled_from([0, 0, 0.5, 3]), min_size=1, max_size=18), min_size=1, max_size=4
    ),
    before=st.sampled_from([0, 0.3]),
    after=st.sampled_from([0, 0.2]),
)
def test_every_entry_is_stored_once_in_order_and_the_chain_holds(
    open_lab, seed, writers, before, after
):
    faults = [
        DataStoreFault.error(probability=before),
        DataStoreFault.error_after_write(probability=after),
    ]
    lab = open_lab(seed=seed, servers=len(writers), faults=faults)
    for index, pauses in enumerate(writers):
        lab.begin(WRITER, f"server{index}", pauses, 10, 1000, on=index)
    everybody = lambda: all(  # noqa: E731
        ("print", "flushed") in server.output for server in lab.servers
    )
    assert lab.universe.run_until(everybody, 4000)
    lab.universe.faults.clear()
    verified, entries = lab.run(
        TRAIL
        + """
        local log = trail({ segment = 10, maxEntries = 1000 })
        return { (log:verify()) }, log:read(1000)
        """
    )
    assert verified == [True]
    for index, pauses in enumerate(writers):
        own = [entry["data"]["n"] for entry in entries if entry["actorName"] == f"server{index}"]
        assert own == list(range(len(pauses), 0, -1))
    assert len(entries) == sum(map(len, writers))


def fill(lab, count, maximum=30):
    """A trail of `count` entries in segments of 10."""
    lab.begin(WRITER, "Ada", [0] * min(count, 400), 10, maximum)
    assert lab.universe.run_until(lambda: ("print", "flushed") in lab.server.output, 4000)


def test_the_newest_entries_are_kept_and_older_segments_removed(lab):
    fill(lab, 95)
    numbers, verified = lab.run(
        TRAIL
        + """
        local log = trail({ segment = 10, maxEntries = 30 })
        local numbers = {}
        for _, entry in log:read(100) do table.insert(numbers, entry.data.n) end
        return numbers, (log:verify())
        """
    )
    assert numbers == list(range(95, 65, -1))
    assert verified is True
    # 95 entries: five in the head, segment 9 is the newest full one, and three of those are kept.
    assert data_stores(lab).keys("Audit") == ("Log", "Log_7", "Log_8", "Log_9")


def damaged(value, path):
    """The same record with one character of one string, or one number, changed."""
    here = value
    for step in path[:-1]:
        here = here[step]
    old = here[path[-1]]
    here[path[-1]] = old + 1 if isinstance(old, int) else ("0" if old[0] != "0" else "1") + old[1:]
    return value


@settings(max_examples=8, deadline=None)
@given(
    index=st.integers(0, 24),
    field=st.sampled_from(
        ["id", "actorName", "actorUserId", "action", "timestamp", "serverId", "prev", "hash"]
    ),
)
def test_any_change_is_found_at_its_entry(open_lab, index, field):
    lab = open_lab()
    fill(lab, 25)
    key = ["Log_1", "Log_2", "Log"][index // 10]
    stored = data_stores(lab).get("Audit", key)
    path = ["entries", index % 10, field] if key == "Log" else [index % 10, field]
    if field == "prev" and index == 0:
        path[-1] = "action"  # the first entry has nothing before it
    data_stores(lab).set("Audit", key, damaged(stored, path))
    assert lab.run(TRAIL + "return trail({ segment = 10 }):verify()") == [False, index + 1]


def test_a_missing_segment_is_found(lab):
    fill(lab, 25)
    data_stores(lab).remove_key("Audit", "Log_2")
    assert lab.run(TRAIL + "return trail({ segment = 10 }):verify()") == [False, 11]


def test_the_queue_is_bounded_and_refuses_what_does_not_fit(open_lab):
    lab = open_lab(faults=[DataStoreFault.outage(0, 100)])
    accepted, refused, done = lab.run(
        TRAIL
        + """
        local log, accepted = trail(), 0
        for index = 1, 520 do
            if log:append({ actorUserId = 1, actorName = "Ada", action = "A" }) then accepted += 1
                end
        end
        local refused = log:stats().refused
        task.wait(200)
        return accepted, refused, log:stats().stored
        """
    )
    assert (accepted, refused, done) == (500, 20, 500)


def test_data_that_cannot_be_stored_leaves_a_trace_of_the_action(lab):
    assert lab.run(
        TRAIL
        + """
        local log = trail()
        log:append({ actorUserId = 1, actorName = "Ada", action = "ODD", data = { f = print } })
        log:flush()
        local entry = log:read(1)[1]
        return entry.action, entry.data
        """
    ) == ["ODD", "[not storable: UNSUPPORTED]"]


def test_what_is_stored_but_no_trail_is_never_overwritten(lab):
    data_stores(lab).set("Audit", "Log", {"something": "else"})
    assert lab.run(
        TRAIL
        + """
        local log = trail()
        log:append({ actorUserId = 1, actorName = "Ada", action = "A" })
        return log:flush(), log:stats().queued
        """
    ) == [False, 1]
    assert data_stores(lab).get("Audit", "Log") == {"something": "else"}
