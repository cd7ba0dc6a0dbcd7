-- MarketplaceService: calling ProcessReceipt (class page MarketplaceService; cloud-services.md 9.1).
--
-- Which receipts there are, and when they come, is stubs/marketplace.py's.

local P = ...
local xpcall = P.native.xpcall

local function decided(purchase_id, ok, ...)
	if not ok then P.report_problem((...)) end
	local item = ok and P.enum_item_of((...))
	local granted = item and item.enum.name == "ProductPurchaseDecision" and item.name == "PurchaseGranted"
	return P.host("marketplace.decided", purchase_id, granted == true)
end

local function run(f, receipt)
	return decided(receipt.PurchaseId, xpcall(f, P.describe_error, receipt))
end

-- -> whether there is a callback to decide.
P.export("marketplace.receipt", function(id, purchase_id, player_id, product_id, place_id, spent)
	local f = P.callback(P.node(id), "ProcessReceipt")
	if not f then return false end
	P.spawn_thread(run, f, {
		PurchaseId = purchase_id,
		PlayerId = player_id,
		ProductId = product_id,
		PlaceIdWherePurchased = place_id,
		CurrencySpent = spent,
		CurrencyType = P.enum_of("CurrencyType").by_name.Robux.handle,
		ProductPurchaseChannel = P.enum_of("ProductPurchaseChannel").by_name.InExperience.handle,
	})
	return true
end)
