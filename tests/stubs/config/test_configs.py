"""What a test stages and publishes (production/configs.md)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.config.configs import json_of

SECOND_US = 1_000_000


@pytest.mark.rule("config.value_characters_max", source="CD-CFG")
@pytest.mark.parametrize(("length", "fits"), [(99_999, True), (100_000, True), (100_001, False)])
def test_strings_and_json_have_a_greatest_length(cloud, length, fits):
    configs = cloud.universe.configs
    string, table = "ä" * length, {"k": "x" * (length - len('{"k":""}'))}
    for value in (string, table):
        if fits:
            configs.set("key", value)
            continue
        with pytest.raises(UsageError, match="at most 100,000 characters, not 100,001"):
            configs.set("key", value)


@pytest.mark.rule("config.keys_max", source="CD-CFG")
@pytest.mark.parametrize(("count", "fits"), [(999, True), (1000, True), (1001, False)])
def test_there_are_at_most_a_thousand_keys(cloud, count, fits):
    configs = cloud.universe.configs
    for number in range(count - 1):
        configs.set(f"key{number}", 1)
    configs.set("key0", 2, player="Ada")  # no further key
    if fits:
        configs.set("last", 1)
    else:
        with pytest.raises(UsageError, match="at most 1,000 keys"):
            configs.set("last", 1)
        configs.remove("key0")
        configs.set("last", 1)


@pytest.mark.parametrize("value", [None, float("inf"), float("nan"), object(), {1, 2}])
def test_values_are_of_the_documented_types(cloud, value):
    with pytest.raises(UsageError, match="configs: 'key'"):
        cloud.universe.configs.set("key", value)


def test_the_json_of_values():
    values = ("a", 1, 1.5, True, {"k": [1]})
    assert [json_of(v, 9) for v in values] == ['"a"', "1", "1.5", "true", '{"k":[1]}']


def test_what_is_staged_is_published_as_a_whole(cloud):
    configs = cloud.universe.configs
    configs.set("a", 1)
    configs.set("a", 2, player="Ada")
    first = configs.publish()
    configs.remove("a")
    second = configs.publish()
    assert (first.number, first.for_player(None), first.for_player("Ada")) == (
        1, {"a": "1"}, {"a": "2"},
    )  # fmt: skip
    assert (second.number, second.for_player("Ada")) == (2, {})


@pytest.mark.rule(
    "config.publish_minimum_us", "config.publish_maximum_us", "config.gradual_publish_us",
    source="CD-CFG",
)  # fmt: skip
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(("gradual", "longest"), [(False, 60), (True, 900)])
def test_every_server_waits_for_a_time_of_its_own(make_cloud, servers, gradual, longest):
    cloud = make_cloud(servers=servers)
    configs = cloud.universe.configs
    configs.publish(gradual=gradual)
    published = configs.published[-1]
    waits = [configs.arrival_us(published, each) / SECOND_US for each in cloud.servers]
    assert all(15 <= each <= longest for each in waits)
    assert waits == [configs.arrival_us(published, each) / SECOND_US for each in cloud.servers]
    assert len(set(waits)) == servers
    cloud.universe.run_for(seconds=1)
    late = cloud.universe.start_server()
    assert configs.arrival_us(published, late) == published.at_us


def test_the_seed_decides_the_delays(make_cloud):
    def wait(seed):
        cloud = make_cloud(seed=seed)
        cloud.universe.configs.publish()
        return cloud.universe.configs.arrival_us(cloud.universe.configs.published[-1], cloud.server)

    assert wait(1) == wait(1) != wait(2)


def test_a_misspelt_switch_is_named(cloud):
    cloud.universe.configs.load_failure = "ignore"
    with pytest.raises(UsageError, match="load_failure='ignore'"):
        cloud.universe.configs.checked_load_failure()
