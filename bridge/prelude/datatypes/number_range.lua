-- NumberRange: two single-precision floats, the lower first. Sources: engine.md i.2, i.6.

local P = ...
local N = P.native
local select, check_number = N.select, P.check_number
local kind

kind = P.define_datatype({
	name = "NumberRange",
	fields = "const float _min, _max;",
	members = {
		Min = function(v) return v._min end,
		Max = function(v) return v._max end,
	},
	equal = function(a, b) return a._min == b._min and a._max == b._max end,
	to_text = function(v) return P.single_text(v._min) .. " " .. P.single_text(v._max) .. " " end,
	from_wire = function(content, form)
		if form == "Text" then return kind(P.numbers_of_text(content)) end
		return kind(content[1], content[2])
	end,
})

P.define_datatype_global("NumberRange", {
	new = function(...)
		local low, high = ...
		local argc = select("#", ...)
		low = check_number(low, 1, "new", argc)
		high = high == nil and low or check_number(high, 2, "new", argc)
		if low > high then return P.error("NumberRange: invalid range", 1) end
		return kind(low, high)
	end,
})
