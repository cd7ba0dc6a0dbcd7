-- Chat: functions by which a program changes the legacy chat system, and their invocation (class page
-- Chat). Nothing but scripts invokes them: there is no legacy chat system here.

local P = ...
local N = P.native
local type = N.type
local fail = P.fail

-- "Attempting to register a server- or client- only callback on a peer that isn't a server or client
-- respectively will raise an error"; the words are inferred.
local CLIENT_ONLY = { OnCreatingChatWindow = true, OnClientFormattingMessage = true, OnClientSendingMessage = true }

local registered = {}

P.define_method("Chat", "RegisterChatCallback", function(_, callback_type, callback)
	local name = P.argument("Enum.ChatCallbackType", callback_type, 1)
	if callback == nil then return fail("Argument 2 missing or nil") end
	if type(callback) ~= "function" then return fail("Unable to cast value to function") end
	if CLIENT_ONLY[name] then return fail(name .. " can only be registered by a client") end
	registered[name] = callback
end)

-- "It will return the result of the registered function, or raise an error if no function has been
-- registered"; the words are inferred.
P.define_method("Chat", "InvokeChatCallback", function(_, callback_type, ...)
	local name = P.argument("Enum.ChatCallbackType", callback_type, 1)
	local callback = registered[name]
	if not callback then return fail("No function is registered for " .. name) end
	return callback(P.copy_arguments(...))
end)
