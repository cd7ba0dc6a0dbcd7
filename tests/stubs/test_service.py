"""The shape of a service: kinds of parameters and results, yielding, callbacks, the door."""

from dataclasses import replace

import pytest

import bridge.stubs.game
from bridge.errors import BridgeError, StubError
from bridge.stubs.discovery import Registry, registry
from bridge.stubs.service import EnumItem, JsonText, JsonValue, Service, Signal, method
from bridge.tools.simulation import Universe


class Mixin(Service):
    """Half of the service below; no service by itself."""

    @method("AwardBadge", parameters=("id: int", "name: string = none"), returns=("string",))
    def award(self, target, number, name):
        if number < 0:
            raise StubError("refused")
        return f"{number} {name}"


class BadgeService(Mixin):
    """A service for these tests: real names, invented behaviour."""

    CLASS_NAME = "BadgeService"
    SIGNALS = (Signal("Changed"),)

    def __init__(self, context):
        super().__init__(context)
        self.seen = []
        self.requests = []
        self.closed = 0

    def close(self):
        self.closed += 1

    @method("IsDisabled", parameters=("a: json?", "b: dictionary?", "c: array?", "d: boolean?"))
    def is_disabled(self, target, *values):
        self.seen.append(values)

    @method("IsLegal", parameters=("item: Enum.Material?", "where: Instance?", "x: number?"))
    def is_legal(self, target, *values):
        self.seen.append(values)
        return values

    @method("UserHasBadge", returns=("json", "Instance", "enum"))
    def everything(self, target):
        part = self.create("Part", "Made", Transparency=0.5, pinned=False)
        return JsonText('{"a":[1,2]}'), part, EnumItem("Material", "Wood", 512)

    @method("UserHasBadgeAsync", parameters=("fail: boolean = false",), yields=True)
    def later(self, target, request, fail):
        self.requests.append(request)
        act = (
            (lambda: request.fail("late no")) if fail else (lambda: request.reply("late", None, 3))
        )
        self.context.after(2_000_000, act)

    @method("GetBadgeInfoAsync", parameters=("word: string",), yields=True)
    def through_the_door(self, target, request, word):
        def perform():
            if word == "bad":
                raise StubError("the backend refuses")
            return word, 7

        self.request(request, subject=word, perform=perform)

    @method("CheckUserBadgesAsync", parameters=("f: function",), yields=True)
    def with_function(self, target, request, callback):
        result = callback.invoke(1, JsonText('{"x":1}'), returns=("json", "value"))
        self.seen.append(result)
        request.reply(result.ok, result.error)

    @method("AwardBadgeAsync", parameters=("f: function",), returns=("connection",), yields=True)
    def connected(self, target, request, callback):
        connection = callback.connect("Badge")
        connection.on_close = lambda: self.seen.append("closed")
        self.seen.append(connection)
        request.reply(connection)


@pytest.fixture
def setup(monkeypatch):
    """A server whose BadgeService is the one above, and the service itself."""
    others = {**registry().classes, "BadgeService": BadgeService}
    made = Registry(tuple(others.values()))
    monkeypatch.setattr(bridge.stubs.game, "registry", lambda: made)
    universe = Universe()
    server = universe.start_server()
    yield server, server.game.service("BadgeService")
    universe.close()


def run(server, source):
    return server.run(f"local badges = game:GetService('BadgeService') {source}")


def error(server, call):
    return run(
        server, f"local ok, text = pcall(function() return {call} end) assert(not ok) return text"
    )


def test_a_deprecated_name_is_the_same_member():
    class Renamed(Service):
        CLASS_NAME = "BadgeService"

        @method("AwardBadgeAsync", parameters=("id: int",), yields=True, deprecated="AwardBadge")
        def award(self, target, request, number):
            request.reply(number)

    new, old = Renamed.methods()
    assert (new.name, old.name) == ("AwardBadgeAsync", "AwardBadge")
    assert replace(old, name=new.name) == new


def test_plain_parameters_and_defaults(setup):
    server, _ = setup
    assert run(server, "return badges:AwardBadge(5), badges:AwardBadge('6', 7)") == (
        "5 none",
        "6 7",
    )


@pytest.mark.parametrize(("written", "read"), [("2.5", "3 none"), ("2.4", "2 none")])
def test_int_parameters_round_halves_away_from_zero(setup, written, read):
    assert run(setup[0], f"return badges:AwardBadge({written})") == read


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("badges:AwardBadge()", "Argument 1 missing or nil"),
        ("badges:AwardBadge('x')", "Unable to cast string to int64"),
        ("badges:AwardBadge({})", "Unable to cast value to int64"),
        ("badges:AwardBadge(1, {})", "Unable to cast value to string"),
        ("badges:AwardBadge(-1)", "refused"),
        ("badges.AwardBadge(1)", "Expected ':' not '.' calling member function AwardBadge"),
        ("badges:CheckUserBadgesAsync(1)", "Unable to cast value to function"),
        ("badges:IsDisabled(nil, 1)", "Unable to cast to Dictionary"),
        ("badges:IsDisabled(nil, nil, 'x')", "Unable to cast to Array"),
        ("badges:IsDisabled(nil, nil, nil, 1)", "Unable to cast number to bool"),
        ("badges:IsLegal('Nope')", "Unable to cast string to Material"),
        ("badges:IsLegal(nil, 'x')", "Unable to cast string to Object"),
        ("badges:Nope()", 'Nope is not a valid member of BadgeService "BadgeService"'),
    ],
)
def test_wrong_arguments_are_refused_without_a_position(setup, call, text):
    """cloud-services.md 1.7: the errors carry no code and no script position."""
    assert error(setup[0], call) == text


def test_json_parameters_arrive_as_text(setup):
    server, service = setup
    run(server, "badges:IsDisabled({ 1, 'x' }, { a = true }, { 2 }, false)")
    run(server, "badges:IsDisabled(print)")
    first, second = service.seen
    assert first == (
        JsonValue('[1,"x"]'),
        JsonValue('{"a":true}'),
        JsonValue("[2]"),
        False,
    )
    assert second[0].text is None and second[0].problem.startswith("unsupported:")
    assert second[1:] == (None, None, None)


def test_enums_and_instances_arrive_as_python_values_and_go_back(setup):
    server, service = setup
    assert run(server, """
        local a, b, c = badges:IsLegal("Wood", workspace, 1.5)
        return a == Enum.Material.Wood and b == workspace and c == 1.5
    """)  # fmt: skip
    workspace = server.game.world.find("Workspace")
    assert service.seen == [(EnumItem("Material", "Wood", 512), workspace, 1.5)]
    run(server, "badges:IsLegal(Enum.Material.Wood) badges:IsLegal(512) badges:IsLegal()")
    assert [each[0] and each[0].name for each in service.seen[1:]] == ["Wood", "Wood", None]


def test_results_of_every_kind_reach_the_script(setup):
    values = run(setup[0], """
        local t, part, item = badges:UserHasBadge()
        local other = badges:UserHasBadge()
        return t.a[2], t ~= other, part.Name, part.Transparency, item == Enum.Material.Wood
    """)  # fmt: skip
    assert values == (2, True, "Made", 0.5, True)


def test_a_yielding_method_waits_for_its_reply(setup):
    server, service = setup
    values = run(
        server,
        "local t = time() local a, b, c = badges:UserHasBadgeAsync() return a, b, c, time() - t",
    )
    assert values == ("late", None, 3, pytest.approx(2, abs=0.02))
    with pytest.raises(BridgeError, match="second time"):
        service.requests[0].reply()


def test_a_failed_request_raises_its_text_without_a_position(setup):
    assert error(setup[0], "badges:UserHasBadgeAsync(true)") == "late no"


def test_the_door_takes_time_and_passes_refusals_on(setup):
    server, _ = setup
    values = run(
        server,
        "local t = time() local w, n = badges:GetBadgeInfoAsync('x') return w, n, time() > t",
    )
    assert values == ("x", 7, True)
    assert error(server, "badges:GetBadgeInfoAsync('bad')") == "the backend refuses"


def test_a_function_is_called_with_values_and_answers_with_values(setup):
    server, service = setup
    source = "return badges:CheckUserBadgesAsync(function(n, t) return { n + t.x }, 'y' end)"
    assert run(server, source) == (True, "")
    (result,) = service.seen
    assert result.values == (JsonValue("[2]"), "y")


@pytest.mark.parametrize(
    ("body", "yielded", "text"),
    [("error('no', 0)", False, "no"), ("task.wait()", True, ""), ("coroutine.yield()", True, "")],
)
def test_a_function_may_fail_and_must_not_yield(setup, body, yielded, text):
    server, service = setup
    run(server, f"badges:CheckUserBadgesAsync(function() {body} end)")
    (result,) = service.seen
    assert (result.ok, result.yielded, result.error) == (False, yielded, text)


def test_a_connection_is_fired_from_python_until_it_is_disconnected(setup):
    server, service = setup
    run(server, """
        connection = badges:AwardBadgeAsync(function(x) print(x) end)
        print(typeof(connection), connection.Connected)
        task.delay(5, function() connection:Disconnect() end)
    """)  # fmt: skip
    connection = service.seen[0]
    connection.fire("one")
    server.universe.run_for(seconds=6)
    assert not connection.connected and service.seen[1] == "closed"
    connection.fire("two")
    assert [text for _, text in server.output] == ["RBXScriptConnection true", "one"]


def test_an_event_of_a_service_reaches_its_handlers(setup):
    server, service = setup
    run(server, "badges.Changed:Connect(print)")
    service.fire(service.instance, "Changed", "x", 1, service.instance)
    assert server.output == [("print", "x 1 BadgeService")]


def test_a_service_is_closed_with_its_server(setup):
    server, service = setup
    server.shutdown()
    assert service.closed == 1


def test_a_reply_after_the_server_is_gone_is_dropped(setup):
    server, service = setup
    server.run("task.spawn(function() game:GetService('BadgeService'):UserHasBadgeAsync() end)")
    server.crash()
    server.universe.run_for(seconds=5)
    assert not service.requests[0].settled


def test_a_member_implemented_twice_is_refused():
    class Again(Service):
        CLASS_NAME = "BadgeService"

        @method("AwardBadge")
        def one(self, target):
            """One."""

        @method("AwardBadge")
        def two(self, target):
            """Two."""

    with pytest.raises(BridgeError, match="implemented twice"):
        Registry((Again,))


def test_another_service_of_the_server_is_found_by_name(setup):
    server, service = setup
    assert service.service("Players") is server.game.players
