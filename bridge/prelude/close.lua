-- Shutting down: the functions of BindToClose and the moment when all of them are done.
--
-- Every function runs in a thread of its own, all at once; the server waits for all of them, up to a
-- deadline that Python keeps (engine.md j.3).

local P = ...
local N = P.native
local xpcall = N.xpcall
local state = P.scheduling

local bound = {}
local closing = false
local running_functions = 0

function P.bind_to_close(f)
	P.check_function(f, 1, "BindToClose", 1)
	if closing then
		P.error("BindToClose failed because the model is already being closed", 1)
	end
	bound[#bound + 1] = { call = f, owner = state.owner }
end

local function run_bound(f, reason)
	local ok, problem = xpcall(f, P.describe_error, reason)
	running_functions = running_functions - 1
	if running_functions == 0 then
		P.host("close.finished")
	end
	if not ok then
		P.report_problem(problem)
	end
end

-- Starts the bound functions; returns how many there are.
P.export("close.begin", function(reason)
	closing = true
	running_functions = #bound
	-- A VM without a DataModel has no enums.
	local item = P.enum_handle and P.enum_handle("CloseReason", reason) or reason
	for i = 1, #bound do
		P.spawn_as(bound[i].owner, run_bound, bound[i].call, item)
	end
	return #bound
end)

P.export("close.running", function()
	return running_functions
end)
