#!/usr/bin/env python3
"""Makes for every shape of every kind a value that fits and one that nearly does: kinds.py DUMP_SECRETS SECRETS_TOML.

The values come from the shapes themselves, with checksums computed here once more; what a shape cannot tell (keys, logins,
assignments) stands in WRITTEN. So a kind without a value that is found, or whose near miss is found, fails the test."""
import base64
import hashlib
import json
import random
import re
import string
import subprocess
import sys
import tomllib
import zlib

rng = random.Random(20260711)
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PEM = "\n".join("MIIB" * (i == 0) + "".join(rng.choices(BASE62, k=60)) for i in range(6))


def expand(spec):
    out, i = [], 0
    while i < len(spec):
        if i + 2 < len(spec) and spec[i + 1] == "-":
            out += [chr(c) for c in range(ord(spec[i]), ord(spec[i + 2]) + 1)]
            i += 3
        else:
            out.append(spec[i])
            i += 1
    return sorted(set(out))


def run(alphabet, n):
    """Random characters, with a few of each sort where there is room: checks ask for that."""
    plain = [c for c in alphabet if c.isalnum()] or alphabet
    sorts = [[c for c in plain if test(c)] for test in (str.isdigit, str.islower, str.isupper)]
    need = [rng.choice(sort) for sort in sorts if sort for _ in range(3)] if n >= 14 else []
    body = need[:n] + rng.choices(plain, k=max(0, n - len(need)))
    rng.shuffle(body)
    return "".join(body)


def uuid():
    h = "".join(rng.choices("0123456789abcdef", k=32))
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


def number(value, alphabet, digits):
    out = ""
    for _ in range(digits):
        out, value = alphabet[value % len(alphabet)] + out, value // len(alphabet)
    return out


def b64(text):
    return base64.b64encode(text.encode()).decode()


def bech32(prefix):
    def step(total, value):
        top, total = total >> 25, (total & 0x1ffffff) << 5 ^ value
        for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            total ^= g if top >> i & 1 else 0
        return total
    data = [rng.randrange(32) for _ in range(52)]
    total = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + data + [0] * 6:
        total = step(total, value)
    data += [(total ^ 1) >> 5 * (5 - i) & 31 for i in range(6)]
    return "".join(BECH32[d] for d in data)


def base58(head, n, tail, prefix):
    while True:
        raw = head + rng.randbytes(n) + tail
        raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
        value, out = int.from_bytes(raw, "big"), ""
        while value:
            out, value = BASE58[value % 58] + out, value // 58
        if out.startswith(prefix):
            return out


def wallet(prefix):
    versions = {"xprv": "0488ade4", "yprv": "049d7878", "zprv": "04b2430c", "tprv": "04358394"}
    if prefix in versions:
        return base58(bytes.fromhex(versions[prefix]), 74, b"", prefix)
    return base58(b"\x80", 32, b"" if prefix[0] == "5" else b"\1", prefix)


def spoilt(text, at):
    """The same with another character of its sort at `at`."""
    sorts = (string.digits, string.ascii_lowercase, string.ascii_uppercase)
    sort = next(s for s in sorts if text[at] in s)
    return text[:at] + sort[(sort.index(text[at]) + 1) % len(sort)] + text[at + 1:]


def tokens(shape, prefix, sets):
    """(text, where the value starts) that fits the shape, by its segments."""
    text, mark = prefix, 0
    for token in re.findall(r"'[^']*'\??|\S+", shape.get("shape", "")):
        if token == "@":
            mark = len(text)
        elif token == "assign":
            text += "="
        elif token.startswith("'"):
            text += "" if token.endswith("?") else token[1:-1]
        else:
            name, least = re.match(r"(\w+)\{(\d+)", token).groups()
            text += uuid() if name == "uuid" else "\n" if name == "breaks" else run(expand(sets[name]), int(least))
    if "before" in shape:
        name, most = re.match(r"(\w+)\{(?:\d+,)?(\d+)", shape["before"]).groups()
        text, mark = ("$" if name == "dollar" else run(expand(sets[name]), int(most))) + text, 0
    return text, mark


def fit(kind, shape, prefix, sets):
    """A text that fits, checksum included; None where only WRITTEN knows one."""
    check, (text, mark) = shape.get("check"), tokens(shape, prefix, sets)
    if check == "crc32_base62":
        body = text[len(prefix):-6]
        return prefix + body + number(zlib.crc32(body.encode()), BASE62, 6)
    if check == "crc32_base36":
        return text[:-7] + number(zlib.crc32(text[:-7].encode()), string.digits + string.ascii_lowercase, 7)
    if check == "grafana":
        return text[:-8] + zlib.crc32(text[:-9].encode()).to_bytes(4, "little").hex()
    if check == "matrix":
        body = text[:-7]
        return body + "_" + number(zlib.crc32(body.encode()), BASE62, 6)
    if check == "bech32":
        return prefix + (bech32(prefix[:-1].lower()).upper() if prefix.isupper() or "AGE" in prefix else bech32(prefix[:-1]))
    if check == "base58":
        return wallet(prefix)
    if check == "discord":
        return next(n for n in iter(lambda: base64.b64encode(str(rng.randrange(10**17, 10**18)).encode()).decode(), None)
                    if n.startswith(prefix)) + "." + run(expand(sets["alnum"]), 6) + "." + run(expand(sets["alnum"]), 38)
    if check == "tunnel":
        return b64(json.dumps({"a": uuid().replace("-", ""), "t": uuid(), "s": b64(uuid())}, separators=(",", ":")))
    if check == "grafana_key":
        return b64(json.dumps({"k": run(list(BASE62), 32), "n": "deploy", "id": 1}, separators=(",", ":")))
    if check == "azure_client":
        return "aB2" + str(rng.randrange(10)) + text[4:]
    if check == "jwk":
        return '{"kty":"EC","crv":"P-256",' + prefix + ':"' + run(list(BASE62), 43) + '"}'
    if check == "azure_signature":
        return prefix + run(list(BASE62), 43) + "%3D"
    if check == "mixed_case":
        return prefix + "".join(rng.choice((str.upper, str.lower))(c) for c in rng.choices(string.ascii_letters, k=34))
    if check in ("pem", "base64_pem", "service_account", "url", "connection_pairs", "netrc", "literal", "jwt",
                 "base64_login", "quoted", "salt"):
        return None
    return text


def near(kind, shape, text):
    """Misses by a little: a checksum that is wrong, or a value that is a character short."""
    if shape.get("bad") == "drop":
        return spoilt(text, len(text) - 8)
    if kind in LOOSE:
        return text[:len(text) * 2 // 3]
    if "before" in shape and not re.search(r"\w+\{\d+", shape.get("shape", "")):
        return text[4:]
    if shape.get("shape", "").endswith("'") and text.endswith("==") and len(text) > 40:
        return text[:-6] + "=="
    return text[:20] if "?" in shape.get("shape", "") else text[:-1]


# Kinds whose values may be shorter than those made here, or that are still of the kind without their last part.
LOOSE = {"discord-bot-token", "dropbox-token", "databricks-token", "jwk-private-key"}
SALT = "k8#Jq!2zR{mV0pX)dT5wYb^Ls9Gh@Qc7Nf4uEa~Ov1Ki6Px3Bz<Wr+Dn=My-Ht*Ce"
JWT = ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=")
               for p in ({"alg": "HS256", "typ": "JWT"}, {"sub": "ci", "iat": 1700000000})) + "." + run(list(BASE62), 43)
# kind: (texts that hold one, texts that nearly do)
WRITTEN = {
    "private-key": ([f"-----BEGIN RSA PRIVATE KEY-----\n{PEM}\n-----END RSA PRIVATE KEY-----\n",
                     base64.b64encode(f"-----BEGIN PRIVATE KEY-----\n{PEM}".encode()).decode()],
                    [f"-----BEGIN PUBLIC KEY-----\n{PEM}\n", "-----BEGIN RSA PRIVATE KEY-----\n...\n"]),
    "encrypted-private-key": ([f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{PEM}\n-----END ENCRYPTED PRIVATE KEY-----\n"],
                              ["-----BEGIN ENCRYPTED PRIVATE KEY-----\n"]),
    "kubeconfig-client-key": (["client-key-data: " + b64(f"-----BEGIN RSA PRIVATE KEY-----\n{PEM}\n")],
                              ["client-certificate-data: " + b64(f"-----BEGIN CERTIFICATE-----\n{PEM}\n")]),
    "gcp-service-account-key": ([json.dumps({"private_key_id": "a1", "private_key": f"-----BEGIN PRIVATE KEY-----\n{PEM}\n"})],
                                [json.dumps({"private_key": "-----BEGIN PRIVATE KEY-----\n"})]),
    "jwt": ([JWT], [JWT.split(".")[0] + "." + JWT.split(".")[2]]),
    "docker-registry-login": (['{"auths":{"r":{"auth": "' + b64("ci:h7Gk2pQxW4") + '"}}}'], ['{"auth": "required"}']),
    "http-login": (["Authorization: Basic " + b64("ci:h7Gk2pQxW4")], ["Authorization: Basic ${AUTH}"]),
    "url-password": (["https://ci:h7Gk2pQx@git.corp/x.git"], ["https://ci:${TOKEN}@git.corp/x.git"]),
    "connection-string": (["postgres://app:h7Gk2pQx@db/x", "Server=db;User Id=sa;Password=h7Gk!2pQx;Encrypt=no"],
                          ["postgres://app:$PW@db/x", "Password=h7Gk!2pQx;"]),
    "netrc-password": (["machine git.corp login ci password h7Gk2pQx\n"], ["the login and password are sent"]),
    "npm-registry-credential": (["//npm.corp/:_authToken=" + uuid()], ["//npm.corp/:_authToken=${NPM_TOKEN}"]),
    "wordpress-database-password": (["define( 'DB_PASSWORD', 'h7Gk2pQx' );"], ["define( 'DB_PASSWORD', 'password_here' );"]),
    "wordpress-key": (["define('AUTH_KEY', '" + SALT + "');"], ["define('AUTH_KEY', 'put your unique phrase here');"]),
}
# Kinds of which the shape alone says nothing; sw_secrets_find_assigned and its unit tests know them.
ASSIGNED = {"password", "credential"}


def search(program, texts):
    data = b"".join(b"%d\n%s" % (len(text.encode()), text.encode()) for text in texts)
    answer = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    results = []
    for line in answer.splitlines():
        if line == "=":
            results.append([])
        else:
            results[-1].append(line.split(" ")[:2])
    return results


def cases(data):
    """(kind, text, whether it must be found)"""
    for kind in data["kind"]:
        found = missed = 0
        for shape in kind.get("shape", []):
            for prefix in shape["prefix"]:
                text = fit(kind, shape, prefix, data["sets"])
                if text is None:
                    continue
                yield kind["id"], text, True
                yield kind["id"], 'x: [\n "a\\n' + text + '", b]', True
                yield kind["id"], near(kind["id"], shape, text), False
                found, missed = found + 1, missed + 1
        good, bad = WRITTEN.get(kind["id"], ([], []))
        for text in good:
            yield kind["id"], text, True
        for text in bad:
            yield kind["id"], text, False
        if not (found + len(good) and missed + len(bad)) and kind["id"] not in ASSIGNED:
            yield kind["id"], None, True


def main():
    program, toml = sys.argv[1:]
    with open(toml, "rb") as file:
        data = tomllib.load(file)
    rows = list(cases(data))
    results = search(program, [text or "" for _, text, _ in rows])
    print("1..2")
    wrong = []
    for (kind, text, must), hits in zip(rows, results):
        if must != any(hit[0] == kind for hit in hits):
            wrong.append(f"{kind}: {'missed' if must else 'found'} {hits} in {text!r}" if text else f"{kind}: no sample")
    for line in wrong:
        print(f"# {line[:300]}")
    print(f"{'not ok' if wrong else 'ok'} 1 - {len(rows)} values of {len(data['kind'])} kinds")
    print(f"{'ok' if len(data['kind']) >= 150 else 'not ok'} 2 - at least 150 kinds")


main()
