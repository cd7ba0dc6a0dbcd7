-- Values on their way between scripts and Python: instances as ids, enum items as names, JSON as
-- text.
--
-- The Lua half of bridge/instances/values.py; a string of kind letters says what follows. Needs
-- handles.lua, enum.lua and json.lua.

local P = ...
local N = P.native
local select, unpack, type = N.select, N.unpack, N.type
local sub, match = N.string.sub, N.string.match
local node_of, enum_item_of = P.node_of, P.enum_item_of

-- Things scripts get that Python knows by number (connections): number -> value.
local registered = {}
P.registered = registered

-- structures.lua is loaded when the first of them crosses.
function P.structures()
	if not P.structure_wire then P.run_prelude_file("structures") end
	return P
end

local function list_of(ids)
	local handles = {}
	for i = 1, #ids do handles[i] = P.instance_by_id(ids[i]) end
	return handles
end

local function decode_one(letter, raw)
	if letter == "v" or raw == nil then return raw end
	if letter == "i" then return P.received(raw) end
	if letter == "j" then return P.json_decode(raw) end
	if letter == "t" then return P.structures().structure_from_json(raw) end
	if letter == "n" then return P.draft(raw) end
	if letter == "e" then
		local enum, name = match(raw, "^(.-)%.(.+)$")
		return P.enum_handle(enum, name)
	end
	if letter == "c" then return registered[raw] end
	return list_of(raw)
end

local ALL_PLAIN = { [""] = true, v = true, vv = true, vvv = true }

-- decode(kinds, ...) -> the values
local function decode(kinds, ...)
	if kinds == nil or ALL_PLAIN[kinds] then return ... end
	local first, second = ...
	if #kinds == 1 then return decode_one(kinds, first) end
	if #kinds == 2 then
		return decode_one(sub(kinds, 1, 1), first), decode_one(sub(kinds, 2), second)
	end
	local values = { ... }
	for i = 1, #kinds do values[i] = decode_one(sub(kinds, i, i), values[i]) end
	return unpack(values, 1, #kinds)
end
P.decode_wire = decode

-- Appends the wire form of one value to `wire`; returns its letter and the new length.
local function encode_one(value, wire, count)
	local node = node_of(value)
	if node then
		wire[count + 1] = node.id
		return "i", count + 1
	end
	local item = enum_item_of(value)
	if item then
		wire[count + 1] = item.enum.name .. "." .. item.name .. "." .. item.value
		return "e", count + 1
	end
	wire[count + 1] = value
	return "v", count + 1
end
P.encode_one = encode_one

-- A value as JSON text; where there is none, "!" (with which no JSON begins) and the problem. nil stays nil.
local function json_wire(value)
	if value == nil then return nil end
	local text, problem = P.json_encode(value)
	return text or "!" .. problem
end
P.json_wire = json_wire

-- encode(kinds, ...) -> kinds, wire...; `kinds` gives a letter per value, "j" for JSON, anything
-- else "as it is". Tables without "j" go by reference.
function P.encode_wire(wanted, ...)
	-- What UpdateAsync asks for, by the thousand.
	if wanted == "jjj" and select("#", ...) <= 3 then
		local a, b, c = ...
		return wanted, json_wire(a), json_wire(b), json_wire(c)
	end
	local letters, wire, count = {}, {}, N.math.max(#wanted, select("#", ...))
	for i = 1, count do
		local value = (select(i, ...))
		if sub(wanted, i, i) == "j" then
			letters[i], wire[i] = "j", json_wire(value)
		else
			letters[i] = encode_one(value, wire, i - 1)
		end
	end
	return N.table.concat(letters), unpack(wire, 1, count)
end
