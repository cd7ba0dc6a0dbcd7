"""Names of lowering never meet names of the program."""

from bridge.lowering.fresh_names import FreshNames


def test_plain_programs_get_short_names():
    names = FreshNames("local R, B2, MAX_COUNT, a_R, _Rx = 1")
    assert (names.runtime, names.tick, names.temporary(), names.label()) == (
        "_R",
        "_B",
        "_T1",
        "_C2",
    )


def test_a_taken_name_lengthens_the_prefix():
    assert FreshNames("local _T12 = 1").runtime == "__R"
    assert FreshNames("___C5()").runtime == "____R"


def test_programs_may_use_such_names(run):
    program = """
    local _R, _B, _T1, _C1, _E, _X, _K = 1, 2, 3, 4, 5, 6, {}
    local u = {} u[_K] = 7
    local t, n = { 1, 2, 3 }, 0
    for _, v in t do if v == 2 then continue end n += v t[1] //= 1 end
    print(_R .. _B, _T1, _C1, _E, _X, n, u[_K])
    """
    assert run(program) == ["12\t3\t4\t5\t6\t4\t7"]
