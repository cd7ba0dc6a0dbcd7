-- Writing to instances: properties by their rules, callbacks; what Python writes and reads past the
-- marks for scripts. Needs members.lua.

local P = ...
local N = P.native
local rawget, type, format = N.rawget, N.type, N.string.format
local raw_metatable = N.debug.getmetatable
local fail, NODE, kind_of = P.fail, P.NODE, P.kind_of
local changed, unmodelled, not_a_member, check_key = P.property_changed, P.unmodelled, P.not_a_member, P.check_key

-- Open questions (engine.md l.1), answered by a server's settings.
local switches = { attributes_fire_changed = false, non_service_is_nil = false }
P.instance_switches = switches

P.export("instance.configure", function(attributes_fire_changed, non_service_is_nil)
	switches.attributes_fire_changed = attributes_fire_changed
	switches.non_service_is_nil = non_service_is_nil
end)

local function store(node, name, value)
	local values = node.values
	local old = rawget(values, name)
	if old == nil then old = node.class.members[name] end
	-- "Equal writes are silent for ordinary properties" (engine.md e.7).
	if old == value then return false end
	values[name] = value
	changed(node, name, value)
	return true
end
P.store_property = store

-- A function (node, value) that does everything a script's write to a property of this class does.
local function make_setter(class, record)
	local name, codec, rules = record.name, record.codec, record.rules or {}
	if rules.write then return rules.write end
	if not codec then
		return function(node) return unmodelled(node.class, name, "a property of type " .. record.type) end
	end
	local accept, accept_more, after = codec.accept, rules.accept, rules.after
	if codec.copy then
		return function(node, value)
			value = accept(value, name)
			local old = rawget(node.values, record)
			if old == nil then old = record.default end
			if old == value then return end
			node.values[record] = codec.copy(value)
			return changed(node, name, value)
		end
	end
	return function(node, value)
		value = accept(value, name)
		if accept_more then value = accept_more(value) end
		if store(node, name, value) and after then return after(node, value) end
	end
end

local function setter_for(class, record)
	local setter = record.setter
	if not setter then
		setter = make_setter(class, record)
		record.setter = setter
	end
	return setter
end

local function write_slowly(node, key, value)
	check_key(key)
	local class = node.class
	local record = kind_of(class, key)
	if not record then return not_a_member(node, key) end
	if record.kind == "callback" then
		if record.rules and record.rules.write then return record.rules.write(node, value) end
		if value ~= nil and type(value) ~= "function" then
			return fail(format("Unable to assign property %s. function expected, got %s", key, P.typeof(value)))
		end
		return P.set_callback(node, key, value)
	end
	if record.kind ~= "property" then return fail(key .. " cannot be assigned to") end
	if record.read_only then
		return fail(format("Unable to assign property %s. Property is read only", key))
	end
	if record.write_refused then return P.refuse_access("modify", key, record.write_refused) end
	local setter = setter_for(class, record)
	class.setters[key] = setter
	return setter(node, value)
end

function P.newindex(handle, key, value, ...)
	local node = rawget(raw_metatable(handle), NODE)
	local setter = node.class.setters[key]
	if setter then return setter(node, value) end
	return write_slowly(node, key, value)
end

-- Callbacks are write-only members, kept on the node.
function P.set_callback(node, name, f)
	local callbacks = node.callbacks
	if not callbacks then
		callbacks = {}
		node.callbacks = callbacks
	end
	callbacks[name] = f
	local assigned = node.callback_assigned
	if assigned and f then return assigned(name) end
end

function P.callback(node, name)
	local callbacks = node.callbacks
	return callbacks and callbacks[name]
end

-- Python's writes pass the read-only mark and the security levels, not the types.
function P.write_trusted(node, name, value)
	local record = kind_of(node.class, name)
	if not record or record.kind ~= "property" then return not_a_member(node, name) end
	return setter_for(node.class, record)(node, value)
end

-- Python reads what a script would read, without the security levels.
function P.read_trusted(node, name)
	local record = kind_of(node.class, name)
	if record and record.kind == "property" and record.refused then
		local value = rawget(node.values, record.name)
		if value == nil then value = node.class.members[record.name] end
		return value
	end
	return node.values[name]
end
