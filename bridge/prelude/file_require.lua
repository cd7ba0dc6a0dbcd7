-- require of a program that is a file: modules are files too, found from the requiring file, as Luau's command line
-- does it. Python finds and compiles them (host functions "file.find" and "file.load").
--
-- A module runs once, in a thread and with globals of its own, and may not yield. Modules that require each other
-- end in an error at once, where Luau's command line runs out of stack.

local P = ...
local N = P.native
local select, create, status, getfenv = N.select, N.coroutine.create, N.coroutine.status, N.getfenv
local set_environment = N.debug.setfenv
local G = P.G

local LOADING = {}

-- Absolute path -> what the module returned, or LOADING.
local modules = {}

local function finish(thread, key, ok, ...)
	modules[key] = nil
	if not ok then
		local problem = ...
		if N.type(problem) ~= "string" then problem = "unknown error while running module" end
		return P.error("error while running module: " .. problem, 1)
	elseif status(thread) ~= "dead" then
		P.close_thread(thread)
		return P.error("module can not yield", 1)
	elseif select("#", ...) ~= 1 then
		return P.error("module must return a single value", 1)
	end
	modules[key] = ((...))
	return ((...))
end

function G.require(...)
	local path = P.check_string((...), 1, "require", select("#", ...))
	local _, requirer = P.calling_function()
	local key, problem = P.host("file.find", requirer or "", path)
	if not key then
		return P.error(problem, 0)
	end
	local known = modules[key]
	if known == LOADING then
		return P.error("Requested module was required recursively", 1)
	elseif known ~= nil then
		return known
	end
	local main
	main, problem = P.host("file.load", key)
	if not main then
		return P.error(problem, 1)
	end
	modules[key] = LOADING
	local thread = create(main)
	set_environment(thread, getfenv(main))
	return finish(thread, key, P.resume(thread))
end
