-- Selectors: the texts by which Instance:QueryDescendants and CollectionService:CreateCollection pick
-- instances (engine.md e.5; class page Instance).
--
-- Class (by IsA), #Name, .Tag, [Property = value], [$Attribute = value], [$Attribute], :not(list),
-- :has(list), joined by `>` (child) and `>>` (descendant), lists by commas; blanks mean nothing. A match
-- lies below the scope and so do the instances its other parts match. Texts of errors are ours.

local P = ...
local N = P.native
local type, tonumber = N.type, N.tonumber
local find, match, sub, format = N.string.find, N.string.match, N.string.sub, N.string.format
local fail = P.fail

-- Reading ---------------------------------------------------------------------------------------

-- A list is an array of chains; a chain an array of { combinator, compound }; a compound { class,
-- names, tags, tests, without, having }: a class or nil, words, tests { name, attribute, value,
-- quoted }, and lists.

local WORD = "^[^%s>,:%.#%[%]%(%)\"'=]+"

local text, at

local function invalid(why)
	return fail(format("Invalid selector '%s': %s", text, why))
end

local function skip_blanks()
	at = find(text, "%S", at) or #text + 1
end

local function taken(symbol)
	if sub(text, at, at + #symbol - 1) ~= symbol then return false end
	at = at + #symbol
	return true
end

local function word(what)
	local found = match(text, WORD, at)
	if not found then return invalid(what .. " expected at character " .. at) end
	at = at + #found
	return found
end

local function expect(symbol)
	skip_blanks()
	if not taken(symbol) then return invalid("'" .. symbol .. "' expected at character " .. at) end
end

-- A value after `=`: quoted, or everything up to the bracket.
local function value()
	skip_blanks()
	local quote = match(text, "^[\"']", at)
	if quote then
		local stop = find(text, quote, at + 1, true)
		if not stop then return invalid("unfinished string") end
		local inner = sub(text, at + 1, stop - 1)
		at = stop + 1
		return inner, true
	end
	local stop = find(text, "]", at, true) or #text + 1
	local bare = match(sub(text, at, stop - 1), "^(.-)%s*$")
	if bare == "" then return invalid("value expected at character " .. at) end
	at = stop
	return bare, false
end

local function test()
	skip_blanks()
	local attribute = taken("$")
	local made = { name = word("name"), attribute = attribute, value = nil, quoted = false }
	skip_blanks()
	if taken("=") then
		made.value, made.quoted = value()
	elseif not attribute then
		return invalid("'=' expected at character " .. at)
	end
	expect("]")
	return made
end

local read_list

local function pseudo(compound)
	local name = word("'not' or 'has'")
	local target = name == "not" and compound.without or name == "has" and compound.having
	if not target then return invalid("':" .. name .. "' is not modelled by luau-bridge") end
	expect("(")
	target[#target + 1] = read_list(")")
end

local function read_compound()
	local compound = { class = nil, names = {}, tags = {}, tests = {}, without = {}, having = {} }
	local began = at
	while true do
		skip_blanks()
		if taken("#") then
			compound.names[#compound.names + 1] = word("name")
		elseif taken(".") then
			compound.tags[#compound.tags + 1] = word("tag")
		elseif taken("[") then
			compound.tests[#compound.tests + 1] = test()
		elseif taken(":") then
			pseudo(compound)
		elseif find(text, WORD, at) and not compound.class then
			compound.class = word("class")
		elseif at == began or not find(text, "^[>,%)]", at) and at <= #text then
			return invalid("selector expected at character " .. at)
		else
			return compound
		end
	end
end

local function combinator()
	skip_blanks()
	return taken(">>") and ">>" or taken(">") and ">" or nil
end

local function read_chain()
	local chain, joint = {}, combinator() or ">>"
	while joint do
		skip_blanks()
		chain[#chain + 1] = { combinator = joint, compound = read_compound() }
		joint = combinator()
	end
	return chain
end

-- Up to `closing`, which is taken; to the end of the text for nil.
function read_list(closing)
	local list = {}
	repeat
		list[#list + 1] = read_chain()
		skip_blanks()
	until not taken(",")
	if closing then
		expect(closing)
	elseif at <= #text then
		return invalid("unexpected '" .. sub(text, at, at) .. "' at character " .. at)
	end
	return list
end

-- The list of a text. Reading nests (:not, :has) but never calls scripts, so one cursor is enough.
local function read(selector)
	text, at = selector, 1
	return read_list(nil)
end

-- Matching --------------------------------------------------------------------------------------

local function refuse_comparison(found)
	return fail("comparing " .. P.typeof(found) .. " with a selector's value is not modelled by luau-bridge")
end

-- True when a value is what a selector writes.
local function equals(found, wanted)
	local kind = type(found)
	if found == nil then return false end
	if kind == "string" then return found == wanted.value end
	if kind == "boolean" then return not wanted.quoted and wanted.value == (found and "true" or "false") end
	if kind == "number" then
		local number = not wanted.quoted and tonumber(wanted.value)
		return number ~= nil and number ~= false and (found == number or found == P.to_single(number))
	end
	local item = P.enum_item_of(found)
	if item then return item.name == wanted.value end
	return refuse_comparison(found)
end

local function passes(node, wanted)
	if wanted.attribute then
		local found = node.attributes and node.attributes[wanted.name]
		if not wanted.value then return found ~= nil end
		return equals(found, wanted)
	end
	local record = P.kind_of(node.class, wanted.name)
	if not record or record.kind ~= "property" then return false end
	return equals(node.values[wanted.name], wanted)
end

local matches_list

local function has_below(node, scope, list)
	local children = node.children
	for i = 1, #children do
		if matches_list(children[i], scope, list) or has_below(children[i], scope, list) then return true end
	end
	return false
end

local function matches_compound(node, scope, compound)
	if compound.class and not node.class.ancestors[compound.class] then return false end
	for i = 1, #compound.names do
		if node.name ~= compound.names[i] then return false end
	end
	for i = 1, #compound.tags do
		if not P.has_tag(node, compound.tags[i]) then return false end
	end
	for i = 1, #compound.tests do
		if not passes(node, compound.tests[i]) then return false end
	end
	for i = 1, #compound.without do
		if matches_list(node, scope, compound.without[i]) then return false end
	end
	for i = 1, #compound.having do
		if not has_below(node, node, compound.having[i]) then return false end
	end
	return true
end

-- True when the first `count` parts of a chain end in a node below `scope`.
local function matches_chain(node, scope, chain, count)
	local part = chain[count]
	if not matches_compound(node, scope, part.compound) then return false end
	local above = node.parent
	if count == 1 then return part.combinator == ">>" or above == scope end
	if part.combinator == ">" then
		return above ~= scope and above ~= nil and matches_chain(above, scope, chain, count - 1)
	end
	while above and above ~= scope do
		if matches_chain(above, scope, chain, count - 1) then return true end
		above = above.parent
	end
	return false
end

function matches_list(node, scope, list)
	for i = 1, #list do
		local chain = list[i]
		if matches_chain(node, scope, chain, #chain) then return true end
	end
	return false
end

local function collect(node, scope, list, found)
	local children = node.children
	for i = 1, #children do
		local child = children[i]
		if matches_list(child, scope, list) then found[#found + 1] = child end
		collect(child, scope, list, found)
	end
	return found
end

-- The list a text stands for; raises what is wrong with it.
P.read_selector = read

-- Nodes below `scope` that a list picks, depth first in child order.
function P.select_below(scope, list)
	return collect(scope, scope, list, {})
end
