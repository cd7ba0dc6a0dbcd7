-- HttpService members that need no host: JSONEncode, JSONDecode, UrlEncode.
--
-- Works whether or not requests are enabled, and never yields (creator-docs, class HttpService).
-- Errors carry no position, because programs compare their texts with `==`. Knows no request.
local P = ...

local native = P.native
local error, type, tostring = native.error, native.type, native.tostring
local string = native.string
local byte, find, format, gsub = string.byte, string.find, string.format, string.gsub
local json_encode, json_decode = P.json_encode, P.json_decode

P.define_method("HttpService", "JSONEncode", function(_, value)
    if value == nil then error("Argument 1 missing or nil", 0) end
    local text, problem = json_encode(value, "http")
    if text then return text end
    -- "tables cannot be cyclic" has its own text; everything else is one sentence.
    if find(problem, "^cycle:") then error("tables cannot be cyclic", 0) end
    error("Can't convert to JSON", 0)
end)

-- A number is accepted where a string is wanted, as everywhere in the engine.
local function text_argument(value)
    if value == nil then error("Argument 1 missing or nil", 0) end
    if type(value) == "number" then return tostring(value) end
    if type(value) ~= "string" then
        error("Unable to cast value to string", 0)
    end
    return value
end

P.define_method("HttpService", "JSONDecode", function(_, text)
    return (json_decode(text_argument(text)))
end)

-- Everything but letters and digits is escaped; the documents' sample escapes "." and "/" too.
P.define_method("HttpService", "UrlEncode", function(_, text)
    return (gsub(text_argument(text), "[^%w]", function(c)
        return format("%%%02X", byte(c))
    end))
end)
