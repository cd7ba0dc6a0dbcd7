-- What a client computes when it lays out a user interface, as a server that draws nothing shows it:
-- nothing has a place or a size (class pages GuiBase2d, GuiObject, UIGridStyleLayout).
--
-- Interface libraries read these when they mount. Owns no layout.

local P = ...

local function zero_vector()
	return P.shared.Vector2.zero
end

P.define_property("GuiBase2d", "AbsolutePosition", { read = zero_vector })
P.define_property("GuiBase2d", "AbsoluteSize", { read = zero_vector })
P.define_property("GuiBase2d", "AbsoluteRotation", { read = function() return 0 end })
P.define_property("UIGridStyleLayout", "AbsoluteContentSize", { read = zero_vector })

P.define_property("GuiObject", "GuiState", {
	read = function() return P.enum_of("GuiState").by_name.Idle.handle end,
})
