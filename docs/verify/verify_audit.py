#!/usr/bin/env python3
"""Checks an export of the audit chain (`sanviec audit export FILE`) without anything of Sàn Việc.

    python3 verify_audit.py FILE [--key HEX] [--known HEADS] [--all-signatures]

FILE           the export
--key          public key of the exchange, known from elsewhere (`sanviec audit heads` prints it); without it the key
               in the file is believed, and whoever wrote the whole file anew is not found out
--known        ends of chains that were printed or exported before (`sanviec audit heads > HEADS`, or an earlier
               export): each chain has to pass through them
--all-signatures  check every signature, not only that at the end of each chain (slow)

Says for each chain how many entries are good, and names the first bad one. Ends with 0 when all is good, 1 when
something is wrong, 2 when the file cannot be read. Needs Python 3.8 and nothing else.
"""

import argparse
import hashlib
import json
import sys

PLATFORM = "00000000-0000-0000-0000-000000000000"

# --- Ed25519 (RFC 8032), checking only ---------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def unpack(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = unpack(BASE_Y.to_bytes(32, "little"))


def signed_by(key, message, signature):
    """Whether the signature of the message was made with the private half of the key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    holder, commitment = unpack(key), unpack(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if holder is None or commitment is None or response >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(challenge, "little") % ORDER
    return equal(multiply(response, BASE), add(commitment, multiply(challenge, holder)))


# --- the format --------------------------------------------------------------------------------------------------


def parts(*values):
    """Parts that cannot run into each other: each after its length in eight bytes, all bits set for none."""
    out = []
    for value in values:
        if value is None:
            out.append(b"\xff" * 8)
            continue
        if isinstance(value, int):
            value = str(value)
        data = value if isinstance(value, bytes) else value.encode()
        out.append(len(data).to_bytes(8, "big") + data)
    return b"".join(out)


def commitment(row):
    if row["salt"] is None:
        return None
    text = parts("sanviec audit value 1", bytes.fromhex(row["salt"]), row["before"], row["after"])
    return hashlib.sha256(text).digest()


def link_hash(before, entry):
    row = entry["row"]
    bound = entry["commitment"]
    text = parts(
        "sanviec audit link 1",
        before,
        entry["chain"],
        entry["seq"],
        entry["linked_at"],
        row["id"],
        row["at"],
        row["actor"],
        row["role"],
        row["action"],
        row["entity"],
        row["entity_id"],
        row["request_id"],
        None if bound is None else bytes.fromhex(bound),
    )
    return hashlib.sha256(text).digest()


def place_signed(entry):
    return parts("sanviec audit place 1", entry["chain"], entry["seq"], bytes.fromhex(entry["hash"]))


def head_signed(head):
    return parts("sanviec audit head 1", head["chain"], head["seq"], head["signed_at"], bytes.fromhex(head["hash"]))


# --- checking ----------------------------------------------------------------------------------------------------


class Chain:
    def __init__(self, name, key, known, every):
        self.name, self.key, self.every = name, key, every
        self.known = {head["seq"]: head["hash"] for head in known if head["chain"] == name}
        self.last, self.seq, self.forgotten, self.bad = b"\0" * 32, 0, 0, None
        # Places that are signed, to find where a chain was written anew.
        self.places, self.head = [], None

    def fault(self, seq, audit_id, why):
        if self.bad is None:
            self.bad = (seq, audit_id, why)

    def take(self, entry):
        if self.bad is not None:
            return
        seq, row = self.seq + 1, entry["row"]
        if entry["seq"] != seq:
            return self.fault(seq, None, "missing")
        if row is None or row["id"] != entry["audit_id"]:
            return self.fault(seq, entry["audit_id"], "missing")
        if (row["centre_id"] or PLATFORM) != self.name:
            return self.fault(seq, row["id"], "wrong_chain")
        now = link_hash(self.last, entry)
        if now.hex() != entry["hash"]:
            return self.fault(seq, row["id"], "changed")
        bound, values = entry["commitment"], commitment(row)
        empty = row["before"] is None and row["after"] is None
        if values is not None:
            if bound != values.hex():
                return self.fault(seq, row["id"], "values_changed")
        elif not empty:
            return self.fault(seq, row["id"], "values_changed")
        elif bound is not None:
            self.forgotten += 1
        if entry["signature"] is not None:
            if self.every and not signed_by(self.key, place_signed(entry), bytes.fromhex(entry["signature"])):
                return self.fault(self.trusted() + 1, None, "signature")
            self.places.append((seq, place_signed(entry), bytes.fromhex(entry["signature"])))
        if self.known.get(seq, entry["hash"]) != entry["hash"]:
            return self.fault(seq, row["id"], "other_history")
        self.last, self.seq = now, seq

    def trusted(self):
        """The last place whose signature is good. What is signed stands in one history, so halving finds it."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            _, message, signature = self.places[middle]
            if signed_by(self.key, message, signature):
                low = middle + 1
            else:
                high = middle
        return self.places[low - 1][0] if low else 0

    def end(self):
        if self.bad is not None:
            return
        head = self.head
        if head is None:
            return self.fault(self.seq, None, "head")
        if not signed_by(self.key, head_signed(head), bytes.fromhex(head["signature"])):
            return self.fault(min(self.trusted(), head["seq"]) + 1, None, "head")
        if head["seq"] > self.seq:
            return self.fault(self.seq + 1, None, "missing")
        if head["seq"] < self.seq:
            return self.fault(head["seq"] + 1, None, "beyond")
        if head["hash"] != self.last.hex():
            return self.fault(min(self.trusted(), self.seq - 1) + 1, None, "changed")
        if any(seq > self.seq for seq in self.known):
            return self.fault(self.seq + 1, None, "missing")


def known_heads(path, key):
    heads = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            head = json.loads(line).get("head") if line.strip().startswith("{") else None
            if head is None:
                continue
            if not signed_by(key, head_signed(head), bytes.fromhex(head["signature"])):
                raise ValueError("an end of a chain in %s is not signed with the key of this exchange" % path)
            heads.append(head)
    return heads


def check(path, key, known_path, every):
    with open(path, encoding="utf-8") as lines:
        first = json.loads(next(lines))
        if first.get("format") != "sanviec-audit" or first.get("version") != 1:
            raise ValueError("%s is no export of the audit chain, or of another version" % path)
        key = key or bytes.fromhex(first["public_key"])
        known = known_heads(known_path, key) if known_path else []
        chains, begun, count, end = {}, set(), 0, None
        if key.hex() != first["public_key"]:
            print("the key in the file is not the one given; the one given is used")
        for text in lines:
            value = json.loads(text)
            if "end" in value:
                end = value["end"]
            elif "head" in value:
                name = value["head"]["chain"]
                chains.setdefault(name, Chain(name, key, known, every)).head = value["head"]
            else:
                count += 1
                name, row = value["chain"], value["row"]
                chains.setdefault(name, Chain(name, key, known, every)).take(value)
                if name == PLATFORM and row and row["action"] == "begin_chain" and row["role"] == "system":
                    begun.add(row["entity_id"])
    bad = 0
    for name in sorted(set(chains) | begun | {head["chain"] for head in known}):
        chain = chains.get(name) or Chain(name, key, known, every)
        if name in begun and name not in chains:
            chain.fault(1, None, "missing")
        chain.end()
        place = "platform" if name == PLATFORM else "centre " + name
        print("%s: %d good entries, values of %d forgotten" % (place, chain.seq, chain.forgotten))
        if chain.bad:
            bad += 1
            seq, audit_id, why = chain.bad
            print("  FIRST BAD ENTRY: place %d%s: %s" % (seq, "" if audit_id is None else ", row %d" % audit_id, why))
    if end != count:
        bad += 1
        print("the file is cut short: it holds %d entries and says %s" % (count, end))
    print("public key " + key.hex())
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description="Checks an export of the audit chain of Sàn Việc.")
    parser.add_argument("file")
    parser.add_argument("--key", type=bytes.fromhex, default=None)
    parser.add_argument("--known", default=None)
    parser.add_argument("--all-signatures", action="store_true")
    asked = parser.parse_args()
    try:
        return check(asked.file, asked.key, asked.known, asked.all_signatures)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        print("cannot be read: %r" % error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
