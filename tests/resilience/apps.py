"""Apps for gunicorn in the trials: one without signatures, one that trusts our own authority."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.verification import Store
from flask import Flask

from skill.alexa.runtime.unknown_values import is_known_request
from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.web.app import create_app
from skill.web.certificates import SigningCertificates
from skill.web.verification import RequestVerifier, SignedByAlexa
from skill.wiring import SKILL_ID_SETTING, skill_from

AUTHORITY_SETTING = "TRIAL_AUTHORITY"
"""A folder with root.pem and chain.pem."""


def unsigned() -> Flask:
    """The skill for unsigned requests from this machine."""
    return _app(UnsignedOnLoopback())


def signed() -> Flask:
    """The skill for requests that the trial's own authority signed."""
    folder = Path(os.environ[AUTHORITY_SETTING])
    certificates = SigningCertificates(
        fetch=lambda url: (folder / "chain.pem").read_bytes(),
        roots=Store([load_pem_x509_certificate((folder / "root.pem").read_bytes())]),
        clock=_now,
    )
    return _app(SignedByAlexa(certificates=certificates, clock=_now))


def _app(verifier: RequestVerifier) -> Flask:
    return create_app(
        skill_from(os.environ),
        skill_id=os.environ.get(SKILL_ID_SETTING),
        verifier=verifier,
        knows=is_known_request,
    )


def _now() -> datetime:
    return datetime.now(UTC)
