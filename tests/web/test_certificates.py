"""Which certificate chains are trusted."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Store

from skill.web.certificates import roots_in, validate_chain
from skill.web.refusal import RequestRefused
from tests.support.alexa_authority import (
    ENCIPHERMENT_ONLY,
    ONE_DAY,
    AlexaAuthority,
    new_ec_key,
    pem,
    rsa_key,
)
from tests.web.small_skill import NOW

PUBLIC_BUNDLE = Path(certifi.where()).read_bytes()
MakeChain = Callable[[AlexaAuthority], bytes]


def with_intermediate(make_leaf: Callable[[AlexaAuthority], x509.Certificate]) -> MakeChain:
    return lambda authority: pem(make_leaf(authority), authority.intermediate.certificate)


def with_other_intermediate(begins: timedelta, lasts: timedelta) -> MakeChain:
    def chain(authority: AlexaAuthority) -> bytes:
        issuer = authority.authority("Other", issuer=authority.root, begins=begins, lasts=lasts)
        return pem(authority.signing_certificate(issuer=issuer), issuer.certificate)

    return chain


def issued_by_a_signing_certificate(authority: AlexaAuthority) -> bytes:
    """Anyone with a certificate of their own could make such a chain."""
    own = authority.signing_certificate(names=["evil.test"], key=new_ec_key())
    forged = AlexaAuthority(NOW).signing_certificate()
    return pem(forged, own, authority.intermediate.certificate)


REFUSED: dict[str, tuple[MakeChain, str]] = {
    "an empty file": (lambda _: b"", "malformed"),
    "a file that is no PEM": (lambda _: b"<html>Not found</html>", "malformed"),
    "a broken PEM": (lambda authority: authority.chain.replace(b"MII", b"MI!", 1), "malformed"),
    "a PEM cut off": (lambda authority: authority.chain[:500], "malformed"),
    "a missing intermediate": (lambda authority: pem(authority.leaf), "not trusted"),
    "an intermediate before the signing certificate": (
        lambda authority: pem(authority.intermediate.certificate, authority.leaf),
        "more than one",
    ),
    "an authority alone": (
        lambda authority: pem(authority.intermediate.certificate),
        "not trusted",
    ),
    "a foreign root": (lambda _: AlexaAuthority(NOW).chain, "not trusted"),
    "a foreign root that is sent along": (
        lambda _: (lambda stranger: stranger.chain + pem(stranger.root.certificate))(
            AlexaAuthority(NOW)
        ),
        "not trusted",
    ),
    "an issuer of the right name with another key": (
        with_intermediate(
            lambda authority: authority.signing_certificate(
                issuer=authority.authority("Test RSA 2048 M01", issuer=authority.root)
            )
        ),
        "not trusted",
    ),
    "a signing certificate that issued another": (
        issued_by_a_signing_certificate,
        "more than one",
    ),
    "a second signing certificate at the end": (
        lambda authority: authority.chain + pem(authority.leaf),
        "more than one",
    ),
    "a certificate without basic constraints among the issuers": (
        lambda authority: (
            authority.chain + pem(authority.signing_certificate(without=x509.BasicConstraints))
        ),
        "more than one",
    ),
    "a signing certificate that expired": (
        with_intermediate(
            lambda authority: authority.signing_certificate(
                begins=-2 * ONE_DAY, lasts=-timedelta(seconds=1)
            )
        ),
        "not trusted",
    ),
    "a signing certificate that is not valid yet": (
        with_intermediate(
            lambda authority: authority.signing_certificate(begins=timedelta(seconds=1))
        ),
        "not trusted",
    ),
    "an intermediate that expired": (
        with_other_intermediate(-2 * ONE_DAY, -ONE_DAY),
        "not trusted",
    ),
    "an intermediate that is not valid yet": (
        with_other_intermediate(ONE_DAY, 2 * ONE_DAY),
        "not trusted",
    ),
    "another name": (
        with_intermediate(
            lambda authority: authority.signing_certificate(names=["evil.test"]),
        ),
        "not trusted",
    ),
    "a name that ends in Alexa's": (
        with_intermediate(
            lambda authority: authority.signing_certificate(
                names=["echo-api.amazon.com.evil.test"]
            ),
        ),
        "not trusted",
    ),
    "a wildcard that covers the name": (
        with_intermediate(
            lambda authority: authority.signing_certificate(names=["*.amazon.com"]),
        ),
        "does not name",
    ),
    "no alternative name at all": (
        with_intermediate(
            lambda authority: authority.signing_certificate(without=x509.SubjectAlternativeName),
        ),
        "not trusted",
    ),
    "a key for encryption only": (
        with_intermediate(
            lambda authority: authority.signing_certificate(usage=ENCIPHERMENT_ONLY),
        ),
        "not for signatures",
    ),
    "a key whose use is not said": (
        with_intermediate(
            lambda authority: authority.signing_certificate(without=x509.KeyUsage),
        ),
        "malformed",
    ),
    "a certificate for another purpose": (
        with_intermediate(
            lambda authority: authority.signing_certificate(
                purpose=ExtendedKeyUsageOID.CODE_SIGNING
            ),
        ),
        "not trusted",
    ),
    "an authority as signing certificate": (
        with_intermediate(lambda authority: authority.signing_certificate(ca=True)),
        "not trusted",
    ),
    "a key on an elliptic curve": (
        with_intermediate(
            lambda authority: authority.signing_certificate(key=new_ec_key()),
        ),
        "not an RSA key",
    ),
}


@pytest.mark.parametrize(("make_chain", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_chain_amazon_would_not_send_is_refused(
    authority: AlexaAuthority, make_chain: MakeChain, reason: str
) -> None:
    with pytest.raises(RequestRefused, match=reason):
        validate_chain(make_chain(authority), roots=authority.roots, now=NOW)


def test_a_chain_is_refused_when_nothing_is_trusted(authority: AlexaAuthority) -> None:
    stranger = AlexaAuthority(NOW)
    with pytest.raises(RequestRefused, match="not trusted"):
        validate_chain(authority.chain, roots=Store([stranger.intermediate.certificate]), now=NOW)


def test_a_chain_of_an_authority_no_public_root_knows_is_refused(
    authority: AlexaAuthority,
) -> None:
    with pytest.raises(RequestRefused, match="not trusted"):
        validate_chain(authority.chain, roots=Store(roots_in(PUBLIC_BUNDLE)), now=NOW)


def test_a_root_that_cannot_be_loaded_is_left_out(authority: AlexaAuthority) -> None:
    root = authority.root.certificate
    broken = pem(root).replace(b"MII", b"MI!", 1)
    assert roots_in(broken + pem(root) + broken) == [root]


# SHA-256 of each root's public key, from https://www.amazontrust.com/repository/
AMAZON_ROOTS = {
    "Amazon Root CA 1": "fbe3018031f9586bcbf41727e417b7d1c45c2f47f93be372a17b96b50757d5a2",
    "Amazon Root CA 2": "7f4296fc5b6a4e3b35d3c369623e364ab1af381d8fa7121533c9d6c633ea2461",
    "Amazon Root CA 3": "36abc32656acfc645c61b71613c4bf21c787f5cabbee48348d58597803d7abc9",
    "Amazon Root CA 4": "f7ecded5c66047d28ed6466b543c40e0743abe81d109254dcf845d4c2c7853c5",
    "Starfield Services Root Certificate Authority - G2": (
        "2b071c59a0a0ae76b0eadb2bad23bad4580b69c3601b630c2eaf0613afa83f92"
    ),
}


@pytest.mark.parametrize("fingerprint", AMAZON_ROOTS.values(), ids=AMAZON_ROOTS)
def test_every_root_amazon_issues_under_is_trusted(fingerprint: str) -> None:
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = {
        hashlib.sha256(root.public_key().public_bytes(*spki)).hexdigest()
        for root in roots_in(PUBLIC_BUNDLE)
    }
    assert fingerprint in known


ACCEPTED: dict[str, MakeChain] = {
    "the chain Alexa sends": lambda authority: authority.chain,
    "with its root": lambda authority: authority.chain + pem(authority.root.certificate),
    "with an authority that leads nowhere": lambda authority: (
        authority.chain + pem(AlexaAuthority(NOW).root.certificate)
    ),
    "with more names": with_intermediate(
        lambda authority: authority.signing_certificate(
            names=["alexa.amazon.com", "echo-api.amazon.com"]
        )
    ),
    "through two intermediates": lambda authority: (
        lambda second: pem(
            authority.signing_certificate(issuer=second),
            authority.intermediate.certificate,
            second.certificate,
        )
    )(authority.authority("Second", issuer=authority.intermediate)),
    "to its last second": with_intermediate(
        lambda authority: authority.signing_certificate(lasts=timedelta(0))
    ),
}


@pytest.mark.parametrize("make_chain", ACCEPTED.values(), ids=ACCEPTED)
def test_a_chain_of_trust_gives_the_key_alexa_signs_with(
    authority: AlexaAuthority, make_chain: MakeChain
) -> None:
    found = validate_chain(make_chain(authority), roots=authority.roots, now=NOW)
    ours = rsa_key("signing").public_key()
    der = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert found.public_key.public_bytes(*der) == ours.public_bytes(*der)


def test_a_chain_holds_until_its_first_certificate_expires(authority: AlexaAuthority) -> None:
    brief = authority.authority("Brief", issuer=authority.root, lasts=3 * ONE_DAY)
    chains = {
        authority.chain: NOW + 200 * ONE_DAY,
        pem(authority.signing_certificate(issuer=brief), brief.certificate): NOW + 3 * ONE_DAY,
    }
    for chain, expiry in chains.items():
        assert validate_chain(chain, roots=authority.roots, now=NOW).not_after == expiry
