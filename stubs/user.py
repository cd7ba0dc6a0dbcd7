"""UserService: names of accounts, many at once.

Source: class page UserService: fewer results than asked for where there is no such account, in any
order; 250 results per minute, then HTTP 429.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError
from bridge.stubs.json_arrays import numbers_in
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["UserService"]

THROTTLED = "UserService: Request Failed because HTTP 429 (Too Many Requests)"
"""The number is documented; the sentence was seen in a game's log (2026)."""
NO_ARRAY = "UserService: userIds must be an array of numbers"  # inferred


class UserService(Service):
    """One server's UserService."""

    CLASS_NAME: ClassVar[str] = "UserService"
    DOOR: ClassVar[str] = "user"
    OPEN_QUESTIONS = (
        "Whether ids without an account count against the 250 results per minute: they do not.",
        "Order of GetUserInfosByUserIdsAsync: by user id, each once.",
    )
    NOT_MODELLED = refused(
        {"there is no model of the datatype User": "GetUserFromGlobalUserIdAsync"}
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self._results = SlidingWindow()

    @method(
        "GetUserInfosByUserIdsAsync",
        parameters=("userIds: array",),
        returns=("json",),
        yields=True,
    )
    def get_user_infos_by_user_ids_async(
        self, target: Instance, request: Request, user_ids: JsonValue
    ) -> None:
        """An array of {Id, Username, DisplayName, HasVerifiedBadge} of the accounts there are."""
        ids = numbers_in(user_ids)
        if ids is None:
            raise StubError(NO_ARRAY)
        known = Accounts.of(self.context.universe)

        def look_up() -> JsonText:
            accounts = [known.by_id(number) for number in sorted(set(ids))]
            found = [
                {
                    "Id": account.user_id,
                    "Username": account.name,
                    "DisplayName": account.display_name,
                    "HasVerifiedBadge": False,
                }
                for account in accounts
                if account is not None
            ]
            now_us = self.context.clock.now_us
            limit = self.context.universe.profile.user.results_per_minute
            if not self._results.admit(len(found), limit, now_us):
                raise StubError(THROTTLED)
            return JsonText.of(found)

        self.request(request, perform=look_up)
