-- The utf8 library: Lua 5.3 semantics, strict decoding (no surrogates, no overlong forms, nothing above
-- U+10FFFF), while `utf8.char` encodes any code up to that limit.

local P = ...
local N = P.native
local select, floor = N.select, N.math.floor
local byte, char, concat = N.string.byte, N.string.char, N.table.concat
local check_int, check_string, arg_error, fail = P.check_int, P.check_string, P.arg_error, P.error

local UNICODE_MAX = 0x10FFFF

local utf8 = { charpattern = "[\0-\127\194-\244][\128-\191]*" }
P.G.utf8 = utf8

local function is_continuation(b)
	return b ~= nil and b >= 0x80 and b < 0xC0
end

-- Decodes the sequence at byte position `i`: its code point and the position after it, or nil.
local function decode(s, i)
	local c = byte(s, i)
	if c == nil then
		return 0, i + 1 -- the terminating zero of a C string
	elseif c < 0x80 then
		return c, i + 1
	elseif c < 0xC2 or c > 0xF4 then
		return nil
	end
	local b1 = byte(s, i + 1)
	if not is_continuation(b1) then
		return nil
	elseif c < 0xE0 then
		return (c - 0xC0) * 64 + b1 - 0x80, i + 2
	end
	local b2 = byte(s, i + 2)
	if not is_continuation(b2) then
		return nil
	elseif c < 0xF0 then
		local code = ((c - 0xE0) * 64 + b1 - 0x80) * 64 + b2 - 0x80
		if code < 0x800 or (code >= 0xD800 and code <= 0xDFFF) then
			return nil
		end
		return code, i + 3
	end
	local b3 = byte(s, i + 3)
	if not is_continuation(b3) then
		return nil
	end
	local code = (((c - 0xF0) * 64 + b1 - 0x80) * 64 + b2 - 0x80) * 64 + b3 - 0x80
	if code < 0x10000 or code > UNICODE_MAX then
		return nil
	end
	return code, i + 4
end

-- The `i`-th group of six bits of a code, from the right, as a continuation byte.
local function continuation(code, i)
	local rest = floor(code / 64 ^ i)
	return 0x80 + rest % 64
end

local function encode(code)
	if code < 0x80 then
		return char(code)
	elseif code < 0x800 then
		return char(0xC0 + floor(code / 64), continuation(code, 0))
	elseif code < 0x10000 then
		return char(0xE0 + floor(code / 4096), continuation(code, 1), continuation(code, 0))
	end
	return char(0xF0 + floor(code / 262144), continuation(code, 2), continuation(code, 1), continuation(code, 0))
end

-- A relative position counts from the end; one before the start becomes 0.
local function position(i, length)
	if i >= 0 then
		return i
	elseif -i > length then
		return 0
	end
	return length + i + 1
end

local function opt_position(i, default, n, fname, argc, length)
	if i == nil then
		return position(default, length)
	end
	return position(check_int(i, n, fname, argc), length)
end

function utf8.char(...)
	local argc = select("#", ...)
	local codes = { ... }
	for i = 1, argc do
		local code = check_int(codes[i], i, "char", argc)
		if code < 0 or code > UNICODE_MAX then
			return arg_error(i, "char", "value out of range")
		end
		codes[i] = encode(code)
	end
	return concat(codes, "", 1, argc)
end

function utf8.len(...)
	local s, i, j = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "len", argc)
	local length = #s
	local first = opt_position(i, 1, 2, "len", argc, length)
	local last = opt_position(j, -1, 3, "len", argc, length)
	if first < 1 or first > length + 1 then
		return arg_error(2, "len", "initial position out of string")
	elseif last > length then
		return arg_error(3, "len", "final position out of string")
	end
	local count = 0
	while first <= last do
		local code, after = decode(s, first)
		if not code then
			return nil, first
		end
		first, count = after, count + 1
	end
	return count
end

function utf8.codepoint(...)
	local s, i, j = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "codepoint", argc)
	local length = #s
	local first = opt_position(i, 1, 2, "codepoint", argc, length)
	local last = opt_position(j, first, 3, "codepoint", argc, length)
	if first < 1 then
		return arg_error(2, "codepoint", "out of range")
	elseif last > length then
		return arg_error(3, "codepoint", "out of range")
	elseif first > last then
		return
	end
	local code, after = decode(s, first)
	if not code then
		return fail("invalid UTF-8 code")
	elseif after > last then
		return code
	end
	local codes, count = { code }, 1
	while after <= last do
		code, after = decode(s, after)
		if not code then
			return fail("invalid UTF-8 code")
		end
		count = count + 1
		codes[count] = code
	end
	if count > 7990 then
		return fail("stack overflow (string slice too long)")
	end
	return N.unpack(codes, 1, count)
end

-- The position where the n-th character counted from position i starts.
function utf8.offset(...)
	local s, n, i = ...
	local argc = select("#", ...)
	s = check_string(s, 1, "offset", argc)
	n = check_int(n, 2, "offset", argc)
	local length = #s
	local at = opt_position(i, n >= 0 and 1 or length + 1, 3, "offset", argc, length)
	if at < 1 or at > length + 1 then
		return arg_error(3, "offset", "position out of range")
	end
	if n == 0 then
		while at > 1 and is_continuation(byte(s, at)) do
			at = at - 1
		end
		return at
	elseif is_continuation(byte(s, at)) then
		return fail("initial position is a continuation byte")
	end
	while n < 0 and at > 1 do
		repeat
			at = at - 1
		until at <= 1 or not is_continuation(byte(s, at))
		n = n + 1
	end
	if n > 0 then
		n = n - 1
		while n > 0 and at <= length do
			repeat
				at = at + 1
			until not is_continuation(byte(s, at))
			n = n - 1
		end
	end
	if n == 0 then
		return at
	end
	return nil
end

local function next_code(s, i)
	s = check_string(s, 1, "codes", 2)
	local at = i
	if N.type(i) ~= "number" or i < 1 then
		at = 1
	elseif at <= #s then
		repeat
			at = at + 1
		until not is_continuation(byte(s, at))
	end
	if at > #s then
		return
	end
	local code, after = decode(s, at)
	if not code or is_continuation(byte(s, after)) then
		return fail("invalid UTF-8 code")
	end
	return at, code
end

function utf8.codes(...)
	local s = check_string((...), 1, "codes", select("#", ...))
	return next_code, s, 0
end
