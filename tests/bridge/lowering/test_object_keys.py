"""Keys of stores: what may be an object is numbered, at the moment and by the value Luau stores."""


def test_reads_look_at_the_value_of_a_key_where_vectors_may_be_made(body):
    assert body("local v = vector.one print(t[v])").endswith("(t[_RV(v)])")
    assert body("local v = Vector3.new() t[v] += 1").endswith("[_K(v)] = _T1[_RV(v)] + 1 end")
    assert body("for i = 1, 2 do print(t[i], Vector3) end").count("_RV") == 0
    assert body("local v = f() print(t[v])").endswith("(t[v])")


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


def test_a_key_that_the_value_changes_is_read_at_the_store_beside_vectors_too(run):
    # Found by the sweep over processes: the program mentions a vector.
    program = """
    local t, key = {}, nil
    local function advance(to) key = to return 1 end
    t[key] = advance("a") t[key] += advance("b")
    for k, v in t do print(k, v) end
    print(vector.zero)
    """
    plain = program.replace("vector.zero", "'0, 0, 0'")
    assert run(program) == run(plain) == ["a\t1", "b\t2", "0, 0, 0"]
