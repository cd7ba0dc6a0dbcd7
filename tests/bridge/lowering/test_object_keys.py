"""Keys of stores: what may be an object is numbered, at the moment and by the value Luau stores."""


def test_forms(assert_pairs):
    assert_pairs("object_keys")


def test_a_key_that_its_value_changes_is_the_changed_one(run):
    program = """
    local t, k = {}, 1
    local function advance() k += 1 return k end
    t[k] = advance()
    t[k] = -k
    print(t[1], t[2])
    t[3] = 10
    t[k] += advance() + 20
    print(t[2], t[3])
    """
    assert run(program) == ["nil\t-2", "-2\t21"]
