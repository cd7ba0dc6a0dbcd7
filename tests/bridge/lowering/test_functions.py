"""Functions: types erased, debug names recorded."""

from bridge.lowering import lower
from bridge.source import Source


def test_forms(assert_pairs):
    assert_pairs("functions")


def test_debug_data_in_source_order():
    program = """function a.b:c(x, ...)
    local anonymous = function() end
end
local function g(
    y: number
)
    return { k = function() end }
end
"""
    found = [tuple(info) for info in lower(Source(program)).functions]
    assert found == [
        (1, 3, "c", 2, True),
        (2, 2, "", 0, False),
        (4, 8, "g", 1, False),
        (7, 7, "k", 0, False),
    ]


def test_names_and_lines_reach_debug_info(run):
    program = """local function first()
    return debug.info(1, "nl")
end
local t = {}
function t.second() print(debug.info(1, "nl")) end
print(first())
t.second()"""
    assert run(program) == ["first\t2", "second\t5"]
