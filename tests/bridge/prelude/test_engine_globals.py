"""Globals that a server has beyond Luau's (engine.md d.2, k)."""

import pytest

from bridge.tools.simulation import Universe


@pytest.fixture
def server():
    return Universe().start_server(scripts={})


def test_ypcall_is_pcall(server):
    assert server.run("return ypcall(function() task.wait(1) return 7 end)") == (True, 7)


def test_version_is_four_integers(server):
    source = "return version() == Version() and version():match('^%d+%.%d+%.%d+%.%d+$') ~= nil"
    assert server.run(source) is True


def test_collectgarbage_only_counts(server):
    """LuaGlobals: "count" and nothing else."""
    assert server.run("return collectgarbage('count') > 0") is True
    text = server.run("return select(2, pcall(collectgarbage, 'collect'))")
    assert text == "collectgarbage must be called with 'count'; use gcinfo() instead"
    assert "missing argument #1" in server.run("return select(2, pcall(collectgarbage))")


def test_stats_is_the_service(server):
    assert server.run("return stats() == game:GetService('Stats')") is True


def test_memory_categories_belong_to_the_thread():
    """Names of categories are the script's name unless set (library page debug)."""
    source = """
        local function say(...) print(debug.getmemorycategory(), ...) end
        say()
        say(debug.setmemorycategory("Loading"))
        task.spawn(say)
        debug.resetmemorycategory()
        say()
    """
    server = Universe().start_server(scripts={"ServerScriptService.Game.Main": source})
    assert [text for _, text in server.output] == ["Main", "Loading Main", "Main", "Main"]


def test_a_handler_does_not_inherit_the_category_of_an_earlier_one(server):
    assert (
        server.run("""
        local event, seen = Instance.new("BindableEvent"), {}
        event.Event:Connect(function(name)
            table.insert(seen, debug.getmemorycategory())
            if name then debug.setmemorycategory(name) end
        end)
        event:Fire("One")
        event:Fire()
        task.wait()
        return table.concat(seen, ",")
    """)
        == ","
    )


def test_profiler_marks_do_nothing(server):
    assert server.run("debug.profilebegin('x') debug.profileend() return 1") == 1
    source = "return select(2, pcall(debug.profilebegin))"
    assert "missing argument #1 to 'profilebegin'" in server.run(source)


def test_normal_forms_of_text(server):
    source = """
        local e = utf8.char(0xe9)
        return utf8.nfdnormalize(e) == "e" .. utf8.char(0x301),
            utf8.nfcnormalize("e" .. utf8.char(0x301)) == e,
            utf8.nfcnormalize("plain"), (pcall(utf8.nfcnormalize, "\\xff"))
    """
    assert server.run(source) == (True, True, "plain", False)


@pytest.mark.parametrize("call", ["settings()", "UserSettings()", "utf8.graphemes('x')"])
def test_what_is_not_modelled_says_so(server, call):
    text = server.run(f"return select(2, pcall(function() {call} end))")
    assert text.endswith(f"{call.partition('(')[0]} is not modelled by luau-bridge")
