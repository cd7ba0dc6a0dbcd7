"""Names of lowering never meet names of the program."""

from bridge.lowering.fresh_names import FreshNames


def test_plain_programs_get_short_names():
    names = FreshNames("local R, B2, MAX_COUNT, a_R, _Bx = 1")
    assert (names.runtime, names.tick, names.temporary(), names.label()) == (
        "_R",
        "_B",
        "_T1",
        "_C2",
    )


def test_a_taken_name_lengthens_the_prefix():
    assert FreshNames("local _T12 = 1").runtime == "__R"
    assert FreshNames("___C5()").runtime == "____R"
    assert FreshNames("_Rlen(_Imath_floor)").runtime == "__R"


def test_the_name_of_generic_loops_is_no_variable_of_the_program():
    assert FreshNames("for k in t do end").loop == "next"
    assert FreshNames("node.next = other:next() -- the next one").loop == "next"
    assert FreshNames("for k, v in pairs(t) do end").loop == "next"
    assert FreshNames("for k, v in next, t do end").loop == "pairs"
    assert FreshNames("print('a'..next(t))").loop == "pairs"
    assert FreshNames("print('-- ' .. next(t))").loop == "pairs"
    assert FreshNames("if next(t) then for k in pairs(t) do end end").loop == ""


def test_programs_may_have_variables_with_names_of_loops(run):
    program = """
    local next, out = 1, {}
    for _, pair in { 10, 20 } do table.insert(out, pair + next) end
    local function all(pairs) for _, v in pairs do table.insert(out, v + next) end end
    all({ 3 })
    print(table.concat(out, " "))
    """
    assert run(program) == ["11 21 4"]
    shadowed = """
    local function pairs(t) return ipairs({ #t }) end
    for _, n in pairs({ 5, 6 }) do for k, v in next, { 7 } do print(n, k, v) end end
    """
    assert run(shadowed) == ["2\t1\t7"]


def test_programs_may_use_such_names(run):
    program = """
    local _R, _B, _T1, _C1, _E, _X, _K = 1, 2, 3, 4, 5, 6, {}
    local u = {} u[_K] = 7
    local t, n = { 1, 2, 3 }, 0
    for _, v in t do if v == 2 then continue end n += v t[1] //= 1 end
    print(_R .. _B, _T1, _C1, _E, _X, n, u[_K])
    """
    assert run(program) == ["12\t3\t4\t5\t6\t4\t7"]
