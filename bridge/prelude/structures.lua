-- Tables that hold enum items, instances, instants and secrets besides plain values, on their way between
-- scripts and Python: JSON in which such a value is a table with a mark.
--
-- The Lua half of bridge/instances/structures.py. Loaded when the first one crosses. Needs wire.lua.

local P = ...
local N = P.native
local type, next = N.type, N.next
local node_of, enum_item_of = P.node_of, P.enum_item_of

-- A key that no program uses, and that is dropped where one does.
local MARK = "\1"

-- Deeper ones are left as they are: writing them as JSON then names what is wrong.
local DEPTH_MAX = 100

local REVIVE = {
	enum = function(value) return P.enum_handle(value.enum, value.name) end,
	instance = function(value) return P.received(value.id) end,
	secret = function(value)
		P.datatype("Secret")
		return P.make_secret(value.name, "", "")
	end,
	octets = function(value) return P.base64_decode(value.base64) end,
	instant = function(value)
		P.datatype("DateTime")
		return P.date_time(value.milliseconds)
	end,
}

local function revived(value)
	if type(value) ~= "table" then return value end
	local mark = value[MARK]
	if mark ~= nil then return REVIVE[mark](value) end
	for key, each in next, value do value[key] = revived(each) end
	return value
end

-- text -> the value, with fresh tables.
function P.structure_from_json(text) return revived(P.json_decode(text)) end

local function marked(value, depth)
	-- JSON holds no other text than UTF-8.
	if type(value) == "string" then
		return P.is_utf8(value) and value or { [MARK] = "octets", base64 = P.base64_encode(value) }
	end
	local item = enum_item_of(value)
	if item then return { [MARK] = "enum", enum = item.enum.name, name = item.name } end
	local node = node_of(value)
	if node then return { [MARK] = "instance", id = node.id } end
	local secret = P.secret_parts and P.secret_parts(value)
	if secret then
		return { [MARK] = "secret", name = secret.name, before = secret.before, after = secret.after }
	end
	if type(value) ~= "table" or depth > DEPTH_MAX then return value end
	local copy = {}
	for key, each in next, value do
		if key ~= MARK then copy[key] = marked(each, depth + 1) end
	end
	return copy
end

-- What crosses for a value: JSON text, or "!" and why there is none.
function P.structure_wire(value) return P.json_wire(marked(value, 1)) end
