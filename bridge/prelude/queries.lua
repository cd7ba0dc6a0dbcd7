-- Questions to the tree: children, descendants, ancestors by name or class. Answers come from the
-- VM alone.
--
-- Order: children as they were parented, descendants depth first (engine.md e.5). Needs
-- instance.lua.

local P = ...
local N = P.native
local type = N.type
local node_of, find_child, fail, full_name = P.node_of, P.find_child, P.fail, P.full_name
local define = P.define_method

-- A required string argument; numbers are formatted, as engine methods do.
local function name_argument(value, n)
	if type(value) == "string" then return value end
	if value == nil then return fail("Argument " .. (n or 1) .. " missing or nil") end
	if type(value) == "number" then return P.number_to_text(value) end
	return fail("Unable to cast value to string")
end
P.name_argument = name_argument

local function instance_argument(value, n)
	local node = node_of(value)
	if node then return node end
	if value == nil then return fail("Argument " .. n .. " missing or nil") end
	return fail("Unable to cast value to Object")
end
P.instance_argument = instance_argument

local function handle_of(node)
	return node and node.handle
end

-- Calls visit(node) for every node below, depth first in child order; stops at the first true
-- answer.
local function find_below(node, visit, wanted)
	local children = node.children
	for i = 1, #children do
		local child = children[i]
		if visit(child, wanted) then return child end
		local found = find_below(child, visit, wanted)
		if found then return found end
	end
	return nil
end

local function has_name(node, name) return node.name == name end
local function is_class(node, name) return node.class.name == name end
local function is_a(node, name) return node.class.ancestors[name] == true end

local function find_among_children(node, visit, wanted)
	local children = node.children
	for i = 1, #children do
		if visit(children[i], wanted) then return children[i] end
	end
	return nil
end

local function find_above(node, visit, wanted)
	local ancestor = node.parent
	while ancestor and not visit(ancestor, wanted) do ancestor = ancestor.parent end
	return ancestor
end

define("Instance", "FindFirstChild", function(node, name, recursive)
	name = name_argument(name)
	if recursive then return handle_of(find_below(node, has_name, name)) end
	return handle_of(find_child(node, name))
end)

define("Instance", "FindFirstChildOfClass", function(node, class_name)
	return handle_of(find_among_children(node, is_class, name_argument(class_name)))
end)

define("Instance", "FindFirstChildWhichIsA", function(node, class_name, recursive)
	local find = recursive and find_below or find_among_children
	return handle_of(find(node, is_a, name_argument(class_name)))
end)

define("Instance", "FindFirstAncestor", function(node, name)
	return handle_of(find_above(node, has_name, name_argument(name)))
end)

define("Instance", "FindFirstAncestorOfClass", function(node, class_name)
	return handle_of(find_above(node, is_class, name_argument(class_name)))
end)

define("Instance", "FindFirstAncestorWhichIsA", function(node, class_name)
	return handle_of(find_above(node, is_a, name_argument(class_name)))
end)

define("Instance", "GetChildren", function(node)
	local children, handles = node.children, {}
	for i = 1, #children do handles[i] = children[i].handle end
	return handles
end)

local function collect_handles(node, handles, count)
	local children = node.children
	for i = 1, #children do
		local child = children[i]
		count = count + 1
		handles[count] = child.handle
		count = collect_handles(child, handles, count)
	end
	return count
end

define("Instance", "GetDescendants", function(node)
	local handles = {}
	collect_handles(node, handles, 0)
	return handles
end)

local function is_above(ancestor, node)
	local at = node.parent
	while at and at ~= ancestor do at = at.parent end
	return at ~= nil
end
P.is_above = is_above

define("Instance", "IsDescendantOf", function(node, ancestor)
	-- "DataModel is a descendant of nil" and so is everything else: nil "cannot be used to check if an
	-- object has been removed" (class page Instance).
	if ancestor == nil then return true end
	return is_above(instance_argument(ancestor, 1), node)
end)

define("Instance", "IsAncestorOf", function(node, descendant)
	return is_above(node, instance_argument(descendant, 1))
end)

define("Instance", "GetFullName", full_name)

define("Instance", "QueryDescendants", function(node, selector)
	selector = name_argument(selector)
	P.load_class_file("selectors")
	local found = P.select_below(node, P.read_selector(selector))
	for i = 1, #found do found[i] = found[i].handle end
	return found
end)

define("Instance", "GetActor", function(node)
	if node.class.ancestors.Actor then return node.handle end
	return handle_of(find_above(node, is_a, "Actor"))
end)

-- "Exists but is disabled; throws when called" (engine.md e.5).
define("Instance", "FindFirstDescendant", function()
	return fail("FindFirstDescendant is not enabled")
end)
