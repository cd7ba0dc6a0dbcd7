"""debug.loadmodule, where a server is started with it."""

import pytest

from bridge.tools.simulation import ServerSettings, Universe

MODULES = {
    "ReplicatedStorage.Counter": "count = (count or 0) + 1 return { count, script.Name, value }",
    "ReplicatedStorage.Broken": "return +",
}
COUNTER = "local module = game.ReplicatedStorage.Counter "


@pytest.fixture
def server():
    return Universe().start_server(modules=MODULES, settings=ServerSettings(loadmodule=True))


def test_each_call_gives_a_fresh_function_with_globals_of_its_own(server):
    values = server.run(
        COUNTER
        + """
        local first, problem, done = debug.loadmodule(module)
        getfenv(first).value = "set"
        local again = debug.loadmodule(module)
        done()
        return first()[1], first()[1], first()[3], again()[1], again()[2], problem, first ~= again
    """
    )
    assert values == (1, 2, "set", 1, "Counter", None, True)


def test_it_has_nothing_to_do_with_require(server):
    values = server.run(
        COUNTER
        + """
        local required = require(module)
        return debug.loadmodule(module)()[1], require(module) == required
    """
    )
    assert values == (1, True)


def test_what_does_not_parse_is_told(server):
    function, text = server.run("return debug.loadmodule(game.ReplicatedStorage.Broken)")[:2]
    assert function is None
    assert text.startswith("ReplicatedStorage.Broken:1: ")


def test_only_modules_are_taken(server):
    text = server.run("return select(2, pcall(debug.loadmodule, workspace))")
    assert text == "invalid argument #1 to 'loadmodule' (ModuleScript expected)"


def test_a_live_server_has_none():
    assert Universe().start_server().run("return debug.loadmodule") is None
