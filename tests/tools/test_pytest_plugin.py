"""The plugin as a user meets it: fixtures, failure texts, cost of loading."""

pytest_plugins = ["pytester"]


def test_a_bare_vm_runs_luau(pytester):
    pytester.makepyfile(
        """
        def test_it(luau):
            assert luau.run("return 7 // 2, `{1 + 1}`") == (3, "2")
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_universe_and_server_are_ready_to_use(pytester):
    pytester.makepyfile(
        """
        def test_it(universe, server):
            assert server.universe is universe
            universe.run_for(seconds=1)
            assert universe.now_seconds == 1
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_a_luau_failure_shows_source_line_traceback_and_seed(pytester):
    pytester.makepyfile(
        """
        def test_it(luau):
            luau.run("local function f(t)\\n\\treturn t.x.y\\nend\\nf({})", name="Main")
        """
    )
    result = pytester.runpytest_subprocess("-q", "--luau-seed=42")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Main:2: attempt to index nil with 'y'*",
            "*return t.x.y*",
            "*  |            ^^^^^",
            "*Luau traceback*",
            "*Main:2 function f*",
            "*seed: 42 (run again with --luau-seed=42)*",
        ]
    )


def test_a_failure_of_the_test_itself_shows_the_seed(pytester):
    pytester.makepyfile("def test_it(universe):\n    assert False\n")
    result = pytester.runpytest_subprocess("-q", "--luau-seed=5")
    result.stdout.fnmatch_lines(["*seed: 5 (run again with --luau-seed=5)*"])


def test_a_broken_law_shows_the_line_of_the_test_and_none_of_ours(pytester):
    pytester.makepyfile(
        """
        from bridge.tools.simulation.checkers import nothing_vanishes

        def test_it(universe):
            universe.watch(nothing_vanishes(keep=lambda value: value))
            universe.datastores.set("S", "k", 2)
            universe.datastores.set("S", "k", 1)
            universe.run_for(seconds=1)
        """
    )
    result = pytester.runpytest_subprocess("-q", "--luau-seed=42")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">*universe.run_for(seconds=1)",
            "E*LostWrite: S/global/k: it fell from 2 to 1 after it was saved",
            "E*the test*set wrote 1  <- took it away",
            "*seed: 42 (run again with --luau-seed=42)*",
        ]
    )
    result.stdout.no_fnmatch_line("*agenda.py*")


def test_what_shows_by_waiting_alone_is_asked_when_the_test_is_through(pytester):
    pytester.makepyfile(
        """
        import pytest
        from bridge.errors import LostWrite
        from bridge.tools.simulation.checkers import Finding, nothing_vanishes

        class Late:
            def find(self, history, only=None):
                if only is None:
                    yield Finding(LostWrite, "nobody came", ())

        def test_late(universe):
            universe.watch(Late())

        def test_told_before(universe):
            universe.watch(nothing_vanishes(keep=lambda value: value))
            universe.datastores.set("S", "k", 2)
            universe.datastores.set("S", "k", 1)
            with pytest.raises(LostWrite):
                universe.run_for(seconds=1)

        def test_failed_before(universe):
            universe.watch(Late())
            assert False
        """
    )
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(failed=2, passed=1)
    result.stdout.fnmatch_lines(["E*LostWrite: nobody came", "E*assert False"])


def test_wrong_usage_shows_the_line_of_the_test_and_none_of_ours(pytester):
    pytester.makepyfile(
        """
        def test_module(server):
            server.require("ServerScriptService.Nope")

        def test_syntax(server):
            server.run("local x = = 1")

        def test_project(universe):
            universe.start_server(project="nowhere")
        """
    )
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            '>*server.require("ServerScriptService.Nope")',
            "E*UsageError: server.require: there is no ModuleScript*",
            '>*server.run("local x = = 1")',
            "E*LuauSyntaxError: test:1:11: *",
            '>*universe.start_server(project="nowhere")',
            "E*ProjectError: nowhere: no such project file*",
        ]
    )
    result.stdout.no_fnmatch_line("*simulation/*.py*")
    result.stdout.no_fnmatch_line("*project/*.py*")


def test_tests_without_our_fixtures_load_neither_lupa_nor_hypothesis(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_it():
            assert "lupa" not in sys.modules
            assert "bridge.tools.simulation" not in sys.modules
        """
    )
    pytester.runpytest_subprocess("-q", "-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_a_failure_leaves_a_replay_file_in_the_root_folder(pytester):
    pytester.makepyfile("def test_it(server):\n    assert False\n")
    result = pytester.runpytest_subprocess("-q")
    result.stdout.fnmatch_lines(["replay: luau-bridge replay .luau-bridge/test-*-seed0.json"])
    assert (pytester.path / ".luau-bridge" / ".gitignore").exists()


def test_a_test_that_passes_leaves_none(pytester):
    pytester.makepyfile("def test_it(server):\n    pass\n")
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
    assert not (pytester.path / ".luau-bridge").exists()


def test_replay_files_go_where_they_are_told_to(pytester):
    pytester.makepyfile("def test_it(server):\n    assert False\n")
    pytester.runpytest_subprocess("-q", "--luau-replays=there")
    assert len(list((pytester.path / "there" / ".luau-bridge").glob("*.json"))) == 1
    assert not (pytester.path / ".luau-bridge").exists()


def test_faults_that_never_bit_are_named_for_tests_that_pass_too(pytester):
    pytester.makepyfile(
        """
        from bridge.faults import DataStoreFault, ServerFault

        def test_nothing_is_saved(server):
            server.universe.faults.add(DataStoreFault.error())

        def test_crash(server):
            server.universe.faults.add(ServerFault.crash(1.0))
            server.universe.run_for(seconds=2)
        """
    )
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "*Luau faults that never bit*",
            "*::test_nothing_is_saved: Fault(service='datastore', kind='error')",
        ]
    )
    result.stdout.no_fnmatch_line("*test_crash*")


def test_the_rules_are_of_a_year_or_of_ones_own(pytester):
    source = """
        def test_it(universe, server):
            assert (universe.profile.name, universe.profile.datastore.queue_length_max) == {}
        """
    pytester.makepyfile(source.format('("2018", 30)'))
    pytester.runpytest_subprocess("-q", "--luau-profile=2018").assert_outcomes(passed=1)
    pytester.makeconftest(
        """
        import pytest
        from bridge.stubs.profiles import profile

        @pytest.fixture
        def luau_profile():
            return profile("2022").override(datastore__queue_length_max=5)
        """
    )
    pytester.makepyfile(source.format('("2022", 5)'))
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
