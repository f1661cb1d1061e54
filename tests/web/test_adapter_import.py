"""flask-ask-sdk imports on this machine, whatever OpenSSL it has."""

import subprocess
import sys
from pathlib import Path

import pytest

from skill.web.adapter_import import CertificateValidator, ValidationError, skill_adapter_class

ROOT = Path(__file__).parents[2]


def run(code: str) -> str:
    """What a fresh Python says that treats warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_stand_in_trusts_no_chain() -> None:
    with pytest.raises(ValidationError, match=r"use skill\.web\.verification"):
        CertificateValidator(b"leaf", [])


def test_the_sdks_own_verifier_refuses_every_chain_with_the_stand_ins() -> None:
    assert (
        run(
            "from skill.web.adapter_import import install_stand_ins, skill_adapter_class\n"
            "install_stand_ins()\n"
            "skill_adapter_class()\n"
            "from ask_sdk_webservice_support import verifier\n"
            "try: verifier.RequestVerifier()._validate_cert_chain(\n"
            "    b'-----BEGIN CERTIFICATE-----\\nQUJD\\n-----END CERTIFICATE-----\\n')\n"
            "except verifier.VerificationException: print('refused')\n"
        )
        == "refused"
    )


def test_a_certvalidator_that_imports_is_left_alone() -> None:
    assert (
        run(
            "import sys, types\n"
            "real, errors = types.ModuleType('certvalidator'), types.ModuleType('e')\n"
            "real.CertificateValidator = object\n"
            "errors.PathError = errors.ValidationError = Exception\n"
            "sys.modules.update({'certvalidator': real, 'certvalidator.errors': errors})\n"
            "from skill.web.adapter_import import skill_adapter_class\n"
            "skill_adapter_class()\n"
            "print(sys.modules['certvalidator'] is real)\n"
        )
        == "True"
    )


def test_a_certvalidator_that_does_not_import_is_replaced() -> None:
    assert (
        run(
            "import sys\n"
            "sys.modules['certvalidator'] = None\n"
            "from skill.web.adapter_import import CertificateValidator, skill_adapter_class\n"
            "skill_adapter_class()\n"
            "import certvalidator\n"
            "print(certvalidator.CertificateValidator is CertificateValidator)\n"
        )
        == "True"
    )


def test_importing_the_room_imports_nothing_of_flask_ask_sdk() -> None:
    assert (
        run(
            "import sys\n"
            "import skill.web.app, skill.tools.serving.server\n"
            "print([name for name in sys.modules if name.startswith(('flask_ask', 'certval'))])\n"
        )
        == "[]"
    )


def test_the_adapter_is_flask_ask_sdks() -> None:
    assert skill_adapter_class().__module__ == "flask_ask_sdk.skill_adapter"
