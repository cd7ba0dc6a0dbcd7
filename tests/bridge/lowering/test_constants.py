"""`nil`, booleans, `...` are written as they are."""


def test_literals(body):
    assert body("local a, b, c, d = nil, true, false, ...") == (
        " local a, b, c, d = nil, true, false, ..."
    )
