"""`repeat` whose condition sees the body's locals, also when the body continues."""


def test_forms(assert_pairs):
    assert_pairs("repeat_loop")


def test_the_condition_sees_a_local_declared_before_the_continue(run):
    program = """
    local n = 0
    repeat
        local done = n >= 3
        n += 1
        if n == 2 then continue end
        local unseen = n
        print(unseen)
    until done
    """
    assert run(program) == ["1", "3", "4"]


def test_a_constant_jumped_over_keeps_its_value(run):
    program = """
    local n = 0
    repeat
        n += 1
        if n < 9 then continue end
        local limit = 6
    until (function() return n >= limit end)()
    print(n)
    """
    assert run(program) == ["6"]


def test_the_condition_may_capture_a_local(run):
    program = """
    local n, fs = 0, {}
    repeat
        n += 1
        local mine = n
        if n == 1 then continue end
        local other = 2
    until (function() fs[n] = function() return mine end return n == 3 end)()
    print(fs[1](), fs[2](), fs[3]())
    """
    assert run(program) == ["1\t2\t3"]
