"""What goes for all tests, and what most of them begin with.

runner     one runner's talk with the coach, below Alexa: meanings in, keys of messages out
household  devices of one account, that hear sentences and answer as an Echo does
skill      the whole skill: a request envelope in, a response envelope out
"""

import pytest
from hypothesis import HealthCheck, settings

from skill.stores.memory import MemoryStore
from skill.tools.desk.speaker import Transport
from tests.support.conversations import Talker
from tests.support.household import Household, in_process

# no example is wrong for being slow: the machine may be busy
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture
def runner() -> Talker:
    return Talker(MemoryStore())


@pytest.fixture
def household() -> Household:
    return Household()


@pytest.fixture
def skill() -> Transport:
    return in_process(MemoryStore())
