"""The exception tree: one root, and texts that carry what a reader needs."""

import inspect

from bridge import errors
from bridge.errors import LuauBridgeException, LuauSyntaxError, ScriptError, ScriptTimeout


def test_everything_raised_on_purpose_has_one_root():
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass)]
    assert all(issubclass(each, LuauBridgeException) for each in classes)


def test_every_class_says_whose_fault_it_is():
    assert all(getattr(errors, name).__doc__ for name in errors.__all__)


def test_a_script_error_shows_its_traceback_below_the_message():
    error = ScriptError("Main:1: no", "Main:1 function f\n")
    assert str(error) == "Main:1: no\nMain:1 function f"
    assert (error.message, error.value, error.excerpt) == ("Main:1: no", None, "")
    assert str(ScriptError("Main:1: no")) == "Main:1: no"


def test_an_excerpt_is_made_when_it_is_asked_for():
    asked = []
    error = ScriptError("Main:1: no", excerpt=lambda: asked.append(1) or "1 | no")
    assert asked == []
    assert [error.excerpt, error.excerpt] == ["1 | no", "1 | no"]
    assert asked == [1]


def test_a_timeout_is_a_script_error():
    assert issubclass(ScriptTimeout, ScriptError)


def test_a_syntax_error_keeps_luaus_one_line_form():
    assert LuauSyntaxError("a:1:2: no\n1 | x", (), "a:1: no").headline == "a:1: no"
    assert LuauSyntaxError("a:1: no").headline == "a:1: no"
