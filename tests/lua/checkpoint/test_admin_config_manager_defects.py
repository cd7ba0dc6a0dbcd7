"""Defects D0-01 to D0-17 of AdminConfigManager: each shown by the seed's, absent here."""

from bridge.errors import LostWrite
from bridge.faults import DataStoreFault
from bridge.tools.simulation.checkers import no_lost_writes

MODULE = "AdminConfigManager"
PRIMARY, BACKUP, AUDIT = "SecureAdminConfig_v1", "SecureAdminBackup_v1", "AdminAuditLog_v1"
OWNER, TESTER = 8806688001, 9653762582
FACTS = "local OWNER, TESTER = 8806688001, 9653762582 M:Init() "
# True when the user is an administrator by any spelling of the id; the seed's forget numbers.
KNOWS = """
local function knows(id)
    local byNumber = M:IsAdmin(id)
    local byText = M:IsAdmin(tostring(id))
    return byNumber or byText
end
"""


def backend(lab):
    return lab.universe.datastores


def stored(lab, store=PRIMARY):
    """Who is in a stored record, as text."""
    return set((backend(lab).get(store, "AdminList") or {}).get("admins") or {})


def audited(lab):
    """Actions in the stored trail, whichever form it has."""
    record = backend(lab).get(AUDIT, "AuditLog") or []
    entries = record["entries"] if isinstance(record, dict) else record
    return [entry["action"] for entry in entries]


def write_errors(start, end, **where):
    return DataStoreFault.error_before_write(start_seconds=start, end_seconds=end, **where)


def record(version, **admins):
    return {"admins": admins, "version": version, "createdAt": 1, "lastModified": version}


def test_d0_01_an_administrator_is_known_after_a_reload(compare):
    ours, seeds = compare(
        MODULE,
        FACTS
        + """
        M:AddAdmin(123, "ADMIN")
        local before = (M:IsAdmin(123))
        task.wait(301)
        return before, (M:IsAdmin(123)), (M:IsAdmin(OWNER))
        """,
    )
    assert ours == [True, True, True]
    assert seeds == [True, False, False]


def test_d0_02_the_administrators_are_counted(compare):
    assert compare(MODULE, FACTS + "return M:GetAdminCount()") == (2, 0)


def test_d0_03_an_outage_of_reads_does_not_bring_the_seed_back(compare):
    def after_the_outage(lab, module):
        lab.run(module + FACTS + 'M:AddAdmin(123, "ADMIN") M:RemoveAdmin(TESTER)')
        lab.universe.run_for(seconds=305 - lab.universe.now_seconds)
        lab.begin(module + "M:IsAdmin(123)")
        lab.advance(400)
        return stored(lab)

    faults = [DataStoreFault.read_error(start_seconds=298, end_seconds=330)]
    ours, seeds = compare(MODULE, after_the_outage, faults=faults)
    assert ours == {str(OWNER), "123"}
    assert seeds == {str(OWNER), str(TESTER)}


def test_d0_04_a_removal_that_is_reported_is_in_the_primary_record(compare):
    def removal(lab, module):
        lab.run(module + FACTS + "task.wait(15 - os.clock())")
        reported = lab.run(module + "return (M:RemoveAdmin(9653762582))")
        return reported, str(TESTER) in stored(lab)

    faults = [write_errors(10, 60, name=PRIMARY)]
    ours, seeds = compare(MODULE, removal, faults=faults)
    assert ours == (False, True)
    assert seeds == (True, True)


def test_d0_05_a_change_that_was_not_saved_is_not_active(compare):
    ours, seeds = compare(
        MODULE,
        FACTS + 'task.wait(15 - os.clock()) return (M:AddAdmin(123, "ADMIN")), (M:IsAdmin(123))',
        faults=[write_errors(10, 60)],
    )
    assert ours == [False, False]
    assert seeds == [False, True]


def test_d0_06_changes_of_two_servers_are_both_kept(compare):
    def both_added(lab, module):
        lab.universe.datastores.record()
        for index in (0, 1):
            lab.run(module + FACTS, on=index)
        lab.run(module + 'M:AddAdmin(111, "ADMIN")', on=0)
        lab.advance(60)
        lab.run(module + 'M:AddAdmin(222, "ADMIN")', on=1)
        found = lab.universe.report(no_lost_writes(PRIMARY)).findings
        return {"111", "222"} & stored(lab), [each.error for each in found]

    ours, seeds = compare(MODULE, both_added, servers=2)
    assert ours == ({"111", "222"}, [])
    assert seeds == ({"222"}, [LostWrite])


def test_d0_07_other_servers_learn_of_a_removal_in_time(compare):
    def still_admin_elsewhere(lab, module):
        for index in (0, 1):
            lab.run(module + FACTS, on=index)
        lab.run(module + "M:RemoveAdmin(9653762582)", on=0)
        lab.advance(5)
        return lab.run(module + KNOWS + "return knows(9653762582)", on=1)

    assert compare(MODULE, still_admin_elsewhere, servers=2) == (False, True)


def test_d0_08_ids_permissions_and_ranks_are_checked(compare):
    ours, seeds = compare(
        MODULE,
        FACTS
        + """
        local tester = { UserId = TESTER, Name = "Tess" }
        local function answer(...)
            local ran, ok, text = pcall(M.AddAdmin, M, ...)
            return if ran then `{ok} {text}` else "threw"
        end
        return answer(nil, "ADMIN"), answer(123, "GOD"), answer(456, "OWNER", tester)
        """,
    )
    assert ours == ["false Invalid user id", "false Invalid permission", "false Not authorized"]
    assert seeds == ["threw", "true Admin added successfully", "true Admin added successfully"]


def test_d0_09_entries_of_two_servers_in_one_second_are_both_kept(compare):
    def entries(lab, module):
        lab.universe.datastores.record()
        for index in (0, 1):
            lab.run(module + FACTS, on=index)
        for index in (0, 1):
            lab.begin(module + 'M:LogAdminAction(nil, "ACT", {})', on=index)
        lab.advance(10)
        return audited(lab), bool(lab.universe.report(no_lost_writes(AUDIT)))

    faults = [DataStoreFault.latency(0.5, 0.5)]
    ours, seeds = compare(MODULE, entries, servers=2, faults=faults)
    assert ours == (["ACT", "ACT"], True)
    assert seeds == (["ACT"], False)


def test_d0_10_an_action_is_audited_although_the_store_fails_once(compare):
    def entries(lab, module):
        lab.run(module + FACTS + 'M:AddAdmin(123, "ADMIN")')
        lab.advance(30)
        return audited(lab)

    faults = [DataStoreFault.error_before_write(name=AUDIT, times=1)]
    assert compare(MODULE, entries, faults=faults) == (["ADD_ADMIN"], [])


def test_d0_11_many_actions_after_a_long_history_all_leave_their_trace(compare):
    text = "x" * 250

    def kept(lab, module):
        lab.run(module + FACTS)
        if "Seed" in module:
            old = {"actor": 0, "action": "OLD", "data": {"text": text}, "timestamp": 1}
            backend(lab).set(AUDIT, "AuditLog", [old] * 1000)
        else:
            # Enough for a full segment; a longer history makes no key of ours larger.
            lab.run(
                module
                + 'for _ = 1, 110 do M:LogAdminAction(nil, "OLD", { text = ... }) end '
                + "M:Flush(os.clock() + 600)",
                text,
            )
        act = 'for n = 1, 20 do M:LogAdminAction(nil, "NEW" .. n, { text = ... }) task.wait(1) end'
        lab.begin(module + act, text)
        lab.advance(60)
        actions = set()
        for key in backend(lab).keys(AUDIT):
            value = backend(lab).get(AUDIT, key)
            entries = value["entries"] if isinstance(value, dict) else value
            actions |= {entry["action"] for entry in entries}
        return len(actions - {"OLD"})

    ours, seeds = compare(MODULE, kept)
    assert ours == 20
    assert seeds < 20


def test_d0_12_no_administrator_s_id_can_be_read_by_a_client(replicated_text):
    ours, seeds = replicated_text
    assert str(OWNER) not in ours
    assert PRIMARY not in ours
    assert AUDIT not in ours
    assert str(OWNER) in seeds


def test_d0_13_many_checks_at_once_cost_one_refresh(compare):
    def reads(lab, module):
        lab.run(module + FACTS)
        lab.universe.run_for(seconds=299 - lab.universe.now_seconds)
        before = backend(lab).requests().get("GetAsync", 0)
        lab.advance(2.5)
        lab.begin(module + "for _ = 1, 50 do task.spawn(function() M:IsAdmin(1) end) end")
        lab.advance(20)
        return backend(lab).requests()["GetAsync"] - before

    ours, seeds = compare(MODULE, reads)
    assert ours == 2
    assert seeds >= 50


def test_d0_14_a_primary_restored_from_an_old_copy_does_not_win(compare):
    def after_the_restore(lab, module):
        lab.run(module + FACTS)
        old = backend(lab).get(PRIMARY, "AdminList")
        lab.run(module + 'M:AddAdmin(123, "ADMIN")')
        lab.advance(10)
        backend(lab).set(PRIMARY, "AdminList", old)
        lab.advance(310)
        return lab.run(module + KNOWS + "return knows(123)")

    assert compare(MODULE, after_the_restore) == (True, False)


def test_d0_15_a_stale_backup_is_not_written_over_the_primary(compare):
    def written(lab, module):
        backend(lab).set(PRIMARY, "AdminList", record(5, **{str(OWNER): "OWNER"}))
        stale = record(4, **{str(OWNER): "OWNER", "555": "ADMIN"})
        backend(lab).set(BACKUP, "AdminList", stale)
        lab.run(module + FACTS)
        lab.universe.run_for(seconds=25 - lab.universe.now_seconds)
        lab.run(module + 'M:AddAdmin(123, "ADMIN")')
        return stored(lab)

    faults = [DataStoreFault.read_error(name=PRIMARY, start_seconds=0, end_seconds=20)]
    ours, seeds = compare(MODULE, written, faults=faults)
    assert ours == {str(OWNER), "123"}
    assert seeds == {str(OWNER), "123", "555"}


def test_d0_16_a_check_tells_the_permission_too(compare):
    ours, seeds = compare(
        MODULE, FACTS + 'local ok, permission = M:IsAdmin(OWNER) return ok, permission or "?"'
    )
    assert ours == [True, "OWNER"]
    assert seeds == [True, "?"]


def test_d0_17_the_last_owner_stays(compare):
    ours, seeds = compare(MODULE, FACTS + "return M:RemoveAdmin(OWNER)")
    assert ours == [False, "Cannot remove last owner"]
    assert seeds == [True, "Admin removed successfully"]
