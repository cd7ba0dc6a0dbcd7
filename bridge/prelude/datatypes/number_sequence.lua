-- NumberSequence: a number over the time from 0 to 1. Sources: engine.md i.2, i.6.

local P = ...
P.datatype("NumberSequenceKeypoint")
P.load_datatype_file("sequences")

local keypoint = P.datatype("NumberSequenceKeypoint").kind

P.define_sequence("NumberSequence", P.check_number, function(time, value)
	return keypoint(time, value, 0)
end, function(wire)
	return keypoint(wire.time, wire.value, wire.envelope)
end)
