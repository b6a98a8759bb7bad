"""A worker that dies, and a reader that goes away."""
import os
import signal
import subprocess
import time

import tap


def big_tree():
    """So much to report that the report does not fit a pipe: the worker waits in the middle of its work."""
    service = "  s{0}:\n    image: registry.example.org/s{0}:1\n    privileged: true\n    volumes: [\"/var/run/docker.sock:/s\"]\n"
    return {"compose.yaml": "services:\n" + "".join(service.format(i) for i in range(150)), "report.html": "old\n", "report.json": "old\n"}


def child_of(process):
    path = f"/proc/{process.pid}/task/{process.pid}/children"
    for _ in range(200):
        with open(path, encoding="ascii") as children:
            found = children.read().split()
        if found:
            return int(found[0])
        time.sleep(0.01)
    return None


def start(folder):
    clean = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"}
    report = os.path.join(folder, "report.html")
    return subprocess.Popen([tap.program(), "scan", "-f", "json", "-f", "html=" + report, folder], env=clean, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def untouched(folder):
    with open(os.path.join(folder, "report.html"), encoding="utf-8") as file:
        old = file.read() == "old\n"
    return old and not [name for name in os.listdir(folder) if name.endswith(".tmp")]


def killed_worker(t):
    if not os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children"):
        t.skip("a killed worker", "the kernel does not tell the children of a process")
        return
    with tap.tree(big_tree()) as folder:
        broker = start(folder)
        worker = child_of(broker)
        time.sleep(0.3)
        os.kill(worker, signal.SIGSTOP)
        os.kill(worker, signal.SIGKILL)
        _, errors = broker.communicate(timeout=60)
        t.same(broker.returncode, 3, "a killed worker ends with 3")
        t.ok(b"internal fault" in errors and b"signal 9" in errors, "and is said to have been killed", errors)
        t.ok(untouched(folder), "the old report stays, and nothing beside it")


def interrupted(t):
    with tap.tree(big_tree()) as folder:
        broker = start(folder)
        worker = child_of(broker)
        time.sleep(0.3)
        os.kill(broker.pid, signal.SIGTERM)
        broker.communicate(timeout=60)
        t.same(broker.returncode, -signal.SIGTERM, "a run that is ended ends by that signal")
        t.ok(untouched(folder), "the old report stays, and nothing beside it")
        t.ok(not os.path.exists(f"/proc/{worker}"), "the worker ends with it")


def reader_gone(t):
    with tap.tree(big_tree()) as folder:
        broker = start(folder)
        broker.stdout.read(10)
        broker.stdout.close()
        errors = broker.stderr.read()
        broker.wait(60)
        broker.stderr.close()
        t.ok(broker.returncode == -signal.SIGPIPE and not errors, "a reader that goes away ends the run without a word", f"{broker.returncode} {errors}")


def full_disk(t):
    with tap.tree(big_tree()) as folder, open("/dev/full", "wb") as full:
        got = subprocess.run([tap.program(), "scan", folder], stdout=full, stderr=subprocess.PIPE, check=False)
        t.ok(got.returncode == 2 and got.stderr, "a full disk ends with 2", f"{got.returncode} {got.stderr}")


def run(t):
    for case in (killed_worker, interrupted, reader_gone, full_disk):
        case(t)
