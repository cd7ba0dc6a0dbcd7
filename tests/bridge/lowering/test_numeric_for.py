"""Numeric `for` with Luau's rule for a step of zero."""


def test_forms(assert_pairs):
    assert_pairs("numeric_for")


def test_a_zero_step_runs_never_or_for_ever(run):
    program = """
    local zero, n = 0, 0
    for i = 1, 3, zero do n += 1 end
    for i = 1, 3, 0 do n += 1 end
    print(n)
    for i = 3, 1, zero do n += 1 if n == 5 then break end end
    print(n)
    """
    assert run(program) == ["0", "5"]


def test_other_steps_count_as_usual(run):
    program = """
    local s = 0.1 local last for i = 0, 1, s do last = i end print(last)
    local down = -2 for i = 5, 1, down do last = i end print(last)
    """
    assert run(program) == ["0.9999999999999999", "1"]
