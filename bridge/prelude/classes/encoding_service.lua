-- EncodingService: base64, and the buffers that hashes and compressions take and give (class page
-- EncodingService). The work on bytes is stubs/encoding's.

local P = ...
local fail, define = P.fail, P.define_method
local host, charge_bytes, check_budget = P.host, P.charge_bytes, P.R.B

local function buffer_argument(value, n)
	if P.typeof(value) == "buffer" then return P.text_of_buffer(value) end
	if value == nil then return fail("Argument " .. n .. " missing or nil") end
	return fail("Unable to cast value to buffer")
end

local function algorithm_argument(enum_name, value)
	return P.argument("Enum." .. enum_name, value, 2)
end

-- Counts work on bytes before it is done: no tick could stop it.
local function charge(bytes, ticks)
	charge_bytes(bytes)
	P.charge(bytes * ticks)
	check_budget()
end

-- Bytes of Python's answer, as a buffer.
local function made(ok, result)
	if not ok then return fail(result) end
	return P.buffer_of_text(result)
end

define("EncodingService", "Base64Encode", function(_, input)
	return P.buffer_of_text(P.base64_encode(buffer_argument(input, 1)))
end)

-- "If the input is not valid Base64 data, this method throws an error"; the words are inferred.
define("EncodingService", "Base64Decode", function(_, input)
	local text = P.base64_decode(buffer_argument(input, 1))
	if not text then return fail("the data is not valid Base64") end
	return P.buffer_of_text(text)
end)

-- Ticks of the budget per byte: BLAKE3 is computed by Python itself (measured 1.6 us a byte against 20 ns), and
-- the highest levels of compression take half a microsecond.
local BLAKE3_TICKS = 80
local HIGH_LEVEL, HIGH_LEVEL_TICKS = 13, 25

local function hashed(text, algorithm)
	local name = algorithm_argument("HashAlgorithm", algorithm)
	charge(#text, name == "Blake3" and BLAKE3_TICKS or 0)
	return host("encoding.hash", name, text)
end

define("EncodingService", "ComputeBufferHash", function(_, input, algorithm)
	return P.buffer_of_text(hashed(buffer_argument(input, 1), algorithm))
end)

define("EncodingService", "ComputeStringHash", function(_, input, algorithm)
	return hashed(P.argument("string", input, 1), algorithm)
end)

define("EncodingService", "CompressBuffer", function(_, input, algorithm, level)
	local text = buffer_argument(input, 1)
	algorithm_argument("CompressionAlgorithm", algorithm)
	level = P.argument("int", level, 3, 1)
	charge(#text, level >= HIGH_LEVEL and HIGH_LEVEL_TICKS or 0)
	return made(host("encoding.compress", text, level))
end)

define("EncodingService", "DecompressBuffer", function(_, input, algorithm)
	local text = buffer_argument(input, 1)
	algorithm_argument("CompressionAlgorithm", algorithm)
	charge(host("encoding.size", text) or 0, 0)
	return made(host("encoding.decompress", text))
end)

define("EncodingService", "GetDecompressedBufferSize", function(_, input, algorithm)
	local text = buffer_argument(input, 1)
	algorithm_argument("CompressionAlgorithm", algorithm)
	return (host("encoding.size", text)) -- nil, and not nothing
end)
