-- String paths of require: "./x" from script.Parent, "../x" from its parent, "@self/x" from the script,
-- "@game/x" from game, "@alias/x" from what the project's .luaurc names (LuaGlobals: require; engine.md d.3).
--
-- Never waits. Instances are opaque except for `Parent` and `FindFirstChild`. Which instance came from the file
-- or folder of an alias is known to Python (host function "module.alias").

local P = ...
local N = P.native
local find, gsub, lower, match, sub = N.string.find, N.string.gsub, N.string.lower, N.string.match, N.string.sub

local G = P.G

local function fail(text)
	return P.error(text, 1)
end

local function parent_of(here, component)
	local parent = here.Parent
	if parent == nil then
		fail("could not get parent of " .. (component and "component \"" .. component .. "\"" or "requiring context"))
	end
	return parent
end

-- From an instance through the components of `rest`.
local function walk(here, rest)
	local previous
	while rest ~= "" do
		local name, following = match(rest, "^([^/]*)/?(.*)$")
		rest = following
		if name == ".." then
			here = parent_of(here, previous)
			previous = name
		elseif name ~= "." and name ~= "" then
			here = here:FindFirstChild(name)
			if here == nil then
				fail("could not resolve child component \"" .. name .. "\"")
			end
			previous = name
		end
	end
	return here
end

-- Names of aliases do not mind their case; `self` and `game` are the engine's own.
local function alias_target(alias, rest, caller)
	local name = lower(alias)
	if name == "game" then
		return G.game, rest
	end
	if caller == nil then
		return fail("could not resolve alias \"" .. alias .. "\"")
	end
	local id, remaining = P.host("module.alias", P.instance_id(caller), name, rest)
	local target = id and P.instance_by_id(id)
	if target then
		return target, remaining
	elseif name == "self" then
		return caller, rest
	end
	return fail("could not resolve alias \"" .. alias .. "\"")
end

function P.resolve_require(path, caller)
	path = gsub(path, "\\", "/")
	if sub(path, 1, 1) == "@" then
		local alias, rest = match(path, "^@([^/]*)/?(.*)$")
		return walk(alias_target(alias, rest, caller))
	elseif caller == nil or not find(path, "^%.%.?/") then
		return fail("require path must start with a valid prefix: ./, ../, or @")
	end
	return walk(parent_of(caller), path)
end
