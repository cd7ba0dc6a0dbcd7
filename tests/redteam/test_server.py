"""Scripts of a full server that try to get out, to change others, or never to end."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.errors import ScriptError
from bridge.instances.payload import Buffer, Odd, vector
from bridge.tools.simulation import Universe
from bridge.tools.simulation.handles import unwrapped
from bridge.tools.simulation.settings import ServerSettings
from bridge.vm import Limits

TIMEOUT = "Script timeout: exhausted allowed execution time"
LOCKED = "The metatable is locked"
SMALL = ServerSettings(limits=Limits(budget=200_000, memory_bytes=32 << 20))
STORE = "local d = game:GetService('DataStoreService'):GetDataStore('x') "

# Everything a script holds at once: handles, signals, connections, threads, datatypes.
HOLDINGS = """
local event = Instance.new("BindableEvent")
local holdings = { game, workspace, Enum, Enum.KeyCode, _G, shared, task, event, event.Event,
    game.ChildAdded, event.Event:Connect(print), coroutine.running(), getfenv(), getfenv(0),
    getfenv(print), game.GetService, event.Fire, task.spawn(function() task.wait(100) end),
    coroutine.create(print), Vector3.new(1, 2, 3), Random.new(1), newproxy(true) }
for _, name in { "DataStoreService", "HttpService", "MessagingService", "MemoryStoreService",
    "Players", "RunService", "CollectionService", "ReplicatedStorage", "ServerScriptService" } do
    table.insert(holdings, game:GetService(name))
end
table.insert(holdings, game:GetService("DataStoreService"):GetDataStore("x"))
table.insert(holdings, game:GetService("RunService").Heartbeat)
for _, value in holdings do
    table.insert(holdings, getmetatable(value))
    if #holdings > 200 then break end
end
return holdings
"""

CLOSED = {
    "metatables of handles": (
        "return getmetatable(game), getmetatable(Enum), getmetatable(game.ChildAdded)",
        (LOCKED, LOCKED, LOCKED),
    ),
    "raw access to a handle": (
        "return (pcall(rawget, game, 'Name')), (pcall(rawset, game, 1, 1)), (pcall(next, game)),"
        " (pcall(setmetatable, game, {}))",
        (False,) * 4,
    ),
    "operators on a handle": (
        "return (pcall(function() return #game end)), (pcall(function() game() end)),"
        " (pcall(function() return game + 1 end)), (pcall(function() for k in game do end end))",
        (False,) * 4,
    ),
    "odd keys of a handle": (
        "local r = {} for i, k in { 0, -1, true, print, game, '__index', '__class__', '' } do"
        " r[i] = pcall(function() return game[k] end) end return unpack(r)",
        (False,) * 8,
    ),
    "fields of a signal": (
        "local s = game.ChildAdded return (pcall(function() return s.handlers end)),"
        " (pcall(function() s.Connect = 1 end)), (pcall(function() s.Connect(game, print) end))",
        (False,) * 3,
    ),
    "enums": (
        "return (pcall(function() Enum.X = 1 end)), (pcall(function() Enum.KeyCode.A = 1 end)),"
        " (pcall(function() return Enum.__index end))",
        (False,) * 3,
    ),
    "methods called on others": (
        "local f = game:GetService('DataStoreService').GetDataStore local r = {}"
        " for i, v in { game, {}, newproxy(), print, 1 } do r[i] = pcall(f, v, 'x') end"
        " return unpack(r)",
        (False,) * 5,
    ),
    "names of services": (
        "local r = {} for i, n in { 'os', '__class__', '', '\\0', 'DataStoreService\\0', 1, {} } do"
        " r[i] = pcall(game.GetService, game, n) end return unpack(r)",
        (False,) * 7,
    ),
    "require of paths": (
        "local r = {} for i, p in { 'os', '../../etc/passwd', '@self/x', 1, {}, game } do"
        " r[i] = pcall(require, p) end return unpack(r)",
        (False,) * 6,
    ),
    "loadstring is off, as on a server": ("return (pcall(loadstring, 'return 1'))", (False,)),
    "globals of an engine thread": (
        "local e, g game:GetService('RunService').Heartbeat:Once(function() e, g = getfenv(0),"
        " getfenv(1)"
        " end) task.wait(0.1) return e == g, e.print == print, e.python",
        (True, True, None),
    ),
    "globals an engine thread was given": (
        "local rs = game:GetService('RunService') rs.Heartbeat:Once(function() setfenv(0, {}) end)"
        " task.wait(0.1) local p rs.Heartbeat:Once(function() p = getfenv(0).print end)"
        " task.wait(0.1) return p == print",
        (True,),
    ),
    "a runner resumed from outside": (
        "local t game:GetService('RunService').Heartbeat:Once(function() t = coroutine.running()"
        " end)"
        " task.wait(0.1) return (coroutine.resume(t, function() return 'injected' end))",
        (False,),
    ),
    "values no store takes": (
        STORE + "local t = {} t.t = t local n = 0 for _, v in { t, print, game, newproxy(),"
        " coroutine.create(print), { a = print }, '\\255' } do"
        " if pcall(d.SetAsync, d, 'k', v) then n += 1 end end return n",
        (0,),
    ),
    "JSON too deep": (
        "local h = game:GetService('HttpService') local t = {} local p = t"
        " for i = 1, 1e4 do p[1] = {} p = p[1] end return (pcall(h.JSONEncode, h, t)),"
        " (pcall(h.JSONDecode, h, ('['):rep(1e5)))",
        (False, False),
    ),
    "a transform that raises a table": (
        STORE + "return (pcall(d.UpdateAsync, d, 'k', function() error({}) end))",
        (False,),
    ),
    "a transform that yields": (
        STORE + "return (pcall(d.UpdateAsync, d, 'k', function() task.wait() end))",
        (False,),
    ),
    "a transform that never ends": (
        STORE + "return pcall(d.UpdateAsync, d, 'k', function() while true do end end)",
        (False, TIMEOUT),
    ),
    "parents in a circle": (
        "local a, b = Instance.new('Folder'), Instance.new('Folder') a.Parent = b"
        " return (pcall(function() b.Parent = a end)), (pcall(function() a.Parent = a end))",
        (False, False),
    ),
}

STOPPED = {
    "loop": "while true do end",
    "loop in a spawned thread": "task.spawn(function() while true do end end)",
    "spawned loops in a loop": "while true do task.spawn(function() while true do end end) end",
    "caught loops in a loop": (
        "while true do pcall(task.spawn, function() while true do end end) end"
    ),
    "deferred loop": "task.defer(function() while true do end end)",
    "delayed loop": "task.delay(0.1, function() while true do end end)",
    "handler": "game:GetService('RunService').Heartbeat:Once(function() while true do end end)",
    "event handler": (
        "local e = Instance.new('BindableEvent')"
        " e.Event:Connect(function() while true do end end) e:Fire()"
    ),
    "message handler": (
        "local m = game:GetService('MessagingService')"
        " m:SubscribeAsync('t', function() while true do end end) m:PublishAsync('t', 'x')"
    ),
    "metatable of _G": (
        "setmetatable(_G, { __index = function() while true do end end })"
        " pcall(function() return _G.x end)"
    ),
    "instances": "while true do Instance.new('Folder') end",
    "printing": "while true do print('x') end",
    "spawn storm": "local function f() task.spawn(f) task.spawn(f) end f()",
}

REPORTED = {
    "spawn recursion": ("local function f() task.spawn(f) end f()", "C stack overflow"),
    "defer recursion": ("local function f() task.defer(f) end f()", "Exponential deferred event"),
    "signal recursion": (
        "local e = Instance.new('BindableEvent') e.Event:Connect(function() e:Fire() end) e:Fire()",
        "Maximum event re-entrancy depth exceeded",
    ),
    "changed recursion": (
        "local f = Instance.new('Folder') f.Changed:Connect(function() f.Name ..= 'x' end)"
        " f.Name = 'a'",
        "Maximum event re-entrancy depth exceeded",
    ),
    "an error value whose text never ends": (
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "table: 0x",
    ),
    "an error value whose text fails": (
        "error(setmetatable({}, { __tostring = function() error('x') end }))",
        "table: 0x",
    ),
    "an error value that is a thread": ("error(coroutine.running())", "thread: 0x"),
    "an error value that is userdata": ("error(newproxy(true))", "userdata: 0x"),
    "an error value that is an Instance": ("error(workspace)", "Workspace"),
}

FILLING = {
    "deferred": "task.wait(0.1) local function f() task.defer(f) task.defer(f) end f()",
    "delayed": "local function f() task.delay(0, f) task.delay(0, f) end f()",
    "kept for ever": (
        "local t = {} game:GetService('RunService').Heartbeat:Connect(function()"
        " for i = 1, 50000 do t[#t + 1] = { i } end end)"
    ),
}


@pytest.mark.parametrize(("program", "result"), CLOSED.values(), ids=CLOSED.keys())
def test_a_server_stays_closed(program: str, result: tuple[object, ...]) -> None:
    server = Universe(seed=1).start_server(scripts={}, settings=SMALL)
    values = server.run(program)
    assert (values if isinstance(values, tuple) else (values,)) == result


def start(program: str) -> tuple[Universe, Any]:
    universe = Universe(seed=1)
    scripts = {
        "ServerScriptService.Bad": program,
        "ServerScriptService.Good": "task.wait(1) print('good')",
    }
    return universe, universe.start_server(scripts=scripts, settings=SMALL)


@pytest.mark.parametrize("program", STOPPED.values(), ids=STOPPED.keys())
def test_a_script_that_never_ends_is_stopped_and_others_go_on(program: str) -> None:
    universe, server = start(program)
    universe.run_for(seconds=2)
    assert any(TIMEOUT in error.message for error in server.errors)
    assert ("print", "good") in server.output


@pytest.mark.parametrize(("program", "text"), REPORTED.values(), ids=REPORTED.keys())
def test_what_cannot_be_run_or_shown_is_reported(program: str, text: str) -> None:
    universe, server = start(program)
    universe.run_for(seconds=2)
    assert any(text in line for kind, line in server.output if kind == "error")
    assert ("print", "good") in server.output


@pytest.mark.parametrize("program", FILLING.values(), ids=FILLING.keys())
def test_a_server_without_memory_is_gone_or_goes_on(program: str) -> None:
    universe, other = start("print('other')")
    # Enough ticks for the heap to be the limit that is met.
    limits = Limits(memory_bytes=12 << 20)
    try:
        server = universe.start_server(
            scripts={"ServerScriptService.Bad": program}, settings=ServerSettings(limits=limits)
        )
        universe.run_for(seconds=3)
    except ScriptError as problem:
        assert problem.message == "not enough memory"
        assert universe.servers == (other,)
    else:
        assert any("not enough memory" in error.message for error in server.errors)
    universe.run_for(seconds=2)
    assert ("print", "good") in other.output


def test_nothing_dangerous_is_reachable_from_a_server(opened_sandbox: Any) -> None:
    universe = Universe(seed=1)
    opened = opened_sandbox(lambda: universe.start_server(scripts={}, players=["Ada"]))
    server = opened.made
    server.run(STORE + "d:SetAsync('k', 1) d:UpdateAsync('k', function() return 2 end)")
    holdings = unwrapped(server.run(HOLDINGS))
    roots = {"holdings": holdings.raw, "globals": server.vm.globals.raw, "text": b""}
    count, found = opened.walk(roots, False, opened.dangers)
    assert count > 300
    assert found == []
    count, found = opened.walk(roots, True, b"python")
    assert count > 2000
    assert found == []


ACTING = """
local remote = Instance.new("RemoteEvent", game.ReplicatedStorage)
local asked = Instance.new("RemoteFunction", game.ReplicatedStorage)
local ada, part = game.Players.Ada, Instance.new("Part", workspace)
local tween = game:GetService("TweenService"):Create(part, TweenInfo.new(1), { Transparency = 1 })
_G.held = { ada, ada.Character, ada.Character.Humanoid, part, tween, Instance.new("Sound", part) }
for _, name in { "Touched", "TouchEnded" } do table.insert(_G.held, part[name]) end
remote.OnServerEvent:Connect(function(...) table.insert(_G.held, { ... }) end)
asked.OnServerInvoke = function(...) table.insert(_G.held, { ... }) return ... end
game:GetService("Debris"):AddItem(part, 100)
tween:Play()
remote:FireAllClients({ part })
"""


def test_nothing_dangerous_is_reachable_where_players_act(opened_sandbox: Any) -> None:
    universe = Universe(seed=1)
    opened = opened_sandbox(lambda: universe.start_server(scripts={}, players=["Ada"]))
    server = opened.made
    universe.run_for(seconds=0.1)
    server.run(ACTING)
    ada = server.client("Ada")
    ada.on("ReplicatedStorage.RemoteEvent", lambda *_: None)
    ada.fire("ReplicatedStorage.RemoteEvent", {"x": [1, Odd.USERDATA]}, Buffer(b"x"))
    ada.invoke("ReplicatedStorage.RemoteFunction", [vector(1, 2, 3)], Odd.THREAD)
    server.touch("Workspace.Part", "Workspace.Ada.Head")
    universe.run_for(seconds=0.5)
    holdings = unwrapped(server.run("return _G.held"))
    roots = {"holdings": holdings.raw, "globals": server.vm.globals.raw, "text": b""}
    count, found = opened.walk(roots, False, opened.dangers)
    assert count > 300
    assert found == []
    count, found = opened.walk(roots, True, b"python")
    assert count > 2000
    assert found == []
    assert server.errors == []
