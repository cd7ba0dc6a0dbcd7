"""Scripts, modules and require: facts of engine.md d.1 to d.4, each by name."""

from __future__ import annotations

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.tools.simulation import Server, ServerSettings, Universe

LOAD_FAILED = "Requested module experienced an error while loading"


def start(source: str, **modules: str) -> Server:
    """A server with one Script and modules in ReplicatedStorage."""
    return Universe().start_server(
        scripts={"ServerScriptService.Main": "local R = game.ReplicatedStorage\n" + source},
        modules={f"ReplicatedStorage.{name}": text for name, text in modules.items()},
    )


def texts(server: Server) -> list[str]:
    """What it printed, without the stack lines."""
    return [text for kind, text in server.output if kind != "info"]


def test_scripts_run_in_tree_order_each_with_its_own_globals() -> None:
    """engine.md a.6 SIM, d.1."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.A": "x = 1 _G.y = 2 shared.z = 3 print(script.Name, x)",
            "ServerScriptService.A.B": """
                print(script:GetFullName(), x, _G.y, shared.z, _G == shared)
            """,
            "Workspace.C": "print(script.Name)",
            "ServerStorage.Never": "print('never')",
        }
    )
    assert texts(server) == ["C", "A 1", "ServerScriptService.A.B nil 2 3 false"]


def test_the_environment_of_a_script_is_that_of_its_threads() -> None:
    """d.2: getfenv(0) or a level returns the environment table."""
    server = start(
        """
        print(getfenv(0) == getfenv(1), getfenv().script == script)
        task.spawn(function() print(getfenv(0).script == script) end)
        task.wait()
        print(getfenv(0) == getfenv(1))
        """
    )
    server.universe.run_for(seconds=1)
    assert texts(server) == ["true true", "true", "true"]


def test_loadstring_is_switched_off() -> None:
    """d.2."""
    assert texts(start("print(pcall(loadstring, 'return 1'))")) == [
        "false loadstring() is not available"
    ]


def test_a_module_runs_once_and_gives_the_identical_value() -> None:
    """d.3."""
    server = start(
        "print(require(R.M) == require(R.M), require(R.M).name)",
        M="print('run', script.Name) return { name = script:GetFullName() }",
    )
    assert texts(server) == ["run M", "true ReplicatedStorage.M"]


def test_a_module_may_yield_and_everybody_waits_for_the_same_run() -> None:
    """d.3: the requirer yields; further requirers wait."""
    server = start(
        """
        for i = 1, 2 do task.spawn(function() print(i, require(R.M), time()) end) end
        print("main")
        """,
        M="print('run') task.wait(1) return 'value'",
    )
    server.universe.run_for(seconds=2)
    assert texts(server) == ["run", "main", "1 value 1", "2 value 1"]


def test_an_error_in_a_module_reaches_the_requirer_as_one_sentence() -> None:
    """d.4: the module's own error is printed; later requires fail at once."""
    server = start(
        "print(pcall(require, R.M)) print(pcall(require, R.M))",
        M="\nerror('inner')",
    )
    assert texts(server) == [
        "ReplicatedStorage.M:2: inner",
        f"false {LOAD_FAILED}",
        f"false {LOAD_FAILED}",
    ]


@pytest.mark.parametrize("body", ["", "return", "return 1, 2"])
def test_a_module_must_return_one_value(body: str) -> None:
    """d.4."""
    server = start("print(pcall(require, R.M))", M=body)
    assert texts(server) == [
        "Module code did not return exactly one value",
        f"false {LOAD_FAILED}",
    ]


def test_nil_is_one_value() -> None:
    """d.4: creator-docs#619."""
    assert texts(start("print(require(R.M))", M="return nil")) == ["nil"]


def test_a_module_that_does_not_parse_fails_like_any_other() -> None:
    server = start("print(pcall(require, R.M))", M="return return")
    assert texts(server)[0].startswith("ReplicatedStorage.M:1: ")
    assert texts(server)[1] == f"false {LOAD_FAILED}"


def test_a_script_that_does_not_parse_is_an_error_and_the_others_run() -> None:
    server = Universe().start_server(
        scripts={"ServerScriptService.Bad": "local = 1", "ServerScriptService.Good": "print(1)"}
    )
    assert server.errors[0].message.startswith("ServerScriptService.Bad:1: ")
    assert server.errors[0].script == "ServerScriptService.Bad"
    assert ("print", "1") in server.output


def test_requiring_each_other_is_an_error() -> None:
    """scripting/module.md."""
    server = start(
        "print(pcall(require, R.A))",
        A="print(pcall(require, script.Parent.B)) return 1",
        B="print(pcall(require, script.Parent.A)) return 2",
    )
    assert texts(server) == [
        "false Requested module was required recursively",
        "true 2",
        "true 1",
    ]


def test_requiring_each_other_can_also_hang() -> None:
    """c:ModuleScript, the other page (l.1)."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.Main": "print(pcall(require, game.ReplicatedStorage.A))",
            "ServerScriptService.Other": "task.wait(1) print('others go on')",
        },
        modules={
            "ReplicatedStorage.A": "print(pcall(require, script.Parent.B)) return 1",
            "ReplicatedStorage.B": "print(pcall(require, script.Parent.A)) return 2",
        },
        settings=ServerSettings(cyclic_require="hang"),
    )
    server.universe.run_for(hours=1)
    assert texts(server) == ["others go on"]


@pytest.mark.parametrize("argument", ["nil", "R", "true", "{}", ""])
def test_anything_but_a_module_is_refused(argument: str) -> None:
    """Engine string."""
    server = start(f"require({argument})")
    assert texts(server) == [
        "ServerScriptService.Main:2: Attempted to call require with invalid argument(s)."
    ]


def test_assets_are_refused_by_name() -> None:
    """A number is the id of a published module (engine.md d.3), which no project holds."""
    server = start("require(507117)")
    assert texts(server) == [
        "ServerScriptService.Main:2: require of the asset 507117 is not modelled by luau-bridge: "
        "put its MainModule into the project"
    ]


def test_string_paths_start_at_the_script() -> None:
    """g:LuaGlobals require."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.Main": """
                print(require("./Sibling"), require("@self/Child"))
                print(require("../ReplicatedStorage/M"), require("@game/ReplicatedStorage/M"))
                print(pcall(function() require("Sibling") end))
                print(pcall(function() require("@other/X") end))
                print(pcall(function() require("./Missing/X") end))
            """
        },
        modules={
            "ServerScriptService.Sibling": "return 'sibling'",
            "ServerScriptService.Main.Child": "return 'child'",
            "ReplicatedStorage.M": "return 'm'",
        },
    )
    assert texts(server) == [
        "sibling child",
        "m m",
        "false ServerScriptService.Main:4: require path must start with a valid prefix: ./, ../, or"
        " @",
        'false ServerScriptService.Main:5: could not resolve alias "other"',
        'false ServerScriptService.Main:6: could not resolve child component "Missing"',
    ]


def test_python_requires_a_module_by_its_full_name() -> None:
    server = start("", M="task.wait(5) return { answer = 42 }", Bad="error('x')")
    assert server.require("ReplicatedStorage.M").answer == 42
    assert server.universe.now_seconds == 5
    with pytest.raises(ScriptError, match=LOAD_FAILED):
        server.require("ReplicatedStorage.Bad")
    with pytest.raises(UsageError, match="no ModuleScript"):
        server.require("ReplicatedStorage.Missing")
