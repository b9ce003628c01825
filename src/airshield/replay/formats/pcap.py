"""Wrap datagrams as a capture file: nothing is sent, the addresses are those of documentation.

**Source** the pcap format as its draft describes it (draft-ietf-opsawg-pcap), link type 101 (raw
IP); RFC 791 and RFC 768 for the headers; RFC 5737 for the addresses.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

PORT = 3000
_SOURCE, _DESTINATION = bytes((192, 0, 2, 1)), bytes((192, 0, 2, 255))
_RAW_IP = 101
_UDP = 17


def _checksum(header: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(header) // 2}H", header))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _datagram(payload: bytes, number: int) -> bytes:
    # UDP over IPv4 may leave its checksum out.
    udp = struct.pack(">HHHH", PORT, PORT, 8 + len(payload), 0)
    head = struct.pack(
        ">BBHHHBBH4s4s",
        0x45,
        0,
        20 + len(udp) + len(payload),
        number & 0xFFFF,
        0,
        64,
        _UDP,
        0,
        _SOURCE,
        _DESTINATION,
    )
    head = head[:10] + struct.pack(">H", _checksum(head)) + head[12:]
    return head + udp + payload


def capture(packets: Iterable[tuple[float, bytes]]) -> bytes:
    """Return a capture of UDP payloads, each with its time (seconds since 1970), in order."""
    parts = [struct.pack(">IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, _RAW_IP)]
    for number, (moment_s, payload) in enumerate(packets):
        datagram = _datagram(payload, number)
        micros = round(moment_s * 1e6)
        parts.append(struct.pack(">IIII", *divmod(micros, 1_000_000), len(datagram), len(datagram)))
        parts.append(datagram)
    return b"".join(parts)
