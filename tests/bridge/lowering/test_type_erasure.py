"""Types leave nothing but the cut of `::`."""


def test_forms(assert_pairs):
    assert_pairs("type_erasure")


def test_an_assertion_cuts_to_one_value(run):
    program = """
    local function f() return 1, 2, 3 end
    print(f() :: number) print(#{ f() :: any }, (f() :: any) :: number, f())
    """
    assert run(program) == ["1", "1\t1\t1\t2\t3"]


def test_parentheses_do_not_nest(body, run):
    assert body("local x = (((f())))") == " local x = (f())"
    depth = 900
    assert run("print(" + "(" * depth + "select('#', 1, 2)" + ")" * depth + ")") == ["2"]
