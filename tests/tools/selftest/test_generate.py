"""The single file of the self-test place, and the answers to its open questions."""

from bridge.tools.selftest import place_folder
from bridge.tools.selftest.generate import answers, bundle, bundle_of, main

MODULES = {
    "Main": "--!strict\n-- Main.\n\nlocal Other = require(script.Parent.Other)\n\n"
    "return { run = function(word) Other.say(word) end }\n",
    "Other": "--!strict\n-- Other.\n\nexport type Word = string\n\nlocal Other = {}\n\n"
    "function Other.say(word: Word)\n\tprint(word)\nend\n\nreturn Other\n",
}


def test_one_file_does_what_the_modules_do(server):
    text = bundle(MODULES)
    server.run("local script = nil\n" + text)
    assert [line for _, line in server.output] == ["quick"]


def test_the_file_does_not_depend_on_the_order_of_the_modules():
    assert bundle(MODULES) == bundle(dict(reversed(MODULES.items())))


def test_no_module_is_asked_for_by_its_place():
    text = bundle_of(place_folder())
    assert "script.Parent" not in text
    assert "require(" not in text


def test_answers_are_those_of_a_run():
    current = (place_folder() / "src" / "Answers.luau").read_text(encoding="utf-8")
    assert answers() == current, "run python -m bridge.tools.selftest.generate --answers"


def test_writing_the_file_again_changes_nothing():
    path = place_folder() / "selftest.luau"
    before = path.read_bytes()
    main([])
    assert path.read_bytes() == before
