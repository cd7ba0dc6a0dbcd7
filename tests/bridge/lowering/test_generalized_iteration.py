"""Generic `for` over anything the runtime can iterate."""


def test_forms(assert_pairs):
    assert_pairs("generalized_iteration")


def test_tables_functions_and_iter_metamethods(run):
    program = """
    for i, v in { "a", "b" } do print(i, v) end
    for i, v in ipairs({ 5 }) do print(i, v) end
    local n = 0
    for x in function() n += 1 if n < 3 then return n end end do print(x) end
    local t = setmetatable({}, { __iter = function() return next, { k = "v" } end })
    for k, v in t do print(k, v) end
    """
    assert run(program) == ["1\ta", "2\tb", "1\t5", "1", "2", "k\tv"]


def test_what_cannot_be_iterated_is_reported_on_its_line(run):
    program = "print(pcall(function()\nfor x in\nnil do end\nend))"
    assert run(program) == ["false\tcase:3: attempt to iterate over a nil value"]
