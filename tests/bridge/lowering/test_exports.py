"""Exported names live in the module's result."""


def test_forms(assert_pairs):
    assert_pairs("exports")


def test_the_result_is_frozen_and_shows_the_last_values(run):
    program = """
    local module = loadstring([[
        export local count = 1
        export const name = "m"
        export function bump() count += 1 return count end
        count += 10
    ]])()
    print(module.count, module.name, table.isfrozen(module), pcall(module.bump))
    print(#(next(loadstring("export type T = number")()) or ""))
    """
    line, empty = run(program)
    assert line.startswith("11\tm\ttrue\tfalse\t")
    assert line.endswith("attempt to modify a readonly table")
    assert empty == "0"
