#!/usr/bin/env python3
"""What the cache of layers is worth, and what it must never do, on images of some weight. `cache.py PROGRAM`"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import kit
import build
import faulty
import tap

FASTER = 3  # at least so many times


def heavy():
    """Two layers that take a moment: text that is searched, and bytes that do not pack."""
    dice = random.Random(5)
    words = ["".join(dice.choice("abcdefghij") for _ in range(dice.randrange(2, 9))) for _ in range(3000)]
    files = [build.file(f"srv/text/{i}.txt", " ".join(dice.choice(words) for _ in range(20000))) for i in range(120)]
    return build.Image([("COPY text /srv # buildkit", build.layer(*files)),
                        ("COPY data /srv # buildkit", build.layer(build.file("srv/data", dice.randbytes(24 << 20))))], name="example.com/heavy:1")


def ask(folder, target, *options, env=None):
    start = time.monotonic()
    result = tap.run("image", "-f", "json", *kit.AT, *options, target, cwd=folder, env=env, binary=True)
    return result, time.monotonic() - start


def files_of(top):
    return sorted(os.path.relpath(os.path.join(where, name), top) for where, _, names in os.walk(top) for name in names)


def check_speed(t, folder):
    build.layout(os.path.join(folder, "heavy"), heavy())
    env = {"STRIDEWARD_CACHE": os.path.join(folder, "warm")}
    time.sleep(2.1)  # what was changed a moment ago may be changed again without a trace
    first, cold = ask(folder, "oci:heavy", env=env)
    rescans = [ask(folder, "oci:heavy", env=env) for _ in range(5)]
    warm = min(took for _, took in rescans)
    t.ok(all((result.stdout, result.returncode) == (first.stdout, first.returncode) for result, _ in rescans), "a rescan says the same, byte for byte", first.stderr)
    t.ok(cold > FASTER * warm, f"a rescan is at least {FASTER} times as fast", f"{cold:.3f} s, then {warm:.3f} s")
    print(f"# {cold:.3f} s, then {warm:.3f} s")
    moved = os.path.join(folder, "moved")
    shutil.copytree(os.path.join(folder, "heavy"), moved)
    again, took = ask(folder, "oci:moved", env=env)
    t.same(again.stdout.replace(b"moved", b"heavy"), first.stdout, "a copy of the image says the same")
    before = files_of(os.path.join(folder, "warm"))
    ask(folder, "oci:heavy", "--no-cache", env={"STRIDEWARD_CACHE": os.path.join(folder, "cold")})
    t.ok(files_of(os.path.join(folder, "warm")) == before and not os.path.exists(os.path.join(folder, "cold")), "--no-cache writes nothing")


def check_shared(t, folder):
    """Two images, two runs each, one empty cache."""
    for name, image in (("one", faulty.faulty), ("two", faulty.clean)):
        build.layout(os.path.join(folder, name), image)
    wanted = {name: ask(folder, "oci:" + name, "--no-cache")[0].stdout for name in ("one", "two")}
    place = os.path.join(folder, "shared")
    runs = [(name, subprocess.Popen([tap.program(), "image", "-f", "json", *kit.AT, "oci:" + name], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                    env={"PATH": os.environ["PATH"], "STRIDEWARD_CACHE": place})) for name in ("one", "two", "one", "two")]
    answers = [(name, *run.communicate(), run.returncode) for name, run in runs]
    t.ok(all(out == wanted[name] and not error and status == 0 for name, out, error, status in answers), "four runs at once say what one alone says",
         [error for _, _, error, _ in answers])
    kept = os.path.join(place, "layers")
    records = [name for name in files_of(kept) if not name.startswith("at.")]
    t.ok(len(records) == 12 and not any(name.startswith("tmp.") for name in records), "one record for each layer, and nothing half written", records)
    return kept, wanted


def check_spoilt(t, folder, kept, wanted):
    """Records that were cut, emptied, exchanged or made of noise are read anew, and mended."""
    env = {"STRIDEWARD_CACHE": os.path.dirname(kept)}
    records = [name for name in files_of(kept) if not name.startswith("at.")]
    whole = {}
    for name in records:
        with open(os.path.join(kept, name), "rb") as file:
            whole[name] = file.read()
    for about, spoil in (("cut", lambda i, data: data[:len(data) // 2]), ("emptied", lambda i, data: b""), ("exchanged", lambda i, data: whole[records[i - 1]]),
                         ("made of noise", lambda i, data: random.Random(i).randbytes(len(data))), ("made longer", lambda i, data: data + bytes(64))):
        for i, name in enumerate(records):
            with open(os.path.join(kept, name), "wb") as file:
                file.write(spoil(i, whole[name]))
        for target in ("one", "two"):
            result, _ = ask(folder, "oci:" + target, env=env)
            t.ok(result.stdout == wanted[target] and result.returncode == 0, f"records that were {about} are not believed ({target})", result.stderr)
        mended = {}
        for name in records:
            with open(os.path.join(kept, name), "rb") as file:
                mended[name] = file.read()
        t.same([name for name in records if mended[name] != whole[name]], [], f"records that were {about} are written anew")


def check_changed(t, folder, kept):
    """The file behind a digest changes: its record must not answer for it."""
    env = {"STRIDEWARD_CACHE": os.path.dirname(kept)}
    path = build.layout(os.path.join(folder, "three"), faulty.clean)[4]
    time.sleep(2.1)
    first, _ = ask(folder, "oci:three", env=env)
    old = os.stat(path)
    with open(path, "r+b") as file:
        data = bytearray(file.read())
        data[len(data) // 2] ^= 0x55
        file.seek(0)
        file.write(data)
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    result, _ = ask(folder, "oci:three", env=env)
    t.ok(b"layer-digest-mismatch" in result.stdout and result.stdout != first.stdout, "a changed blob is noticed, its old time of change or not", result.stderr)


def check_foreign(t, folder):
    """A folder of another user, or one that others may write to, is no cache."""
    for about, spoil in (("another user's folder", lambda path: os.chown(path, 4711, 4711)),
                         ("a folder that all may write to", lambda path: os.chmod(path, 0o777))):
        place = os.path.join(folder, about.split()[0])
        os.makedirs(os.path.join(place, "layers"), mode=0o700)
        try:
            spoil(os.path.join(place, "layers"))
        except PermissionError:
            t.skip(about + " is no cache", "only root gives files away")
            continue
        result, _ = ask(folder, "oci:two", env={"STRIDEWARD_CACHE": place})
        t.ok(result.returncode == 0 and not files_of(place) and b"not kept" in result.stderr, about + " is no cache", f"{files_of(place)} {result.stderr}")


def main():
    t = kit.start()
    with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
        check_speed(t, folder)
        kept, wanted = check_shared(t, folder)
        check_spoilt(t, folder, kept, wanted)
        check_changed(t, folder, kept)
        check_foreign(t, folder)
    return t.done()


sys.exit(main())
