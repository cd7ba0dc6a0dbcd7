"""Assignments to one target."""


def test_forms(assert_pairs):
    assert_pairs("assignment")


def test_a_failing_store_of_a_function_is_reported_where_it_begins(run):
    program = """local t = {}
print(pcall(function()
    t.none.f = function()
        return 1
    end
end))"""
    assert run(program) == ["false\tcase:3: attempt to index nil with 'f'"]


def test_an_if_expression_assigns_through_every_kind_of_name(run):
    program = """
    local a, t = 1, {}
    local function set(c) a = if c then "yes" else "no" g = if c then nil else false end
    set(true) print(a, g)
    set(false) print(a, g)
    t.x = if a == "no" then { 1 } else nil
    print(#t.x)
    """
    assert run(program) == ["yes\tnil", "no\tfalse", "1"]
