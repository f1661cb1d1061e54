"""The addresses that Alexa's signing certificates may come from."""

import posixpath
import re

from skill.web.refusal import RequestRefused

# Scheme and host in any case, port absent or 443, then a path of plain characters. Credentials,
# query, fragment, percent-encoding, backslash and control characters don't match, so the check and
# the download can't read an address differently. Without ASCII, a long s (U+017F) would match "s".
_URL = re.compile(
    r"(?i:https://s3\.amazonaws\.com)(?::443)?(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@/-]+)",
    re.ASCII,
)
_FOLDER = "/echo.api/"
_LONGEST_URL = 1024
_LOGGED = 200


def normalised_certificate_url(url: str) -> str:
    """The address to fetch for a `SignatureCertChainUrl` header.

    `https://S3.amazonaws.com:443/echo.api/../echo.api/cert.pem` becomes
    `https://s3.amazonaws.com/echo.api/cert.pem`.

    The rules are Amazon's ("Host a custom skill as a web service", verify the signature
    certificate URL): https and s3.amazonaws.com in any case, a normalised path that starts with
    /echo.api/ in exactly this case, port absent or 443. They don't mention credentials, query,
    fragment and percent-encoding; Alexa sends none, so these are refused, too.

    Raises RequestRefused for any other address.
    """
    match = _URL.fullmatch(url) if len(url) <= _LONGEST_URL else None
    path = posixpath.normpath(match["path"]) if match else ""
    if not path.startswith(_FOLDER):
        raise RequestRefused(
            f"the certificate URL {url[:_LOGGED]!r} is not an address under "
            f"https://s3.amazonaws.com{_FOLDER}"
        )
    return f"https://s3.amazonaws.com{path}"
