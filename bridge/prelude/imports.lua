-- Library functions that a chunk looks up once, when it is loaded (lowering/library_calls.py). They hold as long as
-- nobody can reach the chunk's environment; after that its calls look up again, as Luau's do.
local P = ...
local native = P.native
local type, next, setmetatable = native.type, native.next, native.setmetatable
local getfenv, getinfo, setupvalue, flush = native.getfenv, native.debug.getinfo, native.debug.setupvalue, native.jit.flush
local R = P.R

-- Environment of chunks -> functions whose upvalues are the imports of those; false once it is exposed.
local IMPORTS = setmetatable({}, { __mode = "k" })

-- What stands for a library function where imports do not hold. The call in tail position makes its frame vanish.
local late = {}

local function late_lookup(library, member)
	local path = member and library .. "." .. member or library
	if not late[path] then
		late[path] = function(...)
			local info = getinfo(2, "f")
			local f = getfenv(info.func)[library]
			if member then f = f[member] end
			return f(...)
		end
	end
	return late[path]
end

local target -- environment of the chunk that is being loaded
local paths -- library and member by turns, of its imports

function R.import(library, member)
	local n = #paths
	paths[n + 1], paths[n + 2] = library, member or false
	if IMPORTS[target] ~= false then
		local f = target[library]
		if member and f ~= nil then f = f[member] end
		if type(f) == "function" then return f end
	end
	return late_lookup(library, member)
end

function R.imported(holder)
	local holders = IMPORTS[target]
	if holders == false then return end
	if not holders then
		holders = {}
		IMPORTS[target] = holders
	end
	holders[#holders + 1] = { holder, paths }
end

-- Makes the main function of a loaded chunk, whose globals are to be `env`.
function P.instantiate(outer, env)
	target, paths = env, {}
	return outer(R)
end

-- To be told of every environment that programs get hold of. Compiled code takes imports for constants.
function P.expose(env)
	local holders = IMPORTS[env]
	if holders == false then return end
	IMPORTS[env] = false
	if not holders then return end
	for i = 1, #holders do
		local holder, names = holders[i][1], holders[i][2]
		for k = 1, #names, 2 do setupvalue(holder, (k + 1) / 2, late_lookup(names[k], names[k + 1] or nil)) end
	end
	flush()
end

-- To be told of every table that the host writes to.
function P.table_changes(t)
	if IMPORTS[t] then return P.expose(t) end
	if t == P.shared then
		for env in next, IMPORTS do P.expose(env) end
	end
end
