"""Interpolated strings: text and values alternate."""


def test_forms(assert_pairs):
    assert_pairs("interpolated_string")


def test_values_are_cut_to_one_and_formatted_as_luau_does(run):
    program = """
    local function two() return 1, 2 end
    local named = setmetatable({}, { __tostring = function() return "NAMED" end })
    print(`{two()}|{nil}|{0.1}|{2^53}|{named}|{true}`)
    """
    assert run(program) == ["1|nil|0.1|9007199254740992|NAMED|true"]


def test_more_values_than_one_call_takes(run):
    values = "".join(f"{{{n}}}," for n in range(1, 251))
    assert run(f"print(`<{values}>`)") == ["<" + "".join(f"{n}," for n in range(1, 251)) + ">"]
