#!/usr/bin/env python3
"""Compiles data/*.toml into constant C tables. Called by the build: gen_knowledge.py OUTPUT DATA_FOLDER.

The output depends on the contents of the files alone. Whatever is wrong in them ends the build with the file's name."""
import pathlib
import re
import sys
import tomllib

DATE = re.compile(r"\d{4}-\d\d-\d\d$")
SEVERITIES = ("info", "low", "medium", "high", "critical")


class Table:
    """One file of data/, and what is wrong in it."""

    def __init__(self, folder, name):
        self.name = name
        with open(folder / name, "rb") as file:
            self.data = tomllib.load(file)

    def fail(self, text):
        sys.exit(f"data/{self.name}: {text}")

    def date(self, value):
        if not isinstance(value, str) or not DATE.match(value):
            self.fail(f"{value!r} is no date")
        return string(value)

    def one_of(self, value, words, prefix):
        if value not in words:
            self.fail(f"{value!r} is none of {', '.join(words)}")
        return prefix + value.upper().replace("-", "_")

    def severity(self, value):
        return self.one_of(value, SEVERITIES, "SW_")

    def unique(self, values, what):
        seen = set()
        for value in values:
            if value in seen:
                self.fail(f"{what} {value!r} stands there twice")
            seen.add(value)


def string(text):
    """A C string literal, or NULL for None."""
    if text is None:
        return "NULL"
    out = []
    for byte in text.encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127 and char != "?":
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def flag(value):
    return "true" if value else "false"


def rows(out, kind, name, lines):
    out.append(f"const struct {kind} {name}s[] = {{")
    out.extend(f"\t{{{line}}}," for line in lines)
    out.append("};")
    out.append(f"const size_t {name}_count = sizeof {name}s / sizeof *{name}s;\n")


def names(out, name, values):
    out.append(f"const char *const {name}[] = {{")
    out.extend(f"\t{string(value)}," for value in values)
    out.append("\tNULL,\n};\n")


def paths(folder, out):
    table = Table(folder, "paths.toml")
    tiers = ("other", "fine", "data", "high", "critical", "socket")
    engines = ("none", "docker", "containerd", "crio", "podman", "buildkit", "cri-dockerd", "dockershim")
    out.append("const enum sw_severity sw_path_severities[SW_PATH_SOCKET + 1][2] = {")
    for tier, pair in table.data["severity"].items():
        tier = table.one_of(tier, tiers, "SW_PATH_")
        out.append(f"\t[{tier}] = {{{table.severity(pair[0])}, {table.severity(pair[1])}}},")
    out.append("};\n")
    lines = []
    for group in table.data["group"]:
        tier = group["tier"]
        for entry in group["entries"]:
            path = entry["path"]
            if path != "/" and (not path.startswith("/") or path.endswith("/") or "//" in path):
                table.fail(f"{path!r} is no clean absolute path")
            if path.startswith("/var/run"):
                table.fail(f"{path!r}: write /run")
            above = entry.get("above", tier if tier in ("socket", "critical") else "other")
            fields = (
                string(path),
                table.one_of(tier, tiers, "SW_PATH_"),
                table.one_of(entry.get("below", tier), tiers, "SW_PATH_"),
                table.one_of(above, tiers, "SW_PATH_"),
                flag(tier == "fine" and not group.get("write", False)),
                table.one_of(entry.get("engine", "none"), engines, "SW_ENGINE_"),
                flag(entry.get("rootless", False)),
                string(entry["what"]),
            )
            lines.append((path, ", ".join(fields)))
    rows(out, "sw_path_row", "sw_path_row", [line for _, line in sorted(lines)])


def capabilities(folder, out):
    table = Table(folder, "capabilities.toml")
    table.date(table.data.pop("date"))
    table.unique((row["bit"] for row in table.data.values()), "bit")
    lines = []
    for name, row in sorted(table.data.items()):
        severity = row["severity"]
        fields = (
            string(name),
            str(row["bit"]),
            flag(row.get("default", False)),
            table.severity(severity),
            table.severity(row.get("host_pid", severity)),
            table.severity(row.get("host_net", severity)),
            string(row["why"]),
        )
        lines.append(", ".join(fields))
    out.append("const struct sw_capability sw_capabilities[] = {")
    out.extend(f"\t{{{line}}}," for line in lines)
    out.append("};\nconst size_t sw_capability_count = sizeof sw_capabilities / sizeof *sw_capabilities;\n")


def ports(folder, out):
    table = Table(folder, "ports.toml")
    classes = ("remote-admin", "engine", "registry", "orchestrator", "database", "cache", "queue", "files", "admin-ui",
               "identity", "web", "telemetry", "mail", "names", "other")
    secure = {"clear": "SW_PORT_CLEAR", "tls": "SW_PORT_TLS", "either": "SW_PORT_TLS_UNKNOWN"}
    protocols = set()
    for kind in ("tcp", "udp"):
        table.unique((row[0] for row in table.data[kind]), f"{kind} port")
        lines = []
        for port, group, tls, protocol, what in sorted(table.data[kind]):
            protocols.add(protocol)
            group = table.one_of(group, classes, "SW_PORT_")
            lines.append(f"{port}, {group}, {secure[tls]}, {string(protocol)}, {string(what)}")
        rows(out, "sw_port_fact", f"sw_{kind}_port", lines)
    table.unique((row[0] for row in table.data["schemes"]), "scheme")
    for scheme, protocol in table.data["schemes"]:
        if protocol not in protocols:
            table.fail(f"scheme {scheme!r}: no row speaks {protocol!r}")
    rows(out, "sw_scheme_row", "sw_scheme_row",
         [f"{string(scheme)}, {string(protocol)}" for scheme, protocol in sorted(table.data["schemes"])])


def official(folder, out):
    table = Table(folder, "official-images.toml")
    states = {name: "SW_OFFICIAL_YES" for name in table.data["names"]}
    states |= {name: "SW_OFFICIAL_MARKED" for name in table.data["marked"]}
    for name in table.data["gone"]:
        if name in states:
            table.fail(f"{name!r} is built and gone")
        states[name] = "SW_OFFICIAL_GONE"
    instead = table.data["instead"]
    for name in instead:
        if states.get(name) not in ("SW_OFFICIAL_MARKED", "SW_OFFICIAL_GONE"):
            table.fail(f"{name!r} is not retired")
    out.append(f"const char sw_official_date[] = {table.date(table.data['date'])};\n")
    rows(out, "sw_official_row", "sw_official_row", [f"{string(name)}, {state}, {string(instead[name]) if name in instead else 'NULL'}"
          for name, state in sorted(states.items())])
    table = Table(folder, "official-tags.toml")
    lines = []
    for name, tags in sorted(table.data["tags"].items()):
        if states.get(name) not in ("SW_OFFICIAL_YES", "SW_OFFICIAL_MARKED"):
            table.fail(f"{name!r} is no official image")
        if tags.split(" ") != sorted(set(tags.split())):
            table.fail(f"{name!r}: tags are not sorted, unique and divided by one space")
        lines.append(f"{string(name)}, SW_SI({string(' ' + tags + ' ')})")
    rows(out, "sw_tags_row", "sw_tags_row", lines)


def images(folder, out):
    table = Table(folder, "images.toml")
    roles = ("relational", "key-value", "document", "search", "object", "time-series", "graph", "queue", "coordinator",
             "cache", "proxy", "web", "monitoring", "engine-client", "registry", "identity", "secrets", "admin-ui",
             "builder", "base")
    table.unique((row[0] for row in table.data["images"]), "image")
    lines = []
    for name, title, role, listens, data in table.data["images"]:
        role = table.one_of(role, roles, "SW_ROLE_")
        listens = ", ".join(map(str, listens)) or "0"
        lines.append(f"{string(name)}, {string(title)}, {role}, {{{listens}}}, {string(data or None)}")
    rows(out, "sw_image_fact", "sw_image_row", lines)
    lines = []
    for kind, any_tag in (("built", False), ("any", True)):
        for image, user, becomes, not_for in table.data["users"][kind]:
            line = f"{string(image)}, {string(user)}, {string(becomes or None)}, {string(not_for)}, {flag(any_tag)}"
            lines.append((image, line))
    table.unique((image for image, _ in lines), "user of")
    rows(out, "sw_user_row", "sw_user_row", [line for _, line in sorted(lines)])
    for name, folders in table.data["writes"].items():
        if any(not folder.startswith("/") or " " in folder for folder in folders):
            table.fail(f"{name!r} writes to what is no folder")
    rows(out, "sw_image_text", "sw_writes_row", [f"{string(name)}, {string(' '.join(folders))}"
          for name, folders in sorted(table.data["writes"].items())])
    for name, command in table.data["asks"].items():
        if command.count("{port}") != 1:
            table.fail(f"{name!r} does not ask one port")
    rows(out, "sw_image_text", "sw_asks_row", [f"{string(name)}, {string(command)}"
          for name, command in sorted(table.data["asks"].items())])
    out.append(f"const char sw_image_users_date[] = {table.date(table.data['date'])};\n")


def eol(folder, out):
    table = Table(folder, "eol.toml")
    out.append(f"const char sw_eol_date[] = {table.date(table.data['date'])};\n")
    lines = []
    for number, product in enumerate(table.data["product"]):
        table.unique((cycle[0] for cycle in product["cycles"]), f"{product['name']} release")
        out.append(f"static const struct sw_eol_cycle cycles_{number}[] = {{")
        for release, day, *code in product["cycles"]:
            code = code[0] if code else None
            label = f"{release} ({code})" if code else release
            out.append(f"\t{{{string(release)}, {string(code)}, {string(label)}, {table.date(day)}}},")
        out.append(f"}};\nstatic const struct sw_str images_{number}[] = {{")
        out.extend(f"\tSW_SI({string(image)})," for image in product["images"])
        out.append("\t{NULL, 0},\n};\n")
        count = f"sizeof cycles_{number} / sizeof *cycles_{number}"
        part = string(product.get("part"))
        lines.append(f"{string(product['name'])}, images_{number}, {part}, cycles_{number}, {count}")
    rows(out, "sw_eol_product", "sw_eol_product", lines)


def files(folder, out):
    table = Table(folder, "sensitive_files.toml")
    lines = []
    for kind, folder_row, maybe in (("files", False, False), ("folders", True, False), ("maybe", False, True)):
        for pattern, what in table.data[kind]:
            lines.append(f"{string(pattern)}, {string(what)}, {pattern.count('/') + 1}, '{pattern[-1]}', {flag(folder_row)}, {flag(maybe)}")
    rows(out, "sw_secret_file", "sw_secret_file", lines)
    names(out, "sw_harmless_ends", table.data["harmless"])
    rows(out, "sw_system_row", "sw_system_row",
         [f"{string(path)}, {string(what)}" for path, what in sorted(table.data["system"].items())])
    names(out, "sw_own_folders", table.data["own"]["folders"])


def lookalikes(folder, out):
    table = Table(folder, "lookalikes.toml")
    names(out, "sw_known_hosts", table.data["hosts"])
    names(out, "sw_real_hosts", table.data["real_hosts"])
    names(out, "sw_family_names", table.data["families"])
    names(out, "sw_own_names", table.data["own"])


def platforms(folder, out):
    table = Table(folder, "platform.toml")
    out.append("const struct sw_platform sw_platforms[] = {")
    for name, row in table.data.items():
        out.append(f"\t{{{string(name)}, {string(row['title'])}, {table.date(row['date'])}, {{")
        for field, default in row["fields"].items():
            slot = "SW_FIELD_" + field.upper().replace("-", "_")
            out.append(f"\t\t[{slot}] = {{{string(default.get('value'))}, {string(default.get('say'))}}},")
        out.append("\t}},")
    out.append("};\nconst size_t sw_platform_count = sizeof sw_platforms / sizeof *sw_platforms;")


def hadolint(folder, out):
    table = Table(folder, "hadolint.toml")
    levels = table.data["levels"]
    codes = sorted((code, level) for level in levels for code in levels[level])
    table.unique((code for code, _ in codes), "rule")
    rows(out, "sw_hadolint_row", "sw_hadolint_row", [f"{string(code)}, {string(level)}" for code, level in codes])


def licences(folder, out):
    table = Table(folder, "licences.toml")
    table.date(table.data["date"])
    ids = {name.lower(): name for name in table.data["ids"]}
    table.unique((name.lower() for name in table.data["ids"]), "licence")
    lines = {name: ids[name] for name in ids}
    for written, name in table.data["aliases"].items():
        if ids.get(name.lower()) != name:
            table.fail(f"{name!r} is no identifier")
        if written.lower() in ids:
            table.fail(f"{written!r} is an identifier itself")
        lines[written.lower()] = name
    rows(out, "sw_licence_row", "sw_licence_row", [f"{string(key)}, {string(lines[key])}" for key in sorted(lines, key=str.encode)])
    exceptions = {name.lower(): name for name in table.data["exceptions"]}
    rows(out, "sw_licence_row", "sw_licence_exception",
         [f"{string(key)}, {string(exceptions[key])}" for key in sorted(exceptions, key=str.encode)])


def main():
    output, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    out = ["/* Made by tools/gen_knowledge.py from data/; do not edit. */", '#include "knowledge/data.h"', ""]
    for part in (paths, capabilities, ports, official, images, eol, files, lookalikes, platforms, hadolint, licences):
        part(folder, out)
    pathlib.Path(output).write_text("\n".join(out) + "\n")


main()
