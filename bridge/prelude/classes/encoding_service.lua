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

-- What Python answers.
local function answer(ok, result)
	if not ok then return fail(result) end
	return result
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

-- Ticks of the budget per byte: the highest levels of compression take half a microsecond for one.
local HIGH_LEVEL, HIGH_LEVEL_TICKS = 13, 25

local function hashed(text, algorithm)
	local name = algorithm_argument("HashAlgorithm", algorithm)
	charge(#text, 0)
	return answer(host("encoding.hash", name, text))
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
	return P.buffer_of_text(answer(host("encoding.compress", text, level)))
end)

define("EncodingService", "DecompressBuffer", function(_, input, algorithm)
	local text = buffer_argument(input, 1)
	algorithm_argument("CompressionAlgorithm", algorithm)
	charge(answer(host("encoding.size", text)) or 0, 0)
	return P.buffer_of_text(answer(host("encoding.decompress", text)))
end)

define("EncodingService", "GetDecompressedBufferSize", function(_, input, algorithm)
	local text = buffer_argument(input, 1)
	algorithm_argument("CompressionAlgorithm", algorithm)
	return answer(host("encoding.size", text))
end)
