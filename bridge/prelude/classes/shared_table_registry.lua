-- SharedTableRegistry: SharedTables by name (class page SharedTableRegistry).

local P = ...

P.datatype("SharedTable")

local named = {}

-- "If no SharedTable with that name exists, a new SharedTable is created with that name and is returned."
P.define_method("SharedTableRegistry", "GetSharedTable", function(_, name)
	name = P.argument("string", name, 1)
	local found = named[name]
	if not found then
		found = P.new_shared_table(false)
		named[name] = found
	end
	return found
end)

P.define_method("SharedTableRegistry", "SetSharedTable", function(_, name, shared)
	name = P.argument("string", name, 1)
	if shared ~= nil and not P.is_shared_table(shared) then
		return P.fail("Unable to cast value to SharedTable")
	end
	named[name] = shared
end)
