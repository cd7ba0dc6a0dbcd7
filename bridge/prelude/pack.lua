-- string.pack, packsize and unpack: Lua 5.3's formats with Luau's fixed sizes, little-endian by default.

local P = ...
local N = P.native
local native = N.string
local select, tonumber, unpack = N.select, N.tonumber, N.unpack
local byte, sub, rep, find, reverse = native.byte, native.sub, native.rep, native.find, native.reverse
local concat = N.table.concat
local ffi, bit = N.ffi, N.bit
local check_number, check_int, check_string = P.check_number, P.check_int, P.check_string
local arg_error, fail = P.arg_error, P.error

local INTEGER_SIZE_MAX = 16
local INT64_SIZE = 8
local ALIGNMENT_MAX = 8
local SIZE_MAX = 2 ^ 30
-- Luau's LUAI_MAXCSTACK.
local RESULTS_MAX = 8000

local int64, uint64 = ffi.typeof("int64_t"), ffi.typeof("uint64_t")
local floats = ffi.new("union { uint8_t bytes[8]; float f; double d; }")
local raw = ffi.new("uint8_t[16]")

local string = P.G.string

-- letter -> kind, size
local FIXED = {
	b = { "int", 1 }, B = { "uint", 1 }, h = { "int", 2 }, H = { "uint", 2 }, l = { "int", 8 }, L = { "uint", 8 },
	j = { "int", 4 }, J = { "uint", 4 }, T = { "uint", 4 }, f = { "float", 4 }, d = { "float", 8 },
	n = { "float", 8 }, z = { "zero", 0 }, x = { "padding", 1 }, X = { "align", 0 },
}
local SIZED = { i = "int", I = "uint", s = "string" }

local function new_reader(format, fname)
	local zero = find(format, "\0", 1, true)
	return { format = zero and sub(format, 1, zero - 1) or format, at = 1, little = true, alignment = 1, fname = fname }
end

-- A decimal number at the reader's position, or nil.
local function read_number(reader)
	local first, last = find(reader.format, "^%d+", reader.at)
	if not first then
		return nil
	end
	local number = tonumber(sub(reader.format, first, last))
	if number > SIZE_MAX then
		return fail("size specifier is too large")
	end
	reader.at = last + 1
	return number
end

local function read_integer_size(reader, default)
	local size = read_number(reader) or default
	if size > INTEGER_SIZE_MAX or size <= 0 then
		return fail("integral size (" .. size .. ") out of limits [1," .. INTEGER_SIZE_MAX .. "]")
	end
	return size
end

-- The next option: kind ("none" for settings) and size.
local function read_option(reader)
	local letter = sub(reader.format, reader.at, reader.at)
	reader.at = reader.at + 1
	local fixed = FIXED[letter]
	if fixed then
		return fixed[1], fixed[2]
	elseif SIZED[letter] then
		return SIZED[letter], read_integer_size(reader, 4)
	elseif letter == "c" then
		local size = read_number(reader)
		if not size then
			return fail("missing size for format option 'c'")
		end
		return "char", size
	elseif letter == "<" or letter == "=" then
		reader.little = true
	elseif letter == ">" then
		reader.little = false
	elseif letter == "!" then
		reader.alignment = read_integer_size(reader, ALIGNMENT_MAX)
	elseif letter ~= " " then
		return fail("invalid format option '" .. letter .. "'")
	end
	return "none", 0
end

-- The next option with the padding it needs at offset `total`: kind, size, padding.
local function read_details(reader, total)
	local kind, size = read_option(reader)
	local align = size
	if kind == "align" then
		local next_kind
		if reader.at <= #reader.format then
			next_kind, align = read_option(reader)
		end
		if not next_kind or next_kind == "char" or align == 0 then
			return arg_error(1, reader.fname, "invalid next option for option 'X'")
		end
	end
	if align <= 1 or kind == "char" then
		return kind, size, 0
	end
	if align > reader.alignment then
		align = reader.alignment
	end
	if bit.band(align, align - 1) ~= 0 then
		return arg_error(1, reader.fname, "format asks for alignment not power of 2")
	end
	return kind, size, (align - total % align) % align
end

-- C's conversion of a double to long long.
local function to_int64(x)
	if x >= -9223372036854775808 and x < 9223372036854775808 then
		return int64(x)
	end
	return bit.lshift(int64(1), 63)
end

local function in_order(text, little)
	return little and text or reverse(text)
end

-- `size` bytes of an int64; bytes beyond eight repeat the sign if `extend`.
local function pack_integer(value, size, little, extend)
	local fill = extend and value < 0 and 255 or 0
	for i = 0, size - 1 do
		if i < INT64_SIZE then
			raw[i] = tonumber(bit.band(value, 255))
			value = bit.rshift(value, 8)
		else
			raw[i] = fill
		end
	end
	return in_order(ffi.string(raw, size), little)
end

local PACKERS = {}

function PACKERS.int(reader, value, n, size, argc)
	local x = to_int64(check_number(value, n, "pack", argc))
	if size < INT64_SIZE then
		local limit = 2 ^ (size * 8 - 1)
		if x < -limit or x >= limit then
			return arg_error(n, "pack", "integer overflow")
		end
	end
	return pack_integer(x, size, reader.little, true), 0
end

function PACKERS.uint(reader, value, n, size, argc)
	local x = to_int64(check_number(value, n, "pack", argc))
	if size < INT64_SIZE and (x < 0 or x >= 2 ^ (size * 8)) then
		return arg_error(n, "pack", "unsigned overflow")
	end
	return pack_integer(x, size, reader.little, false), 0
end

function PACKERS.float(reader, value, n, size, argc)
	local x = check_number(value, n, "pack", argc)
	if size == 4 then
		floats.f = x
	else
		floats.d = x
	end
	return in_order(ffi.string(floats.bytes, size), reader.little), 0
end

function PACKERS.char(_, value, n, size, argc)
	local text = check_string(value, n, "pack", argc)
	if #text > size then
		return arg_error(n, "pack", "string longer than given size")
	end
	return text .. rep("\0", size - #text), 0
end

-- The second result is what the option adds to the total size beyond `size`.
function PACKERS.string(reader, value, n, size, argc)
	local text = check_string(value, n, "pack", argc)
	if size < INT64_SIZE and #text >= 2 ^ (size * 8) then
		return arg_error(n, "pack", "string length does not fit in given size")
	end
	return pack_integer(int64(#text), size, reader.little, false) .. text, #text
end

function PACKERS.zero(_, value, n, _, argc)
	local text = check_string(value, n, "pack", argc)
	if find(text, "\0", 1, true) then
		return arg_error(n, "pack", "string contains zeros")
	end
	return text .. "\0", #text + 1
end

function string.pack(...)
	local argc = select("#", ...)
	local reader = new_reader(check_string((...), 1, "pack", argc), "pack")
	-- Luau puts a nil behind the arguments, so the first one that lacks is "got nil" and not missing.
	argc = argc + 1
	local values, out, count, total, n = { ... }, {}, 0, 0, 1
	while reader.at <= #reader.format do
		local kind, size, padding = read_details(reader, total)
		total = total + padding + size
		count = count + 1
		out[count] = rep("\0", kind == "padding" and padding + 1 or padding)
		local pack = PACKERS[kind]
		if pack then
			n = n + 1
			local text, extra = pack(reader, values[n], n, size, argc)
			count = count + 1
			out[count] = text
			total = total + extra
		end
	end
	return concat(out)
end

function string.packsize(...)
	local reader = new_reader(check_string((...), 1, "packsize", select("#", ...)), "packsize")
	local total = 0
	while reader.at <= #reader.format do
		local kind, size, padding = read_details(reader, total)
		if kind == "string" or kind == "zero" then
			return arg_error(1, "packsize", "variable-length format")
		end
		if total > SIZE_MAX - (size + padding) then
			return arg_error(1, "packsize", "format result too large")
		end
		total = total + size + padding
	end
	return total
end

-- The int64 in `size` bytes after offset `at`; as a double it may then lose digits, as in Luau.
local function unpack_integer(data, at, size, little, is_signed)
	local value = uint64(0)
	local low = size < INT64_SIZE and size or INT64_SIZE
	for i = low, 1, -1 do
		value = bit.bor(bit.lshift(value, 8), byte(data, at + (little and i or size - i + 1)))
	end
	if size < INT64_SIZE then
		if is_signed then
			local shift = 64 - size * 8
			return bit.arshift(bit.lshift(int64(value), shift), shift)
		end
	elseif size > INT64_SIZE then
		local fill = is_signed and int64(value) < 0 and 255 or 0
		for i = INT64_SIZE + 1, size do
			if byte(data, at + (little and i or size - i + 1)) ~= fill then
				return fail(size .. "-byte integer does not fit into Lua Integer")
			end
		end
	end
	return is_signed and int64(value) or value
end

-- Each takes (reader, data, offset, size) and returns the value and the bytes used beyond `size`.
local UNPACKERS = {}

function UNPACKERS.int(reader, data, at, size)
	return tonumber(unpack_integer(data, at, size, reader.little, true)), 0
end

function UNPACKERS.uint(reader, data, at, size)
	return tonumber(unpack_integer(data, at, size, reader.little, false)), 0
end

function UNPACKERS.float(reader, data, at, size)
	ffi.copy(floats.bytes, in_order(sub(data, at + 1, at + size), reader.little), size)
	return tonumber(size == 4 and floats.f or floats.d), 0
end

function UNPACKERS.char(_, data, at, size)
	return sub(data, at + 1, at + size), 0
end

function UNPACKERS.string(reader, data, at, size)
	local length = tonumber(unpack_integer(data, at, size, reader.little, false))
	if length > #data - at - size then
		return arg_error(2, "unpack", "data string too short")
	end
	return sub(data, at + size + 1, at + size + length), length
end

function UNPACKERS.zero(_, data, at)
	local zero = find(data, "\0", at + 1, true)
	if not zero then
		return arg_error(2, "unpack", "unfinished string for format 'z'")
	end
	return sub(data, at + 1, zero - 1), zero - at
end

function string.unpack(...)
	local format, data, init = ...
	local argc = select("#", ...)
	local reader = new_reader(check_string(format, 1, "unpack", argc), "unpack")
	data = check_string(data, 2, "unpack", argc)
	local at = init == nil and 1 or check_int(init, 3, "unpack", argc)
	if at < 0 then
		at = at + #data + 1
	end
	at = at < 1 and 0 or at - 1
	if at > #data then
		return arg_error(3, "unpack", "initial position out of string")
	end
	local values, count = {}, 0
	while reader.at <= #reader.format do
		local kind, size, padding = read_details(reader, at)
		if padding + size > #data - at then
			return arg_error(2, "unpack", "data string too short")
		end
		at = at + padding
		local read = UNPACKERS[kind]
		if read then
			count = count + 1
			if count + argc + 1 > RESULTS_MAX then
				return fail("stack overflow (too many results)")
			end
			local value, extra = read(reader, data, at, size)
			values[count] = value
			at = at + extra
		end
		at = at + size
	end
	values[count + 1] = at + 1
	return unpack(values, 1, count + 1)
end
