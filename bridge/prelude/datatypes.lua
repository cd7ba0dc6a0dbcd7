-- Datatypes: which value types of Roblox exist, how one is made, and their loading at first use.
--
-- A server starts without any of them: a type's file in datatypes/ is loaded when a script first
-- reads its global or a property of the type is first read. A value is an FFI struct whose fields
-- have names no program uses; so identity, table keys and immutability come for free (engine.md i.1).
-- Needs property.lua, attributes.lua and arguments_copy.lua.

local P = ...
local N = P.native
local type, select, tonumber, rawset = N.type, N.select, N.tonumber, N.rawset
local ffi, format = N.ffi, N.string.format
local istype = ffi.istype

-- Type or global -> file. Only complete types stand here.
local FILES = {
	AdReward = "ad_reward",
	Axes = "axes",
	BrickColor = "brick_color",
	CFrame = "cframe",
	Color3 = "color3",
	ColorSequence = "color_sequence",
	ColorSequenceKeypoint = "color_sequence_keypoint",
	Content = "content",
	DateTime = "date_time",
	Faces = "faces",
	Font = "font",
	NumberRange = "number_range",
	NumberSequence = "number_sequence",
	NumberSequenceKeypoint = "number_sequence_keypoint",
	OverlapParams = "overlap_params",
	PathWaypoint = "path_waypoint",
	PhysicalProperties = "physical_properties",
	Random = "random",
	Ray = "ray",
	RaycastParams = "raycast_params",
	Rect = "rect",
	Region3 = "region3",
	Region3int16 = "region3int16",
	Secret = "secret",
	SharedTable = "shared_table",
	TweenInfo = "tween_info",
	UDim = "udim",
	UDim2 = "udim2",
	Vector2 = "vector2",
	Vector2int16 = "vector2int16",
	Vector3 = "vector3",
	Vector3int16 = "vector3int16",
}

-- Globals without properties of their type, and types without a global: loaded like the others.
local NO_PROPERTY = { AdReward = true, Random = true, Secret = true, SharedTable = true }

-- Globals of types without a model: what is asked of one is an error that names it.
local NOT_MODELLED = {
	CatalogSearchParams = true, DockWidgetPluginGuiInfo = true, FloatCurveKey = true, Path2DControlPoint = true,
	RotationCurveKey = true, SecurityCapabilities = true, User = true, ValueCurveKey = true,
}

local fail, dot_error = P.fail, P.dot_error

-- Loading ---------------------------------------------------------------------------------------

local records, loaded_files = {}, {}
local globals = {}

local function load_file(file)
	loaded_files[file] = true
	return P.run_prelude_file("datatypes/" .. file)
end

-- For a type whose library is a file of its own.
function P.load_datatype_file(file)
	if not loaded_files[file] then return load_file(file) end
end

local function ensure(name)
	local file = FILES[name]
	if not file then return false end
	if not loaded_files[file] then load_file(file) end
	return true
end

-- The record of a datatype: { name, kind, from_wire }.
function P.datatype(name)
	if not records[name] then ensure(name) end
	return records[name]
end

-- Makes `library` the global `name`, closed as all globals are.
function P.define_datatype_global(name, library)
	for _, member in N.next, library do
		if type(member) == "function" then P.public[member] = true end
	end
	globals[name] = P.freeze(library, true)
end

-- For the coverage page.
P.export("datatypes.unmodelled", function()
	local names = {}
	for name in N.pairs(NOT_MODELLED) do names[#names + 1] = name end
	N.table.sort(names)
	return N.table.concat(names, " ")
end)

local function unmodelled_global(name)
	local function refuse(_, key)
		return fail(name .. "." .. P.tostring(key) .. " is not modelled by luau-bridge")
	end
	return N.setmetatable({}, { __index = refuse, __newindex = refuse, __metatable = "The metatable is locked" })
end

local finish = P.finish
P.export("vm.finish", function()
	local shared = finish()
	N.debug.setmetatable(shared, {
		__index = function(_, name)
			if NOT_MODELLED[name] then
				globals[name] = unmodelled_global(name)
			elseif not ensure(name) then
				return nil
			end
			local library = globals[name]
			if library ~= nil then rawset(shared, name, library) end
			return library
		end,
	})
	return shared
end)

-- Making a type ---------------------------------------------------------------------------------

-- f(self, ...) with the check that `self` is of the type.
local function method_of(kind, name, f)
	local function method(self, ...)
		if not istype(kind, self) then return dot_error(name) end
		return f(self, ...)
	end
	P.public[method] = true
	return method
end

-- Methods by name; the other name of a method goes to the same function.
function P.datatype_methods(kind, definitions)
	local methods = {}
	for name, f in N.next, definitions do methods[name] = method_of(kind, name, f) end
	return methods
end

local function not_a_member(key, name)
	return fail(P.tostring(key) .. " is not a valid member of " .. name)
end
P.not_a_datatype_member = not_a_member

local function read_only(_, key)
	return fail(P.tostring(key) .. " cannot be assigned to")
end

-- spec: name; fields (C declarations), or type (a struct type), or kind (an FFI type that has its
-- metatable already); members: name -> f(value); methods: name -> f(self, ...); operators:
-- metamethods; index(value, key) in place of members and methods; equal(a, b); to_text(value); set(value,
-- key, new) for mutable types; from_wire(content, form), the value of the class table's default {form:
-- content}; copy(value) for mutable types that properties hold. Returns the FFI type, which makes values.
function P.define_datatype(spec)
	local name = spec.name
	local kind = spec.kind or spec.type or ffi.typeof("struct { " .. spec.fields .. " }")
	local record = { name = name, kind = kind, from_wire = spec.from_wire, copy = spec.copy }
	records[name] = record
	if spec.kind then return kind end
	local members, methods = spec.members, P.datatype_methods(kind, spec.methods or {})
	local equal = spec.equal
	local metatable = spec.operators or {}
	metatable.__index = spec.index or function(value, key)
		local getter = members[key]
		if getter then return getter(value) end
		local method = methods[key]
		if method then return method end
		return not_a_member(key, name)
	end
	metatable.__newindex = spec.set or read_only
	metatable.__eq = equal and function(a, b)
		return istype(kind, a) and istype(kind, b) and equal(a, b)
	end or N.rawequal
	metatable.__metatable = "The metatable is locked"
	P.fill_operator_errors(metatable, name)
	P.define_value_type(kind, metatable, "userdata", spec.to_text)
	P.set_typeof_name(kind, name)
	return kind
end

-- Arguments -------------------------------------------------------------------------------------

-- check(v, n, fname, argc) for values of a datatype.
function P.datatype_check(name)
	local kind = P.datatype(name).kind
	return function(v, n, fname, argc)
		if istype(kind, v) then return v end
		return P.type_error(v, n, fname, argc, name)
	end
end

-- The value (a number) of an enum item, of its name or its number; `default` for nil.
function P.check_enum(v, n, fname, enum_name, default)
	if v == nil and default then return default end
	local item = P.enum_item_from(P.enum_of(enum_name), v)
	if item then return item.value end
	return P.type_error(v, n, fname, v == nil and 0 or n, enum_name)
end

-- The item of an enum for a stored number.
function P.enum_item_handle(enum_name, value)
	return P.enum_of(enum_name).by_value[value].handle
end

-- Text of components ----------------------------------------------------------------------------

-- "Single floats printed by the engine: %.9g" (engine.md i.2).
local function single_text(x)
	if x ~= x then return "nan" end
	return format("%.9g", x)
end
P.single_text = single_text

-- Components joined by commas.
function P.singles_text(...)
	local text = single_text((...))
	for i = 2, select("#", ...) do text = text .. ", " .. single_text((select(i, ...))) end
	return text
end

-- The two numbers of a default that is recorded as the engine's text only; INF stands for infinity
-- (engine.md i.2).
function P.numbers_of_text(text)
	local first, second = N.string.match(text, "^([^, ]+)[, ]+([^, ]+)")
	return first == "INF" and 1 / 0 or tonumber(first), second == "INF" and 1 / 0 or tonumber(second)
end

-- "FuzzyEq: eps 1e-5, relative per component" (engine.md i.3): the bound grows with the size, from
-- epsilon at zero on.
function P.fuzzy_equal(a, b, epsilon)
	return a == b or N.math.abs(a - b) <= epsilon * (N.math.abs(a) + 1)
end

local cell = ffi.new("float[1]")

-- Rounds to single precision.
function P.single(x)
	cell[0] = x
	return tonumber(cell[0])
end

-- The vector type is there before Vector3 is asked for ------------------------------------------

P.set_typeof_name(P.vector_kind, "Vector3")

function P.vector_member(v, key)
	ensure("Vector3") -- replaces this function
	return P.vector_member(v, key)
end

P.vector_assign = read_only

-- `//` reaches FFI values by this door only; a vector may stand on either side of another type.
local vector_idiv, is_vector = P.cdata_idiv, P.is_vector

local function idiv_handler(v)
	if type(v) ~= "cdata" or is_vector(v) then return nil end
	return P.metatable_of(v).__idiv
end

function P.cdata_idiv(a, b)
	local handler = idiv_handler(a) or idiv_handler(b) or vector_idiv
	return handler(a, b)
end

-- Properties, attributes, remotes ---------------------------------------------------------------

-- "Supported attribute types" (engine.md e.9).
local ATTRIBUTES = {
	"BrickColor", "CFrame", "Color3", "ColorSequence", "Font", "NumberRange", "NumberSequence", "Rect",
	"UDim", "UDim2", "Vector2", "Vector3",
}

for _, name in N.ipairs(ATTRIBUTES) do
	P.define_attribute_type(name)
end

-- A part without properties of its own has nil.
local OPTIONAL = { PhysicalProperties = true }

-- Types with settable members: who reads a property or an attribute gets a copy.
local COPIED = { Font = true }

local function copy_of(value)
	return P.datatype(P.typeof(value)).copy(value)
end

for name in N.next, COPIED do P.define_attribute_type(name, copy_of) end

-- form: JSON of a datatype as for properties, or {"EnumItem": [enum, item]}.
P.export("instance.write_attribute", function(id, name, form)
	for type_name, content in N.next, P.json_decode(form) do
		local value
		if type_name == "EnumItem" then
			value = P.enum_handle(content[1], content[2])
		else
			value = P.datatype(type_name == "Color3uint8" and "Color3" or type_name).from_wire(content, type_name)
		end
		P.set_attribute(P.node(id), name, value)
	end
end)

for name in N.next, FILES do
	if not NO_PROPERTY[name] then
		P.define_property_type(name, {
			copy = COPIED[name] and copy_of,
			accept = function(value, property)
				local record = records[name]
				if record and istype(record.kind, value) then return value end
				if P.typeof(value) ~= name and not (value == nil and OPTIONAL[name]) then
					return P.refuse_property(property, name, value)
				end
				return value
			end,
			default = function(text)
				for form, content in N.next, P.json_decode(text) do
					return P.datatype(name).from_wire(content, form)
				end
			end,
		})
	end
end
