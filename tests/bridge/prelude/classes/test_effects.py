"""Visual effects on a machine that draws nothing."""


def test_they_are_accepted_and_check_their_arguments(server):
    assert (
        server.run("""
        Instance.new("ParticleEmitter"):Emit(5)
        Instance.new("ParticleEmitter"):Emit()
        Instance.new("ParticleEmitter"):Clear()
        Instance.new("Trail"):Clear()
        Instance.new("Beam"):SetTextureOffset(1)
        return (pcall(function() Instance.new("ParticleEmitter"):Emit({}) end))
    """)
        is False
    )
