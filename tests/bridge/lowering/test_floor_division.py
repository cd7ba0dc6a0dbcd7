"""`//` as a runtime call that evaluates each side once, left first."""


def test_forms(assert_pairs):
    assert_pairs("floor_division")


def test_values_and_metamethods(run):
    program = """
    local log = {}
    local function note(x) table.insert(log, x) return x end
    print(note(7) // note(2), -7 // 2, 7 // -2, 1 // 0, "9" // "2", note(100) // note(7) // note(3))
    print(table.concat(log, " "))
    local T = setmetatable({}, { __idiv = function(a, b) return type(a) .. type(b) end })
    print(T // 2, 3 // T)
    """
    assert run(program) == ["3\t-4\t-4\tinf\t4\t4", "7 2 100 7 3", "tablenumber\tnumbertable"]
