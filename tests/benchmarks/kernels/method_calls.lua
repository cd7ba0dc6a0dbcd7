-- Classes with one level of inheritance, methods that call methods.
local Account = {}
Account.__index = Account

function Account.new(owner)
	return setmetatable({ owner = owner, balance = 0, moves = 0 }, Account)
end

function Account.deposit(self, amount)
	self.balance = self.balance + amount
	self:count()
end

function Account:withdraw(amount)
	if amount > self:available() then
		return false
	end
	self.balance = self.balance - amount
	self:count()
	return true
end

function Account:available()
	return self.balance
end

function Account:count()
	self.moves = self.moves + 1
end

local Credit = setmetatable({}, { __index = Account })
Credit.__index = Credit

function Credit.new(owner, limit)
	local self = setmetatable(Account.new(owner), Credit)
	self.limit = limit
	return self
end

function Credit:available()
	return self.balance + self.limit
end

return function(n)
	local plain, credit = Account.new("ada"), Credit.new("bob", 50)
	local refused = 0
	for i = 1, n do
		plain:deposit(i % 10)
		credit:deposit(i % 8)
		if not plain:withdraw(i % 12) then
			refused = refused + 1
		end
		if not credit:withdraw(i % 9) then
			refused = refused + 1
		end
	end
	return plain.balance + credit.balance + refused + plain.moves + credit.moves
end
