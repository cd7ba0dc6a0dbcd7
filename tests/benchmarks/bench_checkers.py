"""How fast a history of a thousand calls is judged, law by law, beside how fast it is made.

Run with `python tests/benchmarks/bench_checkers.py`.
"""

from __future__ import annotations

import sys
import time

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import (
    check_linearizability,
    field_lock,
    linearizable,
    no_lost_writes,
    nothing_vanishes,
    one_owner,
    receipts_granted,
)
from bridge.tools.simulation.checkers.histories import History
from bridge.tools.simulation.checkers.laws import Law

CALLS = 1_000
CLIENTS = 10
ADDRESS = Address("S", "global", "k")

SAFE = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
return function(seed, calls)
    local random = Random.new(seed)
    for i = 1, calls do
        pcall(function()
            if random:NextInteger(1, 5) == 1 then
                store:GetAsync("k", fresh)
            else
                store:UpdateAsync("k", function(old)
                    old = old or { ids = {} }
                    local mine = old.owner == game.JobId
                    if old.owner and not mine and old.expires > os.time() then return nil end
                    old.owner = if mine then nil else game.JobId
                    old.expires = os.time() + 1
                    table.insert(old.ids, `{seed}/{i}`)
                    return old
                end)
            end
        end)
        task.wait(2)
    end
end
"""

CONTENDED = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
return function(seed, calls)
    local random = Random.new(seed)
    for i = 1, calls do
        local pick = random:NextInteger(1, 5)
        pcall(function()
            if pick <= 2 then store:GetAsync("k", fresh)
            elseif pick == 3 then store:SetAsync("k", random:NextInteger(1, 3))
            elseif pick == 4 then store:IncrementAsync("k", random:NextInteger(1, 2))
            else store:UpdateAsync("k", function(old) return (old or 0) + 10 end) end
        end)
        task.wait(2 * random:NextNumber())
    end
end
"""

RACING = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
return function(seed, calls)
    for i = 1, calls / 2 do
        local ok, old = pcall(store.GetAsync, store, "k")
        local ids = ok and old and old.ids or {}
        table.insert(ids, `{seed}/{i}`)
        pcall(store.SetAsync, store, "k", { ids = ids })
        task.wait(4)
    end
end
"""

OWNER = field_lock("owner", "expires")
LAWS: dict[str, Law] = {
    "linearizable": linearizable(),
    "no_lost_writes": no_lost_writes(),
    "nothing_vanishes": nothing_vanishes(keep=lambda value: value["ids"]),
    "one_owner": one_owner(owner=OWNER, data=lambda value: value["ids"]),
    "receipts_granted": receipts_granted(granted=lambda value: value["ids"]),
}


def play(client: str, *watched: Law) -> tuple[Universe, float]:
    """Ten servers use one key, a hundred calls each, some of which fail."""
    universe = Universe(seed=1)
    universe.faults.add(DataStoreFault.error_after_write(probability=0.1))
    universe.faults.add(DataStoreFault.late_reply(0.1, 5.0, probability=0.1))
    universe.datastores.record()
    universe.watch(*watched)
    begin = time.perf_counter()
    for number in range(CLIENTS):
        server = universe.start_server()
        server.spawn(server.run(client), number, CALLS // CLIENTS)
    universe.run_for(minutes=60)
    return universe, time.perf_counter() - begin


def judge(universe: Universe) -> None:
    """Prints what each law finds in a history that it has not read before, and how fast."""
    for name, law in LAWS.items():
        begin = time.perf_counter()
        findings = universe.report(law).findings
        judged = time.perf_counter() - begin
        verdict = f"{len(findings)} findings" if findings else "holds"
        sys.stdout.write(f"  {name:17} {judged:.3f} s  {verdict}\n")


def spoil(universe: Universe) -> None:
    """Plants a violation of each law about calls in the middle of a sound history."""
    calls = universe.datastores.record().operations
    spoiled = next(call for call in calls[len(calls) // 2 :] if call.acknowledged)
    spoiled.landed, spoiled.seen = None, "-1"
    universe.datastores.set("S", "k", {"ids": []})


def judge_contended() -> None:
    """Prints the slowest verdicts: of calls that overlap, many of which may have landed or not."""
    universe, _ = play(CONTENDED)
    operations = universe.datastores.record().operations
    begin = time.perf_counter()
    sound = check_linearizability(operations) is None
    judged = time.perf_counter() - begin
    middle = operations[len(operations) // 2 :]
    next(each for each in middle if each.acknowledged and each.looked).seen = "-7"
    begin = time.perf_counter()
    found = check_linearizability(operations) is not None
    sys.stdout.write(
        f"contended, {len(operations)} calls: linearizable {sound} in {judged:.3f} s, a planted "
        f"violation {'found' if found else 'MISSED'} in {time.perf_counter() - begin:.3f} s\n"
    )


def main() -> None:
    """Prints seconds for making and for judging histories of one key."""
    universe, made = play(SAFE)
    watched = play(SAFE, LAWS["no_lost_writes"], LAWS["one_owner"])[1]
    for title in ("updates under a lock", "the same, with planted violations"):
        key = History(universe).key(ADDRESS)
        sys.stdout.write(f"{title}: {len(key.calls)} calls, {len(key.writes)} writes\n")
        judge(universe)
        spoil(universe)
    racing, _ = play(RACING)
    sys.stdout.write("get, then set:\n")
    judge(racing)
    judge_contended()
    sys.stdout.write(f"made in {made:.2f} s, with two laws watched all along {watched:.2f} s\n")


if __name__ == "__main__":
    main()
