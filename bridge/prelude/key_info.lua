-- DataStoreKeyInfo: made here from an id alone, because most callers of GetAsync never look at it.
--
-- Its three properties are asked of Python at each read; the methods are ordinary stub methods.
-- Needs members.lua and instance.lua.

local P = ...

for _, name in P.native.ipairs({ "CreatedTime", "UpdatedTime", "Version" }) do
	P.define_property("DataStoreKeyInfo", name, {
		read = function(node) return P.host("datastore.key_info", node.id, name) end,
	})
end
