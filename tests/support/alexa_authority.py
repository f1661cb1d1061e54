"""A certificate authority of our own that signs request bodies exactly as Alexa does.

authority = AlexaAuthority(now)
app = create_app(skill, skill_id=..., verifier=authority.verifier(clock), knows=...)
app.test_client().post("/alexa", data=body, headers=authority.headers(body))
"""

import base64
import datetime
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import Store

from skill.web.certificate_download import DownloadFailed
from skill.web.certificates import SIGNER, SigningCertificates
from skill.web.verification import SignedByAlexa

CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
"""Where the authority's chain is found."""

ONE_DAY = timedelta(days=1)

CertificateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of its own for each name, made once a test run as it takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def new_ec_key() -> ec.EllipticCurvePrivateKey:
    """A new key on an elliptic curve, which is quick to make."""
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Issuer:
    """A certificate that may sign others, and its key."""

    certificate: x509.Certificate
    key: CertificateKey


class CertificateBucket:
    """Stands in for s3.amazonaws.com: answers by address and keeps count of what was fetched."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = dict(files or {})
        self.fetched: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, url: str) -> bytes:
        with self._lock:
            self.fetched.append(url)
        if url not in self.files:
            raise DownloadFailed(f"{url} answered with status 404")
        return self.files[url]


class AlexaAuthority:
    """A root, an intermediate and a signing certificate, valid around `now`.

    The root and the intermediate last ten and five years from `now`, the signing certificate 200
    days. Two authorities have the same names and the same signing key, but do not trust each other.
    """

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self.root = self.authority("Test Root CA 1", lasts=timedelta(days=3650))
        self.intermediate = self.authority(
            "Test RSA 2048 M01", issuer=self.root, lasts=timedelta(days=1825)
        )
        self.leaf = self.signing_certificate()
        self.chain = pem(self.leaf, self.intermediate.certificate)
        self.roots = Store([self.root.certificate])

    def verifier(
        self,
        clock: Callable[[], datetime.datetime],
        *,
        fetch: Callable[[str], bytes] | None = None,
    ) -> SignedByAlexa:
        """The real verifier, trusting this authority and finding its chain at CHAIN_URL."""
        certificates = SigningCertificates(
            fetch=fetch or CertificateBucket({CHAIN_URL: self.chain}),
            roots=self.roots,
            clock=clock,
        )
        return SignedByAlexa(certificates=certificates, clock=clock)

    def headers(self, body: bytes, *, chain_url: str = CHAIN_URL) -> dict[str, str]:
        """The headers Alexa sends with a body, its signature among them."""
        return {
            "Content-Type": "application/json; charset=utf-8",
            "SignatureCertChainUrl": chain_url,
            "Signature-256": self.signature(body),
        }

    def signature(self, body: bytes) -> str:
        """The `Signature-256` of a body."""
        signature = rsa_key("signing").sign(body, padding.PKCS1v15(), SHA256())
        return base64.b64encode(signature).decode()

    def authority(
        self,
        name: str,
        *,
        issuer: Issuer | None = None,
        begins: timedelta = -ONE_DAY,
        lasts: timedelta = 1825 * ONE_DAY,
    ) -> Issuer:
        """A certificate that may sign others: a root of its own, unless `issuer` signs it."""
        key = new_ec_key()
        certificate = self._certificate(
            name,
            key=key,
            issuer=issuer,
            valid=(begins, lasts),
            extensions=[
                (x509.BasicConstraints(ca=True, path_length=None), True),
                (_usage(key_cert_sign=True, crl_sign=True), True),
            ],
        )
        return Issuer(certificate, key)

    def signing_certificate(
        self,
        *,
        names: Iterable[str] = (SIGNER,),
        issuer: Issuer | None = None,
        key: CertificateKey | None = None,
        begins: timedelta = -ONE_DAY,
        lasts: timedelta = 200 * ONE_DAY,
        ca: bool = False,
        usage: x509.KeyUsage | None = None,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
        without: type[x509.ExtensionType] | None = None,
    ) -> x509.Certificate:
        """A signing certificate; the defaults are Alexa's, each argument makes one thing else.

        `begins` and `lasts` count from `now`; `without` leaves out one kind of extension.
        """
        extensions: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=ca, path_length=None), True),
            (x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False),
            (usage or _usage(digital_signature=True, key_encipherment=True), True),
            (x509.ExtendedKeyUsage([purpose]), False),
        ]
        return self._certificate(
            SIGNER,
            key=key or rsa_key("signing"),
            issuer=issuer or self.intermediate,
            valid=(begins, lasts),
            extensions=[each for each in extensions if type(each[0]) is not without],
        )

    def _certificate(
        self,
        name: str,
        *,
        key: CertificateKey,
        issuer: Issuer | None,
        valid: tuple[timedelta, timedelta],
        extensions: Iterable[tuple[x509.ExtensionType, bool]],
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signing_key = issuer.key if issuer else key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + valid[0])
            .not_valid_after(self.now + valid[1])
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False
            )
        )
        for extension, is_critical in extensions:
            builder = builder.add_extension(extension, is_critical)
        return builder.sign(signing_key, SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    """Certificates in the form they are downloaded in."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def _usage(
    *,
    digital_signature: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=key_encipherment,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


ENCIPHERMENT_ONLY = _usage(key_encipherment=True)
"""A key usage that does not allow signing."""
