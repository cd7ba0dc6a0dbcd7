"""Compound assignments: one evaluation of the target, read at Luau's moment."""


def test_forms(assert_pairs):
    assert_pairs("compound_assignment")


def test_object_and_key_are_evaluated_once_and_first(run):
    program = """
    local t, log = { k = 1 }, {}
    local function note(x, v) table.insert(log, x) return v end
    note("object", t)[note("key", "k")] += note("value", 5)
    print(t.k, table.concat(log, " "))
    """
    assert run(program) == ["6\tobject key value"]


def test_a_plain_local_is_read_after_the_right_side_has_run(run):
    program = """
    local n = 1
    local function f() n = 50 return 2 end
    n += f() print(n)
    n = 1 n //= f() print(n)
    n = "1" n ..= f() print(n)
    """
    assert run(program) == ["52", "25", "12"]


def test_fields_globals_and_upvalues_are_read_before(run):
    program = """
    local t = { n = 1 }
    t.n += (function() t.n = 50 return 2 end)() print(t.n)
    g = 1 g += (function() g = 50 return 2 end)() print(g)
    local u = 1
    local function add() u += (function() u = 50 return 2 end)() end
    add() print(u)
    """
    assert run(program) == ["3", "3", "3"]
