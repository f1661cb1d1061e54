"""Importing flask-ask-sdk on today's OpenSSL.

flask-ask-sdk 1.0.0 imports ask-sdk-webservice-support 1.3.3, which imports certvalidator, which
imports oscrypto 1.3.0. That expects an OpenSSL version of three single digits and raises an error
for, say, 3.0.19. The import itself fails, so switching off the SDK's verification doesn't help, and
PyPI has no newer oscrypto (https://github.com/wbond/oscrypto/issues/78). We need the adapter but
not its verifier (ours is skill/web/verification.py), so if certvalidator can't be imported, dummies
replace the three names that are imported from it.
"""

import importlib
import sys
from types import ModuleType
from typing import Any, Never


def skill_adapter_class() -> Any:
    """`flask_ask_sdk.skill_adapter.SkillAdapter`, imported on the first call."""
    try:
        importlib.import_module("certvalidator")
    except Exception:  # oscrypto's LibraryNotFoundError, or ImportError
        install_stand_ins()
    return importlib.import_module("flask_ask_sdk.skill_adapter").SkillAdapter


def install_stand_ins() -> None:
    """Make `import` find dummies for certvalidator."""
    package = ModuleType("certvalidator", "Dummy: see skill/web/adapter_import.py")
    errors = ModuleType("certvalidator.errors", package.__doc__)
    errors.__dict__.update(PathError=PathError, ValidationError=ValidationError)
    package.__dict__.update(CertificateValidator=CertificateValidator, errors=errors)
    sys.modules.update({"certvalidator": package, "certvalidator.errors": errors})


class PathError(Exception):
    """Replaces certvalidator.errors.PathError."""


class ValidationError(Exception):
    """Replaces certvalidator.errors.ValidationError."""


class CertificateValidator:
    """Refuses every chain, in case the SDK's own verifier is ever switched on."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        _refuse()


def _refuse() -> Never:
    raise ValidationError("certvalidator is a dummy here; use skill.web.verification")
