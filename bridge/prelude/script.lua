-- Scripts and modules: environments, starting a Script, require with its cache and its errors.
--
-- Instances are opaque here except for `Parent`, `FindFirstChild` and `IsA`, which they answer themselves.
-- Python finds and compiles the source (host function "module.load").

local P = ...
local N = P.native
local create, running, setmetatable = N.coroutine.create, N.coroutine.running, N.setmetatable
local xpcall, type, select, getfenv = N.xpcall, N.type, N.select, N.getfenv
local set_environment = N.debug.setfenv
local state = P.scheduling
local describe, report = P.describe_error, P.report_problem

local G = P.G

-- What an Actor has of its own because it has a VM of its own, and the server without any (false):
-- `_G` and `shared`, "two different tables, each shared by all scripts of one context level", and the
-- modules, "one run per module and VM" (engine.md d.2, d.3). Here they share one VM and its string
-- metatable.
local contexts = {}

local function context_of(actor)
	local context = contexts[actor]
	if not context then
		context = { globals = {}, shared = {}, modules = {} }
		contexts[actor] = context
	end
	return context
end

-- Id of the Actor above an instance, or false.
local function actor_above(handle)
	local actor = handle and handle:GetActor()
	return actor and P.instance_id(actor) or false
end

-- Every script has its own global environment that falls back to the shared globals (engine.md d.1).
local function new_environment(handle, actor)
	local environment, context = P.new_environment(), context_of(actor)
	environment._G = context.globals
	environment.shared = context.shared
	environment.script = handle
	return environment
end

-- A module runs for the script that requires it, wherever the module stands.
P.export("script.environment", function(id)
	local handle = id and P.instance_by_id(id) or nil
	local is_module = handle and handle:IsA("ModuleScript")
	return new_environment(handle, is_module and state.owner.actor or actor_above(handle))
end)

-- A thread whose own globals, which getfenv(0) shows, are those of `main`; its threads inherit them.
local function new_thread(f, main)
	local thread = create(f)
	set_environment(thread, getfenv(main))
	return thread
end

-- Off unless the place sets ServerScriptService.LoadStringEnabled, which no script can (engine.md d.2).
local compiled_string, loadstring_enabled = G.loadstring, false

function G.loadstring(...)
	if not loadstring_enabled then
		P.error("loadstring() is not available", 1)
	end
	return compiled_string(...)
end

P.export("script.enable_loadstring", function()
	loadstring_enabled = true
end)

-- Scripts ----------------------------------------------------------------------------------------

-- Owners of the runs of a script, by instance id: what Destroy and Enabled = false must stop.
local owners = {}

P.export("script.start", function(name, id, main)
	local handle = P.instance_by_id(id)
	local owner = P.new_owner(name, handle, actor_above(handle))
	owners[id] = owner
	P.resume_raw(new_thread(main, main), owner, false)
end)

function P.stop_script(id)
	local owner = owners[id]
	if owner then
		owners[id] = nil
		P.kill_owner(owner)
	end
end

P.export("script.stop", P.stop_script)

-- Modules ----------------------------------------------------------------------------------------

local LOAD_FAILED = "Requested module experienced an error while loading"
local NOT_ONE_VALUE = "Module code did not return exactly one value"
local RECURSIVE = "Requested module was required recursively"
local BAD_ARGUMENT = "Attempted to call require with invalid argument(s)."

-- The modules of a context: instance id -> {state = "loading" | "loaded" | "failed", value, waiters,
-- waits_for}. The identity of the instance is the key, wherever it moves (engine.md d.3).

-- The module whose body a thread runs.
local module_of = setmetatable({}, { __mode = "k" })

local function settle(module, outcome, value)
	module.state, module.value = outcome, value
	local waiters = module.waiters
	module.waiters = nil
	for i = 1, #waiters do
		P.resume_thread(waiters[i])
	end
end

local function finish(module, ok, ...)
	if not ok then
		report((...))
		return settle(module, "failed")
	elseif select("#", ...) ~= 1 then
		P.report_error(NOT_ONE_VALUE, "")
		return settle(module, "failed")
	end
	return settle(module, "loaded", (...))
end

local function run_module(module, main)
	finish(module, xpcall(main, describe))
end

local function load_into(module, id, handle)
	local name, main, problem = P.host("module.load", id)
	local owner = P.new_owner(name, handle, state.owner.actor)
	if not main then
		local outer = state.owner
		state.owner = owner
		P.report_error(problem, "")
		state.owner = outer
		return settle(module, "failed")
	end
	local thread = new_thread(run_module, main)
	module_of[thread] = module
	return P.resume_raw(thread, owner, false, module, main)
end

-- Modules that require each other: the documents disagree, it throws or it hangs (engine.md l.1). Throwing
-- ends a test at once.
local throws_on_cycles = true

P.export("script.configure", function(cyclic_require)
	throws_on_cycles = cyclic_require == "throw"
end)

-- True when `module` cannot finish before `waiter` does.
local function waits_for(module, waiter)
	while module do
		if module == waiter then
			return true
		end
		module = module.waits_for
	end
	return false
end

local function require_module(handle)
	local id, modules = P.instance_id(handle), context_of(state.owner.actor).modules
	local module = modules[id]
	local me = module_of[running()]
	if throws_on_cycles and module and module.state == "loading" and me and waits_for(module, me) then
		P.error(RECURSIVE, 0)
	end
	local is_new = not module
	if is_new then
		module = { state = "loading", waiters = {} }
		modules[id] = module
	end
	if me then
		me.waits_for = module
	end
	if is_new then
		load_into(module, id, handle)
	end
	if module.state == "loading" then
		module.waiters[#module.waiters + 1] = running()
		P.park()
	end
	if me then
		me.waits_for = nil
	end
	if module.state == "failed" then
		P.error(LOAD_FAILED, 0)
	end
	return module.value
end

function G.require(...)
	local target = ...
	if type(target) == "string" then
		local f = P.calling_function()
		local caller = f and getfenv(f).script or state.owner.script
		target = P.resolve_require(target, caller)
	elseif type(target) == "number" then
		P.error("require of the asset " .. P.number_to_text(target) .. " is not modelled by luau-bridge: "
			.. "put its MainModule into the project", 1)
	end
	if not P.instance_id(target) or not target:IsA("ModuleScript") then
		P.error(BAD_ARGUMENT, 1)
	end
	return require_module(target)
end

local function require_by_id(id)
	return require_module(P.instance_by_id(id))
end

-- As a value, because it may yield and is to be called in a thread.
P.export("script.requirer", function()
	return require_by_id
end)
