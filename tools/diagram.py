#!/usr/bin/env python3
"""Makes docs/diagram.svg, the picture in README.md: the diagram of examples/shop as it stands in the HTML report.

usage: diagram.py [PROGRAM]    default: build/strideward
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
AT = "2026-11-22"  # marks depend on what has ended by then


def picture(program):
    """The first diagram of the report as a file of its own: with its style, without links into the page."""
    page = subprocess.run(
        [program, "scan", "--at", AT, "-f", "html", "examples/shop"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    svg = re.search(r'<svg [^>]*class="sw-dfd.*?</svg>', page, re.S)[0]
    style = re.search(r"<style[^>]*>(\.sw-dfd\{.*?)</style>", page, re.S)[1]
    width, height = re.search(r'width="(\d+)" height="(\d+)"', svg).groups()
    svg = re.sub(r"<a [^>]*>|</a>", "", svg).replace('role="group"', 'role="img"', 1)
    svg = re.sub(r' data-(?:from|to|bundle)="[\d ]*"', "", svg)  # for the page's script
    own = f'<style>{style}</style>\n<rect class="sheet" width="{width}" height="{height}"/>\n'
    return svg.replace("</desc>\n", "</desc>\n" + own, 1) + "\n"


if __name__ == "__main__":
    text = picture(sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/strideward"))
    (ROOT / "docs/diagram.svg").write_text(text, encoding="utf-8")
