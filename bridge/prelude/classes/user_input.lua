-- UserInputService as a server sees it: a machine without any input device (class page
-- UserInputService; engine.md h.5). Modules shared with clients read these when they load.
--
-- Its methods are for clients and left out; its events never fire.

local P = ...

for _, name in P.native.ipairs({
	"AccelerometerEnabled", "GamepadEnabled", "GyroscopeEnabled", "KeyboardEnabled", "MouseEnabled",
	"OnScreenKeyboardVisible", "TouchEnabled", "VREnabled",
}) do
	P.define_property("UserInputService", name, { read = function() return false end })
end
