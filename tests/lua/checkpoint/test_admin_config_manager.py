"""checkpoint/AdminConfigManager: what callers see; defects and claims have their own files."""

import pytest

from bridge.errors import ScriptError
from bridge.faults import DataStoreFault

ADMIN = "local M = require(System.Modules.AdminConfigManager) "
PRIMARY, BACKUP, KEY = "SecureAdminConfig_v1", "SecureAdminBackup_v1", "AdminList"
ACTORS = """
local function actor(id) return { UserId = id, Name = "P" .. id } end
local function add(id, permission, by) return (select(2, M:AddAdmin(id, permission, by and
    actor(by)))) end
local function remove(id, by) return (select(2, M:RemoveAdmin(id, by and actor(by)))) end
"""


def backend(lab):
    return lab.universe.datastores


def test_before_init_nobody_is_an_administrator_and_changes_are_a_mistake(lab):
    assert lab.run(
        ADMIN + "return M:GetAdminCount(), (M:IsAdmin(8806688001)), M:GetConfig().version"
    ) == [0, False, 0]
    with pytest.raises(ScriptError, match="Init"):
        lab.run(ADMIN + 'M:AddAdmin(1, "ADMIN")')


def test_the_first_start_of_a_universe_stores_the_seed_once(open_lab):
    lab = open_lab(servers=3)
    for index in range(3):
        lab.begin(ADMIN + "M:Init()", on=index)
    lab.advance(10)
    assert len(backend(lab).history(PRIMARY, KEY)) == 1
    assert backend(lab).get(PRIMARY, KEY)["admins"] == {
        "8806688001": "OWNER",
        "9653762582": "TESTER",
    }
    assert backend(lab).get(BACKUP, KEY) == backend(lab).get(PRIMARY, KEY)


def test_ids_are_looked_up_as_number_or_text(lab):
    assert lab.run(
        ADMIN
        + """
        M:Init()
        return M:GetPermission(8806688001), M:GetPermission("8806688001"), M:GetPermission("x") ==
            nil,
            (M:IsAdmin(0 / 0)), (M:IsAdmin(nil))
        """
    ) == ["OWNER", "OWNER", True, False, False]


@pytest.mark.parametrize(
    "admins", [["OWNER", "TESTER"], {"1": "OWNER", "2": "TESTER", "x": "ADMIN", "3": "GOD"}]
)
def test_records_of_older_builds_are_understood(lab, admins):
    backend(lab).set(PRIMARY, KEY, {"admins": admins, "version": 3})
    assert lab.run(ADMIN + "M:Init() return M:GetConfig().admins, M:GetConfig().createdAt") == [
        {"1": "OWNER", "2": "TESTER"},
        0,
    ]


def test_ranks_decide_who_may_change_whom(lab):
    assert lab.run(
        ADMIN
        + ACTORS
        + """
        M:Init()
        local owner = 8806688001
        return {
            add(10, "DEVELOPER", owner), add(11, "OWNER", owner), add(20, "ADMIN", 10),
            add(21, "DEVELOPER", 10), add(22, "MODERATOR", 20), remove(11, 10), remove(20, 10),
            add(23, "ADMIN", 999), remove(10, 11), remove(owner, 11), remove(11, 11), remove(55),
            add(0, "ADMIN"), add(1.5, "ADMIN"), add("30", "ADMIN"), add(30, "admin"), add(11,
                "ADMIN"),
            (select(2, M:AddAdmin(30, "ADMIN", {}))), (select(2, M:AddAdmin(30, "ADMIN", 5))),
        }
        """
    ) == [
        "Admin added successfully",
        "Admin added successfully",
        "Admin added successfully",
        "Not authorized",
        "Not authorized",
        "Not authorized",
        "Admin removed successfully",
        "Not authorized",
        "Admin removed successfully",
        "Admin removed successfully",
        "Cannot remove last owner",
        "Admin not found",
        "Invalid user id",
        "Invalid user id",
        "Invalid user id",
        "Invalid permission",
        "Admin already exists",
        "Not authorized",
        "Not authorized",
    ]


def test_a_commit_is_one_version_one_message_one_audit_entry_and_a_backup(lab):
    version, changed = lab.run(
        ADMIN
        + """
        M:Init()
        local changed = 0
        M.Changed:Connect(function(config) changed += 1 config.admins = {} end)
        M:AddAdmin(10, "ADMIN")
        return M:GetConfig().version, changed
        """
    )
    lab.advance(10)
    assert (version, changed) == (2, 1)
    assert backend(lab).get(BACKUP, KEY)["version"] == 2
    entries = backend(lab).get("AdminAuditLog_v1", "AuditLog")["entries"]
    assert [(e["action"], e["actorName"], e["data"]["userId"]) for e in entries] == [
        ("ADD_ADMIN", "SYSTEM", "10")
    ]


def test_what_is_handed_out_is_a_copy(lab):
    assert (
        lab.run(ADMIN + 'M:Init() M:GetConfig().admins["666"] = "OWNER" return (M:IsAdmin(666))')
        is False
    )


def test_a_full_replacement_needs_the_newest_version(lab):
    assert lab.run(
        ADMIN
        + """
        M:Init()
        local old = M:GetConfig()
        M:AddAdmin(10, "ADMIN")
        old.admins["9653762582"] = nil
        local stale = M:SaveConfig(old)
        local fresh = M:GetConfig()
        fresh.admins["9653762582"] = nil
        return stale, M:SaveConfig(fresh), M:GetConfig().admins, M:SaveConfig({} :: any)
        """
    ) == [False, True, {"10": "ADMIN", "8806688001": "OWNER"}, False]


def test_there_are_at_most_500_administrators(lab):
    full = {str(n): "TESTER" for n in range(1000, 1499)} | {"8806688001": "OWNER"}
    backend(lab).set(PRIMARY, KEY, {"admins": full, "version": 1})
    assert lab.run(ADMIN + 'M:Init() return select(2, M:AddAdmin(9, "ADMIN"))') == "Too many admins"


def test_a_lock_down_ends_when_the_record_can_be_read(open_lab):
    lab = open_lab(faults=[DataStoreFault.outage(0, 60)])
    assert lab.run(ADMIN + "M:Init() return M:IsLockedDown(), M:GetAdminCount()") == [True, 0]
    lab.advance(60)
    assert lab.run(ADMIN + "return M:IsLockedDown(), M:GetAdminCount()") == [False, 2]


def test_init_is_idempotent_and_stop_ends_every_loop(lab):
    lab.run(ADMIN + "M:Init() M:Init() M:Stop()")
    lab.advance(30)
    before = backend(lab).requests()
    lab.advance(1000)
    assert backend(lab).requests() == before
    lab.run(ADMIN + "M:Init()")
    lab.advance(301)
    assert backend(lab).requests()["GetAsync"] == before["GetAsync"] + 4


def test_getters_never_yield(lab):
    assert (
        lab.run(
            ADMIN
            + """
        M:Init()
        local thread = coroutine.create(function()
            M:GetConfig() M:IsAdmin(1) M:GetPermission(1) M:GetAdminCount() M:MigrateFromSettings()
            M:LogAdminAction(nil, "TEST", { n = 1 }) M:IsLockedDown()
        end)
        assert(coroutine.resume(thread))
        return coroutine.status(thread)
        """
        )
        == "dead"
    )


def test_a_backup_that_could_not_be_read_gives_way_to_an_acknowledged_change(lab):
    # Found by the property of claim S0-10: both records had version 5, the backup a removed admin.
    old = {"8806688001": "OWNER", "100": "ADMIN"}
    backend(lab).set(PRIMARY, KEY, {"admins": old, "version": 4})
    backend(lab).set(BACKUP, KEY, {"admins": {**old, "5": "TESTER"}, "version": 5})
    lab.universe.faults.add(DataStoreFault.read_error(name=BACKUP))
    lab.run(ADMIN + "M:Init()")
    lab.universe.faults.clear()
    assert lab.run(ADMIN + "return (M:RemoveAdmin(100))") is True
    lab.advance(60)
    assert backend(lab).get(BACKUP, KEY)["admins"] == {"8806688001": "OWNER"}
