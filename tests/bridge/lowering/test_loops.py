"""`while`, `break`, loop bodies."""


def test_forms(assert_pairs):
    assert_pairs("loops")


def test_break_leaves_only_its_own_loop(run):
    program = """
    local n = 0
    while true do
        while true do n += 1 if n % 2 == 0 then continue end break end
        if n >= 5 then break end
    end
    print(n)
    """
    assert run(program) == ["5"]
