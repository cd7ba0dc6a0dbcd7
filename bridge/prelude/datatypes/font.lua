-- Font: a family, a weight and a style; the only datatype with settable members that properties hold.
--
-- Sources: engine.md i.6; creator-docs reference/engine/datatypes/Font. A property gives a fresh copy at
-- each read (`copy` below), so that changing one changes no instance. Texts of errors are ours.

local P = ...
local N = P.native
local select, type, setmetatable = N.select, N.type, N.setmetatable
local match, gmatch, format = N.string.match, N.string.gmatch, N.string.format
local kind

-- { family = text, weight = record of FontWeight, style = record of FontStyle } of each value; weak, so
-- that a forgotten one is collected.
local state = setmetatable({}, { __mode = "k" })

local FAMILY = "rbxasset://fonts/families/%s.json"

-- "Bold is true if the weight is SemiBold or thicker" (datatype page).
local BOLD_FROM = 600

-- Enum.Font: item, family where it is not the item's name, weight, style where not Regular and Normal.
local FROM_ENUM = [[
AmaticSC; Antique RomanAntique; Arcade PressStart2P; Arial; ArialBold Arial Bold; Arimo; ArimoBold Arimo Bold;
Bangers; Bodoni AccanthisADFStd; BuilderSans; BuilderSansMedium BuilderSans Medium; BuilderSansBold BuilderSans Bold;
BuilderSansExtraBold BuilderSans ExtraBold; Cartoon ComicNeueAngular; Code Inconsolata; Creepster; DenkOne;
Fantasy Balthazar; Fondamento; FredokaOne; Garamond Guru; Gotham GothamSSm; GothamBlack GothamSSm Heavy;
GothamBold GothamSSm Bold; GothamMedium GothamSSm Medium; GrenzeGotisch; Highway HighwayGothic; IndieFlower;
JosefinSans; Jura; Kalam; Legacy LegacyArial; LuckiestGuy; Merriweather; Michroma; Nunito; Oswald; PatrickHand;
PermanentMarker; Roboto; RobotoCondensed; RobotoMono; Sarpanch; SciFi Zekton; SourceSans SourceSansPro;
SourceSansBold SourceSansPro Bold; SourceSansItalic SourceSansPro Regular Italic;
SourceSansLight SourceSansPro Light; SourceSansSemibold SourceSansPro SemiBold; SpecialElite; TitilliumWeb; Ubuntu;
]]

local function item(enum, value) return P.enum_item_from(P.enum_of(enum), value) end

local function make(family, weight, style)
	local font = kind()
	state[font] = { family = family, weight = weight, style = style }
	return font
end

local function optional_item(value, n, fname, enum, default)
	if value == nil then return item(enum, default) end
	return item(enum, value) or P.type_error(value, n, fname, n, enum)
end

local function make_from(family, weight, style, fname)
	return make(
		family, optional_item(weight, 2, fname, "FontWeight", "Regular"),
		optional_item(style, 3, fname, "FontStyle", "Normal")
	)
end

local function refuse(key, expected, value)
	return P.error("Unable to assign property " .. key .. ". " .. expected .. " expected, got " .. P.typeof(value), 0)
end

local setters = {
	Family = function(fields, value)
		if type(value) ~= "string" then return refuse("Family", "string", value) end
		fields.family = value
	end,
	Weight = function(fields, value)
		fields.weight = item("FontWeight", value) or refuse("Weight", "FontWeight", value)
	end,
	Style = function(fields, value)
		fields.style = item("FontStyle", value) or refuse("Style", "FontStyle", value)
	end,
	Bold = function(fields, value)
		if type(value) ~= "boolean" then return refuse("Bold", "boolean", value) end
		fields.weight = item("FontWeight", value and "Bold" or "Regular")
	end,
}

local function copy(font)
	local fields = state[font]
	return make(fields.family, fields.weight, fields.style)
end

kind = P.define_datatype({
	name = "Font",
	fields = "",
	members = {
		Family = function(v) return state[v].family end,
		Weight = function(v) return state[v].weight.handle end,
		Style = function(v) return state[v].style.handle end,
		Bold = function(v) return state[v].weight.value >= BOLD_FROM end,
	},
	set = function(v, key, value)
		local setter = setters[key]
		if not setter then return P.not_a_datatype_member(key, "Font") end
		return setter(state[v], value)
	end,
	equal = function(a, b)
		a, b = state[a], state[b]
		return a.family == b.family and a.weight == b.weight and a.style == b.style
	end,
	to_text = function(v)
		local fields = state[v]
		return format(
			"Font { Family = %s, Weight = %s, Style = %s }", fields.family, fields.weight.name, fields.style.name
		)
	end,
	from_wire = function(content)
		return make(content.family, item("FontWeight", content.weight), item("FontStyle", content.style))
	end,
	copy = copy,
})

local from_enum

local function entry_of(name)
	if not from_enum then
		from_enum = {}
		for entry in gmatch(FROM_ENUM, "([^;]+);") do
			local words = {}
			for word in gmatch(entry, "%S+") do words[#words + 1] = word end
			from_enum[words[1]] = words
		end
	end
	return from_enum[name]
end

P.define_datatype_global("Font", {
	new = function(...)
		local family, weight, style = ...
		return make_from(P.check_string(family, 1, "new", select("#", ...)), weight, style, "new")
	end,
	fromName = function(...)
		local name, weight, style = ...
		name = P.check_string(name, 1, "fromName", select("#", ...))
		-- "Alphabetical characters, digits, _ and -" (datatype page).
		if not match(name, "^[%w_%-]+$") then return P.error("Font.fromName: invalid name '" .. name .. "'", 1) end
		return make_from(format(FAMILY, name), weight, style, "fromName")
	end,
	fromId = function(...)
		local id, weight, style = ...
		id = P.check_number(id, 1, "fromId", select("#", ...))
		return make_from("rbxassetid://" .. format("%.0f", id), weight, style, "fromId")
	end,
	-- "Throws an error when called with Enum.Font.Unknown" (datatype page).
	fromEnum = function(...)
		local font = item("Font", (...)) or P.type_error((...), 1, "fromEnum", select("#", ...), "Font")
		local words = entry_of(font.name)
		if not words then return P.error("Font.fromEnum: no font is known for Enum.Font." .. font.name, 1) end
		return make(
			format(FAMILY, words[2] or words[1]), item("FontWeight", words[3] or "Regular"),
			item("FontStyle", words[4] or "Normal")
		)
	end,
})
