#!/usr/bin/env python3
"""Writes the catalogue as a book, docs/catalogue/*.md, from what the program itself says with -f json.

usage: catalogue_book.py PROGRAM [FOLDER]
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STRIDE = {
    "S": "spoofing",
    "T": "tampering",
    "R": "repudiation",
    "I": "information disclosure",
    "D": "denial of service",
    "E": "elevation of privilege",
}
GROUPS = {
    "image": "Image",
    "registry": "Registry",
    "host": "Host kernel and engine",
    "runtime": "Run time",
    "network": "Network and data",
    "orchestration": "Orchestration",
}
DOCUMENTS = {
    "000": "000: STRIDE for containers",
    "002": "002: threat modelling for containers",
    "004": "004: Docker threat model",
    "": "003: report of a Threat Modeling Tool model",
}
ON = {
    "build": "each target of a Dockerfile",
    "start": "each target of a Dockerfile and each service",
    "workload": "each service",
    "deployment": "each deployment as a whole",
    "repository": "the repository as a whole",
    "image": "each image at rest",
}
MADE = "<!-- Made by tools/catalogue_book.py from the program's catalogue: change data/ or src/checks/, not this. -->\n"


def catalogue(program, command):
    return json.loads(subprocess.run([program, command, "-f", "json"], capture_output=True, check=True).stdout)


def anchor(ident):
    """Letters, digits and dashes only, the same for every reader of Markdown."""
    return re.sub(r"[^a-z0-9-]", "-", ident.lower())


def text(words):
    """Words of the catalogue as Markdown: code spans stay, nothing else is markup."""
    parts = re.split(r"(`[^`\n]*`)", words)
    return "".join(p if i % 2 else re.sub(r"([\\*_<>\[\]|#])", r"\\\1", p) for i, p in enumerate(parts))


def paragraph(words):
    """One paragraph; lines that are indented, or stand alone, are shown as they are."""
    lines = [text(line) for line in words.strip().split("\n")]
    return "  \n".join(line for line in lines if line) + "\n"


def link(page, ident):
    return f"[`{ident}`]({page}.md#{anchor(ident)})"


def heading(ident, title):
    return f'### <a id="{anchor(ident)}"></a>`{ident}`\n\n**{text(title)}**\n'


def rows(pairs):
    return "".join(f"- {label}:{'' if value.startswith(chr(10)) else ' '}{value}\n" for label, value in pairs if value)


def classes(entry):
    cwe = [f"[CWE-{n}](https://cwe.mitre.org/data/definitions/{n}.html)" for n in entry["cwe"]]
    return ", ".join(STRIDE[letter] for letter in entry["stride"]), ", ".join(cwe)


def on_words(words, kinds):
    """What stands for {on}: "the image or the build"."""
    name = " or ".join("the " + kind for kind in kinds)
    words = re.sub(r"(^|(?<=\. ))\{on\}", name[:1].upper() + name[1:], words)
    return text(words.replace("{on}", name))


def expression(lines, checks):
    """Lines as a nested list; a check is a link."""

    def part(line):
        return re.sub(r"[a-z0-9-]+(?= passes)", lambda m: link("checks", m[0]) if m[0] in checks else m[0], text(line))

    if not lines:
        return "always"
    if len(lines) == 1:
        return part(lines[0])
    return "".join("\n  " + " " * (len(line) - len(line.lstrip())) + "- " + part(line.strip()) for line in lines)


def named(page, idents, titles):
    return "".join(f"\n  - {link(page, ident)} {text(titles[ident])}" for ident in idents)


def threat_page(threats, checks, attackers, seeds):
    titles = {check["id"]: check["title"] for check in checks}
    people = {attacker["id"]: attacker["title"] for attacker in attackers}
    asked = {seed["id"]: seed["asked"] for seed in seeds}
    out = [MADE, "# Threats\n", f"{len(threats)} threats. [Index](README.md)\n"]
    group = None
    for threat in threats:
        if threat["group"] != group:
            group = threat["group"]
            out.append(f"## {GROUPS.get(group, group)}\n")
        stride, cwe = classes(threat)
        out.append(heading(threat["id"], threat["title"]))
        out.append(on_words(threat["describe"], threat["on"]) + "\n")
        out.append(
            rows(
                [
                    ("STRIDE", stride),
                    ("CWE", cwe),
                    ("Stands at", ", ".join(threat["on"])),
                    ("Applies", expression(threat["whenWords"], titles)),
                    ("Raised by", named("checks", threat["raisedBy"], titles)),
                    ("Stopped by", expression(threat["stoppedByWords"], titles)),
                    ("Hardened by", named("checks", threat["hardenedBy"], titles)),
                    ("Attackers", named("attackers", threat["attackers"], people) or "none is needed"),
                    ("Likelihood", text(threat["likelihood"])),
                    ("Impact", text(threat["impact"])),
                    ("Asked for by", named("seeds", threat["seeds"], asked)),
                    ("What to do", on_words(threat["action"], threat["on"])),
                    ("What would settle it", on_words(threat["needs"], threat["on"])),
                    ("Commands", f"`strideward explain {threat['id']}`, `strideward decide {threat['id']}`"),
                    ("Formerly", ", ".join(f"`{name}`" for name in threat["formerly"])),
                ]
            )
        )
    return "\n".join(out)


def check_page(checks, threats):
    titles = {threat["id"]: threat["title"] for threat in threats}
    out = [MADE, "# Checks\n", f"{len(checks)} checks. [Index](README.md)\n"]
    for check in checks:
        stride, cwe = classes(check)
        bonds = check["threats"]
        out.append(heading(check["id"], check["title"]))
        out.append(paragraph(check["why"]))
        out.append(
            rows(
                [
                    ("Severity", check["severity"]),
                    ("STRIDE", stride),
                    ("CWE", cwe),
                    ("Judges", ON[check["on"]]),
                    ("Profile", "" if check["profile"] == "default" else check["profile"]),
                    ("Raises", named("threats", bonds["raises"], titles)),
                    ("A pass stops", named("threats", bonds["stops"], titles)),
                    ("Helps against", named("threats", bonds["hardens"], titles)),
                    ("Elsewhere", ", ".join(f"`{ref}`" for ref in check["refs"])),
                ]
            )
        )
        out.append("What to do:\n\n```\n" + check["fix"].strip() + "\n```\n")
    return "\n".join(out)


def attacker_page(attackers, threats):
    titles = {threat["id"]: threat["title"] for threat in threats}
    out = [MADE, "# Attackers\n", f"{len(attackers)} profiles. [Index](README.md)\n"]
    for attacker in attackers:
        out.append(heading(attacker["id"], attacker["title"]))
        out.append(
            rows(
                [
                    ("Wants", text(attacker["wants"])),
                    ("Does", text(attacker["does"])),
                    ("Likelihood", f"{attacker['likelihood']} of 4, when nothing else is known"),
                    ("Brings about", named("threats", attacker["threats"], titles)),
                ]
            )
        )
    return "\n".join(out)


def seed_page(seeds, threats):
    titles = {threat["id"]: threat["title"] for threat in threats}
    out = [MADE, "# Lines of the founding documents\n"]
    out.append(f"{len(seeds)} lines, in our own words: what each asks for, and what became of it. [Index](README.md)\n")
    document = None
    for seed in seeds:
        of = seed["id"].split(":")[0] if ":" in seed["id"] else ""
        if of != document:
            document = of
            out.append(f"## {DOCUMENTS[of]}\n")
        since = f" (since {seed['since']})" if "since" in seed else ""
        out.append(f'### <a id="{anchor(seed["id"])}"></a>`{seed["id"]}`\n')
        out.append(
            rows(
                [
                    ("Asked", text(seed["asked"])),
                    ("Still true when", text(seed.get("holds", ""))),
                    ("Changed", text(seed["changed"]) + since if "changed" in seed else ""),
                    ("Source", text(seed.get("source", ""))),
                    ("We check", text(seed["check"])),
                    ("Threats", named("threats", seed["threats"], titles)),
                ]
            )
        )
    return "\n".join(out)


def index_page(threats, checks, attackers, seeds):
    out = [MADE, "# The catalogue\n"]
    out.append("What strideward knows, as a book. `strideward explain ID` shows each page at the terminal.\n")
    out.append(
        rows(
            [
                ("[Threats](threats.md)", f"{len(threats)}, with what raises, stops and hardens each"),
                ("[Checks](checks.md)", f"{len(checks)}, with why and what to do"),
                ("[Attackers](attackers.md)", f"{len(attackers)} profiles, with what each brings about"),
                ("[Lines of the founding documents](seeds.md)", f"{len(seeds)}, with what changed since"),
            ]
        )
    )
    out.append("## Threats by element and letter\n")
    out.append("| threat | STRIDE | stands at |\n| --- | --- | --- |")
    out += [f"| {link('threats', t['id'])} | {' '.join(t['stride'])} | {', '.join(t['on'])} |" for t in threats]
    out.append("\n## What changed\n")
    out.append("Advice of the founding documents that is out of date, or needs saying more exactly.\n")
    out += [f"- {link('seeds', s['id'])} {text(s['changed'])}" for s in seeds if "changed" in s]
    return "\n".join(out) + "\n"


def book(program):
    """All pages, by name."""
    kinds = ("threats", "checks", "attackers", "seeds")
    threats, checks, attackers, seeds = (catalogue(program, kind) for kind in kinds)
    return {
        "README.md": index_page(threats, checks, attackers, seeds),
        "threats.md": threat_page(threats, checks, attackers, seeds),
        "checks.md": check_page(checks, threats),
        "attackers.md": attacker_page(attackers, threats),
        "seeds.md": seed_page(seeds, threats),
    }


def main():
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "catalogue"
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in book(sys.argv[1]).items():
        (folder / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
