"""Require by path between files: what each path means, and Luau's words for the others."""

import pytest

from bridge.project.file_requires import RequireProblem, find_module

FILES = {
    "main.luau": "",
    "a.luau": "",
    "b.lua": "",
    "pkg/init.luau": "",
    "pkg/part.luau": "",
    "pkg/old/init.lua": "",
    "plain/x.luau": "",
    "both.luau": "",
    "both.lua": "",
    "mixed.luau": "",
    "mixed/y.luau": "",
    "inits/init.luau": "",
    "inits/init.lua": "",
}


@pytest.fixture
def find(write):
    folder = write(FILES)

    def found(path, requirer="main.luau", **files):
        write({name.replace("__", "/"): text for name, text in files.items()})
        return find_module(folder / requirer, path).relative_to(folder).as_posix()

    return found


@pytest.mark.parametrize(
    ("requirer", "path", "expected"),
    [
        ("main.luau", "./a", "a.luau"),
        ("main.luau", "./b", "b.lua"),
        ("main.luau", ".\\pkg\\part", "pkg/part.luau"),
        ("main.luau", "./pkg", "pkg/init.luau"),
        ("main.luau", "./pkg/old", "pkg/old/init.lua"),
        ("main.luau", "./pkg/../a", "a.luau"),
        ("main.luau", "./pkg//./part", "pkg/part.luau"),
        ("pkg/part.luau", "../a", "a.luau"),
        ("pkg/init.luau", "./a", "a.luau"),
        ("pkg/init.luau", "@self/part", "pkg/part.luau"),
        ("pkg/init.luau", "@SELF/old", "pkg/old/init.lua"),
        ("stdin", "./a", "a.luau"),
    ],
)
def test_paths_lead_to_files(find, requirer, path, expected):
    assert find(path, requirer) == expected


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("a", "require path must start with a valid prefix: ./, ../, or @"),
        ("..", "require path must start with a valid prefix: ./, ../, or @"),
        ("/a", "require path must start with a valid prefix: ./, ../, or @"),
        ("./nope/x", 'could not resolve child component "nope"'),
        ("./a/x", 'could not resolve child component "x"'),
        ("./a.luau", 'could not resolve child component "a.luau"'),
        ("./both", 'could not resolve child component "both" (ambiguous)'),
        ("./mixed", 'could not resolve child component "mixed" (ambiguous)'),
        ("./inits", 'could not resolve child component "inits" (ambiguous)'),
        ("./pkg/init", 'could not resolve child component "init"'),
        ("./.config", 'could not resolve child component ".config"'),
        ("@nope/x", "@nope is not a valid alias"),
        ("./pkg" + "/.." * 40, 'could not get parent of component ".."'),
    ],
)
def test_what_means_nothing_is_said_in_luaus_words(find, path, problem):
    with pytest.raises(RequireProblem) as caught:
        find(path)
    assert str(caught.value) == f'error requiring module "{path}": {problem}'


def test_a_folder_without_an_init_file_is_no_module(find):
    with pytest.raises(RequireProblem, match=r"^no module present at resolved path$"):
        find("./plain")


def test_aliases_are_those_of_the_nearest_configuration(write, find):
    write(
        {
            ".luaurc": '{"aliases": {"Lib": "./pkg", "up": "./a", "chain": "@lib/old"}}',
            "pkg/.luaurc": '{"aliases": {"up": "../b", "over": "@lib/part"}}',
        }
    )
    assert find("@lib/part") == "pkg/part.luau"
    assert find("@LIB") == "pkg/init.luau"
    assert find("@up") == "a.luau"
    assert find("@chain") == "pkg/old/init.lua"
    assert find("@up", "pkg/part.luau") == "b.lua"
    assert find("@over", "pkg/part.luau") == "pkg/part.luau"


def test_an_alias_may_be_an_absolute_path(write, find):
    folder = write({})
    write({".luaurc": f'{{"aliases": {{"abs": "{folder.as_posix()}/pkg"}}}}'})
    assert find("@abs/part") == "pkg/part.luau"


@pytest.mark.parametrize(
    ("aliases", "path", "problem"),
    [
        ('{"bare": "pkg"}', "@bare/part", 'could not jump to alias "pkg"'),
        ('{"a": "@b", "b": "@c", "c": "@b"}', "@a", "detected alias cycle (@b -> @c -> @b)"),
        ('{"a": "@gone"}', "@a", "@gone is not a valid alias"),
        ('{"a": 3}', "@a", "aliases.a must be a path"),
    ],
)
def test_broken_aliases_are_named(write, find, aliases, path, problem):
    write({".luaurc": f'{{"aliases": {aliases}}}'})
    with pytest.raises(RequireProblem, match="error requiring module") as caught:
        find(path)
    assert problem in str(caught.value)


def test_two_configurations_in_one_folder_are_ambiguous(write, find):
    write({".luaurc": "{}", ".config.luau": "return {}"})
    with pytest.raises(RequireProblem, match=r'alias "x" \(ambiguous configuration file\)'):
        find("@x")
