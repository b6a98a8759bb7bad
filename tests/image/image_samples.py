"""The images that tests of reports look at. No credential in them is real: keys and tokens are noise of a fixed seed."""
import base64
import random
import zlib

import build

STATUS = """\
Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc
Version: 2.36-9+deb12u9

Package: sudo
Status: install ok installed
Architecture: amd64
Version: {sudo}

"""
RELEASE = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
PASSWD = "root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/home/app:/bin/sh\n"


LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def token(seed):
    """Shaped as GitHub's, with the checksum that such tokens carry."""
    dice = random.Random(seed)
    body, check = "".join(dice.choice(LETTERS) for _ in range(30)), ""
    rest = zlib.crc32(body.encode())
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        check = LETTERS[digit] + check
    return "ghp_" + body + check


def private_key(seed):
    """As long as one of RSA with 2048 bits, and begins as one."""
    begin = bytes.fromhex("308204a20201000282010100")
    noise = base64.b64encode(begin + random.Random(seed).randbytes(1190 - len(begin))).decode()
    lines = [noise[i:i + 64] for i in range(0, len(noise), 64)]
    return "\n".join(["-----BEGIN RSA " + "PRIVATE KEY-----", *lines, "-----END RSA " + "PRIVATE KEY-----", ""])


BASE = build.layer(
    build.folder("usr"), build.folder("usr/bin"), build.link("bin", "usr/bin"), build.file("usr/bin/bash", "#" * 900, 0o755),
    build.file("usr/lib/os-release", RELEASE), build.link("etc/os-release", "../usr/lib/os-release"), build.file("etc/passwd", PASSWD),
    build.folder("tmp", 0o1777), build.file("var/lib/dpkg/status", STATUS.format(sudo="1.9.13p3-1")),
    build.file("var/lib/dpkg/info/sudo.list", "/.\n/bin\n/bin/sudo\n"), build.file("usr/bin/sudo", "#" * 300, 0o4755))
PYTHON = build.layer(
    build.file("app/main.py", "print('hello')\n"), build.folder("app/uploads", 0o777),
    build.file("usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n"),
    build.file("app/tool", "#" * 40, 0o755), build.file("app/.env", f"MODE=fast\nGITHUB_TOKEN={token(3)}\n"),
    build.file("root/.ssh/id_rsa", private_key(1), 0o600))
SETUID = build.layer(build.file("app/tool", "#" * 40, 0o4755), build.file("usr/bin/ping", "#" * 50, 0o755, capabilities=build.capability(13)))
CLEAN = build.layer(build.gone("root/.ssh/id_rsa"), build.file("app/main.py", "print('hello, world')\n"))

BASE_MADE = [("/bin/sh -c #(nop) ADD file:1234 in / ", BASE), ('/bin/sh -c #(nop)  CMD ["bash"]', None)]
CONFIG = {"User": "1000", "Env": ["PATH=/usr/bin", "MODE=fast"], "Entrypoint": ["/app/tool"], "ExposedPorts": {"8080/tcp": {}},
          "Labels": {"org.opencontainers.image.base.name": "docker.io/library/debian:12"}}

debian = build.Image(BASE_MADE, {"Cmd": ["bash"]}, "debian:12")
app = build.Image([
    *BASE_MADE, ("COPY . /app # buildkit", PYTHON), ("RUN /bin/sh -c chmod u+s /app/tool # buildkit", SETUID),
    ("RUN /bin/sh -c rm /root/.ssh/id_rsa # buildkit", CLEAN), ('ENTRYPOINT ["/app/tool"]', None)], CONFIG)
newer = build.Image([
    *BASE_MADE, ("COPY . /app # buildkit", build.layer(
        build.file("app/main.py", "print('hello, world')\n"), build.file("app/tool", "#" * 40, 0o755), build.file("app/large.bin", "x" * 5000),
        build.file("etc/app.key", private_key(2), 0o600), build.file("var/lib/dpkg/status", STATUS.format(sudo="1.9.15p5-1")))),
    ], {**CONFIG, "User": "0", "Env": ["PATH=/usr/bin", "MODE=slow", "DEBUG=1"], "ExposedPorts": {"80/tcp": {}}}, "app:2")
