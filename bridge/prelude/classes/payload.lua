-- Values on their way between scripts and a simulated client, which Python plays: any shape of table,
-- cycles and all.
--
-- A payload crosses in pieces of letters and values; the receiving side runs them on a stack. The other
-- half is bridge/instances/payload.py, where the letters are explained. Needs wire.lua.

local P = ...
local N = P.native
local select, unpack, type, next = N.select, N.unpack, N.type, N.next
local sub, concat, match = N.string.sub, N.table.concat, N.string.match

-- From Python -----------------------------------------------------------------------------------

local stack, count = {}, 0
local open, depth = {}, 0

local function push(value)
	count = count + 1
	stack[count] = value
end

local function unknown_function() end

-- Letters with a value, then letters without one.
local with_value, alone = {}, {}

with_value.v = push
function with_value.i(id) return push(P.instance_by_id(id)) end
function with_value.d(text)
	local name, form = match(text, "^(%w+) (.*)$")
	return push(P.property_codec(name).default(form))
end
function with_value.e(text)
	local enum, name = match(text, "^(.-)%.(.+)$")
	return push(P.enum_handle(enum, name))
end
function with_value.b(text) return push(P.buffer_of_text(text)) end
-- The table that is open that many levels above the innermost one.
function with_value.r(levels) return push(open[depth - levels]) end

function alone.z() return push(nil) end
function alone.f() return push(unknown_function) end
function alone.h() return push(N.coroutine.create(unknown_function)) end
function alone.u() return push(N.newproxy()) end
-- An instance that the client has made: the server knows none like it.
function alone.p() return push(P.create_node(P.class_of("Folder"), "ClientOnly").handle) end

function alone.t()
	depth = depth + 1
	open[depth] = {}
end

function alone.c()
	local made = open[depth]
	open[depth] = nil
	depth = depth - 1
	return push(made)
end

function alone.a()
	local list = open[depth]
	list[#list + 1] = stack[count]
	stack[count] = nil
	count = count - 1
end

function alone.s()
	local key, value = stack[count - 1], stack[count]
	stack[count], stack[count - 1] = nil, nil
	count = count - 2
	if key ~= nil then open[depth][key] = value end
end

-- `first` begins a new payload, whatever became of the one before.
function P.push_payload(first, letters, ...)
	if first then stack, count, open, depth = {}, 0, {}, 0 end
	local values, at = { ... }, 0
	for i = 1, #letters do
		local letter = sub(letters, i, i)
		local f = with_value[letter]
		if f then
			at = at + 1
			f(values[at])
		else
			alone[letter]()
		end
	end
end
P.export("payload.push", P.push_payload)

-- What was pushed, as one list with its length in `n`.
function P.take_payload()
	local list = stack
	list.n = count
	stack, count = {}, 0
	return list
end

-- To Python -------------------------------------------------------------------------------------

local PIECE_LENGTH = 200

local letters, values, letter_count, value_count = {}, {}, 0, 0

local function send_piece()
	P.host("payload.piece", concat(letters, "", 1, letter_count), unpack(values, 1, value_count))
	letter_count, value_count = 0, 0
end

local function emit(letter, value)
	letter_count = letter_count + 1
	letters[letter_count] = letter
	if value ~= nil then
		value_count = value_count + 1
		values[value_count] = value
	end
	if letter_count >= PIECE_LENGTH then return send_piece() end
end

local encode_one = P.encode_one
local cell = {}

local emit_value

-- Copied tables only: no cycles, and either a list or a dictionary with strings for keys.
local function emit_table(value)
	emit("t")
	if value[1] ~= nil then
		for i = 1, #value do
			emit_value(value[i])
			emit("a")
		end
	else
		local keys = {}
		for key in next, value do keys[#keys + 1] = key end
		N.table.sort(keys)
		for i = 1, #keys do
			emit("v", keys[i])
			emit_value(value[keys[i]])
			emit("s")
		end
	end
	return emit("c")
end

function emit_value(value)
	local kind = type(value)
	if kind == "table" then return emit_table(value) end
	if kind == "nil" then return emit("z") end
	if kind == "number" or kind == "string" or kind == "boolean" then return emit("v", value) end
	if P.typeof(value) == "buffer" then return emit("b", P.text_of_buffer(value)) end
	local letter = encode_one(value, cell, 0)
	return emit(letter, cell[1])
end

-- Hands copied values to Python, which puts them together; the call that follows says what for.
function P.send_payload(...)
	for i = 1, select("#", ...) do emit_value((select(i, ...))) end
	if letter_count > 0 then return send_piece() end
end

-- Sizes -----------------------------------------------------------------------------------------

-- Bytes that a value takes on the way. The format is not documented: a tag of one byte, numbers in
-- eight, strings and tables with a length (an assumption).
local FIXED_BYTES = {
	["nil"] = 1, boolean = 1, number = 9, Vector3 = 13, Vector2 = 9, CFrame = 20, Color3 = 13, EnumItem = 4,
	Instance = 5,
}
local OTHER_BYTES, TAG_BYTES = 16, 3

local function size_of(value)
	local kind = type(value)
	if kind == "string" then return TAG_BYTES + #value end
	if kind == "table" then
		local size = TAG_BYTES
		local is_list = value[1] ~= nil
		for key, item in next, value do size = size + size_of(item) + (is_list and 0 or size_of(key)) end
		return size
	end
	local name = P.typeof(value)
	if name == "buffer" then return TAG_BYTES + #P.text_of_buffer(value) end
	return FIXED_BYTES[name] or OTHER_BYTES
end

function P.payload_bytes(...)
	local size = 0
	for i = 1, select("#", ...) do size = size + size_of((select(i, ...))) end
	return size
end
