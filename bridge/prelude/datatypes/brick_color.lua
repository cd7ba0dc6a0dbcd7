-- BrickColor: one of the engine's named colours.
--
-- Sources: engine.md i.5; creator-docs reference/engine/datatypes/BrickColor. The colours come from
-- brick_color_table.lua (generated). BrickColor.random draws from a stream of the VM's seed.

local P = ...
local N = P.native
local tonumber, type, select, abs = N.tonumber, N.type, N.select, N.math.abs
local color3 = P.datatype("Color3").kind
P.load_datatype_file("brick_color_table")

-- Records { number, r, g, b (bytes), name } in the table's order, and by number, name and palette.
local list, by_number, by_name, palette = {}, {}, {}, {}

for number, r, g, b, place, name in
	N.string.gmatch(P.brick_color_table, "(%d+) (%d+) (%d+) (%d+) (%S+) ([^\n]+)")
do
	local record = { number = tonumber(number), r = tonumber(r), g = tonumber(g), b = tonumber(b), name = name }
	list[#list + 1] = record
	by_number[record.number] = record
	-- Of two colours with one name the first answers to it.
	by_name[name] = by_name[name] or record
	if place ~= "-" then palette[tonumber(place)] = record end
end
P.brick_color_table = nil

-- "Unknown -> Medium stone grey (194)" (engine.md i.5).
local UNKNOWN = by_number[194]
local PALETTE_LAST = 127

local kind

local function make(record) return kind(record.number) end
local function record_of(v) return by_number[v._number] end

-- "Nearest by sum of absolute channel differences" (engine.md i.5); components from 0 to 1.
local function nearest(r, g, b)
	local best, distance = UNKNOWN, 1 / 0
	for i = 1, #list do
		local record = list[i]
		local d = abs(record.r - r * 255) + abs(record.g - g * 255) + abs(record.b - b * 255)
		if d < distance then best, distance = record, d end
	end
	return best
end

local function component(field)
	return function(v) return P.single(record_of(v)[field] / 255) end
end

kind = P.define_datatype({
	name = "BrickColor",
	fields = "const int32_t _number;",
	members = {
		Number = function(v) return v._number end,
		Name = function(v) return record_of(v).name end,
		Color = function(v)
			local record = record_of(v)
			return color3(record.r / 255, record.g / 255, record.b / 255)
		end,
		r = component("r"),
		g = component("g"),
		b = component("b"),
	},
	-- "Equality by number" (engine.md i.5).
	equal = function(a, b) return a._number == b._number end,
	to_text = function(v) return record_of(v).name end,
	from_wire = function(number) return make(by_number[number] or UNKNOWN) end,
})

local library = {}

function library.new(...)
	local first, g, b = ...
	local argc = select("#", ...)
	if P.typeof(first) == "Color3" then return make(nearest(first._r, first._g, first._b)) end
	if argc >= 2 then
		local r = P.check_number(first, 1, "new", argc)
		return make(nearest(r, P.check_number(g, 2, "new", argc), P.check_number(b, 3, "new", argc)))
	end
	if type(first) == "string" then return make(by_name[first] or UNKNOWN) end
	return make(by_number[P.check_number(first, 1, "new", argc)] or UNKNOWN)
end

-- "palette(0..127) else error" (engine.md i.5).
function library.palette(...)
	local index = P.check_int((...), 1, "palette", select("#", ...))
	if index < 0 or index > PALETTE_LAST then return P.error("palette index out of bounds: " .. index, 1) end
	return make(palette[index])
end

local random

function library.random()
	if not random then
		P.datatype("Random")
		random = P.new_random()
	end
	return make(palette[random:NextInteger(0, PALETTE_LAST)])
end

-- "White Gray DarkGray Black Red Yellow Green Blue" (engine.md i.5).
for name, color in N.next, {
	White = "White", Gray = "Medium stone grey", DarkGray = "Dark stone grey", Black = "Black", Red = "Bright red",
	Yellow = "Bright yellow", Green = "Dark green", Blue = "Bright blue",
} do
	library[name] = function() return make(by_name[color]) end
end

P.define_datatype_global("BrickColor", library)
