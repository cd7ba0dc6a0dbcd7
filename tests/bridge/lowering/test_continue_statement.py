"""`continue` jumps behind the body of its own loop."""


def test_forms(assert_pairs):
    assert_pairs("continue_statement")


def test_each_kind_of_loop_continues(run):
    program = """
    local log = {}
    local i = 0
    while i < 4 do i += 1 if i == 2 then continue end table.insert(log, i) end
    for j = 1, 3 do if j == 2 then continue end local k = j * 10 table.insert(log, k) end
    for _, v in { "a", "b", "c" } do if v == "b" then continue end table.insert(log, v) end
    repeat i -= 1 if i == 1 then continue end table.insert(log, -i) until i == 0
    print(table.concat(log, " "))
    """
    assert run(program) == ["1 3 4 10 30 a c -3 -2 -0"]


def test_closures_of_continued_rounds_keep_their_own_locals(run):
    program = """
    local fs = {}
    for i = 1, 4 do
        local x = i * i
        fs[i] = function() x += 1 return x end
        if i % 2 == 0 then continue end
        x += 100
    end
    print(fs[1](), fs[1](), fs[2](), fs[3](), fs[4]())
    """
    assert run(program) == ["102\t103\t5\t110\t17"]
