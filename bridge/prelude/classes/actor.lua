-- Actor: messages to the scripts below it (class page Actor).
--
-- Scripts of an Actor have their own `_G`, `shared` and modules (script.lua), but nothing runs in
-- parallel. A message goes to the functions that are bound when it is sent, at a later resumption
-- point; who binds later misses it.

local P = ...

local function topic_signal(node, topic)
	local topics = node.topics
	if not topics then
		topics = {}
		node.topics = topics
	end
	if not topics[topic] then
		topics[topic] = P.own_signal(node, "message", P.new_signal(topic, "Actor", { copy = P.copy_arguments }))
	end
	return topics[topic]
end

local function bind(node, topic, f)
	topic = P.argument("string", topic, 1)
	if f == nil then return P.fail("Argument 2 missing or nil") end
	if P.typeof(f) ~= "function" then return P.fail("Unable to cast value to function") end
	return topic_signal(node, topic):Connect(f)
end

P.define_method("Actor", "BindToMessage", bind)
P.define_method("Actor", "BindToMessageParallel", bind)

P.define_method("Actor", "SendMessage", function(node, topic, ...)
	topic = P.argument("string", topic, 1)
	local signal = node.topics and node.topics[topic]
	if signal then return P.fire_deferred(signal, P.copy_arguments(...)) end
end)
