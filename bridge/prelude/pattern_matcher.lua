-- Luau's pattern matcher, step for step, for the patterns LuaJIT's engine cannot be trusted with: malformed
-- ones, which fail only when the match gets that far, and very long ones ("pattern too complex").
--
-- Positions are 1-based byte positions; `match` returns the position after the match or nil.

local P = ...
local N = P.native
local byte, sub, lower, char = N.string.byte, N.string.sub, N.string.lower, N.string.char
local unpack = N.unpack
local native_find = N.string.find

local CAPTURES_MAX = 32
local DEPTH_MAX = 200
local UNFINISHED, POSITION = -1, -2
local ESC = 37

local function fail(text)
	return P.error(text)
end

-- One matching attempt: subject, pattern, captures.
local function new_state(s, p)
	return { s = s, p = p, depth = 0, level = 0, init = {}, length = {} }
end

-- Position after the class at `at`.
local function class_end(p, at)
	local c = byte(p, at)
	at = at + 1
	if c == ESC then
		if at > #p then
			return fail("malformed pattern (ends with '%')")
		end
		return at + 1
	elseif c == 91 then
		if byte(p, at) == 94 then
			at = at + 1
		end
		repeat
			if at > #p then
				return fail("malformed pattern (missing ']')")
			end
			c = byte(p, at)
			at = at + 1
			if c == ESC and at <= #p then
				at = at + 1
			end
		until byte(p, at) == 93
		return at + 1
	end
	return at
end

-- Class letter -> the bytes in it, false for letters of no class; filled when first asked for.
local CLASSES = {}

local function class_members(letter)
	local members = false
	if native_find("acdglpsuwxz", char(letter), 1, true) then
		members = {}
		for code = 0, 255 do
			members[code] = native_find(char(code), "%" .. char(letter)) ~= nil
		end
	end
	CLASSES[letter] = members
	return members
end

-- Does byte `c` belong to the class letter `letter`?
local function match_class(c, letter)
	local small = letter and byte(lower(char(letter)))
	local members = small and CLASSES[small]
	if members == nil and small then
		members = class_members(small)
	end
	if not members then
		return letter == c
	end
	return members[c] == (letter == small)
end

-- Does byte `c` belong to the set from `at` ('[') to `stop` (']')?
local function match_set(p, c, at, stop)
	local wanted = true
	at = at + 1
	if byte(p, at) == 94 then
		wanted = false
		at = at + 1
	end
	while at < stop do
		local x = byte(p, at)
		if x == ESC then
			at = at + 1
			if match_class(c, byte(p, at)) then
				return wanted
			end
		elseif byte(p, at + 1) == 45 and at + 2 < stop then
			at = at + 2
			if x <= c and c <= byte(p, at) then
				return wanted
			end
		elseif x == c then
			return wanted
		end
		at = at + 1
	end
	return not wanted
end

local function single_match(state, si, pi, ep)
	local c = byte(state.s, si)
	if not c then
		return false
	end
	local x = byte(state.p, pi)
	if x == 46 then
		return true
	elseif x == ESC then
		return match_class(c, byte(state.p, pi + 1))
	elseif x == 91 then
		return match_set(state.p, c, pi, ep - 1)
	end
	return x == c
end

local function match_balance(state, si, pi)
	local s, p = state.s, state.p
	if pi >= #p then
		return fail("malformed pattern (missing arguments to '%b')")
	end
	local opening, closing = byte(p, pi), byte(p, pi + 1)
	if (byte(s, si) or 0) ~= opening then
		return nil
	end
	local nesting = 1
	for i = si + 1, #s do
		local c = byte(s, i)
		if c == closing then
			nesting = nesting - 1
			if nesting == 0 then
				return i + 1
			end
		elseif c == opening then
			nesting = nesting + 1
		end
	end
	return nil
end

local match

local function start_capture(state, si, pi, what)
	local level = state.level
	if level >= CAPTURES_MAX then
		return fail("too many captures")
	end
	state.init[level + 1], state.length[level + 1] = si, what
	state.level = level + 1
	local result = match(state, si, pi)
	if not result then
		state.level = state.level - 1
	end
	return result
end

local function end_capture(state, si, pi)
	local level = state.level
	while level > 0 and state.length[level] ~= UNFINISHED do
		level = level - 1
	end
	if level == 0 then
		return fail("invalid pattern capture")
	end
	state.length[level] = si - state.init[level]
	local result = match(state, si, pi)
	if not result then
		state.length[level] = UNFINISHED
	end
	return result
end

local function match_capture(state, si, digit)
	local index = digit - 48
	if index < 1 or index > state.level or state.length[index] == UNFINISHED then
		return fail("invalid capture index %" .. index)
	end
	local length = state.length[index]
	if length == POSITION then
		return nil
	end
	local init = state.init[index]
	if #state.s - si + 1 >= length and sub(state.s, init, init + length - 1) == sub(state.s, si, si + length - 1) then
		return si + length
	end
	return nil
end

local function max_expand(state, si, pi, ep)
	local count = 0
	while single_match(state, si + count, pi, ep) do
		count = count + 1
	end
	while count >= 0 do
		local result = match(state, si + count, ep + 1)
		if result then
			return result
		end
		count = count - 1
	end
	return nil
end

local function min_expand(state, si, pi, ep)
	while true do
		local result = match(state, si, ep + 1)
		if result then
			return result
		elseif single_match(state, si, pi, ep) then
			si = si + 1
		else
			return nil
		end
	end
end

-- `%b`, `%f` and `%1` at `pi`: the subject and pattern positions to go on from; (nil, true) for a failed match,
-- (nil, false) when the escape is an ordinary class.
local function match_escape(state, si, pi)
	local c = byte(state.p, pi + 1)
	if c == 98 then
		local after = match_balance(state, si, pi + 2)
		return after, after and pi + 4 or true
	elseif c == 102 then
		pi = pi + 2
		if byte(state.p, pi) ~= 91 then
			return fail("missing '[' after '%f' in pattern")
		end
		local ep = class_end(state.p, pi)
		local previous = si > 1 and byte(state.s, si - 1) or 0
		local current = byte(state.s, si) or 0
		if not match_set(state.p, previous, pi, ep - 1) and match_set(state.p, current, pi, ep - 1) then
			return si, ep
		end
		return nil, true
	elseif c and c >= 48 and c <= 57 then
		local after = match_capture(state, si, c)
		return after, after and pi + 2 or true
	end
	return nil, false
end

-- A class with its optional quantifier at `pi`: result and nil, or the positions to go on from.
local function match_item(state, si, pi)
	local ep = class_end(state.p, pi)
	local suffix = byte(state.p, ep)
	if not single_match(state, si, pi, ep) then
		if suffix == 42 or suffix == 63 or suffix == 45 then
			return si, ep + 1
		end
		return nil
	elseif suffix == 63 then
		local result = match(state, si + 1, ep + 1)
		if result then
			return result
		end
		return si, ep + 1
	elseif suffix == 43 then
		return (max_expand(state, si + 1, pi, ep))
	elseif suffix == 42 then
		return (max_expand(state, si, pi, ep))
	elseif suffix == 45 then
		return (min_expand(state, si, pi, ep))
	end
	return si + 1, ep
end

local function run(state, si, pi)
	local p = state.p
	while pi <= #p do
		local c = byte(p, pi)
		local go_on
		if c == 40 then
			if byte(p, pi + 1) == 41 then
				return start_capture(state, si, pi + 2, POSITION)
			end
			return start_capture(state, si, pi + 1, UNFINISHED)
		elseif c == 41 then
			return end_capture(state, si, pi + 1)
		elseif c == 36 and pi == #p then
			return si == #state.s + 1 and si or nil
		end
		local after
		if c == ESC then
			after, go_on = match_escape(state, si, pi)
		end
		if not go_on then
			after, go_on = match_item(state, si, pi)
		end
		if not after or not go_on then
			return after
		end
		si, pi = after, go_on
	end
	return si
end

match = function(state, si, pi)
	if state.depth >= DEPTH_MAX then
		return fail("pattern too complex")
	end
	state.depth = state.depth + 1
	local result = run(state, si, pi)
	state.depth = state.depth - 1
	return result
end

-- Stands for a capture that never closed where the caller may not need it.
local UNFINISHED_CAPTURE = {}
P.UNFINISHED_CAPTURE = UNFINISHED_CAPTURE

local function captures(state, lazy)
	local values = {}
	for i = 1, state.level do
		local length = state.length[i]
		if length == UNFINISHED then
			if not lazy then
				return fail("unfinished capture")
			end
			values[i] = UNFINISHED_CAPTURE
		elseif length == POSITION then
			values[i] = state.init[i]
		else
			values[i] = sub(state.s, state.init[i], state.init[i] + length - 1)
		end
	end
	return unpack(values, 1, state.level)
end

local function search(s, pattern, from, literal_caret)
	local first = 1
	local anchored = not literal_caret and byte(pattern) == 94
	if anchored then
		pattern = sub(pattern, 2)
	end
	for si = from, anchored and from or #s + 1 do
		local state = new_state(s, pattern)
		local after = match(state, si, first)
		if after then
			return state, si, after - 1
		end
	end
	return nil
end

-- As native string.find(s, pattern, from), with Luau's errors. `literal_caret`: no anchor, as in gmatch.
function P.ported_find(s, pattern, from, literal_caret)
	local state, first, last = search(s, pattern, from, literal_caret)
	if not state then
		return nil
	end
	return first, last, captures(state)
end

-- The same for gsub, which complains about an unfinished capture only when it is used.
function P.ported_find_lazy(s, pattern, from)
	local state, first, last = search(s, pattern, from)
	if not state then
		return nil
	end
	return first, last, captures(state, true)
end

function P.ported_match(s, pattern, from)
	local state, first, last = search(s, pattern, from)
	if not state then
		return nil
	elseif state.level == 0 then
		return sub(s, first, last)
	end
	return captures(state)
end
