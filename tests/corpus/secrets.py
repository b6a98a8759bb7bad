#!/usr/bin/env python3
"""Holds the search for credentials against labelled snippets and real files: secrets.py DUMP_SECRETS KNOWN.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. KNOWN lists the credentials that stand in
the real Dockerfiles and compose files, by kind and fingerprint, each looked at: a hit that is not in the list is a
false alarm until somebody has looked, one that is missing was lost."""
import io
import json
import os
import subprocess
import sys
import tarfile

# Labelled as secrets of kinds that we do not claim: "number|letters" has no literal of its own, and would be found in
# every table; "type": "service_account" is no secret, only the key beside it is.
NOT_CLAIMED = {"facebook-access-token", "gcp-service-account"}
# The value says EXAMPLE from start to end; we leave such values out.
SAMPLES = {"aws-amazon-bedrock-api-key-long-lived"}
# Labelled "not this kind", because the text is a secret of the kind named here.
OTHER_KIND = {"anthropic-api-key": "anthropic-key"}


def search(program, texts):
    """For each text the list of (kind, confidence, fingerprint)."""
    data = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    answer = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    results = []
    for line in answer.splitlines():
        if line == "=":
            results.append([])
        else:
            results[-1].append(tuple(line.split(" ")))
    return results


def check_labelled(program, corpus):
    with open(os.path.join(corpus, "secrets", "gitleaks-cases.jsonl"), encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    results = search(program, [row["text"].encode() for row in rows])
    found = lost = quiet = 0
    wrong = []
    for row, hits in zip(rows, results):
        rule = row["rule"]
        if not row["secret"]:
            alarms = [hit for hit in hits if hit[0] != OTHER_KIND.get(rule)]
            quiet += not alarms
            wrong += [f"false alarm {alarms[0][0]}: {rule}"] if alarms else []
        elif rule not in NOT_CLAIMED | SAMPLES:
            found += bool(hits)
            lost += not hits
            wrong += [] if hits else [f"missed: {rule}"]
    print(f"# labelled: {found} found, {lost} missed, {quiet} of {sum(not row['secret'] for row in rows)} left alone")
    return wrong


def real_texts(corpus):
    folder = os.path.join(corpus, "dockerfile", "real", "d")
    texts = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            texts.append(file.read())
    archive = os.path.join(corpus, "compose", "real", "compose.tar.zst")
    data = subprocess.run(["zstd", "-dcq", archive], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        texts += [tar.extractfile(member).read() for member in tar if member.isfile()]
    return texts


def check_real(program, corpus, known_path):
    with open(known_path, encoding="utf-8") as lines:
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    known = {(kind, fingerprint): int(times) for kind, fingerprint, times in rows}
    texts = real_texts(corpus)
    seen = {}
    for hits in search(program, texts):
        for kind, _, fingerprint in hits:
            seen[kind, fingerprint] = seen.get((kind, fingerprint), 0) + 1
    print(f"# real: {len(texts)} files, {sum(seen.values())} hits")
    return [f"{kind} {fingerprint}: {seen.get((kind, fingerprint), 0)} instead of {known.get((kind, fingerprint), 0)}"
            for kind, fingerprint in sorted(seen.keys() | known.keys())
            if seen.get((kind, fingerprint)) != known.get((kind, fingerprint))]


def main():
    program, known = sys.argv[1:]
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return
    print("1..2")
    for number, (title, wrong) in enumerate((("labelled snippets", check_labelled(program, corpus)),
                                             ("real files", check_real(program, corpus, known))), 1):
        for line in wrong:
            print(f"# {line}")
        print(f"{'not ok' if wrong else 'ok'} {number} - {title}")


main()
