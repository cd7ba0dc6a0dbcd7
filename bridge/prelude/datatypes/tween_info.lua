-- TweenInfo: how a tween runs. Sources: engine.md i.2; creator-docs reference/engine/datatypes/TweenInfo.

local P = ...
local single_text = P.single_text
local kind

local function item(enum, value) return P.enum_item_handle(enum, value) end
local function name_of(enum, value) return P.enum_of(enum).by_value[value].name end

local function make(time, style, direction, repeats, reverses, delay)
	return kind(
		P.opt_number(time, 1, 1, "new"),
		P.opt_number(delay, 0, 6, "new"),
		P.check_enum(style, 2, "new", "EasingStyle", P.enum_of("EasingStyle").by_name.Quad.value),
		P.check_enum(direction, 3, "new", "EasingDirection", P.enum_of("EasingDirection").by_name.Out.value),
		P.opt_int(repeats, 0, 4, "new"),
		P.opt_boolean(reverses, false, 5, "new")
	)
end

kind = P.define_datatype({
	name = "TweenInfo",
	fields = "const float _t, _delay; const int32_t _style, _direction, _repeats; const bool _reverses;",
	members = {
		Time = function(v) return v._t end,
		DelayTime = function(v) return v._delay end,
		RepeatCount = function(v) return v._repeats end,
		Reverses = function(v) return v._reverses end,
		EasingStyle = function(v) return item("EasingStyle", v._style) end,
		EasingDirection = function(v) return item("EasingDirection", v._direction) end,
	},
	equal = function(a, b)
		return a._t == b._t and a._delay == b._delay and a._style == b._style and a._direction == b._direction
			and a._repeats == b._repeats and a._reverses == b._reverses
	end,
	to_text = function(v)
		return "Time:" .. single_text(v._t) .. " DelayTime:" .. single_text(v._delay) .. " RepeatCount:" .. v._repeats
			.. " Reverses:" .. (v._reverses and "True" or "False")
			.. " EasingDirection:" .. name_of("EasingDirection", v._direction)
			.. " EasingStyle:" .. name_of("EasingStyle", v._style)
	end,
	-- The one recorded default is that of TweenInfo.new().
	from_wire = function() return make() end,
})

P.define_datatype_global("TweenInfo", { new = make })
