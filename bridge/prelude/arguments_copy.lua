-- What happens to arguments on the way through remotes and bindables (engine.md g.3): tables are
-- copied and lose their metatables, keys become strings, what cannot travel becomes nil. Needs
-- handles.lua and enum.lua.

local P = ...
local N = P.native
local type, next, select, unpack = N.type, N.next, N.select, N.unpack
local node_of, fail = P.node_of, P.fail

-- Userdata that travels: instances, enum items; datatypes say so themselves.
local travelling = { Instance = true, EnumItem = true, Enum = true, Enums = true }

function P.define_travelling_type(type_name)
	travelling[type_name] = true
end

local function key_text(key)
	local kind = type(key)
	if kind == "string" then return key end
	if kind == "number" then return P.number_to_text(key) end
	if kind == "table" then return "<Table> (" .. P.tostring(key) .. ")" end
	local node = node_of(key)
	if node then return "<Instance> (" .. node.name .. ")" end
	return P.tostring(key)
end

local copy_value

-- "If key 1 is present the table is sent as an array up to the first nil and all other keys are
-- dropped; otherwise as a dictionary with string keys" (engine.md g.3).
local function copy_table(value, functions_pass, open)
	if open[value] then return fail("tables cannot be cyclic") end
	open[value] = true
	local source, copy = P.raw_view(value), {}
	if source[1] ~= nil then
		local i = 1
		while source[i] ~= nil do
			copy[i] = copy_value(source[i], functions_pass, open)
			i = i + 1
		end
	else
		for key, item in next, source do
			copy[key_text(key)] = copy_value(item, functions_pass, open)
		end
	end
	open[value] = nil
	return copy
end

function copy_value(value, functions_pass, open)
	local kind = type(value)
	if kind == "table" then return copy_table(value, functions_pass, open) end
	if kind == "function" then return functions_pass and value or nil end
	if kind == "thread" then return nil end
	if kind == "userdata" then
		local name = P.typeof(value)
		if travelling[name] or name == "buffer" then return value end
		return nil
	end
	return value
end

-- The arguments as the other side gets them. Functions pass between scripts of one VM (bindables)
-- only.
function P.copy_arguments(functions_pass, ...)
	local count = select("#", ...)
	if count == 0 then return end
	local copies = {}
	for i = 1, count do
		copies[i] = copy_value((select(i, ...)), functions_pass, {})
	end
	return unpack(copies, 1, count)
end
