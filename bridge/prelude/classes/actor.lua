-- Actor: messages to the scripts below it (class page Actor).
--
-- Scripts of an Actor have their own `_G`, `shared` and modules (script.lua), but nothing runs in
-- parallel. A message arrives at a later resumption point; what is sent before anybody has bound its
-- topic waits for the first who does (luau-thread sends to Actors whose scripts have yet to start).

local P = ...
local N = P.native
local select, unpack = N.select, N.unpack

local function topic_of(node, name)
	local topics = node.topics
	if not topics then
		topics = {}
		node.topics = topics
	end
	local topic = topics[name]
	if not topic then
		local signal = P.new_signal(name, "Actor", { copy = P.copy_arguments })
		topic = { signal = P.own_signal(node, "message", signal), waiting = {} }
		topics[name] = topic
	end
	return topic
end

local function bind(node, name, f)
	name = P.argument("string", name, 1)
	if f == nil then return P.fail("Argument 2 missing or nil") end
	if P.typeof(f) ~= "function" then return P.fail("Unable to cast value to function") end
	local topic = topic_of(node, name)
	local connection, waiting = topic.signal:Connect(f), topic.waiting
	topic.waiting = {}
	for i = 1, #waiting do P.fire_deferred(topic.signal, unpack(waiting[i], 1, waiting[i].n)) end
	return connection
end

P.define_method("Actor", "BindToMessage", bind)
P.define_method("Actor", "BindToMessageParallel", bind)

local function packed(...)
	return { n = select("#", ...), ... }
end

P.define_method("Actor", "SendMessage", function(node, name, ...)
	local topic = topic_of(node, P.argument("string", name, 1))
	if P.signal_listener_count(topic.signal) > 0 then
		return P.fire_deferred(topic.signal, P.copy_arguments(...))
	end
	topic.waiting[#topic.waiting + 1] = packed(P.copy_arguments(...))
end)
