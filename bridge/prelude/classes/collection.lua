-- CollectionService:CreateCollection: live sets of instances that a selector picks, with callbacks.
--
-- Sources: class page CollectionService, datatype page Collection; engine.md e.12. Any change of the
-- tree, of a tag, an attribute or a property marks every collection; at the end of the resumption point
-- the marked ones are evaluated anew, and who came or left is told. Texts of errors are ours, but for
-- those that other callbacks have. OnSimulate and :in-radius are refused by name.

local P = ...
local N = P.native
local newproxy, rawget, type = N.newproxy, N.rawget, N.type
local raw_metatable = N.debug.getmetatable
local format, match = N.string.format, N.string.match
local fail = P.fail

P.load_class_file("selectors")

-- Collections that are alive, in the order they were made; a record is { root, selector, members,
-- joined = node -> true, callbacks, connections = node -> list, steps, enabled, destroyed }.
local alive = {}
local STATE = {}

local LOCKED = "The metatable is locked"

local function call(collection, name, ...)
	local callback = collection.callbacks[name]
	if callback then P.spawn_as(callback.owner, callback.f, ...) end
end

-- Signals of members ----------------------------------------------------------------------------

-- What a callback listens to on a member: its signal, or nil where the member has none of the name.
local finders = {
	event = function(node, name)
		local record = P.kind_of(node.class, name)
		return record and record.kind == "event" and node.values[name] or nil
	end,
	property = function(node, name)
		local record = P.kind_of(node.class, name)
		if not record or record.kind ~= "property" then return nil end
		return node.values.GetPropertyChangedSignal(node.handle, name)
	end,
	attribute = function(node, name) return node.values.GetAttributeChangedSignal(node.handle, name) end,
}

local function listen(collection, node, callback)
	local signal = finders[callback.kind](node, callback.name)
	if not signal then return end
	local handle, owner, f = node.handle, callback.owner, callback.f
	local list = collection.connections[node]
	list[#list + 1] = P.connect(signal, function(...) P.spawn_as(owner, f, handle, ...) end)
end

-- Members ---------------------------------------------------------------------------------------

local function copy_of(list)
	local copy = {}
	for i = 1, #list do copy[i] = list[i] end
	return copy
end

local function leave(collection, node)
	collection.joined[node] = nil
	local list = collection.connections[node]
	collection.connections[node] = nil
	for i = 1, #list do P.disconnect(list[i]) end
	call(collection, "OnRemoved", node.handle)
end

local function join(collection, node)
	collection.joined[node] = true
	collection.connections[node] = {}
	for i = 1, #collection.wrappers do listen(collection, node, collection.wrappers[i]) end
	call(collection, "OnAdded", node.handle)
end

local function evaluate(collection)
	local found, wanted = {}, {}
	if collection.enabled and not collection.destroyed then
		found = P.select_below(collection.root, collection.selector)
	end
	for i = 1, #found do wanted[found[i]] = true end
	local before = collection.members
	collection.members = found
	for i = 1, #before do
		if not wanted[before[i]] and collection.joined[before[i]] then leave(collection, before[i]) end
	end
	for i = 1, #found do
		if not collection.joined[found[i]] and collection.members == found then join(collection, found[i]) end
	end
end

local marked = false

local function evaluate_all()
	marked = false
	local list = copy_of(alive)
	for i = 1, #list do
		if not list[i].destroyed then evaluate(list[i]) end
	end
end

local function mark()
	if marked or not alive[1] then return end
	marked = true
	P.as_engine(P.defer, evaluate_all)
end

P.tree_observers.moved[#P.tree_observers.moved + 1] = mark
P.tag_observers[#P.tag_observers + 1] = mark
P.set_change_watch(mark)

local function destroy(collection)
	if collection.destroyed then return end
	collection.destroyed = true
	for i = 1, #collection.steps do P.disconnect(collection.steps[i]) end
	collection.callbacks = {}
	evaluate(collection)
	for i = 1, #alive do
		if alive[i] == collection then return N.table.remove(alive, i) end
	end
end

-- "When that root is destroyed the collection is torn down."
P.tree_observers.destroyed[#P.tree_observers.destroyed + 1] = function(node)
	local list = copy_of(alive)
	for i = 1, #list do
		if list[i].root == node then destroy(list[i]) end
	end
end

-- Callbacks -------------------------------------------------------------------------------------

-- Callbacks that stand for a step of RunService; each is called per member and step.
local STEPS = {
	OnHeartbeat = "Heartbeat", OnPreAnimation = "PreAnimation", OnPreSimulation = "PreSimulation",
	OnPostSimulation = "PostSimulation",
}

local REFUSED = {
	OnPreRender = "PreRender event can only be used from local scripts",
	OnSimulate = "OnSimulate of Collection is not modelled by luau-bridge (there is no physics)",
}

local function step_with(collection, event, callback)
	local signal = P.frame_signal(event)
	collection.steps[#collection.steps + 1] = P.connect(signal, function(delta)
		local members = collection.members
		for i = 1, #members do
			if collection.joined[members[i]] then
				P.spawn_as(callback.owner, callback.f, members[i].handle, delta)
			end
		end
	end)
end

local function wrap(collection, kind, name, callback)
	callback.kind, callback.name = kind, name
	collection.wrappers[#collection.wrappers + 1] = callback
	for i = 1, #collection.members do
		local node = collection.members[i]
		if collection.joined[node] then listen(collection, node, callback) end
	end
end

-- A callback for `key`, which may be assigned once.
local function new_callback(collection, key, f)
	if type(f) ~= "function" then
		return fail(format("Unable to assign property %s. function expected, got %s", key, P.typeof(f)))
	end
	if collection.destroyed then return fail("the Collection has been destroyed") end
	if collection.callbacks[key] then return fail(key .. " of a Collection can be assigned only once") end
	local callback = { f = f, owner = P.current_owner() }
	collection.callbacks[key] = callback
	return callback
end

local function set_enabled(collection, value)
	if type(value) ~= "boolean" then
		return fail("Unable to assign property Enabled. boolean expected, got " .. P.typeof(value))
	end
	if collection.enabled == value then return end
	collection.enabled = value
	return evaluate(collection)
end

local function assign(collection, key, value)
	if key == "Enabled" then return set_enabled(collection, value) end
	if REFUSED[key] then return fail(REFUSED[key]) end
	local event = type(key) == "string" and match(key, "^On(%u.*)$")
	if not event then return fail(P.tostring(key) .. " is not a valid member of Collection") end
	if key == "OnAdded" or key == "OnRemoved" then
		new_callback(collection, key, value)
		if key == "OnRemoved" then return end
		-- "It immediately fires once for every instance already in the collection."
		local members = copy_of(collection.members)
		for i = 1, #members do call(collection, key, members[i].handle) end
		return
	end
	if STEPS[key] then return step_with(collection, STEPS[key], new_callback(collection, key, value)) end
	-- "A name that exists nowhere in the API is an error at assignment time."
	if not P.host("class.any_member", "event", event) then
		return fail(P.tostring(key) .. " is not a valid member of Collection")
	end
	return wrap(collection, "event", event, new_callback(collection, key, value))
end

-- collection.OnPropertyChanged.X = f and collection.OnAttributeChanged.X = f.
local function wrapper_table(collection, kind, title)
	local handle = newproxy(true)
	local metatable = raw_metatable(handle)
	metatable.__metatable = LOCKED
	metatable.__index = function(_, name)
		return fail(title .. "." .. P.tostring(name) .. " can only be set")
	end
	metatable.__newindex = function(_, name, f)
		if kind == "property" and not (type(name) == "string" and P.host("class.any_member", "property", name)) then
			return fail(P.tostring(name) .. " is not a valid property name.")
		end
		return wrap(collection, kind, name, new_callback(collection, title .. "." .. P.tostring(name), f))
	end
	P.set_typename(metatable, "Collection")
	return handle
end

-- The value scripts hold ------------------------------------------------------------------------

local function collection_of(value, name)
	local metatable = type(value) == "userdata" and raw_metatable(value)
	local collection = metatable and rawget(metatable, STATE)
	return collection or P.dot_error(name)
end

local methods = {}

function methods.Destroy(self) return destroy(collection_of(self, "Destroy")) end

function methods.ForEach(self, f)
	local collection = collection_of(self, "ForEach")
	if collection.destroyed then return fail("the Collection has been destroyed") end
	if f == nil then return fail("Argument 1 missing or nil") end
	if type(f) ~= "function" then return fail("Unable to cast value to function") end
	local members = copy_of(collection.members)
	for i = 1, #members do f(members[i].handle) end
end

local function read(collection, key)
	if key == "Enabled" then return collection.enabled end
	if methods[key] then return methods[key] end
	if collection.tables[key] then return collection.tables[key] end
	if type(key) == "string" and match(key, "^On%u") then
		return fail(key .. " is a callback member of Collection; you can only set the callback value, get is not available")
	end
	return fail(P.tostring(key) .. " is not a valid member of Collection")
end

local function create(root, selector)
	local collection = {
		root = root, selector = selector, members = {}, joined = {}, callbacks = {}, connections = {}, wrappers = {},
		steps = {}, enabled = true, destroyed = false, tables = nil,
	}
	collection.tables = {
		OnPropertyChanged = wrapper_table(collection, "property", "OnPropertyChanged"),
		OnAttributeChanged = wrapper_table(collection, "attribute", "OnAttributeChanged"),
	}
	local handle = newproxy(true)
	local metatable = raw_metatable(handle)
	metatable[STATE] = collection
	metatable.__metatable = LOCKED
	metatable.__index = function(_, key) return read(collection, key) end
	metatable.__newindex = function(_, key, value) return assign(collection, key, value) end
	metatable.__tostring = function() return "Collection" end
	P.set_typename(metatable, "Collection")
	alive[#alive + 1] = collection
	evaluate(collection)
	return handle
end

function P.create_collection(query, root)
	local selector = P.read_selector(P.name_argument(query))
	if root == nil then return create(P.find_service("Workspace"), selector) end
	return create(P.instance_argument(root, 2), selector)
end
