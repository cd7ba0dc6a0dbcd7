-- TextChannel: asks a server's ShouldDeliverCallback (class page TextChannel). Who is asked about, and in
-- which order, is stubs/textchat.py's.

local P = ...
local N = P.native
local node, resume, create = P.node, N.coroutine.resume, N.coroutine.create

-- What a callback's thread came to: true or false, or the text of what went wrong.
local function verdict(ok, value)
	if ok == "yielded" then return "ShouldDeliverCallback cannot yield" end
	if ok == "error" then return value end
	if ok == true then return value and true or false end
	return P.error_message(value)
end

P.define_unmodelled("TextChannel", { "DisplaySystemMessage", "SendAsync" }, "it is for clients only")

-- "Once defined, this callback needs to return a truthy value"; without one every message is delivered.
P.export("text_channel.delivers", function(channel, message, source)
	local callback = P.callback(node(channel), "ShouldDeliverCallback")
	if not callback then return true end
	local thread = create(function(...) return P.pcall(callback, ...) end)
	return verdict(P.finish_invoke(thread, resume(thread, node(message).handle, node(source).handle)))
end)

P.export("text_channel.stamp", function(message, milliseconds)
	P.datatype("DateTime")
	P.write_trusted(node(message), "Timestamp", P.date_time(milliseconds))
end)
