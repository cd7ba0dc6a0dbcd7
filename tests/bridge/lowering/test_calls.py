"""Calls and method calls; a failing one is reported where its callee ends."""


def test_forms(assert_pairs):
    assert_pairs("calls")


def test_callee_then_arguments_then_call(run):
    program = """
    local log = {}
    local function n(x, v) table.insert(log, x) return v end
    n("f", function(...) n("call") end)(n(1), n(2), n(3))
    n("o", { m = function() n("m") end }):m(n(4))
    print(table.concat(log, " "))
    """
    assert run(program) == ["f 1 2 3 call o 4 m"]


def test_lines_of_calls_that_fail(run):
    program = """local t, f = { g = function(self) return self end }, nil
print(pcall(function()
    t
        :g()
        :missing()
end))
print(pcall(function()
    print(
        1,
        f(
            2
        )
    )
end))
print(pcall(function()
    (t
        .none
    )(
        1
    )
end))"""
    assert run(program) == [
        "false\tcase:5: attempt to call missing method 'missing' of table",
        "false\tcase:10: attempt to call a nil value",
        "false\tcase:18: attempt to call a nil value",
    ]
