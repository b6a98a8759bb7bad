#!/usr/bin/env python3
"""Turns the output of `strideward --synopsis` (standard input) into the SYNOPSIS of man/strideward.1, in mdoc."""

import re
import sys


def words(text):
    """Splits at spaces outside of brackets."""
    depth, word, found = 0, "", []
    for char in text + " ":
        depth += {"[": 1, "]": -1}.get(char, 0)
        if char == " " and depth == 0:
            found += [word] if word else []
            word = ""
        else:
            word += char
    return found


def argument(text):
    """NAME[=FILE] and the like."""
    match = re.fullmatch(r"(\w+)\[=(\w+)\]", text)
    return f"Ar {match[1]} Ns Op = Ns Ar {match[2]}" if match else f"Ar {text}"


def macro(word):
    if word == "…":
        return ".No …"
    if not word.startswith("["):
        return ".Ar " + word
    flag, _, value = word[1:-1].partition(" ")
    if not flag.startswith("-"):
        return f".Op Ar {word[1:-1]}"
    return f".Op Fl {flag[1:]}" + (f" {argument(value)}" if value else "")


def synopsis(text):
    lines = []
    for line in text.splitlines():
        program, command, *rest = words(line)
        lines += [".Nm " + program, ".Cm " + command, *map(macro, rest)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(synopsis(sys.stdin.read()), end="")
