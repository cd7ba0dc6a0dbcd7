"""common/Guard: total checks of single values."""

import pytest


def check(pure, expression):
    return pure.run(f"local Guard = require(Common.Guard) return {expression}")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Guard.isFinite(0 / 0)", False),
        ("Guard.isFinite(math.huge)", False),
        ("Guard.isFinite(-1.5)", True),
        ("Guard.isFinite('1')", False),
        ("Guard.isInteger(2 ^ 53)", True),
        ("Guard.isInteger(2 ^ 54)", False),
        ("Guard.isInteger(1.5)", False),
        ("Guard.isUserId(8806688001)", True),
        ("Guard.isUserId(0, true)", False),
        ("Guard.isUserId(-1)", False),
        ("Guard.isUserId(-1, true)", True),
        ("Guard.isUserId(nil)", False),
        ("Guard.isKey('')", False),
        ("Guard.isKey(string.rep('k', 50))", True),
        ("Guard.isKey(string.rep('k', 51))", False),
        ("Guard.isText('h\\xE9', 10)", False),
        ("Guard.isText('hé', 2)", False),
        ("Guard.isText('hé', 3)", True),
        ("Guard.isVector3({ X = 1, Y = 2, Z = 3 })", False),
        ("Guard.isVector3(nil, 5)", False),
    ],
)
def test_a_check_answers_with_a_boolean(pure, expression, expected):
    assert check(pure, expression) is expected


def test_no_check_throws_whatever_it_is_given(pure):
    assert pure.run("""
        local Guard = require(Common.Guard)
        local odd = { {}, function() end, coroutine.create(function() end), true, "", 0,
            newproxy(true) }
        for name, check in Guard do
            for _, value in odd do
                assert(type(check(value, 3)) == "boolean", name)
            end
            assert(type(check(nil)) == "boolean", name)
        end
        return true
    """)
