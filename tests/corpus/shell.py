#!/usr/bin/env python3
"""Reads every RUN text of real Dockerfiles as a shell script and holds the result against bash and dash: shell.py
SHELL_READ.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. What bash -n or dash -n accepts must be read
in full, and what both refuse must give a diagnostic. -n reads a script and runs nothing of it. Files for Windows
(escape=` or a SHELL of PowerShell or cmd) are left out."""
import json
import os
import re
import shutil
import subprocess
import sys

ORACLES = ("bash", "dash")


def runs_of(instructions):
    for instruction in instructions:
        instruction = instruction.get("sub") or instruction  # of ONBUILD
        if instruction["cmd"].upper() == "RUN" and not instruction.get("json"):
            text = " ".join(instruction.get("args") or [])
            for heredoc in instruction.get("heredocs") or []:
                text += "\n%s%s\n" % (heredoc["content"], heredoc["name"])
            yield text


def is_windows(instructions):
    shells = [i for i in instructions if i["cmd"].upper() == "SHELL"]
    return any(re.search("powershell|pwsh|cmd", " ".join(i.get("args") or []), re.I) for i in shells)


def scripts_of(path):
    """All texts, and the first place of each distinct one."""
    count, places = 0, {}
    for line in subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout.splitlines():
        file = json.loads(line)
        instructions = file.get("instructions") or []
        if file.get("escape") != "\\" or is_windows(instructions):
            continue
        for text in runs_of(instructions):
            count += 1
            places.setdefault(text.encode("utf-8", "surrogatepass"), file["file"])
    return count, places


def read(program, texts):
    framed = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    answer = subprocess.run([program], input=framed, stdout=subprocess.PIPE, check=True).stdout
    results = answer.split(b"\n")[:-1]
    assert len(results) == len(texts)
    return results


def accepts(shell, text):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([shell, "-n"], input=text, env={"LC_ALL": "C"}, **quiet).returncode == 0


def main():
    corpus = os.environ.get("SW_CORPUS")
    expected = os.path.join(corpus or "", "dockerfile", "real", "expected-parse.jsonl.zst")
    if not corpus or not os.path.exists(expected):
        print("1..0 # SKIP SW_CORPUS names no corpus with dockerfile/real/expected-parse.jsonl.zst")
        return
    oracles = [path for path in map(shutil.which, ORACLES) if path]
    if len(oracles) < len(ORACLES):
        print("1..0 # SKIP bash and dash are needed to compare with")
        return
    count, places = scripts_of(expected)
    texts, wrong, incomplete = list(places), [], 0
    for text, result in zip(texts, read(sys.argv[1], texts)):
        verdicts = [accepts(oracle, text) for oracle in oracles]
        complete = result.startswith(b"ok")
        incomplete += not complete
        if any(verdicts) != complete:
            wrong.append("%s: %s, bash %s, dash %s" % (places[text], result.decode("utf-8", "replace"), *verdicts))
    print("1..1")
    print("# %d scripts, %d distinct, %d incomplete" % (count, len(texts), incomplete))
    for line in wrong:
        print("# " + line)
    print("%sok 1 - real scripts are read as bash and dash do" % ("not " if wrong else ""))


if __name__ == "__main__":
    main()
