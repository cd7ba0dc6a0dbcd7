"""Indexing; a failing one is reported where the name stands."""


def test_forms(assert_pairs):
    assert_pairs("indexing")


def test_lines_of_indexing_that_fails(run):
    program = """local t = {}
print(pcall(function()
    return t
        .a
        .b
end))
print(pcall(function()
    local x = {
        1,
        t.a
            .c,
    }
    return x
end))"""
    assert run(program) == [
        "false\tcase:5: attempt to index nil with 'b'",
        "false\tcase:11: attempt to index nil with 'c'",
    ]
