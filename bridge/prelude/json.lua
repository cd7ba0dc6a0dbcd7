-- JSON as Roblox converts it: for data stores, messages, memory stores and HttpService.
--
-- Owns P.json_encode and P.json_decode. Raw access only: metamethods of user tables never run
-- (metatables are ignored and raw pairs stored, creator-docs remotes page). Keys are written in
-- byte order, so equal tables give equal texts. Needs encodings.lua. Knows no service: what a
-- refused value means to the script is the caller's business.
--
--   P.json_encode(value, mode) -> text | nil, problem      mode "store" (default) or "http"
--   P.json_decode(text) -> value                           raises "Can't parse JSON"
--
-- A problem is "<code>:<detail>":
--   unsupported:<name>  a value no service stores; name is what the error text calls it
--   utf8:<name>         a string, or a container of one, that is not UTF-8
--   cycle:<text>        a table inside itself
--   mixed:<text>        array part and other keys, where the rules refuse it
--   depth:<text>        nested deeper than DEPTH_MAX
local P = ...

local native = P.native
local type, next, tonumber, error = native.type, native.next, native.tonumber, native.error
local string, table, math = native.string, native.table, native.math
local byte, char, find, format, gsub, sub = string.byte, string.char, string.find, string.format,
    string.gsub, string.sub
local concat, sort = table.concat, table.sort
local floor, huge = math.floor, math.huge
local is_utf8, base64_encode, base64_decode = P.is_utf8, P.base64_encode, P.base64_decode

-- The engine's own nesting limit is unknown; this one keeps every reader of the text safe.
local DEPTH_MAX = 500
local PARSE_ERROR = "Can't parse JSON"

-- Switches, set from the rule profile.
local options = { mixed = "array", nonfinite = "null" }

P.export("json.mixed", function(way) options.mixed = way end)
P.export("json.nonfinite", function(way) options.nonfinite = way end)

local ESCAPES = { ["\b"] = "\\b", ["\t"] = "\\t", ["\n"] = "\\n", ["\f"] = "\\f", ["\r"] = "\\r",
    ['"'] = '\\"', ["\\"] = "\\\\" }
for code = 0, 31 do
    local c = char(code)
    ESCAPES[c] = ESCAPES[c] or format("\\u%04X", code)
end

-- Shortest text that reads back as the same double, as Luau prints numbers.
local number_text = P.number_to_text

------------------------------------------------------------------------------------------ encode

-- State of the running encode; no user code can run inside it, so one set is enough.
local out, used, http, problem, open_tables

local function put(text)
    used = used + 1
    out[used] = text
end

local function refuse(code, detail)
    problem = code .. ":" .. detail
    return false
end

-- nil when `s` is not UTF-8.
local function quoted(s)
    if find(s, "[\128-\255]") and not is_utf8(s) then return nil end
    if find(s, '[%z\1-\31"\\]') then s = gsub(s, '[%z\1-\31"\\]', ESCAPES) end
    return '"' .. s .. '"'
end

local function put_string(s)
    local text = quoted(s)
    if not text then return refuse("utf8", "string") end
    put(text)
    return true
end

local function put_number(n)
    if n - n == 0 then
        put(number_text(n))
    elseif http and options.nonfinite == "null" then
        put("null")
    else
        -- How data stores show NaN and infinity to Open Cloud (forum quote of the documents).
        local name = n ~= n and "nan" or n > 0 and "inf" or "-inf"
        put('{"m":null,"t":"numeric","v":"' .. name .. '"}')
    end
    return true
end

-- Text of a key that is neither string nor number; nil when nothing is known about its kind.
-- Instances and tables become text (seen in live experiments, 2022-03).
local function odd_key_text(key)
    if type(key) == "table" then return "<Table> (" .. P.tostring(key) .. ")" end
    if type(key) == "userdata" and P.typeof(key) == "Instance" then
        return "<Instance> (" .. P.tostring(key) .. ")"
    end
    return nil
end

local put_value

local function put_object(t, depth)
    local keys, values, count = {}, {}, 0
    for key, value in next, t do
        local text = key
        local kind = type(key)
        if kind == "number" then
            text = number_text(key)
        elseif kind ~= "string" then
            text = odd_key_text(key)
            if not text and not http then return refuse("unsupported", "Dictionary") end
        end
        if text and (values[text] == nil or kind == "string") then
            if values[text] == nil then
                count = count + 1
                keys[count] = text
            end
            values[text] = value
        end
    end
    if count == 0 then
        put("[]")
        return true
    end
    sort(keys)
    for i = 1, count do
        put(i == 1 and "{" or ",")
        if not put_string(keys[i]) then return false end
        put(":")
        if not put_value(values[keys[i]], depth) then return false end
    end
    put("}")
    return true
end

local function put_array(t, length, depth)
    if options.mixed == "refuse" and not http then
        for key in next, t do
            if type(key) ~= "number" then
                return refuse("mixed",
                    "Cannot convert mixed or non-array tables: keys must be strings")
            end
        end
    end
    for i = 1, length do
        put(i == 1 and "[" or ",")
        if not put_value(t[i], depth) then return false end
    end
    put("]")
    return true
end

local function put_table(t, depth)
    if depth >= DEPTH_MAX then return refuse("depth", "tables nested too deeply") end
    if open_tables[t] then return refuse("cycle", "tables cannot be cyclic") end
    open_tables[t] = true
    local raw = P.raw_view(t)
    -- "the array part takes priority": with t[1..#t] present every other key is ignored.
    local length = #raw
    local fine
    if length > 0 then
        fine = put_array(raw, length, depth + 1)
    else
        fine = put_object(raw, depth + 1)
    end
    open_tables[t] = nil
    return fine
end

function put_value(value, depth)
    local kind = type(value)
    if kind == "string" then return put_string(value) end
    if kind == "number" then return put_number(value) end
    if kind == "table" then return put_table(value, depth) end
    if kind == "boolean" then
        put(value and "true" or "false")
        return true
    end
    if kind == "nil" then
        put("null")
        return true
    end
    local name = P.typeof(value)
    if name == "buffer" then
        put('{"m":null,"t":"buffer","base64":"' .. base64_encode(P.G.buffer.tostring(value)) .. '"}')
        return true
    end
    if http then
        put("null")
        return true
    end
    -- The engine calls a CFrame by its old name (forum 1641868).
    return refuse("unsupported", name == "CFrame" and "CoordinateFrame" or name)
end

-- A refusal inside a table names the outermost container, not the culprit: Array when its first
-- key is a number, else Dictionary (live incident logs of 2026-07).
local function container_name(t)
    local raw = P.raw_view(t)
    if #raw > 0 then return "Array" end
    local least
    for key in next, raw do
        if type(key) ~= "number" then return "Dictionary" end
        least = key
    end
    return least and "Array" or "Dictionary"
end

function P.json_encode(value, mode)
    -- Scalars, the most frequent values of all, need no list of parts.
    local kind = type(value)
    if kind == "number" and value - value == 0 then return number_text(value) end
    if kind == "string" then
        local text = quoted(value)
        if text then return text end
    end
    out, used, http, problem, open_tables = {}, 0, mode == "http", nil, {}
    if put_value(value, 0) then
        local text = concat(out, "", 1, used)
        out, open_tables = nil, nil
        return text
    end
    out, open_tables = nil, nil
    if kind == "table" then
        local code = sub(problem, 1, find(problem, ":", 1, true))
        if code == "unsupported:" or code == "utf8:" then problem = code .. container_name(value) end
    end
    return nil, problem
end

------------------------------------------------------------------------------------------ decode

local UNESCAPES = { [34] = '"', [92] = "\\", [47] = "/", [98] = "\b", [102] = "\f", [110] = "\n",
    [114] = "\r", [116] = "\t" }

local function utf8_char(code)
    if code < 0x80 then return char(code) end
    if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
    if code < 0x10000 then
        return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
    end
    return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64,
        0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function bad()
    error(PARSE_ERROR, 0)
end

local function skip(s, at)
    local c = byte(s, at)
    while c == 32 or c == 10 or c == 13 or c == 9 do
        at = at + 1
        c = byte(s, at)
    end
    return at, c
end

-- One \uXXXX escape, or two that form a surrogate pair; `at` is the place of the backslash.
local function read_unicode(s, at)
    local _, last, digits = find(s, "^\\u(%x%x%x%x)", at)
    if not last then bad() end
    local code = tonumber(digits, 16)
    if code >= 0xDC00 and code <= 0xDFFF then bad() end
    if code >= 0xD800 and code <= 0xDBFF then
        local _, last_low, low = find(s, "^\\u([dD][c-fC-F]%x%x)", last + 1)
        if not last_low then bad() end
        code = 0x10000 + (code - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00
        last = last_low
    end
    return utf8_char(code), last + 1
end

-- `at` is the place after the opening quote; gives the string and the place after the closing one.
local function read_string(s, at)
    local stop = find(s, '[%z\1-\31"\\]', at)
    if not stop then bad() end
    if byte(s, stop) == 34 then return sub(s, at, stop - 1), stop + 1 end
    local parts, n = {}, 0
    while true do
        n = n + 1
        parts[n] = sub(s, at, stop - 1)
        local c = byte(s, stop)
        if c == 34 then return concat(parts), stop + 1 end
        if c ~= 92 then bad() end
        local escaped = byte(s, stop + 1)
        n = n + 1
        if escaped == 117 then
            parts[n], at = read_unicode(s, stop)
        else
            parts[n], at = UNESCAPES[escaped], stop + 2
            if not parts[n] then bad() end
        end
        stop = find(s, '[%z\1-\31"\\]', at)
        if not stop then bad() end
    end
end

local function read_number(s, at)
    local _, last = find(s, "^-?%d+", at)
    if not last then bad() end
    if find(s, "^-?0%d", at) then bad() end
    local _, fraction = find(s, "^%.%d+", last + 1)
    last = fraction or last
    local _, exponent = find(s, "^[eE][+-]?%d+", last + 1)
    last = exponent or last
    local n = tonumber(sub(s, at, last))
    if n == huge or n == -huge then bad() end
    return n, last + 1
end

local NONFINITE = { nan = 0 / 0, inf = huge, ["-inf"] = -huge }

-- The tagged forms `{"m":null,"t":"buffer","base64":...}` and `{"m":null,"t":"numeric","v":...}`
-- are values, not tables (seen in modules that rely on it).
local function untag(t, count)
    if count == 3 and t.t == "buffer" and type(t.base64) == "string" then
        local text = base64_decode(t.base64)
        if text then return P.G.buffer.fromstring(text) end
    elseif count == 3 and t.t == "numeric" and NONFINITE[t.v] then
        return NONFINITE[t.v]
    end
    return t
end

local read_value

local function read_array(s, at, depth)
    local t, n = {}, 0
    local c
    at, c = skip(s, at)
    if c == 93 then return t, at + 1 end
    while true do
        n = n + 1
        t[n], at = read_value(s, at, depth)
        at, c = skip(s, at)
        if c == 93 then return t, at + 1 end
        if c ~= 44 then bad() end
        at = at + 1
    end
end

local function read_object(s, at, depth)
    local t, count, marked = {}, 0, false
    local c
    at, c = skip(s, at)
    if c == 125 then return t, at + 1 end
    while true do
        if c ~= 34 then bad() end
        local key
        key, at = read_string(s, at + 1)
        at, c = skip(s, at)
        if c ~= 58 then bad() end
        local value
        value, at = read_value(s, at + 1, depth)
        t[key] = value
        count = count + 1
        if value == nil and key == "m" then marked = true end
        at, c = skip(s, at)
        if c == 125 then return marked and untag(t, count) or t, at + 1 end
        if c ~= 44 then bad() end
        at, c = skip(s, at + 1)
    end
end

function read_value(s, at, depth)
    local c
    at, c = skip(s, at)
    if c == 34 then return read_string(s, at + 1) end
    if c == 123 or c == 91 then
        if depth >= DEPTH_MAX then bad() end
        if c == 123 then return read_object(s, at + 1, depth + 1) end
        return read_array(s, at + 1, depth + 1)
    end
    if c == 116 and sub(s, at, at + 3) == "true" then return true, at + 4 end
    if c == 102 and sub(s, at, at + 4) == "false" then return false, at + 5 end
    if c == 110 and sub(s, at, at + 3) == "null" then return nil, at + 4 end
    return read_number(s, at)
end

function P.json_decode(text)
    if not is_utf8(text) then bad() end
    local value, at = read_value(text, 1, 0)
    at = skip(text, at)
    if at <= #text then bad() end
    return value
end

P.export("json.encode", P.json_encode)
P.export("json.decode", P.json_decode)
