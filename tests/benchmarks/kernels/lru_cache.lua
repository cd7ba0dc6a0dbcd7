-- A cache with a doubly linked list, driven by a skewed stream of keys.
local Cache = {}
Cache.__index = Cache

function Cache.new(capacity)
	local head, tail = {}, {}
	head.next, tail.previous = tail, head
	return setmetatable({ capacity = capacity, size = 0, items = {}, head = head, tail = tail }, Cache)
end

local function unlink(node)
	node.previous.next = node.next
	node.next.previous = node.previous
end

function Cache:push(node)
	local head = self.head
	node.previous, node.next = head, head.next
	head.next.previous = node
	head.next = node
end

function Cache:get(key)
	local node = self.items[key]
	if not node then
		return nil
	end
	unlink(node)
	self:push(node)
	return node.value
end

function Cache:set(key, value)
	local node = self.items[key]
	if node then
		node.value = value
		unlink(node)
		self:push(node)
		return
	end
	if self.size >= self.capacity then
		local oldest = self.tail.previous
		unlink(oldest)
		self.items[oldest.key] = nil
		self.size = self.size - 1
	end
	node = { key = key, value = value }
	self.items[key] = node
	self:push(node)
	self.size = self.size + 1
end

return function(n)
	local cache = Cache.new(200)
	local keys = {}
	for i = 1, 500 do
		keys[i] = "key" .. i
	end
	local state, hits = 42, 0
	for i = 1, n do
		state = (state * 16807) % 2147483647
		local range = 100
		if i % 3 == 0 then
			range = 500
		end
		local key = keys[state % range + 1]
		if cache:get(key) then
			hits = hits + 1
		else
			cache:set(key, i)
		end
	end
	return hits
end
