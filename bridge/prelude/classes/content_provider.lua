-- ContentProvider on a machine that fetches nothing: everything is there at once (class page
-- ContentProvider). What would have to be asked of the asset service is left out.

local P = ...
local N = P.native
local type = N.type

P.define_property("ContentProvider", "RequestQueueSize", { read = function() return 0 end })

-- "callback(contentId, status) as each asset completes"; instances are skipped, their assets unknown.
P.define_method("ContentProvider", "PreloadAsync", function(_, list, callback)
	if list == nil then return P.fail("Argument 1 missing or nil") end
	if type(list) ~= "table" then return P.fail("Unable to cast value to Array") end
	P.check_yieldable()
	if callback == nil then return end
	if type(callback) ~= "function" then return P.fail("Unable to cast value to function") end
	local success = P.enum_of("AssetFetchStatus").by_name.Success.handle
	for i = 1, #list do
		if type(list[i]) == "string" then callback(list[i], success) end
	end
end)
