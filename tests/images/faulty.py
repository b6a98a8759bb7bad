"""An image of six layers with planted faults, and its sibling of six layers that has none of them. No credential is real:
keys and tokens are noise of a fixed seed."""
import base64
import os
import random
import string
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for near in ("../cli", "../image"):
    sys.path.insert(0, os.path.join(HERE, near))
import build  # noqa: E402
import image_samples as samples  # noqa: E402

NAME = "example.com/team/app:1.4.2"
CLEAN_NAME = "example.com/team/clean:1.4.2"


def noise(seed, length, letters=string.ascii_letters + string.digits):
    dice = random.Random(seed)
    return "".join(dice.choice(letters) for _ in range(length))


KEY = samples.private_key(11)
FILE_TOKEN = samples.token(12)
HISTORY_TOKEN = samples.token(13)
GIT_TOKEN = samples.token(14)
NPM_TOKEN = noise(15, 8, "0123456789abcdef") + "-" + "-".join(noise(16 + i, 4, "0123456789abcdef") for i in range(3)) + "-" + noise(19, 12, "0123456789abcdef")
ENV_PASSWORD = noise(20, 22)
DOCKER_PASSWORD = noise(21, 24)
DOCKER_AUTH = base64.b64encode(f"deploy:{DOCKER_PASSWORD}".encode()).decode()
CLUSTER_TOKEN = noise(22, 48)
# Letters in the middle: headers of keys are no secrets.
SECRETS = {"key": KEY.splitlines()[5], "file token": FILE_TOKEN, "token of the history": HISTORY_TOKEN, "token in .git/config": GIT_TOKEN,
           "token in .npmrc": NPM_TOKEN, "password in the environment": ENV_PASSWORD, "password of a registry": DOCKER_PASSWORD,
           "login of a registry": DOCKER_AUTH, "token of a cluster": CLUSTER_TOKEN}


def status(*packages):
    return "".join(f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nMaintainer: x <x@example.com>\nVersion: {version}\n"
                   f"Description: {name}\n\n" for name, version in packages)


def release(version, name):
    return f'PRETTY_NAME="Debian GNU/Linux {version} ({name})"\nNAME="Debian GNU/Linux"\nVERSION_ID="{version}"\nID=debian\n'


PASSWD = "root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/home/app:/usr/sbin/nologin\n"
SHADOW = "root:*:20000:0:99999:7:::\napp:!:20000:0:99999:7:::\n"
KUBECONFIG = f"""apiVersion: v1
kind: Config
clusters:
- name: prod
  cluster:
    server: https://cluster.example.com:6443
users:
- name: deploy
  user:
    token: {CLUSTER_TOKEN}
contexts:
- name: prod
  context:
    cluster: prod
    user: deploy
current-context: prod
"""
PACKAGES = [("libc6", "2.28-10+deb10u4"), ("mount-tools", "2.33.1-0.1"), ("bash", "5.0-4")]


def base(version, name):
    return build.layer(
        build.folder("etc"), build.folder("usr"), build.folder("usr/bin"), build.link("bin", "usr/bin"), build.folder("tmp", 0o1777),
        build.file("etc/os-release", release(version, name)), build.file("etc/passwd", PASSWD), build.file("etc/shadow", SHADOW, 0o640, (0, 42)),
        build.file("usr/bin/bash", "#" * 900, 0o755), build.file("usr/bin/remount", "#" * 700, 0o755),
        build.file("var/lib/dpkg/status", status(*PACKAGES)),
        build.file("var/lib/dpkg/info/bash.list", "/.\n/bin\n/bin/bash\n"),
        build.file("var/lib/dpkg/info/mount-tools.list", "/.\n/usr\n/usr/bin\n/usr/bin/remount\n"))


FAULTY = [
    base("10", "buster"),
    build.layer(
        build.folder("root", 0o700), build.folder("root/.ssh", 0o700), build.file("root/.ssh/id_rsa", KEY, 0o600),
        build.file("var/lib/apt/lists/mirror.example.org_debian_dists_buster_main_binary-amd64_Packages", "Package: x\n" * 4000),
        build.file("usr/bin/gcc", "#" * 500, 0o755)),
    build.layer(
        build.file("opt/tool", "#" * 300, 0o4755), build.file("opt/netadmin", "#" * 200, 0o755, capabilities=build.capability(12)),
        build.file("usr/sbin/sshd", "#" * 600, 0o755), build.file("usr/local/bin/docker", "#" * 400, 0o755),
        build.file("usr/bin/sudo", "#" * 300, 0o4755)),
    build.layer(build.file("usr/bin/remount", "#" * 700, 0o4755), build.gone("root/.ssh/id_rsa")),
    build.layer(
        build.file("etc/passwd", PASSWD + "toor:x:0:0::/root:/bin/bash\nguest:x:1001:1001::/:/bin/sh\n"),
        build.file("etc/shadow", SHADOW + f"guest::20000:0:99999:7:::\ntoor:$1$salt1234${noise(23, 22)}:20000:0:99999:7:::\n", 0o640, (0, 42)),
        build.file("usr/local/bin/run", "#!/bin/sh\nexec app\n", 0o777), build.device("dev/disk0", 1, 1)),
    build.layer(
        build.folder("app/.git"), build.file("app/.git/HEAD", "ref: refs/heads/main\n"),
        build.file("app/.git/config", f'[core]\n\tbare = false\n[remote "origin"]\n\turl = https://x-access-token:{GIT_TOKEN}@github.com/team/app.git\n'),
        build.file("app/.npmrc", f"registry=https://npm.example.org/\n//npm.example.org/:_authToken={NPM_TOKEN}\n"),
        build.file("root/.docker/config.json", '{\n  "auths": {\n    "registry.example.com": {\n      "auth": "' + DOCKER_AUTH + '"\n    }\n  }\n}\n', 0o600),
        build.file("root/.kube/config", KUBECONFIG, 0o600),
        build.file("app/settings.py", f'"""Settings."""\n\nGITHUB_TOKEN = "{FILE_TOKEN}"\n'),
        build.file("app/main.py", "print('hello')\n")),
]
FAULTY_MADE = [
    ("/bin/sh -c #(nop) ADD file:1f2e3d in / ", FAULTY[0]),
    ("RUN /bin/sh -c apt-get update && apt-get install -y gcc # buildkit", FAULTY[1]),
    ("RUN |1 GITHUB_TOKEN=" + HISTORY_TOKEN + " /bin/sh -c ./install-tools # buildkit", FAULTY[2]),
    ("RUN /bin/sh -c chmod u+s /usr/bin/remount && rm /root/.ssh/id_rsa # buildkit", FAULTY[3]),
    ("ENV DB_PASSWORD=" + ENV_PASSWORD, None),
    ("EXPOSE map[22/tcp:{}]", None),
    ("ADD http://downloads.example.com/run /usr/local/bin/run # buildkit", FAULTY[4]),
    ("COPY . /app # buildkit", FAULTY[5]),
    ('CMD ["/usr/local/bin/run"]', None)]
FAULTY_CONFIG = {"Env": ["PATH=/usr/local/bin:/usr/bin", "DB_PASSWORD=" + ENV_PASSWORD], "Cmd": ["/usr/local/bin/run"], "ExposedPorts": {"22/tcp": {}}}

CLEAN = [
    base("13", "trixie"),
    build.layer(build.folder("root", 0o700), build.file("usr/bin/make-page", "#" * 500, 0o755)),
    build.layer(build.file("opt/tool", "#" * 300, 0o755), build.file("opt/netadmin", "#" * 200, 0o755)),
    build.layer(build.file("usr/bin/remount", "#" * 701, 0o755)),
    build.layer(build.file("etc/passwd", PASSWD + "guest:x:1001:1001::/:/bin/sh\n"), build.file("usr/local/bin/run", "#!/bin/sh\nexec app\n", 0o755)),
    build.layer(build.file("app/main.py", "print('hello')\n"), build.file("app/settings.py", '"""Settings."""\n\nGITHUB_TOKEN = os.environ["GITHUB_TOKEN"]\n')),
]
CLEAN_MADE = [
    ("/bin/sh -c #(nop) ADD file:1f2e3d in / ", CLEAN[0]),
    ("COPY make-page /usr/bin/ # buildkit", CLEAN[1]),
    ("COPY tool netadmin /opt/ # buildkit", CLEAN[2]),
    ("COPY remount /usr/bin/ # buildkit", CLEAN[3]),
    ("COPY run /usr/local/bin/ # buildkit", CLEAN[4]),
    ("COPY --chown=0:0 app /app # buildkit", CLEAN[5]),
    ("USER 1000:1000", None),
    ('HEALTHCHECK &{["CMD" "/usr/local/bin/run" "--check"] "30s" "3s" "0s" \'\\x03\'}', None),
    ('ENTRYPOINT ["/usr/local/bin/run"]', None)]
CLEAN_CONFIG = {"User": "1000:1000", "Env": ["PATH=/usr/local/bin:/usr/bin"], "Entrypoint": ["/usr/local/bin/run"],
                "Healthcheck": {"Test": ["CMD", "/usr/local/bin/run", "--check"], "Interval": 30000000000},
                "Labels": {"org.opencontainers.image.source": "https://git.example.com/team/app", "org.opencontainers.image.revision": "0123abc"}}

faulty = build.Image(FAULTY_MADE, FAULTY_CONFIG, NAME)
clean = build.Image(CLEAN_MADE, CLEAN_CONFIG, CLEAN_NAME)
