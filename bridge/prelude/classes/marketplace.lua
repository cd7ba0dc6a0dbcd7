-- MarketplaceService: which function gets a receipt, and what it decides (class page MarketplaceService;
-- cloud-services.md 9.1).
--
-- Which receipts there are, and when they come, is stubs/marketplace's.

local P = ...
local N = P.native
local xpcall, type = N.xpcall, N.type
local fail = P.fail

-- Receipt type -> product id, or ALL -> function.
local ALL = {}
local bound = { DeveloperProduct = {}, RobuxTransferSender = {}, RobuxTransferReceiver = {} }

-- What a filter names; without one it is everything that no other handler is bound to.
local function keys_of(filter)
	if filter == nil then return { ALL } end
	if type(filter) ~= "table" then return fail("Unable to cast to Array") end
	local keys = {}
	for i = 1, #filter do keys[i] = P.argument("int", filter[i], 3) end
	return keys
end

-- "Throws if the same type and product, or the catch-all, is already bound"; the words are inferred.
P.define_method("MarketplaceService", "BindReceiptHandler", function(_, receipt_type, handler, filter)
	local name = P.argument("Enum.ReceiptType", receipt_type, 1)
	if handler == nil then return fail("Argument 2 missing or nil") end
	if type(handler) ~= "function" then return fail("Unable to cast value to function") end
	local handlers, keys = bound[name], keys_of(filter)
	for i = 1, #keys do
		if handlers[keys[i]] then
			local what = keys[i] == ALL and "every product" or "product " .. P.tostring(keys[i])
			return fail("A receipt handler for " .. name .. " is already bound to " .. what)
		end
	end
	for i = 1, #keys do handlers[keys[i]] = handler end
	local signal = P.new_signal("BindReceiptHandler", "MarketplaceService", {
		last = function()
			for i = 1, #keys do handlers[keys[i]] = nil end
		end,
	})
	return P.connect(signal, handler)
end)

-- The item that grants, by the enum a function has to answer with.
local GRANTING = { ProductPurchaseDecision = "PurchaseGranted", ReceiptDecision = "Processed" }

local function decided(purchase_id, enum, ok, ...)
	if not ok then P.report_problem((...)) end
	local item = ok and P.enum_item_of((...))
	local granted = item and item.enum.name == enum and item.name == GRANTING[enum]
	return P.host("marketplace.decided", purchase_id, granted == true)
end

local function run(f, enum, receipt)
	return decided(receipt.PurchaseId, enum, xpcall(f, P.describe_error, receipt))
end

-- A receipt of a developer product. -> whether there is a function to decide: a bound handler "wins
-- over ProcessReceipt".
P.export("marketplace.receipt", function(id, purchase_id, player_id, product_id, place_id, spent, channel)
	local handlers = bound.DeveloperProduct
	local f, enum = handlers[product_id] or handlers[ALL], "ReceiptDecision"
	if not f then
		f, enum = P.callback(P.node(id), "ProcessReceipt"), "ProductPurchaseDecision"
	end
	if not f then return false end
	P.spawn_thread(run, f, enum, {
		PurchaseId = purchase_id,
		PlayerId = player_id,
		ProductId = product_id,
		PlaceIdWherePurchased = place_id,
		CurrencySpent = spent,
		CurrencyType = P.enum_handle("CurrencyType", "Robux"),
		ProductPurchaseChannel = P.enum_handle("ProductPurchaseChannel", channel),
	})
	return true
end)
