"""If-expressions: statements where possible, one-item tables elsewhere, one value per branch."""


def test_forms(assert_pairs):
    assert_pairs("if_expression")


def test_false_and_nil_branches_are_values(run):
    program = """
    local function pick(c, a, b) return { if c then a else b, n = 1 }, (if c then a else b) end
    print(select(2, pick(true, false, 1)), select(2, pick(true, nil, 1)), select(2, pick(false, 1)))
    """
    assert run(program) == ["false\tnil\tnil"]


def test_only_the_chosen_branch_runs(run):
    program = """
    local log = {}
    local function say(x) table.insert(log, x) return x end
    local v = (if say(false) then say(1) elseif say(2) then say(3) else say(4)) + 0
    print(v, table.concat({ tostring(log[1]), log[2], log[3] }, " "), #log)
    """
    assert run(program) == ["3\tfalse 2 3\t3"]


def test_each_branch_is_cut_to_one_value(run):
    program = """
    local function two() return 1, 2 end
    local function f(c, ...) return if c then two() else ... end
    print(f(true), f(false, 8, 9))
    print((function(...) return select("#", if ... then two() else ...) end)(true))
    """
    assert run(program) == ["1\t8", "1"]


def test_branches_may_yield(run):
    program = """
    local co = coroutine.wrap(function()
        return { if coroutine.yield(1) then coroutine.yield(2) else 0 }
    end)
    print(co(), co(true), co("x")[1])
    """
    assert run(program) == ["1\t2\tx"]


def test_a_new_local_does_not_hide_the_old_one_in_its_own_value(run):
    assert run("local x = 1 local x = if x then x + 1 else 0 print(x)") == ["2"]
