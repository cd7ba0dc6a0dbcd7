"""`return` never makes a tail call."""


def test_forms(assert_pairs):
    assert_pairs("tail_calls")


def test_the_caller_keeps_its_frame(run):
    program = """local function fail() error("here", 2) end
local function caller() return fail() end
print(pcall(caller))"""
    assert run(program) == ["false\tcase:2: here"]


def test_endless_recursion_in_tail_position_overflows(run):
    program = """
    local function r(n) return r(n + 1) end
    local ok, message = pcall(r, 1)
    print(ok, message:match("stack overflow$"))
    """
    assert run(program) == ["false\tstack overflow"]


def test_all_results_come_through(run):
    program = """
    local function f(...) return ... end
    local function g(...) return f(...) end
    print(g(1, nil, 3, nil)) print(select("#", g(1, nil, 3, nil)), select("#", g()))
    """
    assert run(program) == ["1\tnil\t3\tnil", "4\t0"]
