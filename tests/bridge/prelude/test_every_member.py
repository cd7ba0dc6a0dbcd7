"""Every member of every class meets odd arguments and odd values: what is refused is refused in the
engine's words or by name, never by an accident inside the prelude."""

import pytest

from bridge.instances.class_table import class_table

TABLE = class_table()

COMMON = """
local class_name, service, names = ...
local it = if service then game:GetService(class_name) else Instance.new(class_name)
local found = {}
local function check(label, ok, text)
    text = tostring(text)
    for _, sign in { "attempt to", "prelude", "bad argument", "cdata", "ctype", "convert" } do
        if not ok and string.find(text, sign, 1, true) then
            table.insert(found, class_name .. "." .. label .. ": " .. text)
            return
        end
    end
end
"""

CALL = (
    COMMON
    + """
local arguments = {
    {}, { 1 }, { "x", "x" }, { {}, {} }, { workspace, "x" }, { 0 / 0, -1, 1e300 },
    { function() end }, { it, it },
}
for _, name in names do
    for i, list in arguments do
        -- A call that waits is let go of.
        local thread = task.spawn(function()
            check(name .. " #" .. i, pcall(function() it[name](it, table.unpack(list)) end))
        end)
        if coroutine.status(thread) ~= "dead" then task.cancel(thread) end
    end
end
return found
"""
)

WRITE = (
    COMMON
    + """
local values = {
    1, -1.5, 0 / 0, 1e300, "", "5", true, {}, function() end, Vector3.zero, CFrame.new(),
    Color3.new(), UDim2.new(), Enum.Material.Wood, Enum.Material, Instance.new("Part"), workspace,
    NumberRange.new(1), Font.fromName("x"), buffer.create(1), game.ChildAdded, it,
}
for _, name in names do
    for i = 1, #values + 1 do
        local ok, text = pcall(function() it[name] = values[i] end)
        check(name .. " = " .. typeof(values[i]), ok, text)
        if ok then check(name, pcall(function() return it[name] end)) end
    end
end
return found
"""
)


def own_members(*kinds):
    """Of each class a script can get: the names it declares itself and those that it alone has
    inherited from an abstract class, each member once."""
    seen = set()
    for name in TABLE.class_names:
        info = TABLE[name]
        if not (info.creatable or info.is_service):
            continue
        fresh = [each for each in info.chain if each not in seen]
        seen.update(fresh)
        names = [
            member.name
            for each in fresh
            for member in TABLE[each].own_members.values()
            if member.kind in kinds and member.scriptable and not member.read_level
        ]
        if names:
            yield name, info.is_service, names


@pytest.mark.parametrize(
    ("source", "kinds"), [(CALL, ("method",)), (WRITE, ("property", "callback"))]
)
def test_no_member_fails_by_accident(server, source, kinds):
    failures = []
    for name, is_service, names in own_members(*kinds):
        failures += server.run(source, name, is_service, names).table.to_python() or []
    assert not failures
