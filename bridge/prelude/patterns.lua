-- string.find, match, gmatch and gsub: argument checks, choice of engine, and the substitution loop.
--
-- LuaJIT's native engine agrees with Luau's on every pattern that cannot fail; `P.native_pattern`
-- (pattern_analysis.lua) knows those. The rest goes to a port of Luau's matcher (pattern_matcher.lua),
-- which raises Luau's errors where and when Luau does.

local P = ...
local N = P.native
local native = N.string
local type, select = N.type, N.select
local native_find, native_match, native_gmatch, native_gsub = native.find, native.match, native.gmatch, native.gsub
local sub, byte, concat = native.sub, native.byte, N.table.concat
local check_int, check_string, type_error, fail = P.check_int, P.check_string, P.type_error, P.error
local native_pattern, capture_count = P.native_pattern, P.capture_count
local ported_find, ported_find_lazy, ported_match = P.ported_find, P.ported_find_lazy, P.ported_match
local UNFINISHED, charge_scan = P.UNFINISHED_CAPTURE, P.charge_scan

-- Without one of these a pattern is plain text to string.find.
local SPECIALS = "[%^%$%*%+%?%.%(%[%%%-]"

local string = P.G.string

-- Start position: counted from either end, at least 1.
local function start_position(init, length, fname, argc)
	if init == nil then
		return 1
	end
	init = check_int(init, 3, fname, argc)
	if init < 0 then
		init = init + length + 1
	end
	return init < 1 and 1 or init
end

function string.find(...)
	local s, pattern, init, plain = ...
	local argc = select("#", ...)
	if type(s) ~= "string" or type(pattern) ~= "string" then
		s = check_string(s, 1, "find", argc)
		pattern = check_string(pattern, 2, "find", argc)
	end
	init = start_position(init, #s, "find", argc)
	charge_scan(#s)
	if init > #s + 1 then
		return nil
	elseif plain then
		return native_find(s, pattern, init, true)
	end
	local safe = native_pattern(pattern)
	if safe then
		return native_find(s, safe, init)
	elseif not native_find(pattern, SPECIALS) then
		-- Luau's find looks for these as they are; a lone ")" is no mistake here.
		return native_find(s, pattern, init, true)
	end
	return ported_find(s, pattern, init)
end

function string.match(...)
	local s, pattern, init = ...
	local argc = select("#", ...)
	if type(s) ~= "string" or type(pattern) ~= "string" then
		s = check_string(s, 1, "match", argc)
		pattern = check_string(pattern, 2, "match", argc)
	end
	init = start_position(init, #s, "match", argc)
	charge_scan(#s)
	if init > #s + 1 then
		return nil
	end
	local safe = native_pattern(pattern)
	if safe then
		return native_match(s, safe, init)
	end
	return ported_match(s, pattern, init)
end

-- Runs `advance(first, last, captures...)` results through: keeps the closure below free of varargs.
local function ported_gmatch(s, pattern)
	local from = 1
	local function advance(first, last, ...)
		if not first then
			return
		end
		from = last < first and first + 1 or last + 1
		if select("#", ...) == 0 then
			return sub(s, first, last)
		end
		return ...
	end
	return function()
		if from > #s + 1 then
			return
		end
		return advance(ported_find(s, pattern, from, true))
	end
end

function string.gmatch(...)
	local s, pattern = ...
	if type(s) ~= "string" or type(pattern) ~= "string" then
		local argc = select("#", ...)
		s = check_string(s, 1, "gmatch", argc)
		pattern = check_string(pattern, 2, "gmatch", argc)
	end
	-- In gmatch `^` is an ordinary character; only the port can be told so.
	local safe = byte(pattern) ~= 94 and native_pattern(pattern)
	if safe then
		local step = native_gmatch(s, safe)
		return function() return step() end
	end
	return ported_gmatch(s, pattern)
end

-- gsub ---------------------------------------------------------------------------------------------

-- Whether a replacement text is free of mistakes for a pattern of `captures` captures.
local function valid_replacement(text, captures)
	local at = native_find(text, "%", 1, true)
	while at do
		local code = byte(text, at + 1)
		if code ~= 37 then
			if not code or code < 48 or code > 57 then
				return false
			end
			local index = code - 48
			if index > captures and not (index == 1 and captures == 0) then
				return false
			end
		end
		at = native_find(text, "%", at + 2, true)
	end
	return true
end

-- Luau expands a text replacement match by match, so its mistakes show at the first match only.
local function expand(text, whole, ...)
	local out, count, from = {}, 0, 1
	local captures = select("#", ...)
	while true do
		local at = native_find(text, "%", from, true)
		count = count + 1
		if not at then
			out[count] = sub(text, from)
			return concat(out)
		end
		out[count] = sub(text, from, at - 1)
		local code = byte(text, at + 1)
		count = count + 1
		if code == 37 then
			out[count] = "%"
		elseif not code or code < 48 or code > 57 then
			return fail("invalid use of '%' in replacement string")
		elseif code == 48 or (code == 49 and captures == 0) then
			out[count] = whole
		elseif code - 48 > captures then
			return fail("invalid capture index")
		else
			local capture = (select(code - 48, ...))
			if capture == UNFINISHED then
				return fail("unfinished capture")
			end
			out[count] = type(capture) == "number" and P.number_to_text(capture) or capture
		end
		from = at + 2
	end
end

local function call_replacement(f, whole, ...)
	local captures = select("#", ...)
	if captures == 0 then
		return f(whole)
	end
	for i = 1, captures do
		if select(i, ...) == UNFINISHED then
			return fail("unfinished capture")
		end
	end
	return (f(...))
end

local function index_replacement(t, whole, ...)
	if select("#", ...) == 0 then
		return t[whole]
	elseif (...) == UNFINISHED then
		return fail("unfinished capture")
	end
	return t[(...)]
end

-- The value that replaces one match: `false` and nil keep the text.
local function replacement_text(value, whole)
	if type(value) == "string" then
		return value
	elseif not value then
		return whole
	elseif type(value) == "number" then
		return P.number_to_text(value)
	end
	return fail("invalid replacement value (a " .. P.typeof(value) .. ")")
end

-- State of the substitution that is about to make one step; read at once, so nesting is safe.
local step_first, step_last

local function take_match(s, replace, subject, first, last, ...)
	step_first, step_last = first, last
	if not first then
		return nil
	end
	local whole = sub(s, first, last)
	local value = replacement_text(replace(subject, whole, ...), whole)
	-- The callback may have run another gsub.
	step_first, step_last = first, last
	return value
end

-- Luau's loop: every match from left to right, an empty match moves on by one character.
local function substitute(s, search, pattern, replace, subject, limit)
	local out, count, matches, from = {}, 0, 0, 1
	local anchored = byte(pattern) == 94
	while matches < limit and from <= #s + 1 do
		local text = take_match(s, replace, subject, search(s, pattern, from))
		local first, last = step_first, step_last
		if not first then
			break
		end
		matches = matches + 1
		if first > from then
			count = count + 1
			out[count] = sub(s, from, first - 1)
		end
		count = count + 1
		out[count] = text
		if last >= first then
			from = last + 1
		else
			count = count + 1
			out[count] = sub(s, first, first)
			from = first + 1
		end
		if anchored then
			break
		end
	end
	count = count + 1
	out[count] = sub(s, from)
	return concat(out, "", 1, count), matches
end

function string.gsub(...)
	local s, pattern, replacement, limit = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "gsub", argc)
	pattern = check_string(pattern, 2, "gsub", argc)
	charge_scan(#s)
	limit = limit == nil and #s + 1 or check_int(limit, 4, "gsub", argc)
	local kind = type(replacement)
	if kind ~= "string" and kind ~= "number" and kind ~= "function" and kind ~= "table" then
		return type_error(replacement, 3, "gsub", argc, "string/function/table")
	end
	local safe = native_pattern(pattern)
	local search, searched = ported_find_lazy, pattern
	if safe then
		search, searched = native_find, safe
	end
	if kind == "function" then
		return P.call_across_c(substitute, s, search, searched, call_replacement, replacement, limit)
	elseif kind == "table" then
		if N.getmetatable(replacement) == nil then
			return substitute(s, search, searched, index_replacement, replacement, limit)
		end
		return P.call_across_c(substitute, s, search, searched, index_replacement, replacement, limit)
	elseif kind == "number" then
		replacement = P.number_to_text(replacement)
	end
	if safe and (not native_find(replacement, "%", 1, true) or valid_replacement(replacement, capture_count(pattern))) then
		return native_gsub(s, safe, replacement, limit < 0 and 0 or limit)
	end
	return substitute(s, search, searched, expand, replacement, limit)
end

P.public[substitute] = string.gsub -- stands for it on the stack: the calls above are tail calls

-- Runs `f` as Luau runs a C function with callbacks: at most 200 deep, and a yield inside is an error.
-- The native gsub on the way is what makes the yield fail; its callback takes the call from these, at once.
local call_f, call_1, call_2, call_3, call_4, call_5, call_6
local results, result_1, result_2

local function keep(...)
	results = select("#", ...)
	result_1, result_2 = ...
end

local function run_call()
	local f, a, b, c, d, e, g = call_f, call_1, call_2, call_3, call_4, call_5, call_6
	-- Before the call: after a failed one they would keep the program's values alive.
	call_1, call_2, call_3, call_4, call_5, call_6 = nil, nil, nil, nil, nil, nil
	keep(f(a, b, c, d, e, g))
end

local function cross(f, a, b, c, d, e, g)
	call_f, call_1, call_2, call_3, call_4, call_5, call_6 = f, a, b, c, d, e, g
	native_gsub("x", "x", run_call)
	local first, second = result_1, result_2
	result_1, result_2 = nil, nil
	if results == 0 then
		return
	elseif results == 1 then
		return first
	end
	return first, second
end

-- `f(...)` for up to six arguments and two results.
function P.call_across_c(f, ...)
	return P.guard_c_call(cross, f, ...)
end
