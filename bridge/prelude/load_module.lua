-- debug.loadmodule, which no live server has: Studio and Roblox's command line have it behind the flag
-- EnableLoadModule, and Jest Lua runs test-suites with nothing else.
--
-- Source: how Jest Lua's runtime calls it; there is no page on it. Needs script.lua.

local P = ...
local N = P.native

-- A fresh function of a module with globals of its own, or nil and why not; the third result is called
-- when the function is not needed any longer.
local function loadmodule(...)
	local module = ...
	local id = P.instance_id(module)
	if not id or not module:IsA("ModuleScript") then
		return P.arg_error(1, "loadmodule", "ModuleScript expected")
	end
	local _, main, problem = P.host("module.load", id)
	if not main then return nil, problem end
	return main, nil, function() end
end

-- The libraries are closed to scripts by then.
P.export("script.enable_loadmodule", function()
	P.public[loadmodule] = true
	N.rawset(P.raw_view(P.G.debug), "loadmodule", loadmodule)
end)
