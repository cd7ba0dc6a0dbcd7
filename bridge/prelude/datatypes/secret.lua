-- Secret: a text of the experience's secrets store, which no script can read. What a script holds are the
-- secret's name and what it has put around it; the text itself stays with HttpService and never comes
-- into the VM. Sources: creator-docs reference/engine/datatypes/Secret, cloud-services/secrets.

local P = ...
local N = P.native
local select, setmetatable = N.select, N.setmetatable
local check_string = P.check_string
local kind

-- { name, before, after } of each value; weak, so that a forgotten one is collected.
local parts = setmetatable({}, { __mode = "k" })

local function make(name, before, after)
	local secret = kind()
	parts[secret] = { name = name, before = before, after = after }
	return secret
end
P.make_secret = make

-- nil for what is no Secret.
function P.secret_parts(value) return parts[value] end

kind = P.define_datatype({
	name = "Secret",
	fields = "",
	members = {},
	methods = {
		AddPrefix = function(secret, ...)
			local own = parts[secret]
			return make(own.name, check_string((...), 1, "AddPrefix", select("#", ...)) .. own.before, own.after)
		end,
		AddSuffix = function(secret, ...)
			local own = parts[secret]
			return make(own.name, own.before, own.after .. check_string((...), 1, "AddSuffix", select("#", ...)))
		end,
	},
	-- "https://my.example.com/endpoint?apiKey=Secret(test_secret)&user=username" (secrets).
	to_text = function(secret)
		local own = parts[secret]
		return own.before .. "Secret(" .. own.name .. ")" .. own.after
	end,
})
