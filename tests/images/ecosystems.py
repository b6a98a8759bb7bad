"""A root file system with packages of many ecosystems, as their tools leave them behind, and what they are called."""
import io
import json
import zipfile

DPKG = """\
Package: libssl3
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Maintainer: Team "Ö" <team@example.com>
Source: openssl (3.0.15-1)
Version: 3.0.15-1~deb12u1
Description: library

Package: tzdata
Status: install ok installed
Architecture: all
Version: 2024b-0+deb12u1
Description: times

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1-1

"""
APK = """\
C:Q1abcdefghijklmnopqrstuvwxyz0=
P:musl
V:1.2.5-r0
A:x86_64
L:MIT
o:musl
F:lib
R:ld-musl-x86_64.so.1

"""
COMPOSER = {"packages": [{"name": "monolog/monolog", "version": "3.5.0", "license": ["MIT"]}], "dev": False}
GEM = 'Gem::Specification.new do |s|\n  s.name = "rake".freeze\n  s.version = "13.1.0"\n  s.licenses = ["MIT".freeze]\nend\n'
CONDA = {"name": "numpy", "version": "1.26.4", "build": "py311_0", "channel": "https://conda.example.com/main/linux-64", "license": "BSD-3-Clause"}
DOTNET = {"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0"},
          "targets": {".NETCoreApp,Version=v8.0": {"Newtonsoft.Json/13.0.3": {"runtime": {"lib/x.dll": {}}}}},
          "libraries": {"Newtonsoft.Json/13.0.3": {"type": "package", "serviceable": True, "sha512": "", "path": "newtonsoft.json/13.0.3"}}}


def jar(group, artifact, version, inner=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        def put(name, data):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
        put("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\nImplementation-Title: {artifact}\nImplementation-Version: {version}\n\n")
        put(f"META-INF/maven/{group}/{artifact}/pom.properties", f"groupId={group}\nartifactId={artifact}\nversion={version}\n")
        if inner:
            put(f"BOOT-INF/lib/{inner[0]}", inner[1])
    return out.getvalue()


FILES = {
    "etc/os-release": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    "var/lib/dpkg/status": DPKG,
    "lib/apk/db/installed": APK,
    "usr/lib/python3/dist-packages/Flask-3.0.3.dist-info/METADATA": "Metadata-Version: 2.1\nName: Flask\nVersion: 3.0.3\nLicense: BSD-3-Clause\n",
    "srv/node_modules/left-pad/package.json": json.dumps({"name": "left-pad", "version": "1.3.0", "license": "WTFPL"}),
    "srv/node_modules/@babel/core/package.json": json.dumps({"name": "@babel/core", "version": "7.24.0", "license": "MIT"}),
    "usr/local/lib/ruby/gems/3.2.0/specifications/rake-13.1.0.gemspec": GEM,
    "srv/php/vendor/composer/installed.json": json.dumps(COMPOSER),
    "srv/app.jar": jar("com.example", "app", "2.0.1", ("slf4j-api-2.0.13.jar", jar("org.slf4j", "slf4j-api", "2.0.13"))),
    "usr/lib/R/library/ggplot2/DESCRIPTION": "Package: ggplot2\nVersion: 3.5.1\nLicense: MIT + file LICENSE\nBuilt: R 4.3.1; ; 2026-01-01 00:00:00 UTC; unix\n",
    "opt/conda/conda-meta/numpy-1.26.4-py311_0.json": json.dumps(CONDA),
    "srv/net/app.deps.json": json.dumps(DOTNET),
}
# Type, name, version.
PACKAGES = [
    ("apk", "musl", "1.2.5-r0"), ("composer", "monolog/monolog", "3.5.0"), ("conda", "numpy", "1.26.4"), ("cran", "ggplot2", "3.5.1"),
    ("deb", "libssl3", "3.0.15-1~deb12u1"), ("deb", "tzdata", "2024b-0+deb12u1"), ("gem", "rake", "13.1.0"), ("maven", "com.example:app", "2.0.1"),
    ("maven", "org.slf4j:slf4j-api", "2.0.13"), ("npm", "@babel/core", "7.24.0"), ("npm", "left-pad", "1.3.0"), ("nuget", "Newtonsoft.Json", "13.0.3"),
    ("pypi", "Flask", "3.0.3"),
]
