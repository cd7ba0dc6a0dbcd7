-- Checks and codings of byte strings: well-formed UTF-8, base64.
--
-- Knows no JSON and no Luau value but strings.
--
--   P.is_utf8(s) -> boolean      P.base64_encode(s) -> s      P.base64_decode(s) -> s | nil
local P = ...

local native = P.native
local string, table, math = native.string, native.table, native.math
local byte, char, find, sub = string.byte, string.char, string.find, string.sub
local concat, floor = table.concat, math.floor

-- Well-formed UTF-8: no stray or missing continuation, no overlong form, no surrogate, nothing
-- above U+10FFFF.
function P.is_utf8(s)
    local at = find(s, "[\128-\255]")
    while at do
        local a, b, c, d = byte(s, at, at + 3)
        b, c, d = b or 0, c or 0, d or 0
        if a >= 0xC2 and a <= 0xDF then
            if b < 0x80 or b > 0xBF then return false end
            at = at + 2
        elseif a >= 0xE0 and a <= 0xEF then
            local low, high = 0x80, 0xBF
            if a == 0xE0 then low = 0xA0 elseif a == 0xED then high = 0x9F end
            if b < low or b > high or c < 0x80 or c > 0xBF then return false end
            at = at + 3
        elseif a >= 0xF0 and a <= 0xF4 then
            local low, high = 0x80, 0xBF
            if a == 0xF0 then low = 0x90 elseif a == 0xF4 then high = 0x8F end
            if b < low or b > high or c < 0x80 or c > 0xBF or d < 0x80 or d > 0xBF then
                return false
            end
            at = at + 4
        else
            return false
        end
        at = find(s, "[\128-\255]", at)
    end
    return true
end

local BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local BASE64_CHAR, BASE64_VALUE = {}, {}
for i = 1, 64 do
    BASE64_CHAR[i - 1] = sub(BASE64, i, i)
    BASE64_VALUE[byte(BASE64, i)] = i - 1
end

function P.base64_encode(s)
    local out, n = {}, 0
    for i = 1, #s, 3 do
        local a, b, c = byte(s, i, i + 2)
        local word = a * 65536 + (b or 0) * 256 + (c or 0)
        n = n + 1
        out[n] = BASE64_CHAR[floor(word / 262144)] .. BASE64_CHAR[floor(word / 4096) % 64]
            .. (b and BASE64_CHAR[floor(word / 64) % 64] or "=")
            .. (c and BASE64_CHAR[word % 64] or "=")
    end
    return concat(out)
end

-- nil when the text is not base64.
function P.base64_decode(s)
    if #s % 4 ~= 0 then return nil end
    local out, n = {}, 0
    for i = 1, #s, 4 do
        local a, b, c, d = byte(s, i, i + 3)
        local last = i + 4 > #s
        local x, y = BASE64_VALUE[a], BASE64_VALUE[b]
        local z = BASE64_VALUE[c] or (last and c == 61 and d == 61 and 0)
        local w = BASE64_VALUE[d] or (last and d == 61 and 0)
        if not (x and y and z and w) then return nil end
        local word = ((x * 64 + y) * 64 + z) * 64 + w
        n = n + 1
        out[n] = sub(char(floor(word / 65536), floor(word / 256) % 256, word % 256), 1,
            c == 61 and 1 or d == 61 and 2 or 3)
    end
    return concat(out)
end
