-- ConfigSnapshot: its signals, and whether it is the latest (class page ConfigSnapshot; CD-CFG).
--
-- Values, refreshing and what there is to know are stubs/config's. A snapshot that a script listens to is
-- kept for good: nobody else may hold it when there is an update to tell of.

local P = ...

-- Node -> its signals by key.
local listening = {}

local function listen(node)
	local signals = listening[node]
	if not signals then
		signals = {}
		listening[node] = signals
		P.host("config.listen", node.id)
	end
	return signals
end

P.define_event("ConfigSnapshot", "UpdateAvailable", function(node)
	listen(node)
	return P.new_signal("UpdateAvailable", "ConfigSnapshot")
end)

P.define_property("ConfigSnapshot", "Outdated", {
	read = function(node) return P.host("config.outdated", node.id) end,
})

P.define_method("ConfigSnapshot", "GetValueChangedSignal", function(node, key)
	key = P.argument("string", key, 1)
	local signals = listen(node)
	if not signals[key] then
		signals[key] = P.own_signal(node, key, P.new_signal(key, "ConfigSnapshot"))
	end
	return signals[key]
end)

-- The value of a key is another one since the last refresh.
P.export("config.changed", function(id, key, ...)
	local signals = listening[P.node(id)]
	local signal = signals and signals[key]
	if signal then return P.fire(signal, P.decode_wire(...)) end
end)
