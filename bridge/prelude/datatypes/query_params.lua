-- What RaycastParams and OverlapParams share: mutable filters of spatial queries.
--
-- Sources: engine.md h.8, i.2; creator-docs reference/engine/datatypes/RaycastParams, OverlapParams.
-- ExcludeInstances and IncludeInstances are nil or lists; FilterType and FilterDescendantsInstances are
-- the older pair.

local P = ...
local N = P.native
local type, select, setmetatable = N.type, N.select, N.setmetatable
local node_of = P.node_of

-- The fields of each value; weak, so that a forgotten one is collected.
local state = setmetatable({}, { __mode = "k" })

local function refuse(key, expected, value)
	return P.error("Unable to assign property " .. key .. ". " .. expected .. " expected, got " .. P.typeof(value), 0)
end

-- A copy of a list of instances: changing the caller's table later changes nothing.
local function instance_list(key, value)
	if type(value) ~= "table" then return refuse(key, "Array", value) end
	local list, source = {}, P.raw_view(value)
	for i = 1, #source do
		if not node_of(source[i]) then return refuse(key, "Instance", source[i]) end
		list[i] = source[i]
	end
	return list
end

local function copy_of(list)
	if not list then return nil end
	local copy = {}
	for i = 1, #list do copy[i] = list[i] end
	return copy
end

local setters = {
	boolean = function(key, value)
		if type(value) ~= "boolean" then return refuse(key, "boolean", value) end
		return value
	end,
	number = function(key, value)
		if type(value) ~= "number" then return refuse(key, "number", value) end
		return value
	end,
	int = function(key, value)
		if type(value) ~= "number" then return refuse(key, "number", value) end
		return P.to_int(value)
	end,
	string = function(key, value)
		if type(value) ~= "string" then return refuse(key, "string", value) end
		return value
	end,
	list = instance_list,
	optional_list = function(key, value)
		if value == nil then return nil end
		return instance_list(key, value)
	end,
	filter = function(key, value)
		local item = P.enum_item_from(P.enum_of("RaycastFilterType"), value)
		if not item then return refuse(key, "RaycastFilterType", value) end
		return item.handle
	end,
}

local LISTS = { list = true, optional_list = true }

local function shown(value)
	if type(value) ~= "table" then return P.tostring(value) end
	local names = {}
	for i = 1, #value do names[i] = P.tostring(value[i]) end
	return "{" .. N.table.concat(names, ", ") .. "}"
end

local function add_to_filter(self, ...)
	local fields, value = state[self], ...
	local filter = fields.FilterDescendantsInstances
	if node_of(value) then
		filter[#filter + 1] = value
		return
	end
	if type(value) ~= "table" then return P.type_error(value, 2, "AddToFilter", select("#", ...) + 1, "table") end
	local list = instance_list("FilterDescendantsInstances", value)
	for i = 1, #list do filter[#filter + 1] = list[i] end
end

-- The type `name`: fields (name -> kind of setter), defaults(fields), and the fields its text shows, in
-- order.
function P.define_query_params(name, fields, defaults, order)
	local members = {}
	for key, setter in N.next, fields do
		if LISTS[setter] then
			members[key] = function(v) return copy_of(state[v][key]) end
		else
			members[key] = function(v) return state[v][key] end
		end
	end
	local kind = P.define_datatype({
		name = name,
		fields = "",
		members = members,
		methods = { AddToFilter = add_to_filter },
		set = function(v, key, value)
			local setter = fields[key]
			if not setter then return P.not_a_datatype_member(key, name) end
			state[v][key] = setters[setter](key, value)
		end,
		to_text = function(v)
			local parts = {}
			for i = 1, #order do parts[i] = order[i] .. "=" .. shown(state[v][order[i]]) end
			return name .. "{" .. N.table.concat(parts, ", ") .. "}"
		end,
	})
	P.define_datatype_global(name, {
		new = function()
			local v = kind()
			local initial = {
				CollisionGroup = "Default", FilterDescendantsInstances = {}, RespectCanCollide = false,
				BruteForceAllSlow = false, FilterType = P.enum_handle("RaycastFilterType", "Exclude"),
			}
			for key, value in N.next, defaults do initial[key] = value end
			state[v] = initial
			return v
		end,
	})
end
