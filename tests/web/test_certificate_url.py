"""Which addresses a signing certificate may be fetched from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.web.certificate_url import normalised_certificate_url
from skill.web.refusal import RequestRefused

CERT = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"

REFUSED = {
    "nothing at all": "",
    "no address": "echo-api-cert.pem",
    "plain http": "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a local file": "file:///echo.api/echo-api-cert.pem",
    "no scheme": "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a long s that lowers to an s": "httpſ://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "another host": "https://notamazon.com/echo.api/echo-api-cert.pem",
    "a host that starts like Amazon's": "https://s3.amazonaws.com.evil.test/echo.api/cert.pem",
    "a host that ends like Amazon's": "https://evils3.amazonaws.com/echo.api/cert.pem",
    "a bucket's own host": "https://echo.api.s3.amazonaws.com/echo.api/cert.pem",
    "a host with a closing dot": "https://s3.amazonaws.com./echo.api/cert.pem",
    "Amazon as the user of another host": "https://s3.amazonaws.com@evil.test/echo.api/cert.pem",
    "Amazon and port as user and password": "https://s3.amazonaws.com:443@evil.test/echo.api/c",
    "credentials": "https://user:password@s3.amazonaws.com/echo.api/cert.pem",
    "empty credentials": "https://@s3.amazonaws.com/echo.api/cert.pem",
    "another port": "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
    "an empty port": "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
    "a port spelled otherwise": "https://s3.amazonaws.com:0443/echo.api/echo-api-cert.pem",
    "a port in other digits": "https://s3.amazonaws.com:٤٤٣/echo.api/echo-api-cert.pem",
    "no path": "https://s3.amazonaws.com",
    "the folder itself": "https://s3.amazonaws.com/echo.api/",
    "another case of the folder": "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "another folder": "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
    "a folder that starts alike": "https://s3.amazonaws.com/echo.api.evil/echo-api-cert.pem",
    "an empty folder first": "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
    "dots that lead out": "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem",
    "dots that lead out late": "https://s3.amazonaws.com/echo.api/a/../../evil/cert.pem",
    "dots that lead out to the folder": "https://s3.amazonaws.com/echo.api/a/..",
    "encoded dots that lead out": "https://s3.amazonaws.com/echo.api/%2e%2e/evil/cert.pem",
    "half encoded dots": "https://s3.amazonaws.com/echo.api/.%2E/evil/cert.pem",
    "an encoded slash": "https://s3.amazonaws.com/echo.api/..%2fevil/cert.pem",
    "twice encoded dots": "https://s3.amazonaws.com/echo.api/%252e%252e/evil/cert.pem",
    "an encoded letter": "https://s3.amazonaws.com/%65cho.api/cert.pem",
    "an encoded zero byte": "https://s3.amazonaws.com/echo.api/cert.pem%00.txt",
    "a backslash for a slash": "https://s3.amazonaws.com\\@evil.test/echo.api/cert.pem",
    "a backslash in the path": "https://s3.amazonaws.com/echo.api\\..\\evil/cert.pem",
    "a query": "https://s3.amazonaws.com/echo.api/cert.pem?versionId=1",
    "a query that holds the path": "https://s3.amazonaws.com/?/echo.api/cert.pem",
    "a fragment": "https://s3.amazonaws.com/echo.api/cert.pem#top",
    "a fragment that holds the path": "https://s3.amazonaws.com/#/echo.api/cert.pem",
    "a line break": "https://s3.amazonaws.com/echo.api/cert.pem\r\nHost: evil.test",
    "a line break at the end": CERT + "\n",
    "a tab, which parsers drop": "https://s3.amazonaws.com/echo.api/\t../evil/cert.pem",
    "a space before": " " + CERT,
    "a zero byte": "https://s3.amazonaws.com/echo.api/cert\x00.pem",
    "letters outside ASCII": "https://s3.amazonaws.com/echo.api/çert.pem",
    "two addresses in one header": f"{CERT}, {CERT}",
    "an endless address": CERT + "a" * 2000,
}

ACCEPTED = {
    "Amazon's example": CERT,
    "the scheme in capitals": "HTTPS://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "the host in capitals": "https://S3.AMAZONAWS.COM/echo.api/echo-api-cert.pem",
    "the port said": "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
    "Amazon's example of dots": "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    "a dot that leads nowhere": "https://s3.amazonaws.com/./echo.api/./echo-api-cert.pem",
}


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_not_amazons_is_refused(url: str) -> None:
    with pytest.raises(RequestRefused, match="certificate URL"):
        normalised_certificate_url(url)


@pytest.mark.parametrize("url", ACCEPTED.values(), ids=ACCEPTED)
def test_every_spelling_amazon_allows_becomes_one_address(url: str) -> None:
    assert normalised_certificate_url(url) == CERT


def test_a_folder_below_the_bucket_is_kept_in_its_case() -> None:
    url = "https://s3.amazonaws.com/echo.api/2026/Echo-API-Cert.pem"
    assert normalised_certificate_url(url) == url


def test_the_log_shows_no_more_than_the_beginning_of_an_endless_address() -> None:
    with pytest.raises(RequestRefused) as refusal:
        normalised_certificate_url("x" * 100_000)
    assert len(str(refusal.value)) < 400


_TAILS = st.text(st.sampled_from("./\\%2eE?#@:echo.api\t ") | st.characters(), max_size=40)


@given(st.text(max_size=60) | st.builds("https://s3.amazonaws.com{}".format, _TAILS))
def test_whatever_is_accepted_lies_in_amazons_folder(url: str) -> None:
    try:
        accepted = normalised_certificate_url(url)
    except RequestRefused:
        return
    assert accepted.startswith("https://s3.amazonaws.com/echo.api/")
    assert not any(part in {"", ".", ".."} for part in accepted.split("/")[3:])
