#!/usr/bin/env python3
"""What must hold for every register made from real compose files: register.py

The program is named by SW_BIN, the corpus by SW_CORPUS; without a corpus the test is skipped. A mitigated row names a
control that was seen, practices that nearly everybody lacks never stop the gate, and the shares of services in which each
check fails stay near those that were counted by other means."""
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile

# check: share of services in percent, and how far it may be off
SHARES = {
    "capabilities-not-dropped": (99.5, 1), "new-privileges-allowed": (99.9, 1), "root-filesystem-writable": (99.8, 1),
    "no-pids-limit": (99.9, 1), "no-cpu-limit": (99, 1), "no-memory-limit": (97, 1), "no-health-check": (91, 1.5),
    "engine-socket-mounted": (1.8, 0.3), "container-privileged": (0.6, 0.3),
}
PUBLISHED = {"port-on-all-interfaces", "store-port-published", "proxy-bypassed", "engine-or-registry-without-tls"}


def unpacked(corpus, folder):
    """The folder with the files, unpacked where the corpus holds them packed only."""
    real = os.path.join(corpus, "compose", "real")
    if os.path.isdir(os.path.join(real, "c")):
        return os.path.join(real, "c")
    data = subprocess.run(["zstd", "-dcq", os.path.join(real, "compose.tar.zst")], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(folder)
    return os.path.join(folder, "c")


def ask(*arguments, cwd=None):
    answer = subprocess.run([os.environ["SW_BIN"], *arguments], stdout=subprocess.PIPE, cwd=cwd, check=False)
    return json.loads(answer.stdout)


def unproven(report):
    return [row["id"] for row in report["threats"]
            if row["state"] == "mitigated" and not any(control["holds"] is True for control in row["controls"])]


def practices_in_gate(report):
    practices = {check["id"] for check in ask("checks", "-f", "json") if check["practice"]}
    by_print = {finding["fingerprint"]: finding for finding in report["findings"]}
    return [by_print[mark]["check"] for mark in report["gate"]["findings"] if by_print[mark]["check"] in practices]


def failing(report, checks):
    return {subject["id"] for finding in report["findings"] if finding["check"] in checks
            for subject in [finding["subject"], *finding["affected"]]}


def odd_shares(report):
    services = {row["on"] for row in report["threats"] if row["threat"] == "engine-socket-in-container"}
    wanted = {check: ({check}, *share) for check, share in SHARES.items()}
    wanted["published beyond loopback"] = (PUBLISHED, 56, 2)
    for name, (checks, share, off) in wanted.items():
        got = 100 * len(failing(report, checks)) / len(services)
        if abs(got - share) > off:
            yield f"{name}: {got:.1f} % of {len(services)} services instead of {share}"


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = unpacked(corpus, folder)
        report = ask("scan", "--gate", "info", "-f", "json", *sorted(os.listdir(files)), cwd=files)
    cases = [("each mitigated row names a control that holds", unproven(report)),
             ("no practice stops the gate", practices_in_gate(report)),
             ("shares are near those counted by other means", list(odd_shares(report)))]
    print(f"1..{len(cases)}")
    for number, (name, wrong) in enumerate(cases, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong[:20]:
            print(f"# {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
