"""What a failure shows about its Luau side."""

from bridge.errors import ScriptError
from bridge.tools.reporting import failure_section


def test_a_script_error_shows_message_excerpt_traceback_and_seed():
    error = ScriptError("Main:2: boom", "Main:2 function f\nMain:5\n", excerpt="  2 | error()")
    assert failure_section(error, 7).splitlines() == [
        "Main:2: boom",
        "  2 | error()",
        "Luau traceback (innermost first):",
        "  Main:2 function f",
        "  Main:5",
        "seed: 7 (run again with --luau-seed=7)",
    ]


def test_other_failures_show_the_seed_only():
    assert failure_section(AssertionError(), 3) == "seed: 3 (run again with --luau-seed=3)"
    assert failure_section(AssertionError(), None) == ""
