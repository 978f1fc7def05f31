"""Only addresses of the internet are asked, however they are spelt."""

import pytest

from onrecord.errors import FetchRefused
from onrecord.intake.addresses import may_be_asked, resolve

PRIVATE = ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1"]
NEVER = [
    "0.0.0.0",
    "169.254.169.254",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
INTERNET = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", INTERNET)
def test_the_internet_may_be_asked(address: str) -> None:
    assert may_be_asked(address, allow_private=False)


@pytest.mark.parametrize("address", [*PRIVATE, "::ffff:127.0.0.1"])
def test_private_addresses_only_where_allowed(address: str) -> None:
    assert not may_be_asked(address, allow_private=False)
    assert may_be_asked(address, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_reserved_addresses_never(address: str) -> None:
    assert not may_be_asked(address, allow_private=True)


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f.1", "2130706433", "::1", "0"])
def test_other_spellings_of_this_machine(host: str) -> None:
    with pytest.raises(FetchRefused, match="private or reserved"):
        resolve(host, 80, allow_private=False)


def test_a_name_nobody_has() -> None:
    with pytest.raises(FetchRefused, match=r"no-such-name\.invalid is not known"):
        resolve("no-such-name.invalid", 80, allow_private=False)
