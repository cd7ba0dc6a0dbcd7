-- NumberSequenceKeypoint: time, value and envelope as single-precision floats. Sources: engine.md i.6.

local P = ...
local N = P.native
local select, check_number = N.select, P.check_number
local single_text = P.single_text

local kind = P.define_datatype({
	name = "NumberSequenceKeypoint",
	fields = "const float _t, _v, _e;",
	members = {
		Time = function(k) return k._t end,
		Value = function(k) return k._v end,
		Envelope = function(k) return k._e end,
	},
	equal = function(a, b) return a._t == b._t and a._v == b._v and a._e == b._e end,
	to_text = function(k)
		return single_text(k._t) .. " " .. single_text(k._v) .. " " .. single_text(k._e) .. " "
	end,
})

P.define_datatype_global("NumberSequenceKeypoint", {
	new = function(...)
		local time, value, envelope = ...
		local argc = select("#", ...)
		time, value = check_number(time, 1, "new", argc), check_number(value, 2, "new", argc)
		return kind(time, value, P.opt_number(envelope, 0, 3, "new"))
	end,
})
