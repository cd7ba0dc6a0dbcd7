"""Several targets are assigned from left to right."""


def test_forms(assert_pairs):
    assert_pairs("assignment_order")


def test_the_last_of_two_equal_targets_wins(run):
    program = """
    local t, a = {}, nil
    t.x, t.x = 1, 2
    a, a = 3, 4
    print(t.x, a)
    """
    assert run(program) == ["2\t4"]


def test_objects_keys_values_then_stores(run):
    program = """
    local log = {}
    local function note(x, v) table.insert(log, x) return v end
    local function slot(name)
        return setmetatable({}, { __newindex = function(_, k, v) note(`{name}.{k}={v}`) end })
    end
    note("o1", slot("a"))[note("k1", "x")], note("o2", slot("b")).y = note("v1", 1), note("v2", 2)
    print(table.concat(log, " "))
    """
    assert run(program) == ["o1 k1 o2 v1 v2 a.x=1 b.y=2"]


def test_a_key_that_is_assigned_too_keeps_its_old_value(run):
    program = """
    local i, t = 1, {}
    i, t[i] = i + 1, "x"
    print(i, t[1], t[2])
    t[1], t[2] = t[2], t[1]
    print(t[1], t[2])
    """
    assert run(program) == ["2\tx\tnil", "nil\tx"]


def test_earlier_targets_are_assigned_when_a_later_one_fails(run):
    program = """
    local a, b = 1, nil
    print(pcall(function() a, b.x = 2, 3 end))
    print(a)
    """
    assert run(program) == ["false\tcase:3: attempt to index nil with 'x'", "2"]
