-- Members of visual effects that change nothing a server can see (class pages ParticleEmitter, Trail,
-- Beam): only clients draw. Arguments are checked all the same.

local P = ...

local DEFAULT_PARTICLES = 16

P.define_method("ParticleEmitter", "Emit", function(_, count)
	P.argument("number", count, 1, DEFAULT_PARTICLES)
end)

P.define_method("ParticleEmitter", "Clear", function() end)
P.define_method("Trail", "Clear", function() end)

P.define_method("Beam", "SetTextureOffset", function(_, offset)
	P.argument("number", offset, 1, 0)
end)
