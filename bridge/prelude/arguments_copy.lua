-- What happens to arguments on the way through remotes and bindables (engine.md g.3): tables are
-- copied and lose their metatables, keys become strings, what cannot travel becomes nil. Needs
-- handles.lua and enum.lua.

local P = ...
local N = P.native
local type, next, select, unpack = N.type, N.next, N.select, N.unpack
local match = N.string.match
local node_of, fail = P.node_of, P.fail

-- Userdata that travels; datatypes are values of another kind.
local travelling = { EnumItem = true, Enum = true, Enums = true }

local function key_text(key)
	local kind = type(key)
	if kind == "string" then return key end
	if kind == "number" then return P.number_to_text(key) end
	if kind == "table" then return "<Table> (" .. match(P.describe(key), "0x%x+") .. ")" end
	local node = node_of(key)
	if node then return "<Instance> (" .. node.name .. ")" end
	return P.describe(key)
end

-- How one call copies: functions_pass (bindables stay in one VM), and seen(node), which says whether the
-- other side knows an instance.
local function new_copier(functions_pass, seen)
	local open, copy_value = {}, nil

	-- "If key 1 is present the table is sent as an array up to the first nil and all other keys are
	-- dropped; otherwise as a dictionary with string keys" (engine.md g.3).
	local function copy_table(value)
		if open[value] then return fail("tables cannot be cyclic") end
		open[value] = true
		local source, copy = P.raw_view(value), {}
		if source[1] ~= nil then
			local i = 1
			while source[i] ~= nil do
				copy[i] = copy_value(source[i])
				i = i + 1
			end
		else
			local only_strings = true
			for key, item in next, source do
				if type(key) == "string" then copy[key] = copy_value(item) else only_strings = false end
			end
			-- Keys whose texts are equal: the later one wins, in an order the prelude chooses.
			if not only_strings then
				for key, item in P.next, source do copy[key_text(key)] = copy_value(item) end
			end
		end
		open[value] = nil
		return copy
	end

	function copy_value(value)
		local kind = type(value)
		if kind == "table" then return copy_table(value) end
		if kind == "function" then return functions_pass and value or nil end
		if kind == "thread" then return nil end
		if kind == "userdata" then
			local name = P.typeof(value)
			if name == "Instance" then
				if seen and not seen(node_of(value)) then return nil end
				return value
			end
			if travelling[name] then return value end
			if name == "buffer" then return functions_pass and value or P.buffer_of_text(P.text_of_buffer(value)) end
			return nil
		end
		return value
	end

	return copy_value
end

local function copy_with(copy, ...)
	local count = select("#", ...)
	if count == 0 then return end
	local copies = {}
	for i = 1, count do copies[i] = copy((select(i, ...))) end
	return unpack(copies, 1, count)
end

-- The arguments as a handler of the same VM gets them.
function P.copy_arguments(...)
	for i = 1, select("#", ...) do
		local kind = type((select(i, ...)))
		if kind == "table" or kind == "thread" or kind == "userdata" then
			return copy_with(new_copier(true), ...)
		end
	end
	return ...
end

-- The same for the other side of a remote: what it cannot see becomes nil.
function P.copy_for_remote(seen, ...)
	return copy_with(new_copier(false, seen), ...)
end
