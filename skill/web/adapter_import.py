"""Importing flask-ask-sdk on today's OpenSSL.

flask-ask-sdk 1.0.0 imports ask-sdk-webservice-support 1.3.3, that imports certvalidator, and that
oscrypto 1.3.0, which looks for an OpenSSL version of three single digits and raises where it finds,
say, 3.0.19. Switching the SDK's own verification off does not help, as the import itself fails, and
PyPI has no newer oscrypto (https://github.com/wbond/oscrypto/issues/78). We need the adapter, not
its verifier (skill/web/verification.py does that), so if the real certvalidator does not
import, stand-ins for the three names taken from it are put in its place.
"""

import importlib
import sys
from types import ModuleType
from typing import Any, Never


def skill_adapter_class() -> Any:
    """`flask_ask_sdk.skill_adapter.SkillAdapter`, imported when first asked for."""
    try:
        importlib.import_module("certvalidator")
    except Exception:  # oscrypto's LibraryNotFoundError, or ImportError: either way it is no use
        install_stand_ins()
    return importlib.import_module("flask_ask_sdk.skill_adapter").SkillAdapter


def install_stand_ins() -> None:
    """Put stand-ins for certvalidator where `import` finds them."""
    package = ModuleType("certvalidator", "Stand-in: see skill/web/adapter_import.py")
    errors = ModuleType("certvalidator.errors", package.__doc__)
    errors.__dict__.update(PathError=PathError, ValidationError=ValidationError)
    package.__dict__.update(CertificateValidator=CertificateValidator, errors=errors)
    sys.modules.update({"certvalidator": package, "certvalidator.errors": errors})


class PathError(Exception):
    """Stands in for certvalidator.errors.PathError."""


class ValidationError(Exception):
    """Stands in for certvalidator.errors.ValidationError."""


class CertificateValidator:
    """Trusts nothing: should the SDK's own verifier ever be switched on, it refuses every chain."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        _refuse()


def _refuse() -> Never:
    raise ValidationError("certvalidator is a stand-in here; use skill.web.verification")
