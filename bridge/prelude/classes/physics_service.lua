-- PhysicsService: the names of collision groups and which of them collide (class page PhysicsService;
-- engine.md h.3).
--
-- Bookkeeping only: nothing here collides. What is refused follows the page, the wording is ours: no
-- page gives it. Parts keep the name of a group that is gone. The deprecated members
-- that speak of ids are left out.

local P = ...
local N = P.native
local bor, band, lshift = N.bit.bor, N.bit.band, N.bit.lshift
local define = P.define_method

local GROUPS_MAX = 32
local NAME_LENGTH_MAX = 100
local DEFAULT = "Default"

-- Names by id, 0 to 31, and ids by name; masks: id -> the ids it collides with, as bits.
local names, ids, masks = { [0] = DEFAULT }, { [DEFAULT] = 0 }, { [0] = -1 }

local function group_name(value, n)
	local name = P.argument("string", value, n)
	if name == "" then return P.fail("Collision group name cannot be empty") end
	if #name > NAME_LENGTH_MAX then
		return P.fail("Collision group name cannot be longer than " .. NAME_LENGTH_MAX .. " characters")
	end
	return name
end

local function known_id(name)
	return ids[name] or P.fail("Collision group '" .. name .. "' is not registered")
end

-- What a new group collides with: everything.
local function meet_all(id)
	masks[id] = -1
	for other = 0, GROUPS_MAX - 1 do
		if masks[other] then masks[other] = bor(masks[other], lshift(1, id)) end
	end
end

define("PhysicsService", "RegisterCollisionGroup", function(_, value)
	local name = group_name(value, 1)
	if ids[name] then return P.fail("Collision group '" .. name .. "' is already registered") end
	local id = 0
	while names[id] do id = id + 1 end
	if id >= GROUPS_MAX then return P.fail("Cannot register more than " .. GROUPS_MAX .. " collision groups") end
	names[id], ids[name] = name, id
	return meet_all(id)
end)

-- "Unknown names do nothing".
define("PhysicsService", "UnregisterCollisionGroup", function(_, value)
	local name = group_name(value, 1)
	if name == DEFAULT then return P.fail("Cannot unregister the Default collision group") end
	local id = ids[name]
	if id then names[id], ids[name], masks[id] = nil, nil, nil end
end)

define("PhysicsService", "RenameCollisionGroup", function(_, from, to)
	local old, new = group_name(from, 1), group_name(to, 2)
	local id = ids[old]
	if not id then return end
	if old == DEFAULT then return P.fail("Cannot rename the Default collision group") end
	if ids[new] then return P.fail("Collision group '" .. new .. "' is already registered") end
	names[id], ids[old], ids[new] = new, nil, id
end)

define("PhysicsService", "IsCollisionGroupRegistered", function(_, value)
	return ids[P.argument("string", value, 1)] ~= nil
end)

local function collide(a, b)
	return band(masks[a], lshift(1, b)) ~= 0
end

define("PhysicsService", "CollisionGroupSetCollidable", function(_, first, second, collidable)
	local a, b = known_id(P.argument("string", first, 1)), known_id(P.argument("string", second, 2))
	if collide(a, b) == P.argument("boolean", collidable, 3) then return end
	masks[a] = N.bit.bxor(masks[a], lshift(1, b))
	if a ~= b then masks[b] = N.bit.bxor(masks[b], lshift(1, a)) end
end)

-- "True if either is unregistered".
define("PhysicsService", "CollisionGroupsAreCollidable", function(_, first, second)
	local a, b = ids[P.argument("string", first, 1)], ids[P.argument("string", second, 2)]
	return not a or not b or collide(a, b)
end)

define("PhysicsService", "GetMaxCollisionGroups", function() return GROUPS_MAX end)

define("PhysicsService", "GetRegisteredCollisionGroups", function()
	local list = {}
	for id = 0, GROUPS_MAX - 1 do
		if names[id] then list[#list + 1] = { name = names[id], mask = masks[id] } end
	end
	return list
end)
