"""How often a chain is fetched, and how long it is remembered."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from skill.web.certificate_download import DownloadFailed
from skill.web.certificates import (
    MOST_BAD,
    MOST_WAITING,
    UNREACHABLE_FOR,
    UNTRUSTED_FOR,
    SigningCertificate,
    SigningCertificates,
)
from skill.web.refusal import RequestRefused
from tests.support.alexa_authority import (
    CHAIN_URL,
    ONE_DAY,
    AlexaAuthority,
    CertificateBucket,
    pem,
)
from tests.web.small_skill import NOW, StoppedClock

CROWD = 6
PATIENCE_SECONDS = 30


def certificates(
    authority: AlexaAuthority,
    fetch: Callable[[str], bytes],
    clock: Callable[[], datetime],
    capacity: int = 8,
) -> SigningCertificates:
    return SigningCertificates(fetch=fetch, roots=authority.roots, clock=clock, capacity=capacity)


@pytest.mark.parametrize(
    "failure",
    [
        DownloadFailed("answered with status 404"),
        TimeoutError("timed out"),
        ConnectionRefusedError("refused"),
        OSError("Name or service not known"),
    ],
    ids=["not found", "timed out", "connection refused", "no such host"],
)
def test_a_chain_that_cannot_be_fetched_is_a_refusal(
    authority: AlexaAuthority, clock: StoppedClock, failure: OSError
) -> None:
    def fetch(_url: str) -> bytes:
        raise failure

    with pytest.raises(RequestRefused, match="could not be fetched"):
        certificates(authority, fetch, clock).at(CHAIN_URL)


def test_a_failed_fetch_is_tried_again_after_a_moment(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = CertificateBucket()
    known = certificates(authority, bucket, clock)
    for _ in range(20):
        with pytest.raises(RequestRefused, match="status 404"):
            known.at(CHAIN_URL)
    assert bucket.fetched == [CHAIN_URL]

    bucket.files[CHAIN_URL] = authority.chain
    clock.now += UNREACHABLE_FOR
    assert known.at(CHAIN_URL).public_key
    assert bucket.fetched == [CHAIN_URL, CHAIN_URL]


def test_a_chain_that_is_not_trusted_is_remembered_as_bad_for_a_moment_only(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = CertificateBucket({CHAIN_URL: AlexaAuthority(NOW).chain})
    known = certificates(authority, bucket, clock)
    for times_fetched in (1, 2):
        for _ in range(20):
            with pytest.raises(RequestRefused, match="not trusted"):
                known.at(CHAIN_URL)
        assert len(bucket.fetched) == times_fetched
        clock.now += UNTRUSTED_FOR

    bucket.files[CHAIN_URL] = authority.chain
    assert known.at(CHAIN_URL).public_key


def test_no_more_bad_addresses_are_remembered_than_there_is_room_for(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = CertificateBucket()
    known = certificates(authority, bucket, clock)
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(MOST_BAD + 1)]
    for url in (*urls, urls[-1], urls[0]):
        with pytest.raises(RequestRefused):
            known.at(url)
    assert bucket.fetched == [*urls, urls[0]]


def test_a_trusted_chain_is_fetched_once(
    authority: AlexaAuthority, bucket: CertificateBucket, clock: StoppedClock
) -> None:
    known = certificates(authority, bucket, clock)
    assert known.at(CHAIN_URL) is known.at(CHAIN_URL)
    assert bucket.fetched == [CHAIN_URL]


def test_a_chain_is_forgotten_when_its_first_certificate_expires(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    brief = authority.authority("Brief", issuer=authority.root, lasts=3 * ONE_DAY)
    chain = pem(authority.signing_certificate(issuer=brief), brief.certificate)
    bucket = CertificateBucket({CHAIN_URL: chain})
    known = certificates(authority, bucket, clock)
    known.at(CHAIN_URL)

    clock.now = NOW + 3 * ONE_DAY - timedelta(seconds=1)
    known.at(CHAIN_URL)
    assert len(bucket.fetched) == 1

    clock.now = NOW + 3 * ONE_DAY + timedelta(seconds=1)
    with pytest.raises(RequestRefused, match="not trusted"):
        known.at(CHAIN_URL)
    assert len(bucket.fetched) == 2

    bucket.files[CHAIN_URL] = authority.chain
    clock.now += UNTRUSTED_FOR
    assert known.at(CHAIN_URL).not_after == NOW + 200 * ONE_DAY


def test_no_more_chains_are_remembered_than_there_is_room_for(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(3)]
    bucket = CertificateBucket(dict.fromkeys(urls, authority.chain))
    known = certificates(authority, bucket, clock, capacity=2)
    for url in (*urls, urls[2], urls[0]):
        known.at(url)
    assert bucket.fetched == [*urls, urls[0]]


def test_addresses_that_fail_do_not_push_out_a_trusted_chain(
    authority: AlexaAuthority, bucket: CertificateBucket, clock: StoppedClock
) -> None:
    known = certificates(authority, bucket, clock, capacity=1)
    known.at(CHAIN_URL)
    for number in range(20):
        with pytest.raises(RequestRefused):
            known.at(f"https://s3.amazonaws.com/echo.api/nothing-{number}.pem")
    known.at(CHAIN_URL)
    assert bucket.fetched.count(CHAIN_URL) == 1


class Crowd:
    """A clock and a fetch that hold the fetch back until everyone in the crowd has asked.

    The cache looks at the clock when it is asked for a chain that has expired, while it holds its
    lock; so when all threads have looked, each either fetches or waits for the one that does.
    """

    def __init__(self, answer: Callable[[], bytes]) -> None:
        self.now = NOW
        self.fetches = 0
        self._answer = answer
        self._asked: set[int] = set()
        self._is_gathering = False
        self._everyone_asked = threading.Event()

    def gather(self, *, now: datetime) -> None:
        self.now = now
        self._is_gathering = True

    def clock(self) -> datetime:
        if self._is_gathering:
            self._asked.add(threading.get_ident())
            if len(self._asked) == CROWD:
                self._everyone_asked.set()
        return self.now

    def fetch(self, _url: str) -> bytes:
        if self._is_gathering:
            self.fetches += 1
            assert self._everyone_asked.wait(PATIENCE_SECONDS)
        return self._answer()


def outcomes(known: SigningCertificates) -> list[SigningCertificate | BaseException]:
    """What each of a crowd is told, who all ask at once."""
    start = threading.Barrier(CROWD)

    def ask(_number: int) -> SigningCertificate | BaseException:
        start.wait(PATIENCE_SECONDS)
        try:
            return known.at(CHAIN_URL)
        except RequestRefused as refusal:
            return refusal

    with ThreadPoolExecutor(CROWD) as threads:
        return list(threads.map(ask, range(CROWD)))


def test_many_requests_at_once_share_one_failed_fetch(authority: AlexaAuthority) -> None:
    brief = pem(authority.signing_certificate(lasts=ONE_DAY), authority.intermediate.certificate)
    crowd = Crowd(lambda: brief)
    known = certificates(authority, crowd.fetch, crowd.clock)
    known.at(CHAIN_URL)
    crowd.gather(now=NOW + 2 * ONE_DAY)

    told = outcomes(known)

    assert crowd.fetches == 1
    assert all(isinstance(each, RequestRefused) for each in told)


def test_many_requests_at_once_share_one_fetch(authority: AlexaAuthority) -> None:
    chains = [
        pem(authority.signing_certificate(lasts=ONE_DAY), authority.intermediate.certificate),
        authority.chain,
    ]
    crowd = Crowd(lambda: chains.pop(0))
    known = certificates(authority, crowd.fetch, crowd.clock)
    known.at(CHAIN_URL)
    crowd.gather(now=NOW + 2 * ONE_DAY)

    told = outcomes(known)

    assert crowd.fetches == 1
    assert len({id(each) for each in told}) == 1
    assert isinstance(told[0], SigningCertificate)


class SlowBucket:
    """A bucket that does not answer before it may."""

    def __init__(self, chain: bytes) -> None:
        self.fetching, self.may_answer = threading.Event(), threading.Event()
        self.fetched: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._chain = chain

    def __call__(self, url: str) -> bytes:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self.fetched.append(url)
        self.fetching.set()
        assert self.may_answer.wait(PATIENCE_SECONDS)
        self._at_once -= 1
        return self._chain


def test_a_fetch_that_hangs_holds_up_nobody_whose_chain_is_known(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = SlowBucket(authority.chain)
    bucket.may_answer.set()
    known = certificates(authority, bucket, clock)
    known.at(CHAIN_URL)
    bucket.may_answer.clear()
    bucket.fetching.clear()

    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(known.at, "https://s3.amazonaws.com/echo.api/slow.pem")
        assert bucket.fetching.wait(PATIENCE_SECONDS)
        assert known.at(CHAIN_URL).public_key
        assert not waiting.done()
        bucket.may_answer.set()
        assert waiting.result(PATIENCE_SECONDS).public_key


def test_however_many_addresses_are_invented_one_is_fetched_at_a_time_and_few_wait(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = SlowBucket(authority.chain)
    known = SigningCertificates(
        fetch=bucket, roots=authority.roots, clock=clock, longest_wait_s=0.01
    )
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(MOST_WAITING)]
    for url in urls:
        with pytest.raises(RequestRefused, match="did not arrive within"):
            known.at(url)
    with pytest.raises(RequestRefused, match="too many"):
        known.at(CHAIN_URL)
    assert bucket.fetched == urls[:1]

    bucket.may_answer.set()
    while set(bucket.fetched) != set(urls):
        assert bucket.fetching.wait(PATIENCE_SECONDS)
    assert bucket.most_at_once == 1


def test_nobody_waits_longer_than_the_limit_for_a_fetch_that_hangs(
    authority: AlexaAuthority, clock: StoppedClock
) -> None:
    bucket = SlowBucket(authority.chain)
    known = SigningCertificates(
        fetch=bucket, roots=authority.roots, clock=clock, longest_wait_s=0.01
    )
    with pytest.raises(RequestRefused, match="did not arrive within"):
        known.at(CHAIN_URL)
    bucket.may_answer.set()
