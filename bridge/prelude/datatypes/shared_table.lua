-- SharedTable: a table that scripts of several Actors share. All of a server's Actors run in one VM, one
-- after the other, so each operation is atomic by itself. Sources: creator-docs
-- reference/engine/datatypes/SharedTable (2026); texts of errors are inferred.

local P = ...
local N = P.native
local type, select, setmetatable, next = N.type, N.select, N.setmetatable, N.next
local floor = N.math.floor
local fail, typeof = P.fail, P.typeof
local kind

-- { items = key -> value, count, frozen } of each value; weak, so that a forgotten one is collected.
local states = setmetatable({}, { __mode = "k" })

-- "Keys must either be (1) a string or (2) a nonnegative integer number less than 2^32".
local function check_key(key)
	if type(key) == "string" then return key end
	if type(key) == "number" and key >= 0 and key < 2 ^ 32 and key == floor(key) then return key end
	local shown = type(key) == "number" and P.number_to_text(key) or typeof(key)
	return fail("SharedTable keys are strings and whole numbers from 0 to 2^32 - 1, not " .. shown)
end

-- "Boolean, Number, Vector, String, SharedTable, or a serializable data type": which those are is not said;
-- here the ones that properties of instances are saved as.
local SERIALIZABLE = {
	Axes = true, BrickColor = true, CFrame = true, Color3 = true, ColorSequence = true, EnumItem = true,
	Faces = true, Font = true, NumberRange = true, NumberSequence = true, PhysicalProperties = true,
	Ray = true, Rect = true, SharedTable = true, UDim = true, UDim2 = true, Vector2 = true, Vector3 = true,
	Vector3int16 = true, boolean = true, number = true, string = true,
}

local function check_value(value)
	local name = typeof(value)
	if not SERIALIZABLE[name] then return fail("SharedTable cannot hold a value of type " .. name) end
	return value
end

local function make(frozen)
	local shared = kind()
	states[shared] = { items = {}, count = 0, frozen = frozen }
	return shared
end

local function put(state, key, value)
	local items = state.items
	if items[key] == nil and value ~= nil then state.count = state.count + 1 end
	if items[key] ~= nil and value == nil then state.count = state.count - 1 end
	items[key] = value
end

local function check_writable(state)
	if state.frozen then return fail("attempt to modify a frozen SharedTable") end
end

local function write(shared, key, value)
	local state = states[shared]
	check_writable(state)
	check_key(key)
	put(state, key, value ~= nil and check_value(value) or value)
end

-- "If the Luau table contains any table as a value, that table is converted into a new SharedTable."
local function from_table(source, open)
	if open[source] then return fail("tables cannot be cyclic") end
	open[source] = true
	local shared = make(false)
	local state = states[shared]
	for key, value in next, P.raw_view(source) do
		check_key(key)
		put(state, key, type(value) == "table" and from_table(value, open) or check_value(value))
	end
	open[source] = nil
	return shared
end

-- What was in it when the loop began, in the order of tables.
local function iterate(shared)
	local copy = {}
	for key, value in next, states[shared].items do copy[key] = value end
	return P.next, copy, nil
end

kind = P.define_datatype({
	name = "SharedTable",
	fields = "",
	index = function(shared, key) return states[shared].items[check_key(key)] end,
	set = write,
	operators = { __iter = iterate },
})

local function check(value, name, count)
	if states[value] then return value end
	return P.type_error(value, 1, name, count, "SharedTable")
end

-- copies: original -> clone, so that a graph keeps its shape.
local function clone(shared, deep, frozen, copies)
	if copies[shared] then return copies[shared] end
	local copy = make(frozen)
	copies[shared] = copy
	local state = states[copy]
	for key, value in next, states[shared].items do
		if deep and states[value] then value = clone(value, true, frozen, copies) end
		put(state, key, value)
	end
	return copy
end

local function cloning(name, frozen)
	return function(...)
		local shared, deep = ...
		check(shared, name, select("#", ...))
		return clone(shared, P.opt_boolean(deep, false, 2, name), frozen, {})
	end
end

P.define_datatype_global("SharedTable", {
	new = function(...)
		local source = ...
		if source == nil then return make(false) end
		return from_table(P.check_table(source, 1, "new", select("#", ...)), {})
	end,
	clear = function(...)
		local state = states[check((...), "clear", select("#", ...))]
		check_writable(state)
		state.items, state.count = {}, 0
	end,
	clone = cloning("clone", false),
	cloneAndFreeze = cloning("cloneAndFreeze", true),
	-- "An element with the specified key must exist, and it must be of type number"; gives the value before.
	increment = function(...)
		local shared, key, delta = ...
		local count = select("#", ...)
		local state = states[check(shared, "increment", count)]
		check_writable(state)
		local value = state.items[check_key(key)]
		delta = P.check_number(delta, 3, "increment", count)
		if type(value) ~= "number" then
			return fail("SharedTable.increment needs a number, and the element is " .. typeof(value))
		end
		state.items[key] = value + delta
		return value
	end,
	isFrozen = function(...) return states[check((...), "isFrozen", select("#", ...))].frozen end,
	size = function(...) return states[check((...), "size", select("#", ...))].count end,
	update = function(...)
		local shared, key, f = ...
		local count = select("#", ...)
		local state = states[check(shared, "update", count)]
		check_writable(state)
		check_key(key)
		P.check_function(f, 3, "update", count)
		write(shared, key, (P.guard_c_call(f, state.items[key])))
	end,
})

-- Whether a value is one; for what keeps them by name.
function P.is_shared_table(value) return states[value] ~= nil end

P.new_shared_table = make
