-- ScriptContext.Error: every error that nobody caught, as scripts can hear it (class page
-- ScriptContext; engine.md d.5, h.6).
--
-- Errors of the watchdog do not fire it. A handler that fails itself is called again for its own
-- error, until the limit of re-entrancy.

local P = ...
local N = P.native
local gmatch, match, concat = N.string.gmatch, N.string.match, N.table.concat

-- One line per frame: "<full name>, line N - function f".
local function stack_trace(traceback)
	local lines = {}
	for line in gmatch(traceback, "[^\n]+") do
		local name, number, rest = match(line, "^(.-):(%d+)(.*)$")
		local called = rest and match(rest, "^ function (.+)$")
		lines[#lines + 1] = name and name .. ", line " .. number .. (called and " - function " .. called or "") or line
	end
	return concat(lines, "\n")
end

P.define_event("ScriptContext", "Error", function()
	local signal
	signal = P.new_signal("Error", "ScriptContext", {
		first = function()
			P.error_listener = function(message, traceback, script)
				return P.fire_guarded(signal, message, stack_trace(traceback), script)
			end
		end,
		last = function() P.error_listener = nil end,
	})
	return signal
end)
