"""One table of values through every service that stores or sends JSON: what is read back, and what
is refused.

Data stores as documented and observed (cloud-services.md 2.1); memory stores and messages follow
the same table rules (2.4, inferred), with errors of their own.
"""

from __future__ import annotations

import pytest

MEMORY = 'game:GetService("MemoryStoreService")'
MESSAGES = 'game:GetService("MessagingService")'
CARRIERS = {
    "data store": (
        'game:GetService("DataStoreService"):GetDataStore("S")',
        'service:SetAsync("k", value) return (service:GetAsync("k"))',
    ),
    "updated data store": (
        'game:GetService("DataStoreService"):GetDataStore("S")',
        'return (service:UpdateAsync("k", function() return value end))',
    ),
    "hash map": (
        f'{MEMORY}:GetHashMap("m")',
        'service:SetAsync("k", value, 60) return (service:GetAsync("k"))',
    ),
    "sorted map": (
        f'{MEMORY}:GetSortedMap("m")',
        'service:SetAsync("k", value, 60) return (service:GetAsync("k"))',
    ),
    "queue": (
        f'{MEMORY}:GetQueue("q")',
        "service:AddAsync(value, 60) return service:ReadAsync(1, false, 0)[1]",
    ),
    "message": (
        MESSAGES,
        """
        local got
        service:SubscribeAsync("t", function(message) got = message.Data end)
        service:PublishAsync("t", value)
        task.wait(3)
        return got
        """,
    ),
}
SHOW = """
local function show(value)
    if typeof(value) == "buffer" then return "buffer " .. buffer.tostring(value) end
    if type(value) == "string" then return '"' .. value .. '"' end
    if type(value) ~= "table" then return tostring(value) end
    assert(getmetatable(value) == nil)
    local parts = {}
    for key, each in value do
        table.insert(parts, "[" .. show(key) .. "]=" .. show(each))
    end
    table.sort(parts)
    return "{" .. table.concat(parts, ",") .. "}"
end
"""

KEPT = [
    ("true", "true"),
    ("false", "false"),
    ("0.1", "0.1"),
    ("2^53 + 2", "9007199254740994"),
    ("1e300", "1e+300"),
    ('"text"', '"text"'),
    ('"\\226\\130\\172"', '"\u20ac"'),
    ('"\\0\\1"', '"\0\x01"'),
    ("{}", "{}"),
    ("{1, 2}", "{[1]=1,[2]=2}"),
    ("{a = {b = true}}", '{["a"]={["b"]=true}}'),
    ("{1, nil, 3}", "{[1]=1,[3]=3}"),
    ("{1, 2, x = 3}", "{[1]=1,[2]=2}"),  # the array part wins
    ('{[1] = "a", [2] = "b", [3546] = "c"}', '{[1]="a",[2]="b"}'),
    ('{[8806688001] = "O"}', '{["8806688001"]="O"}'),  # "if the length of the table is 0"
    ("{[workspace] = 1}", '{["<Instance> (Workspace)"]=1}'),
    ("0/0", "nan"),
    ("{1/0, -1/0}", "{[1]=inf,[2]=-inf}"),
    ('buffer.fromstring("ab")', "buffer ab"),
    ('{b = buffer.fromstring("ab")}', '{["b"]=buffer ab}'),
    ("setmetatable({1}, {__index = {2}})", "{[1]=1}"),
    ("(function() local t = {} return {t, t} end)()", "{[1]={},[2]={}}"),
]

REFUSED = [
    ("print", "function"),
    ("{print}", "Array"),
    ("{a = print}", "Dictionary"),
    ("workspace", "Instance"),
    ("coroutine.create(print)", "thread"),
    ("CFrame.new()", "CoordinateFrame"),
    ("Vector3.new()", "Vector3"),
    ("{Color3.new()}", "Array"),
    ("Enum.Font.Legacy", "EnumItem"),
    ("DateTime.now()", "DateTime"),
    ('"\\255"', "string"),
    ('{a = "\\255"}', "Dictionary"),
]


def carried(cloud, carrier: str, value: str) -> tuple[bool, str]:
    """Whether it went, and what came back or the error's text."""
    service, act = CARRIERS[carrier]
    source = f"""{SHOW}
        local service, value = {service}, {value}
        return pcall(function() return show((function() {act} end)()) end)
    """
    return cloud.run(source)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("value", "expected"), KEPT)
def test_what_can_be_stored_comes_back(cloud, carrier: str, value: str, expected: str) -> None:
    assert carried(cloud, carrier, value) == (True, expected)


@pytest.mark.rule(
    "datastore.error.CantStoreValue", "memorystore.error.InvalidRequest", source="CD-ERR; CD-MEM"
)
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("value", "name"), REFUSED)
def test_what_cannot_be_stored_is_refused(cloud, carrier: str, value: str, name: str) -> None:
    ok, text = carried(cloud, carrier, value)
    words = {
        "data store": f"104: Cannot store {name} in data store. "
        "Data stores can only accept valid UTF-8 characters.",
        "message": f"MessagingService: Cannot convert the message to JSON: {name}",  # of ours
    }
    expected = words.get(
        carrier.removeprefix("updated "), "InvalidRequest: Unable to convert value"
    )
    assert (ok, expected in text) == (False, True)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_cycle_is_refused(cloud, carrier: str) -> None:
    ok, text = carried(cloud, carrier, "(function() local t = {} t.t = t return t end)()")
    assert ok is False
    assert "cyclic" in text or "Unable to convert value to json" in text


@pytest.mark.parametrize("carrier", sorted(set(CARRIERS) - {"updated data store"}))
def test_nothing_is_no_value(cloud, carrier: str) -> None:
    ok, text = carried(cloud, carrier, "nil")
    assert (ok, text) == (False, f"Argument {1 if carrier == 'queue' else 2} missing or nil")
