-- Which patterns LuaJIT's native engine may run, and in what spelling.
--
-- A pattern is safe when it can raise no error on any subject and needs less than the 200 levels of
-- recursion at which both engines give up (every quantifier and capture takes one). Zero bytes inside a set
-- end a pattern in LuaJIT; they are respelled `%z`. Answers are remembered per pattern.

local P = ...
local N = P.native
local byte, sub, concat, find = N.string.byte, N.string.sub, N.table.concat, N.string.find

local CAPTURES_MAX = 32
local DEPTH_MAX = 190
local CACHE_MAX = 2000

local ESC, OPEN, CLOSE, BRACKET, BRACKET_END, CARET, DASH = 37, 40, 41, 91, 93, 94, 45
local QUANTIFIERS = { [42] = true, [43] = true, [45] = true, [63] = true }

local spelling, captures_of, cached = {}, {}, 0

-- Position after the set that opens at `at`, or nil if it does not end.
local function set_end(p, at)
	local i = at + 1
	if byte(p, i) == CARET then
		i = i + 1
	end
	repeat
		local c = byte(p, i)
		if not c then
			return nil
		end
		i = i + 1
		if c == ESC then
			if not byte(p, i) then
				return nil
			end
			i = i + 1
		end
	until byte(p, i) == BRACKET_END
	return i + 1
end

-- A set without zero bytes, or nil where that takes more than replacing single ones.
local function respell_set(set)
	if not find(set, "\0", 1, true) then
		return set
	end
	local out, count, i = {}, 0, 2
	local last = #set - 1
	local head = "["
	if byte(set, 2) == CARET then
		head, i = "[^", 3
	end
	while i <= last do
		local c = byte(set, i)
		count = count + 1
		if c == ESC then
			if byte(set, i + 1) == 0 then
				return nil
			end
			out[count] = sub(set, i, i + 1)
			i = i + 2
		elseif byte(set, i + 1) == DASH and i + 2 <= last then
			local to = byte(set, i + 2)
			if to == 0 then
				return nil
			end
			out[count] = c == 0 and "%z\1-" .. sub(set, i + 2, i + 2) or sub(set, i, i + 2)
			i = i + 3
		else
			out[count] = c == 0 and "%z" or sub(set, i, i)
			i = i + 1
		end
	end
	return head .. concat(out) .. "]"
end

-- The single-character class at `at`: its native spelling and the position after it; nil if unsafe.
local function read_class(p, at)
	local c = byte(p, at)
	if c == ESC then
		local next_byte = byte(p, at + 1)
		if not next_byte or next_byte == 0 then
			return nil
		end
		return sub(p, at, at + 1), at + 2
	elseif c == BRACKET then
		local after = set_end(p, at)
		local spelled = after and respell_set(sub(p, at, after - 1))
		return spelled, after
	elseif c == 0 then
		return "%z", at + 1
	end
	return sub(p, at, at), at + 1
end

-- `%b`, `%f` and back-references at `at`: spelling, position after; false if it is none of them, nil if unsafe.
local function read_escape(p, at, closed)
	local c = byte(p, at + 1)
	if c == 98 then
		local a, b = byte(p, at + 2), byte(p, at + 3)
		if not a or not b or a == 0 or b == 0 then
			return nil
		end
		return sub(p, at, at + 3), at + 4
	elseif c == 102 then
		if byte(p, at + 2) ~= BRACKET then
			return nil
		end
		local spelled, after = read_class(p, at + 2)
		return spelled and "%f" .. spelled, after
	elseif c and c >= 48 and c <= 57 then
		if not closed[c - 48] then
			return nil
		end
		return sub(p, at, at + 1), at + 2
	end
	return false
end

-- Spelling and capture count of a safe pattern, or nil.
local function analyse(p)
	local out, count, depth = {}, 0, 0
	local open, opened, closed, captures = {}, 0, {}, 0
	local at = 1
	if byte(p, 1) == CARET then
		out[1], count, at = "^", 1, 2
	end
	while at <= #p do
		local c = byte(p, at)
		local spelled, after
		if c == OPEN then
			captures, depth = captures + 1, depth + 1
			if byte(p, at + 1) == CLOSE then
				spelled, after = "()", at + 2
			else
				opened = opened + 1
				open[opened] = captures
				spelled, after = "(", at + 1
			end
		elseif c == CLOSE then
			if opened == 0 then
				return nil
			end
			closed[open[opened]] = true
			opened, depth = opened - 1, depth + 1
			spelled, after = ")", at + 1
		else
			spelled = false
			if c == ESC then
				spelled, after = read_escape(p, at, closed)
			end
			if spelled == false then
				spelled, after = read_class(p, at)
				if spelled and QUANTIFIERS[byte(p, after)] then
					spelled, after = spelled .. sub(p, after, after), after + 1
					depth = depth + 1
				end
			end
		end
		if not spelled or captures > CAPTURES_MAX or depth > DEPTH_MAX then
			return nil
		end
		count = count + 1
		out[count] = spelled
		at = after
	end
	if opened > 0 then
		return nil
	end
	return concat(out), captures
end

-- The pattern as LuaJIT should get it, or false when only the port will do.
function P.native_pattern(pattern)
	local known = spelling[pattern]
	if known ~= nil then
		return known
	end
	if cached >= CACHE_MAX then
		-- Programs that build patterns at run time must not grow this without bound.
		spelling, captures_of, cached = {}, {}, 0
	end
	local spelled, captures = analyse(pattern)
	spelling[pattern], captures_of[pattern] = spelled or false, captures
	cached = cached + 1
	return spelled or false
end

-- Number of captures of a safe pattern.
function P.capture_count(pattern)
	return captures_of[pattern]
end
