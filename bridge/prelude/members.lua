-- Members of instances: how a name is found and read; writing.lua holds how one is written.
--
-- Members are found out once per class and name by asking Python ("class.member"); what is found is
-- kept in the class record. Knows no single class; others add members with P.define_method,
-- P.define_event and P.define_property. Needs handles.lua and property.lua.

local P = ...
local N = P.native
local rawget, type = N.rawget, N.type
local gmatch, match, format = N.string.gmatch, N.string.match, N.string.format
local node_of, full_name, fail, NODE = P.node_of, P.full_name, P.fail, P.NODE

-- Classes ---------------------------------------------------------------------------------------

-- What the prelude itself implements: class -> name -> implementation.
local methods, events, properties = {}, {}, {}

local function entry(registry, class_name)
	local found = registry[class_name]
	if not found then
		found = {}
		registry[class_name] = found
	end
	return found
end

local dot_error = P.dot_error

-- f(node, ...) is called with the node of the handle the method was called on.
function P.define_method(class_name, name, f)
	entry(methods, class_name)[name] = function(self, ...)
		local node = node_of(self)
		if not node or not node.class.ancestors[class_name] then return dot_error(name) end
		return f(node, ...)
	end
end

-- make(node) -> signal, called at the first read of the event on each instance.
function P.define_event(class_name, name, make)
	entry(events, class_name)[name] = make
end

-- rules.read(node) -> value computes the value at each read; rules.write(node, value) does the
-- whole write; rules.accept(value) -> value or raises, before the ordinary write; rules.after(node,
-- value) follows it.
function P.define_property(class_name, name, rules)
	entry(properties, class_name)[name] = rules
end

-- Members that are known and refused by name: class -> name -> why. What is neither here nor
-- implemented is refused as well; this says why, and hides what a class inherits.
local refused_members = {}

-- names: an array of methods and properties.
function P.define_unmodelled(class_name, names, why)
	for i = 1, #names do
		local name = names[i]
		local function refuse(node) return P.unmodelled(node.class, name, why) end
		entry(refused_members, class_name)[name] = why
		entry(methods, class_name)[name] = function(self)
			local node = node_of(self)
			if not node or not node.class.ancestors[class_name] then return dot_error(name) end
			return refuse(node)
		end
		entry(properties, class_name)[name] = { read = refuse, write = refuse }
	end
end

-- "class kind name" per line of what the prelude itself implements ("method", "event", "property")
-- or refuses with a reason ("refused", the reason after the name). For the coverage page.
P.export("members.implemented", function()
	P.load_every_class_file()
	local lines = {}
	for kind, registry in N.pairs({ method = methods, event = events, property = properties }) do
		for class_name, members in N.pairs(registry) do
			for name in N.pairs(members) do
				local why = refused_members[class_name] and refused_members[class_name][name]
				if not why then lines[#lines + 1] = class_name .. " " .. kind .. " " .. name end
			end
		end
	end
	for class_name, members in N.pairs(refused_members) do
		for name, why in N.pairs(members) do lines[#lines + 1] = class_name .. " refused " .. name .. " " .. why end
	end
	N.table.sort(lines)
	return N.table.concat(lines, "\n")
end)

local function inherited(registry, class, name)
	for i = 1, #class.chain do
		local own = registry[class.chain[i]]
		local found = own and own[name]
		if found ~= nil then return found end
	end
	return nil
end

local read_slowly

local classes = {}

-- The class record of a name; nil when the engine has no such class.
local function class_of(name)
	local class = classes[name]
	if class then return class end
	local chain, creatable, service = P.host("class.describe", name)
	if not chain then return nil end
	class = {
		name = name, chain = {}, ancestors = {}, creatable = creatable, service = service,
		members = { ClassName = name }, kinds = {}, setters = {}, is_value = false,
	}
	for ancestor in gmatch(chain, "[^ ]+") do
		class.chain[#class.chain + 1] = ancestor
		class.ancestors[ancestor] = true
	end
	-- "ValueBase: Changed fires only for Value and passes the new value" (engine.md e.7).
	class.is_value = class.ancestors.ValueBase == true
	local members = class.members
	class.values_metatable = {
		__index = function(values, key, ...)
			local member = members[key]
			if member ~= nil then return member end
			return read_slowly(values, key)
		end,
	}
	classes[name] = class
	P.load_class_files(class)
	return class
end
P.class_of = class_of

-- Signals ---------------------------------------------------------------------------------------

-- How many signals of a name exist in this VM: nobody looks for listeners that cannot be there.
local signal_counts = {}
P.signal_counts = signal_counts

-- Keeps a signal with its node, so that Destroy finds it.
local function own_signal(node, name, signal)
	local signals = node.signals
	if not signals then
		signals = {}
		node.signals = signals
	end
	signals[#signals + 1] = signal
	signal_counts[name] = (signal_counts[name] or 0) + 1
	return signal
end
P.own_signal = own_signal

local function event_signal(node, name)
	local make = inherited(events, node.class, name)
	local signal = make and make(node) or P.new_signal(name, node.class.name)
	own_signal(node, name, signal)
	local own = node.events
	if not own then
		own = {}
		node.events = own
	end
	own[name] = signal
	return signal
end

-- The signal of an event if some script has ever looked at it.
local function existing_signal(node, name)
	local own = node.events
	return own and own[name]
end
P.existing_signal = existing_signal

-- Fires an event of an instance; costs nothing when nobody has looked at it.
function P.fire_event(node, name, ...)
	local signal = existing_signal(node, name)
	if signal then P.fire(signal, ...) end
end

-- Told of every change of a property or an attribute, once something wants to know.
local change_watch = nil

function P.set_change_watch(f)
	change_watch = f
	P.change_watch = f
end

-- After a property of `node` took another value. Order: SIM of engine.md e.7, Changed first.
local function changed(node, name, value)
	if change_watch then change_watch() end
	local signal = existing_signal(node, "Changed")
	if signal then
		if not node.class.is_value then
			P.fire(signal, name)
		elseif name == "Value" then
			P.fire(signal, value)
		end
	end
	local specific = node.property_signals
	specific = specific and specific[name]
	if specific then P.fire(specific) end
end
P.property_changed = changed

-- The wording of engine.md d.8.
local function refuse_access(act, name, level)
	return fail(format("The current thread cannot %s '%s' (lacking capability %s)", act, name, level))
end
P.refuse_access = refuse_access

-- Finding out about members ---------------------------------------------------------------------

local function unmodelled(class, name, what)
	return fail(format("%s of %s is not modelled by luau-bridge (%s)", name, class.name, what))
end
P.unmodelled = unmodelled

-- Fills in class.kinds[name], class.members[name] (methods and defaults that are not nil) from
-- Python's answer.
local function resolve(class, name)
	local kind, a, b, c, d, e, f = P.host("class.member", class.name, name)
	local record = false
	if kind == "alias" then
		-- A deprecated twin is the member itself under its old name.
		record = class.kinds[a]
		if record == nil then record = resolve(class, a) end
		if record.kind == "method" then class.members[name] = class.members[a] end
	elseif kind == "method" then
		local declared_by, specification, refused = a, b, c
		record = { kind = "method", name = name }
		local why = specification and match(specification, "^!(.*)")
		class.members[name] = inherited(methods, class, name)
			or specification and not why and P.stub_method(declared_by, name, specification)
			or function(self)
				local node = node_of(self)
				if not node or not node.class.ancestors[declared_by] then return dot_error(name) end
				if refused then return refuse_access("call", name, refused) end
				return unmodelled(node.class, name, why or "method")
			end
	elseif kind == "property" then
		record = {
			kind = "property", name = name, type = a, read_only = b, refused = c, known = d, write_refused = f,
			rules = inherited(properties, class, name),
		}
		local codec = P.property_codec(a)
		record.codec = codec
		local computed = record.rules and record.rules.read
		if codec and e ~= nil and not computed then
			if codec.copy then
				record.default = codec.default(e)
			elseif class.members[name] == nil then
				class.members[name] = codec.default(e)
			end
		end
	elseif kind then
		record = { kind = kind, name = name, refused = a, rules = inherited(properties, class, name) }
	end
	class.kinds[name] = record
	return record
end

-- What `name` is in a class: a record with .kind, or false.
local function kind_of(class, name)
	local record = class.kinds[name]
	if record == nil then record = resolve(class, name) end
	return record
end
P.kind_of = kind_of

-- Reading ---------------------------------------------------------------------------------------

-- Functions on the way of a read take `...` that nobody gives. LuaJIT cannot compile a trace that begins
-- in one of them and returns through a metamethod; after some tries it gives a function up for good, and
-- with it every loop that reads a property. It never begins a trace in a function with `...`.

local function find_child(node, name, ...)
	local children = node.children
	for i = 1, #children do
		local child = children[i]
		if child.name == name then return child end
	end
	return nil
end
P.find_child = find_child

local function check_key(key, ...)
	if type(key) ~= "string" then
		return fail("invalid argument #2 (string expected, got " .. P.typeof(key) .. ")")
	end
end
P.check_key = check_key

local function not_a_member(node, key)
	return fail(format('%s is not a valid member of %s "%s"', key, node.class.name, full_name(node)))
end
P.not_a_member = not_a_member

local function read_property(node, record, ...)
	local rules = record.rules
	if rules and rules.read then return rules.read(node) end
	local value = rawget(node.values, record.name)
	if value ~= nil then return value end
	if record.refused then return refuse_access("read", record.name, record.refused) end
	if not record.codec then return unmodelled(node.class, record.name, "a property of type " .. record.type) end
	if record.codec.copy then
		-- Stored where plain reads do not find it: each read is a fresh copy.
		value = rawget(node.values, record)
		if value == nil then value = record.default end
		return value ~= nil and record.codec.copy(value)
			or unmodelled(node.class, record.name, "a property whose default is unknown")
	end
	value = node.class.members[record.name]
	if value == nil and not record.known then
		return unmodelled(node.class, record.name, "a property whose default is unknown")
	end
	return value
end

-- Properties win over children (engine.md e.2).
function read_slowly(values, key, ...)
	check_key(key)
	local node = rawget(values, NODE)
	local class = node.class
	local record = class.kinds[key]
	if record == nil then
		record = resolve(class, key)
		local member = class.members[key]
		if member ~= nil then return member end
	end
	if not record then
		local child = find_child(node, key)
		if child then return child.handle end
		return not_a_member(node, key)
	end
	local kind = record.kind
	if kind == "property" then return read_property(node, record) end
	if record.refused then return refuse_access("read", key, record.refused) end
	if kind == "event" then
		local name = record.name -- the twin's own name when `key` is the deprecated one
		return P.signal_twin(existing_signal(node, name) or event_signal(node, name))
	end
	return fail(format(
		"%s is a callback member of %s; you can only set the callback value, get is not available", key, class.name
	))
end
