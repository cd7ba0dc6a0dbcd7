-- Debris: instances that the engine destroys after a while (class page Debris; engine.md h.2).
--
-- Items stand in a list by the order they were added; timers are those of task.delay, stage 6. The
-- engine is their owner: an item goes although the script that added it is gone.

local P = ...

-- "At most 1000 items: adding more destroys the oldest at once".
local ITEMS_MAX = 1000
local LIFETIME_SECONDS = 10

-- Entries { node, timer, newer, older }; a node has one at most.
local oldest, newest, count = nil, nil, 0

local function unlink(entry)
	local older, newer = entry.older, entry.newer
	if older then older.newer = newer else oldest = newer end
	if newer then newer.older = older else newest = older end
	count = count - 1
	entry.node.debris = nil
	P.cancel_timer(entry.timer)
end

local function expire(entry)
	if entry.node.debris ~= entry then return end
	unlink(entry)
	return P.destroy(entry.node)
end

local function add(node, seconds)
	-- The same item again is undocumented: the earliest deadline counts (engine.md h.2, SIM).
	local known = node.debris
	local due = P.clock.seconds + seconds
	if known and known.due <= due then return end
	if known then unlink(known) end
	local entry = { node = node, due = due, older = newest, newer = nil, timer = nil }
	if newest then newest.newer = entry else oldest = entry end
	newest = entry
	count = count + 1
	node.debris = entry
	entry.timer = P.as_engine(P.delay, seconds, expire, entry)
	if count > ITEMS_MAX then return expire(oldest) end
end

P.define_method("Debris", "AddItem", function(_, item, lifetime)
	local node = P.node_argument("Instance", item, 1)
	return add(node, P.argument("number", lifetime, 2, LIFETIME_SECONDS))
end)

-- "MaxItems write errors" (engine.md h.2); the words are ours.
P.define_property("Debris", "MaxItems", {
	write = function() return P.fail("Unable to assign property MaxItems. It is fixed at " .. ITEMS_MAX) end,
})

P.tree_observers.destroyed[#P.tree_observers.destroyed + 1] = function(node)
	if node.debris then unlink(node.debris) end
end
