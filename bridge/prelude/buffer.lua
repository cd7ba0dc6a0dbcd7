-- The buffer library: fixed-size byte arrays with bounds-checked, little-endian, unaligned access.
--
-- The bytes live in an FFI array found through a weak table keyed by the buffer value, so that no
-- pointer is reachable from a program.

local P = ...
local N = P.native
local type, select = N.type, N.select
local ffi, bit = N.ffi, N.bit
local check_number, check_int, check_string = P.check_number, P.check_int, P.check_string
local arg_error, type_error, fail = P.arg_error, P.type_error, P.error
local check_unsigned = P.check_unsigned

-- Luau allows 1 GiB (MAX_BUFFER_SIZE).
local SIZE_MAX = 2 ^ 30
local OUT_OF_BOUNDS = "buffer access out of bounds"

local bytes_of = ffi.typeof("struct { double length; uint8_t bytes[?]; }")
local scratch = ffi.new("union { uint8_t bytes[8]; int8_t i8; int16_t i16; uint16_t u16; int32_t i32; "
	.. "uint32_t u32; int64_t i64; float f32; double f64; }")
local scratch_bytes = scratch.bytes
local STORAGE = N.setmetatable({}, { __mode = "k" })

local new_value = P.new_opaque_type("buffer")

local buffer = {}
P.G.buffer = buffer

local function create(size)
	P.charge_bytes(size)
	local value, storage = new_value(), bytes_of(size)
	storage.length = size
	STORAGE[value] = storage
	return value, storage
end

local function check_buffer(value, n, fname, argc)
	local storage = value ~= nil and STORAGE[value]
	if not storage then
		return type_error(value, n, fname, argc, "buffer")
	end
	return storage
end

-- An offset as Luau's `int`: whole, within int32; anything else cannot be inside a buffer.
local function check_offset(value, n, fname, argc)
	if type(value) == "number" and value >= 0 and value <= 2147483647 and value % 1 == 0 then
		return value
	end
	return check_int(value, n, fname, argc)
end

local function check_range(storage, offset, size)
	if not (offset >= 0 and offset + size <= storage.length) then
		return fail(OUT_OF_BOUNDS)
	end
end

function buffer.create(...)
	local size = check_int((...), 1, "create", select("#", ...))
	if size < 0 then
		return arg_error(1, "create", "size")
	elseif size > SIZE_MAX then
		return N.error("not enough memory", 0)
	end
	return (create(size))
end

function buffer.fromstring(...)
	local text = check_string((...), 1, "fromstring", select("#", ...))
	local value, storage = create(#text)
	ffi.copy(storage.bytes, text, #text)
	return value
end

function buffer.tostring(...)
	local storage = check_buffer((...), 1, "tostring", select("#", ...))
	P.charge_bytes(storage.length)
	return ffi.string(storage.bytes, storage.length)
end

function buffer.len(...)
	return check_buffer((...), 1, "len", select("#", ...)).length
end

-- Unaligned access goes through a union: `size` bytes are copied to or from it. Byte copies of constant
-- size compile to single moves.
local function define_read(name, size, member)
	buffer[name] = function(...)
		local value, offset = ...
		local argc = select("#", ...)
		local storage = check_buffer(value, 1, name, argc)
		offset = check_offset(offset, 2, name, argc)
		check_range(storage, offset, size)
		ffi.copy(scratch_bytes, storage.bytes + offset, size)
		return scratch[member]
	end
end

local function define_write(name, size, member, check)
	buffer[name] = function(...)
		local value, offset, x = ...
		local argc = select("#", ...)
		local storage = check_buffer(value, 1, name, argc)
		offset = check_offset(offset, 2, name, argc)
		x = check(x, 3, name, argc)
		check_range(storage, offset, size)
		scratch[member] = x
		ffi.copy(storage.bytes + offset, scratch_bytes, size)
	end
end

-- Integer writers take any number: truncated to int64, modulo 2^32, low bits kept.
define_read("readu16", 2, "u16")
define_read("readi16", 2, "i16")
define_read("readu32", 4, "u32")
define_read("readi32", 4, "i32")
define_read("readf32", 4, "f32")
define_read("readf64", 8, "f64")
define_write("writei16", 2, "u32", check_unsigned)
define_write("writeu16", 2, "u32", check_unsigned)
define_write("writei32", 4, "u32", check_unsigned)
define_write("writeu32", 4, "u32", check_unsigned)
define_write("writef32", 4, "f32", check_number)
define_write("writef64", 8, "f64", check_number)

function buffer.readu8(...)
	local value, offset = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "readu8", argc)
	offset = check_offset(offset, 2, "readu8", argc)
	check_range(storage, offset, 1)
	return storage.bytes[offset]
end

function buffer.readi8(...)
	local value, offset = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "readi8", argc)
	offset = check_offset(offset, 2, "readi8", argc)
	check_range(storage, offset, 1)
	local byte = storage.bytes[offset]
	return byte < 128 and byte or byte - 256
end

local function define_write_byte(name)
	buffer[name] = function(...)
		local value, offset, x = ...
		local argc = select("#", ...)
		local storage = check_buffer(value, 1, name, argc)
		offset = check_offset(offset, 2, name, argc)
		x = check_unsigned(x, 3, name, argc)
		check_range(storage, offset, 1)
		storage.bytes[offset] = x % 256
	end
end

define_write_byte("writeu8")
define_write_byte("writei8")

function buffer.readinteger(...)
	local value, offset = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "readinteger", argc)
	offset = check_offset(offset, 2, "readinteger", argc)
	check_range(storage, offset, 8)
	ffi.copy(scratch_bytes, storage.bytes + offset, 8)
	return P.new_integer(scratch.i64)
end

function buffer.writeinteger(...)
	local value, offset, x = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "writeinteger", argc)
	offset = check_offset(offset, 2, "writeinteger", argc)
	x = P.check_integer(x, 3, "writeinteger", argc)
	check_range(storage, offset, 8)
	scratch.i64 = x
	ffi.copy(storage.bytes + offset, scratch_bytes, 8)
end

function buffer.readstring(...)
	local value, offset, count = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "readstring", argc)
	offset = check_offset(offset, 2, "readstring", argc)
	count = check_int(count, 3, "readstring", argc)
	if count < 0 then
		return arg_error(3, "readstring", "size")
	end
	P.charge_bytes(count)
	check_range(storage, offset, count)
	return ffi.string(storage.bytes + offset, count)
end

function buffer.writestring(...)
	local value, offset, text, count = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "writestring", argc)
	offset = check_offset(offset, 2, "writestring", argc)
	text = check_string(text, 3, "writestring", argc)
	count = count == nil and #text or check_int(count, 4, "writestring", argc)
	if count < 0 then
		return arg_error(4, "writestring", "count")
	elseif count > #text then
		return fail("string length overflow")
	end
	P.charge_bytes(count)
	check_range(storage, offset, count)
	ffi.copy(storage.bytes + offset, text, count)
end

function buffer.copy(...)
	local target_value, target_offset, source_value, source_offset, count = ...
	local argc = select("#", ...)
	local target = check_buffer(target_value, 1, "copy", argc)
	target_offset = check_offset(target_offset, 2, "copy", argc)
	local source = check_buffer(source_value, 3, "copy", argc)
	source_offset = source_offset == nil and 0 or check_offset(source_offset, 4, "copy", argc)
	count = count == nil and source.length - source_offset or check_int(count, 5, "copy", argc)
	if count < 0 then
		return fail(OUT_OF_BOUNDS)
	end
	P.charge_bytes(count)
	check_range(source, source_offset, count)
	check_range(target, target_offset, count)
	if target == source and target_offset > source_offset then
		-- Overlapping upwards: `ffi.copy` is memcpy, so go through a string.
		ffi.copy(target.bytes + target_offset, ffi.string(source.bytes + source_offset, count), count)
	else
		ffi.copy(target.bytes + target_offset, source.bytes + source_offset, count)
	end
end

function buffer.fill(...)
	local value, offset, x, count = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "fill", argc)
	offset = check_offset(offset, 2, "fill", argc)
	x = check_unsigned(x, 3, "fill", argc)
	count = count == nil and storage.length - offset or check_int(count, 4, "fill", argc)
	if count < 0 then
		return fail(OUT_OF_BOUNDS)
	end
	P.charge_bytes(count)
	check_range(storage, offset, count)
	ffi.fill(storage.bytes + offset, count, x % 256)
end

-- A bit offset is an int64 in Luau: far beyond any buffer, but exact.
local function check_bits(storage, offset, count, fname, argc)
	offset = check_number(offset, 2, fname, argc)
	count = check_int(count, 3, fname, argc)
	return offset < 0 and N.math.ceil(offset) or N.math.floor(offset), count
end

local function check_bit_range(storage, offset, count)
	if not (offset >= 0) then
		return fail(OUT_OF_BOUNDS)
	elseif count < 0 or count > 32 then
		return fail("bit count is out of range of [0; 32]")
	elseif offset + count > storage.length * 8 then
		return fail(OUT_OF_BOUNDS)
	end
end

-- The (at most five) bytes that hold the bits, as one exact number.
local function read_span(storage, first, last)
	local span, factor = 0, 1
	for i = first, last do
		span = span + storage.bytes[i] * factor
		factor = factor * 256
	end
	return span
end

function buffer.readbits(...)
	local value, offset, count = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "readbits", argc)
	offset, count = check_bits(storage, offset, count, "readbits", argc)
	check_bit_range(storage, offset, count)
	local skip = offset % 8
	local first = (offset - skip) / 8
	local span = read_span(storage, first, N.math.ceil((offset + count) / 8) - 1)
	return N.math.floor(span / 2 ^ skip) % 2 ^ count
end

function buffer.writebits(...)
	local value, offset, count, x = ...
	local argc = select("#", ...)
	local storage = check_buffer(value, 1, "writebits", argc)
	offset, count = check_bits(storage, offset, count, "writebits", argc)
	x = check_unsigned(x, 4, "writebits", argc)
	check_bit_range(storage, offset, count)
	local skip = offset % 8
	local first = (offset - skip) / 8
	local last = N.math.ceil((offset + count) / 8) - 1
	local span = read_span(storage, first, last)
	local old = N.math.floor(span / 2 ^ skip) % 2 ^ count
	span = span + (x % 2 ^ count - old) * 2 ^ skip
	for i = first, last do
		storage.bytes[i] = span % 256
		span = N.math.floor(span / 256)
	end
end

P.buffer_of_text, P.text_of_buffer = buffer.fromstring, buffer.tostring
