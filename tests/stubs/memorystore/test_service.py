"""MemoryStoreService: its getters, and what it says about the rest."""

from __future__ import annotations

import pytest

from bridge.tools.simulation import ServerSettings

SERVICE = 'game:GetService("MemoryStoreService")'


@pytest.mark.rule(
    "MemoryStoreService.GetHashMap",
    "MemoryStoreService.GetSortedMap",
    "MemoryStoreService.GetQueue",
    source="class page MemoryStoreService",
)
@pytest.mark.parametrize(
    ("getter", "class_name"),
    [
        ("GetHashMap", "MemoryStoreHashMap"),
        ("GetSortedMap", "MemoryStoreSortedMap"),
        ("GetQueue", "MemoryStoreQueue"),
    ],
)
def test_getters_give_objects_of_their_class(cloud, getter: str, class_name: str) -> None:
    assert cloud.run(f'return {SERVICE}:{getter}("m").ClassName') == class_name


@pytest.mark.rule("MemoryStoreService.GetQueue", source="class page MemoryStoreService")
def test_queue_objects_differ_by_their_timeout(cloud) -> None:
    source = f"""
        local plain = {SERVICE}:GetQueue("q")
        return plain == {SERVICE}:GetQueue("q", 30), plain == {SERVICE}:GetQueue("q", 5)
    """
    assert cloud.run(source) == (True, False)


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (128, True), (129, False)])
def test_names_have_1_to_128_characters(cloud, length: int, fits: bool) -> None:
    assert (cloud.error(f'{SERVICE}:GetHashMap("{"n" * length}")') is None) is fits


def test_what_is_not_there_is_named(cloud) -> None:
    error = str(cloud.error(f'{SERVICE}:GetHashMap("m").Nothing'))
    assert "Nothing is not a valid member of MemoryStoreHashMap" in error


def test_statistics_are_those_of_the_universe(cloud) -> None:
    cloud.run(f'{SERVICE}:GetHashMap("m"):SetAsync("key", 12, 10)')
    service = cloud.server.game.service("MemoryStoreService")
    requests, statuses = (("HashMap.SetAsync", 1),), (("Success", 1),)
    assert service.statistics() == (5, 1, requests, statuses)


@pytest.mark.rule("memorystore.error.UnpublishedPlace", source="CD-MEM")
def test_a_place_without_an_id_must_be_published_first(cloud) -> None:
    server = cloud.universe.start_server(settings=ServerSettings(place_id=0))
    cloud.servers.append(server)
    assert cloud.error(f'{SERVICE}:GetHashMap("m"):GetAsync("k")', on=1) == (
        "MemoryStoreService: UnpublishedPlace: You must publish this place to use "
        "MemoryStoreService. API: HashMap.GetAsync, Data Structure: m"
    )
    assert cloud.universe.memorystores.statistics().requests == ()
