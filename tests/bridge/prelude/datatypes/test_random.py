"""Random: seeded streams as values (engine.md i.8)."""


def test_one_seed_gives_one_stream(server):
    assert server.run("""
        local a, b = Random.new(7), Random.new(7)
        for _ = 1, 20 do
            if a:NextInteger(1, 1000) ~= b:NextInteger(1, 1000) then return false end
        end
        return a:NextNumber() == b:NextNumber()
    """)


def test_the_stream_is_that_of_math_random(server):
    assert server.run("""
        math.randomseed(42)
        local random = Random.new(42)
        for _ = 1, 20 do
            if random:NextInteger(1, 100) ~= math.random(1, 100) then return false end
        end
        return true
    """)


def test_a_clone_continues_from_the_same_state(server):
    assert server.run("""
        local a = Random.new(3)
        a:NextNumber()
        local b = a:Clone()
        return a:NextNumber() == b:NextNumber() and typeof(b) == "Random"
    """)


def test_unit_vectors_have_length_one_and_fill_the_sphere(server):
    assert server.run("""
        local random, low, high = Random.new(1), Vector3.zero, Vector3.zero
        for _ = 1, 200 do
            local v = random:NextUnitVector()
            assert(math.abs(v.Magnitude - 1) < 1e-5)
            low, high = low:Min(v), high:Max(v)
        end
        return high.X > 0.9 and high.Y > 0.9 and high.Z > 0.9
            and low.X < -0.9 and low.Y < -0.9 and low.Z < -0.9
    """)


def test_an_unknown_member_is_an_error(server):
    text = server.run("return select(2, pcall(function() return Random.new(1).Foo end))")
    assert text.endswith("Foo is not a valid member of Random")
