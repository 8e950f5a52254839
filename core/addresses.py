"""Which network addresses the server may reach on behalf of what a person typed."""

import ipaddress
import re

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)


def literal(host: str) -> IPAddress | None:
    """The address that ``host`` spells in the usual form, or None when it is a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_disguised(host: str) -> bool:
    """Whether it is a number that resolvers take for an address though people do not:
    2130706433, 0x7f000001, 127.1, 0177.0.0.1."""
    return bool(_NUMERIC.fullmatch(host)) and literal(host) is None


def is_public(address: IPAddress) -> bool:
    """Whether it belongs to the open internet, whatever it is wrapped in."""
    bare = _unwrapped(address)
    return bare.is_global and not bare.is_multicast and not bare.is_reserved


def is_reachable(address: IPAddress) -> bool:
    """Whether it may be asked where the host was allowed by name: networks of one's own and the
    machine itself, but never link-local (there cloud machines keep their secrets), multicast or
    nothing at all."""
    bare = _unwrapped(address)
    if bare.is_loopback:  # ::1 counts as reserved too
        return True
    return not (bare.is_link_local or bare.is_multicast or bare.is_unspecified or bare.is_reserved)


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 == 0 and int(address) > 1:  # the old IPv4-compatible form ::a.b.c.d
        return ipaddress.IPv4Address(int(address))
    return address
