-- ColorSequenceKeypoint: a time and a Color3. Sources: engine.md i.6.

local P = ...
local select, check_number, single_text = P.native.select, P.check_number, P.single_text
local color = P.datatype("Color3").kind
local check_color = P.datatype_check("Color3")

local kind = P.define_datatype({
	name = "ColorSequenceKeypoint",
	fields = "const float _t, _r, _g, _b;",
	members = {
		Time = function(k) return k._t end,
		Value = function(k) return color(k._r, k._g, k._b) end,
	},
	equal = function(a, b) return a._t == b._t and a._r == b._r and a._g == b._g and a._b == b._b end,
	-- "time r g b envelope"; the envelope of a colour is always 0 (engine.md i.2).
	to_text = function(k)
		return single_text(k._t) .. " " .. single_text(k._r) .. " " .. single_text(k._g) .. " " .. single_text(k._b)
			.. " 0 "
	end,
})

P.define_datatype_global("ColorSequenceKeypoint", {
	new = function(...)
		local time, value = ...
		local argc = select("#", ...)
		time, value = check_number(time, 1, "new", argc), check_color(value, 2, "new", argc)
		return kind(time, value._r, value._g, value._b)
	end,
})
