-- Methods that Python services implement: arguments are checked and converted, the call crosses,
-- results come back; a method that yields waits here for Python's reply. Also the functions scripts
-- hand over.
--
-- A specification is "number yields kind kind ...", e.g. "12 y string string?=global json"; kinds
-- are those of stubs/service.py. Error texts are the engine's (cloud-services.md 1.7) and carry no
-- position. Needs wire.lua and members.lua.

local P = ...
local N = P.native
local unpack, type, tonumber, next = N.unpack, N.type, N.tonumber, N.next
local gmatch, match, format, concat = N.string.gmatch, N.string.match, N.string.format, N.table.concat
local node_of, fail, dot_error = P.node_of, P.fail, P.dot_error
local decode_wire, registered = P.decode_wire, P.registered

-- Functions of scripts by number, until Python lets go of them, and whose they are.
local functions, owners, last_function = {}, {}, 0

local function keep_function(f)
	last_function = last_function + 1
	functions[last_function], owners[last_function] = f, P.scheduling.owner
	return last_function
end

local function cast_error(value, wanted)
	local kind = P.typeof(value)
	if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then kind = "value" end
	return fail("Unable to cast " .. kind .. " to " .. wanted)
end

-- kind -> f(value) -> what crosses.
local convert = {}

function convert.string(value)
	if type(value) == "string" then return value end
	if type(value) == "number" then
		-- "NaN, inf, -inf become NAN, INF, -INF" (cloud-services.md 1.7).
		if value ~= value then return "NAN" end
		if value == 1 / 0 then return "INF" end
		if value == -1 / 0 then return "-INF" end
		return P.number_to_text(value)
	end
	return cast_error(value, "string")
end

local function number_from(value, wanted)
	if type(value) == "number" then return value end
	local number = type(value) == "string" and tonumber(value)
	return number or cast_error(value, wanted)
end

function convert.number(value) return number_from(value, "double") end

function convert.int(value)
	value = number_from(value, "int64")
	if value ~= value then return 0 end
	return P.round(value) + 0 -- no negative zero
end

function convert.boolean(value)
	if type(value) == "boolean" then return value end
	return cast_error(value, "bool")
end

convert["function"] = function(value)
	if type(value) ~= "function" then return fail("Unable to cast value to function") end
	return keep_function(value)
end

-- Plain values of any type: no tables, functions or instances.
function convert.value(value)
	local kind = type(value)
	if kind == "string" or kind == "number" or kind == "boolean" then return value end
	return cast_error(value, "string")
end

local function instance_converter(class_name)
	return function(value)
		local node = node_of(value)
		if not node or not node.class.ancestors[class_name] then return cast_error(value, "Object") end
		return node.id
	end
end

-- A property of an options object: one value crosses, and Python need not come back for it.
local function property_converter(class_name, name)
	return function(value)
		local node = node_of(value)
		if not node or not node.class.ancestors[class_name] then return cast_error(value, "Object") end
		return P.read_trusted(node, name)
	end
end

local function enum_converter(enum_name)
	local enum = P.enum_of(enum_name)
	return function(value)
		local item = P.enum_item_from(enum, value)
		if not item then return cast_error(value, enum_name) end
		return item.name
	end
end

local function converter_of(kind)
	local known = convert[kind]
	if known then return known end
	local enum_name = match(kind, "^Enum%.(.+)$")
	if enum_name then return enum_converter(enum_name) end
	local class_name, property_name = match(kind, "^(.+)%.(.+)$")
	if class_name then return property_converter(class_name, property_name) end
	return instance_converter(kind)
end

local function table_converter(refusal)
	return function(value)
		if type(value) ~= "table" then return fail(refusal) end
		return P.json_wire(value)
	end
end

-- The least key that is no string, numbers before all others; nil when all are strings.
local function foreign_key(t)
	local number, text
	for key in next, P.raw_view(t) do
		local kind = type(key)
		if kind == "number" then
			if not number or key < number then number = key end
		elseif kind ~= "string" then
			local shown = P.tostring(key)
			if not text or shown < text then text = shown end
		end
	end
	return number and P.tostring(number) or text
end

convert.json = P.json_wire

-- A key that is no string is named (live experiments, 2022; the wording after it is ours).
function convert.dictionary(value)
	if type(value) ~= "table" then return fail("Unable to cast to Dictionary") end
	local key = foreign_key(value)
	if key then return fail("Unable to cast to Dictionary due to key " .. key) end
	return P.json_wire(value)
end

convert.array = table_converter("Unable to cast to Array")

-- The same for tables that may hold enum items and instances.
function convert.structure(value)
	if type(value) ~= "table" then return fail("Unable to cast to Array") end
	return P.structures().structure_wire(value)
end

-- Dictionaries that may also hold secrets.
function convert.options(value)
	if type(value) ~= "table" then return fail("Unable to cast to Dictionary") end
	return P.structures().structure_wire(value)
end

-- A string, or a Secret in its place: "s" and the text, or the structure that stands for the secret.
function convert.text(value)
	if P.typeof(value) == "Secret" then return P.structures().structure_wire(value) end
	return "s" .. convert.string(value)
end

-- The developer product of a reward.
function convert.AdReward(value)
	local record = P.datatype("AdReward")
	if not N.ffi.istype(record.kind, value) then return cast_error(value, "AdReward") end
	return value._product
end

-- An array of instances: their ids as one text.
function convert.Instances(value)
	if type(value) ~= "table" then return fail("Unable to cast to Array") end
	local ids = {}
	for i = 1, #value do
		local node = node_of(value[i])
		if not node then return cast_error(value[i], "Object") end
		ids[i] = format("%d", node.id)
	end
	return concat(ids, " ")
end

local function missing(index)
	return fail("Argument " .. index .. " missing or nil")
end

local function parse(specification)
	local number, yields, kinds = match(specification, "^(%d+) (%a) ?(.*)$")
	local parameters = {}
	for text in gmatch(kinds, "[^ ]+") do
		local kind, optional = match(text, "^(.-)(%??)$")
		parameters[#parameters + 1] = { optional = optional == "?", convert = converter_of(kind) }
	end
	return tonumber(number), yields == "y", parameters
end

-- Methods with the same shape of parameters share one compiled text, which has the arguments in locals
-- instead of a vararg: a call through it costs a third.
local SHAPES = {}

local function shape_of(parameters)
	local letters = {}
	for i = 1, #parameters do
		letters[i] = parameters[i].optional and "?" or "!"
	end
	return concat(letters)
end

local METHOD = [[
local node_of, host, finish, missing, dot_error, check_yieldable = ...
return function(declared_by, name, number, yields%s)
	return function(self%s)
		local node = node_of(self)
		if not node or not node.class.ancestors[declared_by] then return dot_error(name) end
		%s
		if yields then check_yieldable() end
		return finish(host("service.call", number, node.id%s))
	end
end]]

local function compile(parameters)
	local converters, arguments, steps = {}, {}, {}
	for i = 1, #parameters do
		local otherwise = parameters[i].optional and "end" or format("else return missing(%d) end", i)
		converters[i], arguments[i] = ", c" .. i, ", a" .. i
		steps[i] = format("if a%d ~= nil then a%d = c%d(a%d) %s", i, i, i, i, otherwise)
	end
	local all = concat(arguments)
	local text = format(METHOD, concat(converters), all, concat(steps, "\n"), all)
	return N.setfenv(N.loadstring(text, "=\1prelude/marshal.lua"), {})
end

-- An argument of a method that the prelude implements: kind as in a specification, n its place; nil gives
-- `default`, without one it is an error.
function P.argument(kind, value, n, default)
	if value == nil then
		if default ~= nil then return default end
		return fail("Argument " .. n .. " missing or nil")
	end
	return converter_of(kind)(value)
end

-- The same for an instance: its node.
function P.node_argument(class_name, value, n)
	local node = node_of(value)
	if node and node.class.ancestors[class_name] then return node end
	if value == nil then return fail("Argument " .. n .. " missing or nil") end
	return cast_error(value, "Object")
end

function P.vector_argument(value, n)
	if P.is_vector(value) then return value end
	if value == nil then return fail("Argument " .. n .. " missing or nil") end
	return cast_error(value, "Vector3")
end

-- Python's immediate answer: "v" and values, "e" and an error text, "w" and the token to wait for.
local function finish(status, first, ...)
	if status == "v" then return decode_wire(first, ...) end
	if status == "e" then return fail(first) end
	return decode_wire(P.await(first, 0))
end

function P.stub_method(declared_by, name, specification)
	local number, yields, parameters = parse(specification)
	local shape = shape_of(parameters)
	local make = SHAPES[shape]
	if not make then
		make = compile(parameters)(node_of, P.host, finish, missing, dot_error, P.check_yieldable)
		SHAPES[shape] = make
	end
	local converters = {}
	for i = 1, #parameters do converters[i] = parameters[i].convert end
	return make(declared_by, name, number, yields, unpack(converters))
end

-- Functions handed to Python --------------------------------------------------------------------

P.export("callback.release", function(...)
	for i = 1, N.select("#", ...) do
		local number = (N.select(i, ...))
		functions[number], owners[number] = nil, nil
	end
end)

P.export("callback.spawn", function(number, ...)
	P.spawn_thread(functions[number], decode_wire(...))
end)

local function results_of(wanted, ok, ...)
	if not ok then return "error", P.error_message((...)) end
	return "ok", P.encode_wire(wanted, ...)
end

-- Runs a function that must not yield. -> "ok", kinds, wire... | "error", text | "yielded"
local function run_now(wanted, f, ...) return results_of(wanted, P.pcall(f, ...)) end

P.export("callback.invoke", function(number, wanted, ...)
	local thread = N.coroutine.create(run_now)
	return P.finish_invoke(thread, N.coroutine.resume(thread, wanted, functions[number], decode_wire(...)))
end)

function P.finish_invoke(thread, ok, ...)
	if N.coroutine.status(thread) ~= "dead" then
		P.close_thread(thread)
		return "yielded"
	end
	if not ok then
		if P.stopped ~= "timeout" then return N.error((...), 0) end
		-- The function's own limit: the request it belongs to fails, and nothing else does.
		P.stopped = nil
		return "error", P.TIMEOUT
	end
	return ...
end

-- An RBXScriptConnection over a function; Python fires it.
local signals = {}

-- "Killing the script containing the connections also causes the underlying connect to be unsubscribed"
-- (class page MessagingService): at once, so that the place it took is free again.
local open_of = N.setmetatable({}, { __mode = "k" }) -- owner -> {[connection number] = true}

local function close_all(open)
	local numbers = {}
	for number in N.next, open do numbers[#numbers + 1] = number end
	N.table.sort(numbers)
	for i = 1, #numbers do P.disconnect(registered[numbers[i]]) end
end

local function open_connections(owner)
	local open = open_of[owner]
	if not open then
		open = {}
		open_of[owner] = open
		owner.killed = function() close_all(open) end
	end
	return open
end

P.export("callback.connect", function(number, name, connection_number)
	local scheduling, owner = P.scheduling, owners[number]
	local open = open_connections(owner)
	local signal
	signal = P.new_signal(name, name, {
		last = function()
			registered[connection_number], signals[connection_number] = nil, nil
			open[connection_number] = nil
			P.host("connection.closed", connection_number)
		end,
	})
	open[connection_number] = true
	local outer = scheduling.owner
	scheduling.owner = owner
	registered[connection_number] = P.connect(signal, functions[number])
	scheduling.owner = outer
	signals[connection_number] = signal
end)

P.export("connection.fire", function(connection_number, ...)
	local signal = signals[connection_number]
	if signal then P.fire(signal, decode_wire(...)) end
end)

-- Events of instances that Python fires: (id, event name, kinds, wire...).
P.export("instance.fire", function(id, name, ...)
	local signal = P.existing_signal(P.node(id), name)
	if signal then P.fire(signal, decode_wire(...)) end
end)

P.export("instance.read", function(id, name)
	return P.encode_wire("", P.read_trusted(P.node(id), name))
end)

-- Names and values of plain properties, by turns.
P.export("instance.write_plain", function(id, ...)
	local node = P.node(id)
	for i = 1, N.select("#", ...), 2 do
		local name, value = N.select(i, ...)
		P.write_trusted(node, name, value)
	end
end)

-- form: the JSON that a default of the type has in the class table.
P.export("instance.write_datatype", function(id, name, form)
	local node = P.node(id)
	return P.write_trusted(node, name, P.kind_of(node.class, name).codec.default(form))
end)

P.export("instance.write", function(id, name, ...)
	return P.write_trusted(P.node(id), name, (decode_wire(...)))
end)
