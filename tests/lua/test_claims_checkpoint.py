"""Claims of seed 000 that this library proves so far: one test per row of the claims table."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault, MessagingFault
from bridge.stubs.profiles import profile
from bridge.tools.demo.invariants import most_in_any_minute
from bridge.tools.simulation.checkers import check_ledger, linearizable, no_lost_writes

MODULES = """
local Admin = require(System.Modules.AdminConfigManager)
local Messenger = require(System.Modules.GlobalMessenger)
"""
PRIMARY, BACKUP, KEY = "SecureAdminConfig_v1", "SecureAdminBackup_v1", "AdminList"
OWNER = "8806688001"
TESTER = "9653762582"
CAPPED = profile("2026").override(messaging__sent_by_universe_per_minute=150)
"""With a limit on the messages of all servers together, as the seed's text assumes."""


def backend(lab):
    return lab.universe.datastores


def printed(lab, index=0):
    """What the test's own Luau printed on a server, split into words."""
    lines = [text.split(" ") for kind, text in lab.servers[index].output if kind == "print"]
    return [words[1:] for words in lines if words[0] == "@"]


# S0-02 -----------------------------------------------------------------------------------------

BURSTS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.3, 1.0, 7.0, 30.0]),  # pause before the burst
        st.sampled_from(["QueueMessage", "SendImmediate"]),
        st.integers(1, 100),  # messages
        st.sampled_from([0.0, 0.01, 0.25]),  # pause between them
    ),
    min_size=1,
    max_size=8,
)


def publish_times(lab):
    """When the platform counted a publish, and what became of it."""
    for line in lab.universe.trace.lines():
        at, kind, rest = line.split(" ", 2)
        if kind == "messaging" and 'operation="PublishAsync"' in rest:
            yield int(at), rest.partition("outcome=")[2].strip('"')


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    bursts=BURSTS,
    slowest=st.sampled_from([0.1, 1.0, 3.0]),
    errors=st.sampled_from([0, 0.1, 0.5]),
    shared=st.booleans(),
)
def test_claim_s0_02(open_lab, seed, bursts, slowest, errors, shared):
    """No quota error from any mix of messages: at most 140 publishes in every 60 s."""
    faults = [
        MessagingFault.latency(0, slowest, operations=("PublishAsync",)),
        MessagingFault.error(probability=errors, text="planned"),
    ]
    lab = open_lab(seed=seed, faults=faults, profile=CAPPED)
    lab.begin(
        """
        local bursts, shared = ...
        local messenger = require(System.Modules.GlobalMessenger).new(nil, { sharedQuota = shared })
        messenger:Init()
        for _, burst in bursts do
            if burst[1] > 0 then task.wait(burst[1]) end
            for n = 1, burst[3] do
                task.spawn(messenger[burst[2]], messenger, "T", { n = n })
                if burst[4] > 0 then task.wait(burst[4]) end
            end
        end
        """,
        [list(burst) for burst in bursts],
        shared,
    )
    lab.advance(180)
    found = list(publish_times(lab))
    assert {outcome for _, outcome in found} <= {"ok", "planned"}
    assert most_in_any_minute([at for at, _ in found]) <= 140
    assert found


# S0-08 -----------------------------------------------------------------------------------------

EDITS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove"]),
        st.integers(1, 4),  # user
        st.sampled_from(["ADMIN", "MODERATOR", "DEVELOPER"]),
        st.sampled_from([0.0, 0.4, 2.0]),  # pause before it
    ),
    min_size=1,
    max_size=6,
)
EDITOR = (
    MODULES
    + """
Admin:Init()
print("@", "tag", string.format("%08x", require(Common.Hash).fnv1a32(game.JobId)))
for _, edit in ... do
    local kind, user, permission, pause = edit[1], edit[2], edit[3], edit[4]
    if pause > 0 then task.wait(pause) end
    local ok, text
    if kind == "add" then
        ok, text = Admin:AddAdmin(user, permission)
    else
        permission = "-"
        ok, text = Admin:RemoveAdmin(user)
    end
    print("@", "edit", kind, user, permission, ok, (string.gsub(text, " ", "_")))
end
print("@", "done")
"""
)


def commits(lab):
    """Every committed change in order: (writer's tag, kind, user, permission)."""
    before: dict[str, str] = {}
    for entry in backend(lab).history(PRIMARY, KEY):
        record = json.loads(entry.version.text)
        after = record["admins"] or {}
        if "lastWriteId" in record:
            added = [(user, after[user]) for user in after if before.get(user) != after[user]]
            removed = [(user, "-") for user in before if user not in after]
            assert len(added) + len(removed) == 1, "one commit is one edit"
            (user, permission) = (added + removed)[0]
            kind = "add" if added else "remove"
            yield record["lastWriteId"].partition("-")[0], kind, user, permission
        before = after


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    plans=st.lists(EDITS, min_size=5, max_size=5),
    messages=st.booleans(),
)
def test_claim_s0_08(open_lab, seed, plans, messages):
    """Administrators change at run time: no acknowledged edit is lost, every server follows."""
    faults = [
        DataStoreFault.error(probability=0.2),
        DataStoreFault.error_after_write(probability=0.1),
    ]
    if not messages:
        faults.append(MessagingFault.loss())
    lab = open_lab(seed=seed, servers=5, faults=faults)
    backend(lab).record()
    for index, plan in enumerate(plans):
        lab.begin(EDITOR, [list(edit) for edit in plan], on=index)
    everybody = lambda: all(["done"] in printed(lab, index) for index in range(5))  # noqa: E731
    assert lab.universe.run_until(everybody, 1000)

    acknowledged, doubtful = Counter(), Counter()
    for index in range(5):
        lines = printed(lab, index)
        (tag,) = (words[1] for words in lines if words[0] == "tag")
        for _, kind, user, permission, ok, text in (w for w in lines if w[0] == "edit"):
            if ok == "true":
                acknowledged[tag, kind, user, permission] += 1
            elif text == "Failed_to_save_admin_config":
                doubtful[tag, kind, user, permission] += 1
    committed = Counter(commits(lab))
    # Every acknowledged edit is one commit; a commit nobody acknowledged was reported as failed.
    check_ledger(acknowledged, committed, acknowledged + doubtful)
    versions = [version_of(entry) for entry in backend(lab).history(PRIMARY, KEY)]
    assert versions == list(range(1, len(versions) + 1))

    lab.universe.check(no_lost_writes(), linearizable())
    lab.universe.faults.clear()
    if not messages:
        lab.universe.faults.add(MessagingFault.loss())
    check = 'return Admin:GetPermission(77) or "none"'
    lab.advance(60)
    at_return = lab.run(MODULES + 'Admin:AddAdmin(77, "ADMIN") ' + check)
    assert at_return == "ADMIN"
    lab.advance(5 if messages else 305)
    assert [lab.run(MODULES + check, on=index) for index in range(5)] == ["ADMIN"] * 5
    final = backend(lab).get(PRIMARY, KEY)["admins"]
    for index in range(5):
        assert lab.run(MODULES + "return Admin:GetConfig().admins", on=index) == final


def version_of(entry):
    return json.loads(entry.version.text)["version"]


# S0-10 -----------------------------------------------------------------------------------------


def record(version, **admins):
    return {"admins": admins, "version": version, "createdAt": 1, "lastModified": version}


CONTENTS = st.sampled_from(["value", "newer", "absent", "corrupt", "error"])
CORRUPT = st.sampled_from(
    ["text", {"admins": 5}, {"version": 1}, ["x"], {"admins": [], "version": "1"}]
)


@settings(max_examples=15, deadline=None)
@given(primary=CONTENTS, backup=CONTENTS, corrupt=CORRUPT, removed_at=st.integers(0, 290))
def test_claim_s0_10(open_lab, primary, backup, corrupt, removed_at):
    """The backup store gives reliability: the right source is chosen, nothing removed returns."""
    lab = open_lab()
    values = {}
    for store, content, version in ((PRIMARY, primary, 4), (BACKUP, backup, 5)):
        if content in ("value", "newer", "error"):
            number = version + 10 if content == "newer" else version
            values[store] = record(
                number, **{OWNER: "OWNER", "100": "ADMIN", str(number): "TESTER"}
            )
            backend(lab).set(store, KEY, values[store])
        elif content == "corrupt":
            backend(lab).set(store, KEY, corrupt)
        if content == "error":
            del values[store]
            lab.universe.faults.add(DataStoreFault.read_error(name=store))
    written = len(backend(lab).history(PRIMARY, KEY)) + len(backend(lab).history(BACKUP, KEY))

    ok, config = lab.run(
        MODULES + "local ok, config = Admin:LoadConfig() return ok, config or false"
    )
    right = max(values.values(), key=lambda value: value["version"], default=None)
    if right is not None:
        assert (ok, config) == (True, right)
    else:
        assert (ok, config) == (primary == backup == "absent", False)

    lab.run(MODULES + "Admin:Init()")
    count = lab.run(MODULES + "return Admin:GetAdminCount()")
    if right is None and not ok:
        # Locked down: nobody is an administrator and nothing is ever written.
        lab.advance(60)
        assert count == 0
        answer = lab.run(MODULES + 'return Admin:AddAdmin(77, "ADMIN")')
        assert answer == [False, "Failed to save admin config"]
        after = len(backend(lab).history(PRIMARY, KEY)) + len(backend(lab).history(BACKUP, KEY))
        assert after == written
        return
    assert count == len(right["admins"] if right else {OWNER, TESTER})
    assert_removals_stay(lab, removed_at, "100" if right else TESTER)


def assert_removals_stay(lab, removed_at, user):
    """Whatever fails at the refreshes that follow, a removed administrator does not come back."""
    lab.universe.faults.clear()
    lab.advance(removed_at)
    answer = lab.run(MODULES + "return Admin:RemoveAdmin(...)", int(user))
    assert answer == [True, "Admin removed successfully"]
    expected = lab.run(MODULES + "return Admin:GetConfig().admins")
    assert user not in expected
    now = lab.universe.now_seconds
    outages = (
        {"start_seconds": now + 200, "end_seconds": now + 500},
        {"start_seconds": now + 700, "end_seconds": now + 1000, "name": PRIMARY},
        {"start_seconds": now + 1200, "end_seconds": now + 1500, "name": BACKUP},
    )
    for window in outages:
        lab.universe.faults.add(DataStoreFault.error(**window))
    for _ in range(16):
        lab.advance(100)
        assert lab.run(MODULES + "return Admin:GetConfig().admins") == expected
    assert set(backend(lab).get(PRIMARY, KEY)["admins"]) == set(expected)
    assert set(backend(lab).get(BACKUP, KEY)["admins"]) == set(expected)


# S0-15 -----------------------------------------------------------------------------------------

# A visit: the player stays on one server, loads its record every now and then, saves sometimes.
VISITS = st.lists(
    st.tuples(
        st.integers(0, 1),  # server
        st.sampled_from("abc"),  # player
        st.lists(
            st.tuples(st.integers(5, 90), st.sampled_from(["load", "load", "save"])),
            min_size=4,
            max_size=10,
        ).filter(lambda steps: sum(kind == "load" for _, kind in steps) >= 3),
    ),
    min_size=1,
    max_size=6,
)

# Records behind DataCache, as a data handler uses it; without the cache every load is a read.
VISITOR = """
local player, steps, cached = ...
local gateway = require(Common.DataStoreGateway).shared(Deps.default())
local cache = require(System.Modules.DataCache)
cache:Init()
local key = "Player_" .. player
local known = 0
local function read()
    local result = gateway:read("Records", key)
    return result.ok, result.value
end
local function load()
    local ok, value
    if cached then ok, value = cache:GetOrLoad(key, read) else ok, value = read() end
    if ok then print("@", "loaded", player, value and value.v or 0) else print("@", "unread",
        player) end
end
local function save()
    local result = gateway:update("Records", key, function(old)
        return { v = (old and old.v or 0) + 1 }
    end)
    if result.ok then
        cache:Set(key, result.value, result.value.v)
        print("@", "saved", player, result.value.v)
    else
        cache:Remove(key)
    end
end
load()
for _, step in steps do
    task.wait(step[1])
    if step[2] == "load" then load() else save() end
end
cache:Remove(key)
"""


def visit_all(lab, visits, cached):
    """Runs the visits one after another, each on its server; reads that reached the backend."""
    newest = Counter()
    for server, player, steps in visits:
        seen = len(printed(lab, server))
        lab.run(VISITOR, player, [list(step) for step in steps], cached, on=server)
        for kind, _, *version in printed(lab, server)[seen:]:
            if kind == "loaded":
                assert int(version[0]) == newest[player], (
                    "a load returns the newest committed value"
                )
            elif kind == "saved":
                newest[player] = int(version[0])
    return backend(lab).requests().get("GetAsync", 0)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**16), visits=VISITS, errors=st.sampled_from([0, 0.1]))
def test_claim_s0_15(open_lab, seed, visits, errors):
    """Half the reads or fewer on the same trace, and never a stale value."""
    faults = [DataStoreFault.error(probability=errors, operations=("UpdateAsync",))]
    without = visit_all(open_lab(seed=seed, servers=2, faults=faults), visits, False)
    cached = visit_all(open_lab(seed=seed, servers=2, faults=faults), visits, True)
    assert cached <= 0.5 * without
