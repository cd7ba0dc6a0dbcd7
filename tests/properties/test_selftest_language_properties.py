"""Law of the self-test place: it compiles, and what it says of Luau holds on the real one."""

from bridge.tools.selftest import place_folder, read_results

ENGINE = """
local game = { GetService = function(_, name)
    return { GenerateGUID = function() return "00000000-0000-4000-8000-000000000000" end }
end }
local script = nil
local task = { spawn = function(run, ...)
    local thread = coroutine.create(run)
    coroutine.resume(thread, ...)
    return thread
end }
"""
"""What the harness asks of the engine for cases that never wait."""

DATATYPES = {"luau.type_of", "luau.random.integer_stream"}
"""Cases with types that the language alone does not have."""


def test_what_the_place_says_of_the_language_holds_on_the_real_luau(oracle):
    text = (place_folder() / "selftest.luau").read_text(encoding="utf-8")
    stdout, error = oracle.run(ENGINE + text.replace('GROUPS = "quick"', 'GROUPS = "luau"'))
    assert error is None
    results = read_results(stdout)
    assert len(results) > 50
    wrong = {each.id: each.seen for each in results.values() if each.outcome != "ok"}
    assert wrong.keys() == DATATYPES, wrong
