#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# A second reader of docs/formats/journal-1.md: prints each row of a folder as "SEQ SIGNATURE RECORD".
import ctypes, pathlib, struct, sys

zstd = ctypes.CDLL("libzstd.so.1")
zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
zstd.ZSTD_getFrameContentSize.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
zstd.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t] * 2
zstd.ZSTD_decompress.restype = ctypes.c_size_t

def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF

def unpacked(frame):
    out = ctypes.create_string_buffer(zstd.ZSTD_getFrameContentSize(frame, len(frame)))
    size = zstd.ZSTD_decompress(out, len(out), frame, len(frame))
    return out.raw[:size]

due = 0
segments = sorted(pathlib.Path(sys.argv[1]).glob("*.saksi"))
for place, segment in enumerate(segments):
    until = int(segments[place + 1].stem) if place + 1 < len(segments) else 2**64
    text, at = segment.read_bytes(), 0
    while (at := text.find(b"\xf5SJ1", at)) >= 0:
        length, seq, back, crc = struct.unpack_from("<IQII", text, at + 4) if at + 24 <= len(text) else (0,) * 4
        payload = text[at + 24:at + 24 + length]
        if length < 64 or len(payload) < length or crc32c(text[at + 4:at + 20] + payload) != crc:
            at += 1
            continue
        at += 24 + length
        if due <= seq < until:
            due = seq + 1
            sys.stdout.write(f"{seq} {payload[:64].hex()} {unpacked(payload[64:]).decode()}")
