#!/usr/bin/env python3
"""Hooks, CI jobs and editor settings: their YAML can be read, and what they call exists."""

import json
import os
import re
import subprocess
import tempfile

import results
import tree

PROGRAM = os.environ["SW_BIN"]
HOOKS = ".pre-commit-hooks.yaml"
ACTION = "contrib/github-action/action.yml"
GITLAB = "contrib/gitlab/strideward.gitlab-ci.yml"
EDITORS = "contrib/editors/README.md"
DOCKERFILES = ["Dockerfile", "api/Dockerfile", "Dockerfile.dev", "a/b.dockerfile", "Containerfile"]
COMPOSE = ["compose.yaml", "x/docker-compose.yml", "docker-compose.prod.yaml"]
OTHERS = ["README.md", "docs/dockerfile.md", ".dockerignore", "a/Dockerfile.dockerignore", "values.yaml", "compose.py", "compose"]


def output(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def document(path):
    """As our own reader of YAML sees it."""
    return json.loads(output("dump", "yaml", str(tree.ROOT / path)))


def unknown_words(path, command, text):
    """Options that the command does not take, formats and values that it does not know are left to the run below."""
    known = set(re.findall(r"(?<!\w)--?[a-z][a-z-]*", output(command, "--help")))
    return [f"{path}: {command} {option}" for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text) if option not in known]


def strings(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def test_hooks():
    hooks = {hook["id"]: hook for hook in document(HOOKS)}
    results.ok(set(hooks) == {"strideward-dockerfile", "strideward-compose"}, "both hooks are there", hooks)
    for name, matching in (("strideward-dockerfile", DOCKERFILES), ("strideward-compose", COMPOSE)):
        hook = hooks[name]
        takes = lambda path: re.search(hook["files"], path) and not re.search(hook.get("exclude", "^$"), path)  # noqa: E731, B023
        results.none([path for path in matching if not takes(path)], f"{name} takes its files")
        results.none([path for path in OTHERS if takes(path)], f"{name} takes no others")
        results.ok(hook["language"] == "system" and hook["entry"] == "strideward lint", f"{name} runs what is installed")


def test_action():
    action = document(ACTION)
    steps = action["runs"]["steps"]
    results.ok(action["runs"]["using"] == "composite", "the action is composite")
    given = set(re.findall(r"inputs\.(\w+)", tree.text(ACTION)))
    results.ok(given == set(action["inputs"]), "each input of the action is used, and each that is used is there", given)
    results.none([step["name"] for step in steps if "run" in step and "${{" in step["run"]], "no input of the action becomes part of a script")
    results.none(unknown_words(ACTION, "scan", steps[1]["run"]), "the action's options exist")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "Dockerfile"), "w", encoding="utf-8") as file:
            file.write("FROM debian\n")
        version = output("--version").split()[1]
        env = {**os.environ, "PROGRAM": PROGRAM, "WANTED": version, "TARGET": ".", "GATE": "low", "BASELINE": "", "PROFILE": "all", "SARIF": "out.sarif"}
        ran = [subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env=env, capture_output=True, text=True, check=False) for step in steps[:2]]
        results.ok(ran[0].returncode == 0, "the action finds the version", ran[0])
        results.ok(ran[1].returncode == 1 and os.path.exists(os.path.join(folder, "out.sarif")), "the action's scan fails the gate and writes its report", ran[1])
        env["WANTED"] = "0.0.1"
        wrong = subprocess.run(["bash", "-e", "-c", steps[0]["run"]], cwd=folder, env=env, capture_output=True, text=True, check=False)
        results.ok(wrong.returncode == 2 and "0.0.1 is wanted" in wrong.stdout, "the action refuses another version", wrong)


def test_gitlab():
    job = document(GITLAB)["strideward"]
    results.none(unknown_words(GITLAB, "lint", " ".join(job["script"])), "the job's options exist")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "Dockerfile"), "w", encoding="utf-8") as file:
            file.write("FROM debian\n")
        os.symlink(os.path.abspath(PROGRAM), os.path.join(folder, "strideward"))
        env = {**os.environ, **job["variables"], "PATH": folder + os.pathsep + os.environ.get("PATH", "")}
        ran = subprocess.run(["sh", "-e", "-c", "\n".join(job["script"])], cwd=folder, env=env, capture_output=True, text=True, check=False)
        report = os.path.join(folder, job["artifacts"]["reports"]["codequality"])
        written = os.path.exists(report)
        results.ok(ran.returncode == 1 and written, "the job fails and writes its report", ran)
        if written:
            with open(report, encoding="utf-8") as file:
                issues = json.load(file)
            results.ok(issues and issues[0]["location"]["path"] == "Dockerfile", "the report is a code quality report", issues)


def test_editors():
    text = tree.text(EDITORS)
    results.none(unknown_words(EDITORS, "lsp", text), "options in the settings of editors exist")
    commands = set(re.findall(r"^  (\w+) ", output("--help"), re.M))
    named = set(re.findall(r"`strideward (\w+)", text))
    results.ok(named and named <= commands, "commands that the settings name exist", named)


def main():
    test_hooks()
    test_action()
    test_gitlab()
    test_editors()
    results.done()


if __name__ == "__main__":
    main()
