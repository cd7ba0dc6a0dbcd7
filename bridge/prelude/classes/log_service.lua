-- LogService: output as scripts can read and write it (class page LogService; engine.md d.6).
--
-- Python keeps the lines (tools/simulation/output.py); they are fetched when asked for. Left out:
-- GetLogger and what only Studio shows.

local P = ...
local N = P.native
local type, select, floor, gsub = N.type, N.select, N.math.floor, N.string.gsub
local fail = P.fail

local TYPES = { print = "MessageOutput", info = "MessageInfo", warn = "MessageWarning", error = "MessageError" }
local KINDS = { [0] = "print", "info", "warn", "error" }

local function type_of(kind)
	return P.enum_handle("MessageType", TYPES[kind])
end

P.define_event("LogService", "MessageOut", function()
	local signal
	signal = P.new_signal("MessageOut", "LogService", {
		first = function()
			P.hear_output(function(kind, text, context)
				return P.fire_guarded(signal, text, type_of(kind), context)
			end)
			P.hears_itself = function() return P.is_nested(signal) end
			P.host("log.heard", true)
		end,
		last = function()
			P.hear_output(nil)
			P.hears_itself = nil
			P.host("log.heard", false)
		end,
	})
	return signal
end)

-- History ----------------------------------------------------------------------------------------

local function append(history, ...)
	for i = 1, select("#", ...), 3 do
		local kind, text, unix_us = select(i, ...)
		history[#history + 1] = {
			message = text, messageType = type_of(kind), timestamp = floor(unix_us / 1000000),
		}
	end
	return select("#", ...) / 3
end

-- "Array of {message, messageType, timestamp}", oldest first.
P.define_method("LogService", "GetLogHistory", function()
	local history, at = {}, 0
	while true do
		local count = append(history, P.host("log.history", at))
		if count == 0 then return history end
		at = at + count
	end
end)

-- "The log history is also cleared": nothing from before is returned any more. What a test sees of
-- the server's output stays.
P.define_method("LogService", "ClearOutput", function() P.host("log.clear") end)

-- Messages with a context ------------------------------------------------------------------------

-- "Instances are stored as their full path, functions as <function>, other non-primitive types by
-- their tostring".
local function stored(value, seen)
	local kind = type(value)
	if kind == "string" or kind == "number" or kind == "boolean" then return value end
	if kind == "function" then return "<function>" end
	local node = P.node_of(value)
	if node then return P.full_name(node) end
	if kind ~= "table" or seen[value] then return P.tostring(value) end
	seen[value] = true
	local copy = P.stored_context(value, seen)
	seen[value] = nil
	return copy
end

-- "Numeric keys are converted to string keys; an explicit string key wins".
function P.stored_context(context, seen)
	local copy = {}
	local raw = P.raw_view(context)
	for key, value in P.next, raw do
		if type(key) == "string" then
			copy[key] = stored(value, seen)
		else
			local name = P.tostring(key)
			if raw[name] == nil then copy[name] = stored(value, seen) end
		end
	end
	return copy
end

-- `{key}` is replaced, `{{` and `}}` are braces; an unknown key stays as it is written.
local function filled(template, context)
	local text = gsub(template, "{{", "\1")
	text = gsub(text, "}}", "\2")
	text = gsub(text, "{([^{}\1\2]*)}", function(key)
		local value = context and context[key]
		if value == nil then return nil end
		return P.tostring(value)
	end)
	text = gsub(text, "\1", "{")
	return (gsub(text, "\2", "}"))
end

local function message_and_context(template, context, n)
	template = P.argument("string", template, n)
	if context ~= nil and type(context) ~= "table" then return fail("Unable to cast to Dictionary") end
	context = context and P.stored_context(context, { [context] = true })
	return filled(template, context), template, context
end

local function define(name, kind)
	P.define_method("LogService", name, function(_, template, context)
		local text, _, kept = message_and_context(template, context, 1)
		return P.output(kind, text, kept)
	end)
end
define("Output", "print")
define("Info", "info")
define("Warn", "warn")

P.define_method("LogService", "Log", function(_, message_type, template, context)
	local item = P.enum_item_from(P.enum_of("MessageType"), message_type)
	if not item then
		if message_type == nil then return fail("Argument 1 missing or nil") end
		return fail("Unable to cast " .. P.typeof(message_type) .. " to MessageType")
	end
	local text, _, kept = message_and_context(template, context, 2)
	return P.output(KINDS[item.value], text, kept)
end)

-- "Error throws a table {message, template, context, stack} with __tostring".
local ERROR_METATABLE = { __tostring = function(problem) return problem.message end }

P.define_method("LogService", "Error", function(_, template, context)
	local text, kept_template, kept = message_and_context(template, context, 1)
	local problem = {
		message = text, template = kept_template, context = kept or {}, stack = P.traceback(nil, 2),
	}
	return N.error(N.setmetatable(problem, ERROR_METATABLE), 0)
end)
