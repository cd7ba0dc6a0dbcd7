"""LogService: facts of engine.md d.6 and h.6, each by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.tools.simulation import Server, Universe
from bridge.tools.simulation.settings import ServerSettings

LOGS = 'local logs = game:GetService("LogService")\n'
LISTEN = """
local heard = {}
logs.MessageOut:Connect(function(text, kind, context) table.insert(heard, `{kind.Name} {text}`) end)
"""


def start(source: str, behavior: str = "immediate") -> Server:
    """A server with one Script."""
    return Universe().start_server(
        scripts={"ServerScriptService.Main": LOGS + source},
        settings=ServerSettings(signal_behavior=behavior),
    )


def texts(server: Server, *kinds: str) -> list[str]:
    return [text for kind, text in server.output if not kinds or kind in kinds]


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_message_out_fires_for_every_line_with_its_type(behavior: str) -> None:
    """c:LogService; e:MessageType."""
    server = start(
        LISTEN
        + """
        print("a", 1)
        warn("b")
        task.spawn(function() error("c") end)
        task.delay(0, function() shared.heard = table.concat(heard, "; ") end)
        """,
        behavior,
    )
    server.universe.run_for(seconds=1)
    assert server.run("return shared.heard").split("; ") == [
        "MessageOutput a 1",
        "MessageWarning b",
        "MessageError ServerScriptService.Main:8: c",
        "MessageInfo Stack Begin",
        "MessageInfo Script 'ServerScriptService.Main', Line 8",
        "MessageInfo Stack End",
    ]


def test_message_out_always_has_three_arguments() -> None:
    """c:LogService: message, messageType, context."""
    source = LOGS + "task.delay(0, print, 'x') return (select('#', logs.MessageOut:Wait()))"
    assert start("").run(source) == 3


def test_nothing_is_fired_before_a_script_listens_nor_after_it_stops() -> None:
    server = start("""
    print("before")
    local connection = logs.MessageOut:Connect(function(text) shared.heard = text end)
    print("during")
    connection:Disconnect()
    print("after")
    """)
    assert server.run("return shared.heard") == "during"


def test_lines_of_the_engine_are_heard_as_well() -> None:
    """A Script that does not parse is the engine's own line."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.A": LOGS
            + "logs.MessageOut:Connect(function(t, k) shared.heard = k.Name .. ' ' .. t end)",
            "ServerScriptService.B": "local = 1",
        }
    )
    heard = server.run("return shared.heard")
    assert heard.startswith("MessageError ServerScriptService.B:1: ")


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_a_handler_that_prints_is_stopped_by_the_reentrancy_limit(behavior: str) -> None:
    """h.6: it must not recurse; the engine guards with re-entrancy limits."""
    server = start(
        "logs.MessageOut:Connect(function() print('again') end) print('first')", behavior
    )
    lines = texts(server)
    assert lines[:11] == ["first"] + ["again"] * 10
    assert lines[11].startswith(
        "Maximum event re-entrancy depth exceeded for LogService.MessageOut"
    )
    assert len(lines) == 12


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_a_handler_that_fails_is_stopped_as_well(behavior: str) -> None:
    server = start("logs.MessageOut:Connect(function() error('bad') end) print('first')", behavior)
    assert "first" in texts(server)
    assert any("re-entrancy" in text for text in texts(server, "error"))


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_several_handlers_that_print_do_not_multiply_without_end(behavior: str) -> None:
    server = start(
        "for i = 1, 2 do logs.MessageOut:Connect(function() print(i) end) end print('first')",
        behavior,
    )
    assert 2**10 < len(server.output) < 2**12


def test_the_history_holds_message_type_and_timestamp_oldest_first() -> None:
    """c:LogService GetLogHistory."""
    server = start("""
    print("one")
    task.wait(90)
    warn("two")
    local lines = {}
    for i, entry in logs:GetLogHistory() do
        table.insert(lines, `{i} {entry.message} {entry.messageType} {entry.timestamp - os.time()}`)
    end
    print(table.concat(lines, "; "))
    """)
    server.universe.run_for(seconds=100)
    assert texts(server)[-1] == (
        "1 one Enum.MessageType.MessageOutput -90; 2 two Enum.MessageType.MessageWarning 0"
    )


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 1000])
def test_a_history_of_any_length_is_complete(count: int) -> None:
    """Lines cross to Lua by slices of 100."""
    server = start(f"for i = 1, {count} do print(i) end")
    assert server.run(
        LOGS
        + """
        local history, sum = logs:GetLogHistory(), 0
        for _, entry in history do sum += tonumber(entry.message) end
        return #history, sum
        """
    ) == (count, count * (count + 1) // 2)


def test_clearing_the_output_clears_the_history_and_not_what_a_test_sees() -> None:
    """c:LogService ClearOutput."""
    server = start("print('a') logs:ClearOutput() print('b') print(#logs:GetLogHistory())")
    assert texts(server) == ["a", "b", "1"]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        ("Output('{a}', { a = 1 })", "print", "1"),
        ("Info('Value = {{result}}: {val}', { val = 42 })", "info", "Value = {result}: 42"),
        ("Warn('{a} {b}', { a = 'x' })", "warn", "x {b}"),
        ("Warn('{a}')", "warn", "{a}"),
        ("Info('{1} {2}', { 'x', 'y' })", "info", "x y"),
        ("Info('{1}', { 'number', ['1'] = 'string wins' })", "info", "string wins"),
        (
            "Info('{w} {f}', { w = script, f = print })",
            "info",
            "ServerScriptService.Main <function>",
        ),
        ("Info('{v}', { v = Vector3.new(1, 2, 3) })", "info", "1, 2, 3"),
        ("Log(Enum.MessageType.MessageInfo, '{a}', { a = true })", "info", "true"),
        ("Log('MessageWarning', 'w')", "warn", "w"),
        ("Log(3, 'e')", "error", "e"),
    ],
)
def test_placeholders_take_values_of_the_context(call: str, kind: str, text: str) -> None:
    """c:LogService, template syntax and context values."""
    assert start(f"logs:{call}").output == [(kind, text)]


def test_message_out_passes_the_context_with_string_keys() -> None:
    """c:LogService, context values."""
    server = start("""
    logs.MessageOut:Connect(function(text, kind, context)
        if context then shared.context = context end
    end)
    logs:Info("x", { 7, key = script, inner = { workspace } })
    """)
    assert server.run("""
        local c = shared.context
        return c["1"], c[1], c.key, c.inner["1"]
    """) == (7, None, "ServerScriptService.Main", "Workspace")


def test_a_context_that_holds_itself_is_a_text_where_it_does() -> None:
    server = start("local c = {} c.me = c logs:Info('{me}', c)")
    assert texts(server)[0].startswith("table: 0x")


def test_error_throws_a_table_with_message_template_context_and_stack() -> None:
    """c:LogService Error; uncaught it is printed as its message."""
    server = start("""
    local ok, problem = pcall(logs.Error, logs, "{a} failed", { a = "save" })
    print(ok, tostring(problem), problem.message, problem.template, problem.context.a)
    print(string.find(problem.stack, "ServerScriptService.Main", 1, true) == 1)
    logs:Error("{a} again", { a = 1 })
    """)
    assert texts(server, "print", "error") == [
        "false save failed save failed {a} failed save",
        "true",
        "1 again",
    ]
    assert server.errors[0].message == "1 again"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("Info()", "Argument 1 missing or nil"),
        ("Info('x', 5)", "Unable to cast to Dictionary"),
        ("Log(nil, 'x')", "Argument 1 missing or nil"),
        ("Log('Loud', 'x')", "Unable to cast string to MessageType"),
        ("Log(0)", "Argument 2 missing or nil"),
    ],
)
def test_wrong_arguments_are_refused(call: str, text: str) -> None:
    assert texts(start(f"print(pcall(function() logs:{call} end))")) == [f"false {text}"]


def test_members_that_are_not_modelled_are_errors_by_name(
    server_with: Callable[..., Server],
) -> None:
    server = server_with(LOGS + "print(pcall(function() logs:GetLogger('x') end))")
    assert texts(server) == [
        "false GetLogger of LogService is not modelled by luau-bridge (method)"
    ]
