"""Members of MarketplaceService that list what is for sale: products, price levels, rankings.

Source: class page MarketplaceService. A test describes the items and says how they rank.
"""

from __future__ import annotations

from bridge.errors import StubError
from bridge.stubs.json_arrays import numbers_in
from bridge.stubs.marketplace.purchases import Purchases
from bridge.stubs.pages import Entries, reply_with_pages
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonText,
    JsonValue,
    Request,
    Service,
    StructureText,
    method,
    structure,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["CatalogueMembers"]

PAGE_SIZE = 50
"""Developer products on a page (an assumption; the page size is not documented)."""

SELLABLE = ("GamePass", "Product")
"""Items of Enum.InfoType that can be ranked (documented)."""

# No document has their words: inferred.
NO_IDS = "MarketplaceService:{method}() userIds must be an array of numbers"
NO_PRODUCTS = "MarketplaceService:{method}() expects an array of {{InfoType, Id}}"
NO_TYPES = "MarketplaceService:{method}() expects an array of Enum.InfoType.GamePass and Product"
MANY = "MarketplaceService:{method}() at most {limit} products"
THROTTLED = "MarketplaceService:{method}() failed because HTTP 429 (Too Many Requests)"


class CatalogueMembers(Service):
    """Part of MarketplaceService.

    Attributes:
        rank_windows: calls of the last minute, by method.
    """

    purchases: Purchases
    rank_windows: dict[str, SlidingWindow]

    @method("GetDeveloperProductsAsync", returns=("StandardPages",), yields=True)
    def get_developer_products_async(self, target: Instance, request: Request) -> None:
        """Pages of all developer products a test has described, by rising id."""

        def list_products() -> Entries:
            found = sorted(
                (item, info)
                for (kind, item), info in self.purchases.products.items()
                if kind == "Product"
            )
            return [{"ProductId": item, **info} for item, info in found]

        reply_with_pages(self, request, list_products, size=PAGE_SIZE)

    @method(
        "GetUsersPriceLevelsAsync", parameters=("userIds: array",), returns=("json",), yields=True
    )
    def get_users_price_levels_async(
        self, target: Instance, request: Request, user_ids: JsonValue
    ) -> None:
        """An array of {UserId, PriceLevel}, the levels "integers between 1 and 1000"."""
        ids = numbers_in(user_ids)
        if ids is None:
            raise StubError(NO_IDS.format(method=request.method))

        def look_up() -> JsonText:
            levels = self.purchases.price_levels
            found = [{"UserId": n, "PriceLevel": levels.get(n, 1000)} for n in ids]
            return JsonText.of(found)

        self.request(request, perform=look_up)

    # Rankings ---------------------------------------------------------------------------------

    def _admit(self, request: Request, per_minute: float) -> None:
        window = self.rank_windows.setdefault(request.method, SlidingWindow())
        if not window.admit(1, per_minute, self.context.clock.now_us):
            raise StubError(THROTTLED.format(method=request.method))

    def _ranked(self, products: list[tuple[str, int]]) -> StructureText:
        """Those that are described, in the order of the test's ranking, then as they are."""
        ranks = {product: rank for rank, product in enumerate(self.purchases.ranking)}
        known = [each for each in products if each in self.purchases.products]
        known.sort(key=lambda each: ranks.get(each, len(ranks)))
        return structure(
            [
                {
                    "ProductIdentifier": {
                        "InfoType": self.world.enum_item("InfoType", info_type),
                        "Id": item,
                    },
                    "ProductInfo": self.purchases.products[info_type, item],
                }
                for info_type, item in known
            ]
        )

    @method(
        "RankProductsAsync",
        parameters=("productIdentifiers: structure",),
        returns=("array",),
        yields=True,
    )
    def rank_products_async(self, target: Instance, request: Request, products: object) -> None:
        """An array of {ProductIdentifier, ProductInfo}: up to 50 passes and products, as the player
        is likely to want them."""
        rules = self.context.universe.profile.marketplace
        lines = [_product_of(each) for each in products] if isinstance(products, list) else [None]
        found = [line for line in lines if line is not None]
        if len(found) < len(lines):
            raise StubError(NO_PRODUCTS.format(method=request.method))
        if len(found) > rules.ranked_items_max:
            raise StubError(MANY.format(method=request.method, limit=rules.ranked_items_max))
        self._admit(request, rules.rank_per_minute)
        self.request(request, perform=lambda: self._ranked(found))

    @method(
        "RecommendTopProductsAsync",
        parameters=("infoTypes: structure",),
        returns=("array",),
        yields=True,
    )
    def recommend_top_products_async(
        self, target: Instance, request: Request, info_types: object
    ) -> None:
        """The same for everything that is described, up to 50 items; none "if your experience has
        had no item sales in the past 28 days"."""
        rules = self.context.universe.profile.marketplace
        types = info_types if isinstance(info_types, list) else [None]
        names = [each.name for each in types if isinstance(each, EnumItem)]
        if len(names) < len(types) or not set(names) <= set(SELLABLE):
            raise StubError(NO_TYPES.format(method=request.method))
        self._admit(request, rules.recommend_per_minute)

        def look_up() -> StructureText:
            if not self.purchases.sold_since(rules.recommend_sales_us):
                return structure([])
            ranking, described = self.purchases.ranking, sorted(self.purchases.products)
            everything = [*ranking, *(each for each in described if each not in ranking)]
            wanted = [each for each in everything if each[0] in names]
            known = [each for each in wanted if each in self.purchases.products]
            return self._ranked(known[: rules.ranked_items_max])

        self.request(request, perform=look_up)


def _product_of(item: object) -> tuple[str, int] | None:
    """Type and id of a pass or a product; None when it is none."""
    if not isinstance(item, dict):
        return None
    kind, number = item.get("InfoType"), item.get("Id")
    if not isinstance(kind, EnumItem) or kind.name not in SELLABLE:
        return None
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    return kind.name, int(number)
