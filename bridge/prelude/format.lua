-- string.format: Luau's conversions and checks over LuaJIT's native formatting.
--
-- A format text is parsed once into a plan: a list of literal texts and items. Mistakes in it become items
-- too, because Luau reports them only when it gets there, after the missing argument.

local P = ...
local N = P.native
local native = N.string
local type, select = N.type, N.select
local native_format, find, sub, byte, gsub = native.format, native.find, native.sub, native.byte, native.gsub
local concat = N.table.concat
local check_number, check_string, fail = P.check_number, P.check_string, P.error

local CACHE_MAX = 2000
-- From here on a text is copied whole unless the item has a precision (Luau's 100-byte rule).
local LONG_TEXT = 100
local TINY = 1e-200

-- The number of a numeric item. Luau's integer type passes as its int64 where `whole` is set.
local function number_argument(value, n, argc, whole)
	if type(value) == "number" then
		return value
	elseif whole then
		return P.integer_value(value) or check_number(value, n, "format", argc)
	end
	return check_number(value, n, "format", argc)
end

-- C's conversion to long long: what does not fit becomes -2^63.
local function signed(x)
	if type(x) == "number" and not (x >= -9223372036854775808 and x < 9223372036854775808) then
		return -9223372036854775808
	end
	return x
end

-- C's conversion to unsigned long long as x86-64 compiles it: negatives go through long long, what is too
-- large becomes 0, NaN 2^63.
local function unsigned(x)
	if type(x) ~= "number" then
		return x
	elseif x ~= x then
		return 9223372036854775808
	elseif x < -9223372036854775808 then
		return -9223372036854775808
	elseif x >= 18446744073709551616 then
		return 0
	end
	return x
end

local function character(x)
	return P.to_int(x) % 256
end

local QUOTED = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\\n", ["\r"] = "\\r", ["\0"] = "\\000" }

local function quoted(text)
	return '"' .. gsub(text, '[%z"\\\r\n]', QUOTED) .. '"'
end

-- snprintf stops at a zero byte; a text without width and precision, or a long one, is copied whole.
local function text_item(item, text)
	if item.plain or (#text >= LONG_TEXT and not item.precision) then
		return text
	end
	local zero = find(text, "\0", 1, true)
	if zero then
		text = sub(text, 1, zero - 1)
	end
	return native_format(item.form, text)
end

-- NaN shows its sign in C, which LuaJIT drops.
local function float_item(item, x)
	if x ~= x then
		local sign_bit = native_format("%016x", P.double_bits(x))
		local form = gsub(item.form, "[0#]", "", 1)
		form = gsub(gsub(form, "%.%d*", ""), "%a$", "s")
		local text = byte(sign_bit) >= 56 and "-nan" or find(form, "+", 1, true) and "+nan"
			or find(form, " ", 1, true) and " nan" or "nan"
		return native_format(gsub(form, "[+ ]", ""), text)
	end
	if x < TINY and x > -TINY and item.letter == "f" then
		-- LuaJIT prints garbage for "%f" of subnormal numbers; 99 decimals of these are zeros.
		x = x * 0
	end
	return native_format(item.form, x)
end

local CONVERSIONS = {}

for letter in native.gmatch("di", ".") do
	CONVERSIONS[letter] = function(item, value, n, argc)
		return native_format(item.form, signed(number_argument(value, n, argc, true)))
	end
end
for letter in native.gmatch("ouxX", ".") do
	CONVERSIONS[letter] = function(item, value, n, argc)
		return native_format(item.form, unsigned(number_argument(value, n, argc, true)))
	end
end
for letter in native.gmatch("eEfgG", ".") do
	CONVERSIONS[letter] = function(item, value, n, argc)
		return float_item(item, number_argument(value, n, argc))
	end
end
CONVERSIONS.c = function(item, value, n, argc)
	return native_format(item.form, character(number_argument(value, n, argc)))
end
CONVERSIONS.s = function(item, value, n, argc)
	return text_item(item, check_string(value, n, "format", argc))
end
CONVERSIONS.q = function(_, value, n, argc)
	return quoted(check_string(value, n, "format", argc))
end
CONVERSIONS["*"] = function(_, value)
	return P.tostring(value)
end

local function mistake(text)
	return { convert = function() return fail(text) end }
end

-- One item after its percent sign at `at`: the item and the position after it.
local function parse_item(format, at)
	if sub(format, at, at) == "*" then
		return { convert = CONVERSIONS["*"] }, at + 1
	end
	local p = at
	while find(sub(format, p, p), "^[-+ #0]") do
		p = p + 1
	end
	if p - at >= 6 then
		return mistake("invalid format (repeated flags)"), p
	end
	local function digits()
		local _, last = find(format, "^%d%d?", p)
		p = (last or p - 1) + 1
	end
	digits()
	local precision = byte(format, p) == 46
	if precision then
		p = p + 1
		digits()
	end
	if find(format, "^%d", p) then
		return mistake("invalid format (width or precision too long)"), p
	end
	local letter = sub(format, p, p)
	local form = "%" .. sub(format, at, p)
	if letter == "*" then
		return mistake("'%*' does not take a form"), p + 1
	elseif letter == "" or letter == "\0" then
		-- C's message ends at the zero byte it prints.
		return mistake("invalid option '%"), p + 1
	end
	local convert = CONVERSIONS[letter]
	if not convert then
		return mistake("invalid option '%" .. letter .. "' to 'format'"), p + 1
	end
	return { convert = convert, form = form, letter = letter, plain = #form == 2, precision = precision }, p + 1
end

local function parse(format)
	local plan, count, at = {}, 0, 1
	while true do
		local percent = find(format, "%", at, true)
		local literal = sub(format, at, (percent or #format + 1) - 1)
		if literal ~= "" then
			count = count + 1
			plan[count] = literal
		end
		if not percent then
			return plan
		end
		count = count + 1
		if byte(format, percent + 1) == 37 then
			plan[count], at = "%", percent + 2
		else
			plan[count], at = parse_item(format, percent + 1)
		end
	end
end

local plans, cached = {}, 0

-- Walks the plan item by item: every format and every argument, at the speed of the interpreter.
local function format_by_plan(plan, argc, ...)
	local out, values, n = {}, { ... }, 1
	for i = 1, #plan do
		local item = plan[i]
		if type(item) == "string" then
			out[i] = item
		else
			n = n + 1
			if n > argc then
				return fail("missing argument #" .. n)
			end
			out[i] = item.convert(item, values[n], n, argc)
		end
	end
	return concat(out)
end
-- Every plan takes another way through the loop: compiled, that is hundreds of side traces and twenty times
-- slower than interpreted.
N.jit.off(format_by_plan, true)

-- A format in steady use gets a function of its own, made from text: it checks that every argument is of the plain
-- kind that LuaJIT's formatting treats as Luau's does, and formats them all in one native call, which compiles.
-- Any other argument sends the whole call through the plan.

local WITHIN = {
	d = "{v} >= -9223372036854775808 and {v} < 9223372036854775808",
	x = "{v} >= 0 and {v} < 9007199254740992",
	c = "{v} >= 0 and {v} < 256 and {v} % 1 == 0",
	e = "{v} == {v}",
	f = "({v} >= 1e-200 or {v} <= -1e-200 or {v} == 0)",
}
WITHIN.i, WITHIN.o, WITHIN.u, WITHIN.X = WITHIN.d, WITHIN.x, WITHIN.x, WITHIN.x
WITHIN.E, WITHIN.g, WITHIN.G = WITHIN.e, WITHIN.e, WITHIN.e
local TEXT = "\tif type({v}) == 'number' then {v} = number_to_text({v}) end\n"
local NUMBER_TEST, TEXT_TEST = "type({v}) == 'number' and ", "type({v}) == 'string'"
local SHORT_TEST = " and #{v} < 100 and not find({v}, '\\0', 1, true)"

local ARGUMENTS_MAX = 30
-- Calls of a format before it is worth a function.
local USES_MIN = 4

-- Text of the function for a plan; nil where an item always needs the plan.
local function source_of(plan)
	local names, tests, changes, forms, n = {}, {}, {}, {}, 0
	for i = 1, #plan do
		local item = plan[i]
		local test
		if type(item) == "string" then
			forms[i] = gsub(item, "%%", "%%%%")
		else
			n = n + 1
			local name = "v" .. n
			names[n] = name
			local letter = item.letter
			if item.convert == CONVERSIONS["*"] or letter == "s" then
				changes[#changes + 1] = gsub(TEXT, "{v}", name)
				test = (letter == nil or item.plain) and TEXT_TEST or TEXT_TEST .. SHORT_TEST
			elseif letter and WITHIN[letter] then
				test = NUMBER_TEST .. WITHIN[letter]
			else
				return nil
			end
			tests[n] = "(" .. gsub(test, "{v}", name) .. ")"
			forms[i] = item.form or "%s"
		end
	end
	if n == 0 or n > ARGUMENTS_MAX then
		return nil
	end
	local list = concat(names, ", ")
	return "local type, format, find, number_to_text, by_plan, plan, form = ...\n"
		.. "return function(argc, _, " .. list .. ")\n" .. concat(changes)
		.. "\tif " .. concat(tests, " and ") .. " then return format(form, " .. list .. ") end\n"
		.. "\treturn (by_plan(plan, argc, _, " .. list .. "))\nend\n", concat(forms)
end

local compiled = {}

local function compile(format, plan)
	local source, form = source_of(plan)
	if not source then
		return
	end
	local chunk = N.setfenv(N.loadstring(source, "=\1prelude/format"), {})
	compiled[format] = chunk(type, native_format, find, P.number_to_text, format_by_plan, plan, form)
end

-- A format that has no function of its own: parsed at first use, compiled when it keeps coming.
local function format_slowly(argc, ...)
	local text = check_string((...), 1, "format", argc)
	local plan = plans[text]
	if not plan then
		if cached >= CACHE_MAX then
			plans, compiled, cached = {}, {}, 0
		end
		plan = parse(text)
		plan.uses = 0
		plans[text] = plan
		cached = cached + 1
	end
	plan.uses = plan.uses + 1
	if plan.uses == USES_MIN then
		compile(text, plan)
	end
	return (format_by_plan(plan, argc, ...))
end
N.jit.off(format_slowly)

function P.G.string.format(...)
	local own = compiled[(...)]
	-- In parentheses: no tail calls, this frame is Luau's `format`.
	if own then
		return (own(select("#", ...), ...))
	end
	return (format_slowly(select("#", ...), ...))
end

-- Luau compiles an interpolated string to a call of string.format, which levels of `error` count.
P.public[P.R.interp] = P.G.string.format

local bits = N.ffi.new("union { double number; uint64_t bits; }")

-- The bits of a double, as an unsigned FFI integer.
function P.double_bits(x)
	bits.number = x
	return bits.bits
end
