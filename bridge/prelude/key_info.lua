-- DataStoreKeyInfo: a draft (instance.lua) made of "<version id>", or of that, the user ids and the
-- metadata as JSON, with a blank between each two. Needs members.lua, instance.lua and json.lua.
--
-- A version id holds when the object and the version were created: 100 ns ticks since the year 1,
-- as 16 hexadecimal digits at its beginning and before its end (captured traffic).

local P = ...
local N = P.native
local match, sub, tonumber = N.string.match, N.string.sub, N.tonumber
local int64 = N.ffi.typeof("int64_t")

local TICKS_TO_UNIX_EPOCH = 621355968000000000LL
local TICKS_PER_MILLISECOND = 10000

-- Unix milliseconds (class page DataStoreKeyInfo) of an instant in a version id.
local function milliseconds(digits)
	local ticks = int64(tonumber(sub(digits, 1, 8), 16)) * 4294967296LL + tonumber(sub(digits, 9), 16)
	return tonumber((ticks - TICKS_TO_UNIX_EPOCH) / TICKS_PER_MILLISECOND)
end

local function define(name, pattern, convert)
	P.define_property("DataStoreKeyInfo", name, {
		read = function(node)
			local found = match(node.given, pattern)
			return convert and convert(found) or found
		end,
	})
end

define("Version", "^%S+")
define("CreatedTime", "^%x+", milliseconds)
define("UpdatedTime", "^%x+%.%d+%.(%x+)", milliseconds)

-- A fresh table each time, `{}` when nothing was set.
P.define_method("DataStoreKeyInfo", "GetUserIds", function(node)
	return P.json_decode(match(node.given, "^%S+ (%S+)") or "[]")
end)

P.define_method("DataStoreKeyInfo", "GetMetadata", function(node)
	return P.json_decode(match(node.given, "^%S+ %S+ (.*)$") or "[]")
end)
