-- UDim: a scale (single-precision float) and an offset (32-bit integer).
--
-- Sources: engine.md i.1, i.2, i.6.

local P = ...
local N = P.native
local istype, to_int = N.ffi.istype, P.to_int
local kind

kind = P.define_datatype({
	name = "UDim",
	fields = "const float _s; const int32_t _o;",
	members = {
		Scale = function(v) return v._s end,
		Offset = function(v) return v._o end,
	},
	operators = {
		__add = function(a, b)
			if istype(kind, a) and istype(kind, b) then return kind(a._s + b._s, to_int(a._o + b._o)) end
			return P.arithmetic_error("add", a, b)
		end,
		__sub = function(a, b)
			if istype(kind, a) and istype(kind, b) then return kind(a._s - b._s, to_int(a._o - b._o)) end
			return P.arithmetic_error("sub", a, b)
		end,
		__unm = function(v) return kind(-v._s, to_int(-v._o)) end,
	},
	equal = function(a, b) return a._s == b._s and a._o == b._o end,
	to_text = function(v) return P.single_text(v._s) .. ", " .. v._o end,
	from_wire = function(content, form)
		if form == "Text" then return kind(P.numbers_of_text(content)) end
		return kind(content[1], content[2])
	end,
})

P.define_datatype_global("UDim", {
	new = function(scale, offset)
		return kind(P.opt_number(scale, 0, 1, "new"), P.opt_int(offset, 0, 2, "new"))
	end,
})
