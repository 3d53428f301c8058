"""pictures"""
from __future__ import annotations
import struct
def dimensions(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])
