"""A tiny skill on the web, a stopped clock and an authority that signs like Alexa."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.web.app import create_app
from tests.support.alexa_authority import CHAIN_URL, AlexaAuthority, CertificateBucket
from tests.web.small_skill import NOW, SKILL_ID, SmallSkill, StoppedClock, is_known


@pytest.fixture(scope="session")
def authority() -> AlexaAuthority:
    return AlexaAuthority(NOW)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(NOW)


@pytest.fixture
def bucket(authority: AlexaAuthority) -> CertificateBucket:
    return CertificateBucket({CHAIN_URL: authority.chain})


@pytest.fixture
def skill() -> SmallSkill:
    return SmallSkill()


@pytest.fixture
def app(
    skill: SmallSkill, authority: AlexaAuthority, clock: StoppedClock, bucket: CertificateBucket
) -> Flask:
    """The app as it stands on the internet: signed requests only."""
    return create_app(
        skill.built(),
        skill_id=SKILL_ID,
        verifier=authority.verifier(clock, fetch=bucket),
        knows=is_known,
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def desk_app(skill: SmallSkill) -> Flask:
    """The app as it stands on a desk: unsigned requests from this machine only."""
    return create_app(skill.built(), skill_id=None, verifier=UnsignedOnLoopback(), knows=is_known)


@pytest.fixture
def desk(desk_app: Flask) -> FlaskClient:
    return desk_app.test_client()
