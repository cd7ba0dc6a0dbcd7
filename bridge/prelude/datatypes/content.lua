-- Content: a reference to an asset by its address, or to an object. Nothing is ever fetched.
--
-- Sources: creator-docs reference/engine/datatypes/Content. Opaque content comes from the engine only.

local P = ...
local N = P.native
local select, setmetatable, format = N.select, N.setmetatable, N.string.format
local kind

-- { uri = text } or { object = handle } or {} of each value; weak, so that a forgotten one is collected.
local state = setmetatable({}, { __mode = "k" })

local function make(fields)
	local content = kind()
	state[content] = fields
	return content
end

local function source_type(fields)
	return fields.uri and "Uri" or fields.object and "Object" or "None"
end

kind = P.define_datatype({
	name = "Content",
	fields = "",
	members = {
		SourceType = function(v) return P.enum_handle("ContentSourceType", source_type(state[v])) end,
		Uri = function(v) return state[v].uri end,
		Object = function(v) return state[v].object end,
		Opaque = function() return nil end,
	},
	equal = function(a, b) return state[a].uri == state[b].uri and state[a].object == state[b].object end,
	-- "`Content` family" (engine.md i.2) is all that is known of its text.
	to_text = function(v)
		local fields = state[v]
		if fields.uri then return "Content{Uri=" .. fields.uri .. "}" end
		if fields.object then return "Content{Object=" .. P.tostring(fields.object) .. "}" end
		return "Content{None}"
	end,
	from_wire = function(content) return content == "None" and P.content_none or P.content_from_uri(content) end,
})

local none = make({})
P.content_none = none

-- "If uri is empty, Content.none will be returned instead" (datatype page).
function P.content_from_uri(uri)
	if uri == "" then return none end
	return make({ uri = uri })
end

P.define_datatype_global("Content", {
	none = none,
	fromUri = function(...)
		return P.content_from_uri(P.check_string((...), 1, "fromUri", select("#", ...)))
	end,
	fromAssetId = function(...)
		local id = P.check_number((...), 1, "fromAssetId", select("#", ...))
		return make({ uri = "rbxassetid://" .. format("%.0f", id) })
	end,
	-- "Throws if object is nil" (datatype page).
	fromObject = function(...)
		local object = ...
		if not P.node_of(object) then return P.type_error(object, 1, "fromObject", select("#", ...), "Object") end
		return make({ object = object })
	end,
})
