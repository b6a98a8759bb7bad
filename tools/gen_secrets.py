#!/usr/bin/env python3
"""Compiles data/secrets.toml: gen_secrets.py data/secrets.toml tables.c kinds.h

The tables hold the kinds, their shapes as segments, and what finds the places where one may start (gen_finder.py). What
the file may say is described at its top; anything else is an error here, not a surprise at run time."""
import re
import sys
import tomllib

import gen_finder

KIND_KEYS = {"id", "title", "rotate", "generic", "common", "published", "confidence", "shape"}
SHAPE_KEYS = {"prefix", "before", "shape", "left", "right", "check", "entropy", "bad", "confidence"}
CONFIDENCE = {"high": "SW_SECRET_HIGH", "medium": "SW_SECRET_MEDIUM", "low": "SW_SECRET_LOW"}
LEFT = {"word": "SW_EDGE_WORD", "run": "SW_EDGE_RUN", "any": "SW_EDGE_ANY"}
# A run longer than this may be looked at again from each prefix inside it, unless it must not follow itself.
LONGEST_FREE_RUN = 100


def fail(where, what):
    sys.exit(f"data/secrets.toml: {where}: {what}")


def c_string(text):
    return '"' + "".join(f"\\{b:03o}" if b < 32 or b > 126 or b in b'"\\?' else chr(b) for b in text.encode()) + '"'


def expand_set(spec):
    members, i = set(), 0
    while i < len(spec):
        if i + 2 < len(spec) and spec[i + 1] == "-":
            members |= set(range(ord(spec[i]), ord(spec[i + 2]) + 1))
            i += 3
        else:
            members.add(ord(spec[i]))
            i += 1
    return members


class Sets:
    def __init__(self, table):
        self.names = list(table)
        if len(self.names) > 32:
            fail("sets", "at most 32")
        self.members = {name: expand_set(spec) for name, spec in table.items()}

    def at(self, number):
        return self.members[self.names[number]]

    def number(self, where, name):
        if name not in self.members:
            fail(where, f"no set {name}")
        return self.names.index(name)


def parse_run(where, token, sets):
    match = re.fullmatch(r"(\w+)\{(\d+)(?:,(\d+))?\}", token)
    if not match:
        fail(where, f"cannot read {token}")
    least = int(match[2])
    most = int(match[3] or match[2])
    if not least <= most <= 65535 or most == 0:
        fail(where, f"bad range in {token}")
    return sets.number(where, match[1]), least, most


def parse_shape(where, text, sets):
    """Returns segments (type, set, least, most, literal) and which of them the secret starts with, or -1."""
    segments, mark = [], -1
    for token in re.findall(r"'[^']*'\??|\S+", text):
        if token == "@":
            mark = len(segments)
        elif token == "assign":
            segments.append(("SW_SEGMENT_ASSIGN", 0, 0, 0, ""))
        elif token.startswith("'"):
            kind = "SW_SEGMENT_OPTIONAL" if token.endswith("?") else "SW_SEGMENT_LITERAL"
            segments.append((kind, 0, 0, 0, token.rstrip("?")[1:-1]))
        else:
            segments.append(("SW_SEGMENT_RUN", *parse_run(where, token, sets), ""))
    check_determinism(where, segments, sets)
    return segments, mark


def check_determinism(where, segments, sets):
    """A run of variable length must not be able to eat the start of what must follow it."""
    for i, (kind, number, least, most, _) in enumerate(segments):
        if kind != "SW_SEGMENT_RUN" or least == most:
            continue
        for follower in segments[i + 1:]:
            is_run = follower[0] == "SW_SEGMENT_RUN"
            start = sets.at(follower[1]) if is_run else {ord(c) for c in follower[4][:1]}
            if start & sets.at(number):
                fail(where, "a run of variable length would eat what follows it")
            if not (follower[0] == "SW_SEGMENT_OPTIONAL" or is_run and follower[2] == 0):
                break


def default_entropy(segments, sets):
    runs = [s for s in segments if s[0] == "SW_SEGMENT_RUN" and s[2] > 0]
    if not runs:
        return 0.0
    longest = max(runs, key=lambda s: s[3])
    return 2.8 if len(sets.at(longest[1])) <= 16 else 3.0


class Tables:
    def __init__(self, data):
        self.sets = Sets(data["sets"])
        self.kinds, self.shapes, self.segments, self.anchors, self.published = [], [], [], [], []
        ids = set()
        for kind in data["kind"]:
            self.add_kind(kind, ids)

    def add_kind(self, kind, ids):
        where = kind.get("id", "kind without id")
        if extra := set(kind) - KIND_KEYS:
            fail(where, f"unknown keys {sorted(extra)}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", where) or where in ids:
            fail(where, "ids are unique and in kebab case")
        for key in ("title", "rotate"):
            if not kind.get(key):
                fail(where, f"{key} is missing")
        ids.add(where)
        first, generic = len(self.published), kind.get("generic", False)
        for print_ in sorted(kind.get("published", [])):
            if not re.fullmatch(r"[0-9a-f]{12}", print_):
                fail(where, f"{print_} is no fingerprint")
            self.published.append(print_)
        n = len(self.published) - first
        self.kinds.append((where, kind["title"], kind["rotate"], generic, kind.get("common", False), first, n))
        for shape in kind.get("shape", []):
            self.add_shape(f"{where}: {shape.get('prefix')}", kind, shape)

    def add_shape(self, where, kind, shape):
        if extra := set(shape) - SHAPE_KEYS:
            fail(where, f"unknown keys {sorted(extra)}")
        segments, mark = parse_shape(where, shape.get("shape", ""), self.sets)
        left = shape.get("left", "word")
        if left not in LEFT or shape.get("right", "word") not in ("word", "any"):
            fail(where, "unknown edge rule")
        runs = [s for s in segments if s[0] == "SW_SEGMENT_RUN"]
        starts_run = segments and segments[0][0] == "SW_SEGMENT_RUN"
        if starts_run and segments[0][3] > LONGEST_FREE_RUN and left == "word":
            fail(where, "a long run needs left = \"run\" to stay linear")
        if "bad" in shape and shape["bad"] not in ("drop", "low"):
            fail(where, "bad is drop or low")
        before = parse_run(where, shape["before"], self.sets) if "before" in shape else (0, 0, 0)
        entropy = shape.get("entropy", default_entropy(segments, self.sets))
        self.shapes.append({
            "kind": len(self.kinds), "first": len(self.segments), "n": len(segments), "mark": mark, "before": before,
            "left": LEFT[left], "run": runs[0][1] if left == "run" else 0, "right_any": shape.get("right") == "any",
            "check": f"sw_check_{shape['check']}" if "check" in shape else "NULL", "entropy": round(entropy * 100),
            "drop_bad": shape.get("bad") == "drop",
            "confidence": CONFIDENCE[shape.get("confidence", kind.get("confidence", "high"))]})
        self.segments += segments
        if not shape.get("prefix"):
            fail(where, "prefix is missing")
        for prefix in shape["prefix"]:
            if not 2 <= len(prefix) <= 255 or not prefix.isascii():
                fail(where, f"bad prefix {prefix}")
            self.anchors.append((prefix, len(self.shapes) - 1))


def emit_dispatch(out, tables):
    """Anchors sorted by pair, for each pair of bytes the number of the group filed under it, 0 for none, and the masks
    with which places are found."""
    windows, masks = gen_finder.plan(tables.anchors, tables.shapes, tables.segments, tables.sets)
    filed = sorted(((window.pair, window.at, text, shape) for window, (text, shape) in zip(windows, tables.anchors)),
                   key=lambda a: a[0])
    at_text, size = [], 0
    for _, _, text, _ in filed:
        at_text.append(size)
        size += len(text)
    out.append("const char sw_anchor_text[] =")
    out.extend(f"\t{c_string(text)}" for _, _, text, _ in filed)
    out.append(";")
    out.append("const struct sw_anchor sw_anchors[] = {")
    for start, (_, at, text, shape) in zip(at_text, filed):
        out.append(f"\t{{{start}, {len(text)}, {at}, {shape}}},")
    out.append("};")
    pairs = sorted({f[0] for f in filed})
    firsts = [next(i for i, f in enumerate(filed) if f[0] == pair) for pair in pairs]
    emit_numbers(out, "uint16_t", "sw_pair_first", [0] + firsts + [len(filed)])
    out.append("const uint16_t sw_pair_group[65536] = {")
    out.extend(f"\t[{pair:#x}] = {number}," for number, pair in enumerate(pairs, 1))
    out.append("};")
    for half, name in enumerate(("sw_finder_low", "sw_finder_high")):
        out.append(f"const uint8_t {name}[SW_FINDER_SETS][SW_FINDER_PLACES][16] = {{")
        for start in range(0, gen_finder.BUCKETS, 8):
            out.append("\t{")
            for place in range(gen_finder.PLACES):
                row = [sum(1 << b for b in range(8) if masks[start + b][place][half] >> n & 1) for n in range(16)]
                out.append("\t\t{" + ", ".join(map(str, row)) + "},")
            out.append("\t},")
        out.append("};")


def emit_numbers(out, kind, name, numbers):
    out.append(f"const {kind} {name}[{len(numbers)}] = {{")
    for i in range(0, len(numbers), 16):
        out.append("\t" + ", ".join(f"{n:#x}" if n > 9 else str(n) for n in numbers[i:i + 16]) + ",")
    out.append("};")


def emit_words(out, name, words, where):
    for word in words:
        if word != word.lower() or not word:
            fail(where, f"{word!r} must be lower case")
    out.append(f"static const struct sw_str {name}_v[] = {{")
    for word in sorted(set(words), key=str.encode):
        out.append(f"\tSW_SI({c_string(word)}),")
    out.append("};")
    firsts = sum({1 << (word.encode()[0] & 31) for word in words})
    lengths = sum({1 << min(len(word.encode()), 31) for word in words})
    out.append(f"const struct sw_words {name} = {{{name}_v, sizeof {name}_v / sizeof {name}_v[0], {firsts:#x}, {lengths:#x}}};")


def source(tables, data):
    out = ["/* Made from data/secrets.toml; do not edit. */", '#include "secrets/kinds.h"',
           '#include "secrets/shape.h"', '#include "secrets/verify.h"', '#include "secrets/words.h"', ""]
    sets = range(len(tables.sets.names))
    masks = [sum(1 << n for n in sets if byte in tables.sets.at(n)) for byte in range(256)]
    emit_numbers(out, "uint32_t", "sw_sets", masks)
    out.append("const struct sw_segment sw_segments[] = {")
    for kind, number, least, most, literal in tables.segments:
        out.append(f"\t{{{kind}, {number}, {least}, {most}, SW_SI({c_string(literal)})}},")
    out.append("};")
    out.append("const struct sw_shape sw_shapes[] = {")
    for s in tables.shapes:
        out.append(f"\t{{.kind = {s['kind']}, .first = {s['first']}, .n = {s['n']}, .mark = {s['mark']}, "
                   f".before_set = {s['before'][0]}, .before_min = {s['before'][1]}, .before_max = {s['before'][2]}, "
                   f".left = {s['left']}, .run_set = {s['run']}, .right_any = {int(s['right_any'])}, "
                   f".drop_bad = {int(s['drop_bad'])}, .entropy = {s['entropy']}, "
                   f".confidence = {s['confidence']}, .check = {s['check']}}},")
    out.append("};")
    emit_dispatch(out, tables)
    out.append("const struct sw_secret_kind sw_secret_kinds[] = {\n\t{0},")
    for id_, title, rotate, generic, common, first, n in tables.kinds:
        out.append(f"\t{{{c_string(id_)}, {c_string(title)}, {c_string(rotate)}, {int(generic)}, {int(common)}, {first}, {n}}},")
    out.append("};")
    published = ", ".join(c_string(p) for p in tables.published or [""])
    out.append(f"const char *const sw_secret_published[] = {{{published}}};")
    for group in ("names", "values", "paths"):
        for name, words in data[group].items():
            emit_words(out, f"sw_{group}_{name}", words, f"{group}.{name}")
    return "\n".join(out) + "\n"


def header(tables):
    out = ["/* Made from data/secrets.toml; do not edit. Numbers of kinds that the code itself names. */",
           "#pragma once", "", "enum {"]
    for number, kind in enumerate(tables.kinds, 1):
        out.append(f"\tSW_SECRET_KIND_{kind[0].upper().replace('-', '_')} = {number},")
    out.append(f"\tSW_SECRET_KINDS = {len(tables.kinds) + 1}, /* with the unused 0 */\n}};")
    return "\n".join(out) + "\n"


def main():
    toml, c_path, h_path = sys.argv[1:]
    with open(toml, "rb") as file:
        data = tomllib.load(file)
    tables = Tables(data)
    with open(c_path, "w", encoding="ascii") as file:
        file.write(source(tables, data))
    with open(h_path, "w", encoding="ascii") as file:
        file.write(header(tables))


main()
