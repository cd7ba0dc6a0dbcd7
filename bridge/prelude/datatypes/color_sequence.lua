-- ColorSequence: a colour over the time from 0 to 1. Sources: engine.md i.2, i.6.

local P = ...
P.load_datatype_file("sequences")

local keypoint = P.datatype("ColorSequenceKeypoint").kind

P.define_sequence("ColorSequence", P.datatype_check("Color3"), function(time, color)
	return keypoint(time, color._r, color._g, color._b)
end, function(wire)
	return keypoint(wire.time, wire.color[1], wire.color[2], wire.color[3])
end)
