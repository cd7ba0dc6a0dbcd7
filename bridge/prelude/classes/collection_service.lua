-- CollectionService: the tagged instances of the DataModel and the signals of a tag (class page
-- CollectionService; engine.md e.12).
--
-- Tags themselves are the instances' (tags.lua). An instance counts while it carries the tag and is
-- in the DataModel; members of a tag are in the order they joined.

local P = ...
local N = P.native
local next = N.next
local fire, fire_deferred, existing_signal = P.fire, P.fire_deferred, P.existing_signal

-- Tag -> { entries = node -> entry, first, last, added = signal, removed = signal }; an entry is
-- { node, older, newer }. Tags in the order they were first met.
local tags, order = {}, {}

local function record(tag)
	local known = tags[tag]
	if not known then
		known = { entries = {}, first = nil, last = nil, added = nil, removed = nil }
		tags[tag] = known
		order[#order + 1] = tag
	end
	return known
end

-- "First or last tagged instance, once per lifetime of the tag; always deferred".
local function tell_tag(event, tag)
	local service = P.find_service("CollectionService")
	local signal = service and existing_signal(service, event)
	if signal then fire_deferred(signal, tag) end
end

local function join(node, tag)
	local known = record(tag)
	if known.entries[node] then return end
	local entry = { node = node, older = known.last, newer = nil }
	if known.last then known.last.newer = entry else known.first = entry end
	known.last = entry
	known.entries[node] = entry
	if known.first == entry then tell_tag("TagAdded", tag) end
	if known.added then fire(known.added, node.handle) end
end

local function quit(node, tag)
	local known = tags[tag]
	local entry = known and known.entries[node]
	if not entry then return end
	if entry.older then entry.older.newer = entry.newer else known.first = entry.newer end
	if entry.newer then entry.newer.older = entry.older else known.last = entry.older end
	known.entries[node] = nil
	if not known.first then tell_tag("TagRemoved", tag) end
	if known.removed then fire(known.removed, node.handle) end
end

local function is_in_game(node)
	while node do
		if node.class.name == "DataModel" then return true end
		node = node.parent
	end
	return false
end

-- Handlers may change the tags meanwhile, hence the copy.
local function with_each_tag(node, f)
	local own = node.tags
	if not own then return end
	local copy = {}
	for i = 1, #own do copy[i] = own[i] end
	for i = 1, #copy do f(node, copy[i]) end
end

local function walk(node, f)
	local list = P.subtree(node)
	for i = 1, #list do with_each_tag(list[i], f) end
end

P.tag_observers[#P.tag_observers + 1] = function(node, tag, added)
	if added then
		if is_in_game(node) then return join(node, tag) end
	else
		return quit(node, tag)
	end
end

P.tree_observers.moved[#P.tree_observers.moved + 1] = function(node, old, new)
	local was, is = is_in_game(old), is_in_game(new)
	if was == is then return end
	return walk(node, is and join or quit)
end

-- What was tagged before anybody asked for this service.
local game = P.node_of(P.shared.game)
if game then walk(game, join) end

-- Members ----------------------------------------------------------------------------------------

local define = P.define_method

define("CollectionService", "GetTagged", function(_, tag)
	local known, handles = tags[P.name_argument(tag)], {}
	local entry = known and known.first
	while entry do
		handles[#handles + 1] = entry.node.handle
		entry = entry.newer
	end
	return handles
end)

define("CollectionService", "GetAllTags", function()
	local live = {}
	for i = 1, #order do
		if tags[order[i]].first then live[#live + 1] = order[i] end
	end
	return live
end)

-- "The same object for the same tag".
for field, name in next, { added = "GetInstanceAddedSignal", removed = "GetInstanceRemovedSignal" } do
	define("CollectionService", name, function(_, tag)
		local known = record(P.name_argument(tag))
		if not known[field] then known[field] = P.new_signal(tag, "CollectionService") end
		return known[field]
	end)
end

define("CollectionService", "CreateCollection", function(_, query, root)
	P.load_class_file("collection")
	return P.create_collection(query, root)
end)
