"""TestService: lines of output and counts, as its class page describes them."""

import pytest


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        ("Check(true, 'x')", "info", "Check passed: x"),
        ("Check(false, 'x')", "error", "Check failed: x"),
        ("Require(true, 'x', script, 3)", "info", "Require passed: x"),
        ("Require(false, 'x')", "error", "Require failed. Test ended: x"),
        ("Warn(true, 'x')", "info", "Warning passed: x"),
        ("Warn(false, 'x')", "warn", "Warning: x"),
        ("Error('x')", "error", "x"),
        ("Fail('x', workspace)", "error", "x"),
        ("Message('x')", "info", "x"),
        ("Checkpoint('x')", "info", "Test checkpoint: x"),
        ("Done()", "info", "Testing Done"),
    ],
)
def test_results_are_lines_of_output(cloud, call, kind, text):
    cloud.run(f"game:GetService('TestService'):{call}")
    assert cloud.server.output == [(kind, f"TestService: {text}")]
    assert cloud.server.errors == []


def test_results_are_counted(cloud):
    counts = cloud.run("""
        local tests = game:GetService("TestService")
        tests:Check(true, "a")
        tests:Check(false, "b")
        tests:Require(false, "c")
        tests:Error("d")
        tests:Warn(false, "e")
        tests:Warn(true, "f")
        return tests.TestCount, tests.ErrorCount, tests.WarnCount
    """)
    assert counts == (3, 3, 1)


def test_what_is_left_out_is_named(cloud):
    assert cloud.error("game:GetService('TestService'):TakeSnapshot('x')") == (
        "TakeSnapshot of TestService is not modelled by luau-bridge (method)"
    )
