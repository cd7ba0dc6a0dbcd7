-- Orders of the handlers of one fire, for games that should not depend on one: "docs call it
-- unpredictable", in practice the last connected runs first (engine.md b.6, l.1).
--
-- Newest first is what the list of connections gives by itself and needs no work here.

local P = ...

-- Connections from the newest on, as an array and its length.
local function listed(newest)
	local list, count = {}, 0
	local connection = newest
	while connection do
		count = count + 1
		list[count] = connection
		connection = connection.older
	end
	return list, count
end

local function oldest_first(newest)
	local list, count = listed(newest)
	for at = 1, (count - count % 2) / 2 do
		local other = count + 1 - at
		list[at], list[other] = list[other], list[at]
	end
	return list
end

-- f(newest connection) -> array in calling order, or nil for newest first. key: seed of a shuffle.
function P.handler_order(name, key)
	if name == "lifo" then
		return nil
	elseif name == "fifo" then
		return oldest_first
	end
	local draw = P.chances(key)
	return function(newest)
		local list, count = listed(newest)
		P.shuffle(list, count, draw)
		return list
	end
end
