"""No secret of the input is ever printed. The secrets are made up anew in each run, so none stands in this file."""
import json
import os
import random
import string
import zlib

import tap

AT = ("--at", "2026-12-01T00:00:00Z")


def made(n, letters=string.ascii_letters + string.digits):
    chance = random.SystemRandom()
    return "".join(chance.choice(letters) for _ in range(n))


def github_token():
    """Its last six characters are a checksum of the thirty before them; one that is wrong is no token."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    body, check = made(30), ""
    rest = zlib.crc32(body.encode())
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        check = digits[digit] + check
    return "gh" + "p_" + body + check


def secrets():
    digits = string.digits
    return {
        "ENV": made(40, string.ascii_letters + digits + "+/"),
        "compose environment": "Pw" + made(14) + "!9",
        "comment": github_token(),
        "heredoc": "xox" + "b-" + made(12, digits) + "-" + made(12, digits) + "-" + made(24),
        "URL": made(20),
        ".env": "sk_" + "live_" + made(24),
        "command": "Cm" + made(16),
        "label": "glp" + "at-" + made(20),
        "ARG": "Ar" + made(18) + "7",
        "exec form": "Ex" + made(16) + "3",
        "healthcheck": "Hc" + made(16) + "5",
    }


def project(s):
    return {
        "Dockerfile": f"""FROM debian:12
# push with token {s['comment']}
ARG DB_PASSWORD={s['ARG']}
ENV AWS_SECRET_ACCESS_KEY={s['ENV']}
LABEL gitlab.token="{s['label']}"
RUN <<EOF
curl -H "Authorization: Bearer {s['heredoc']}" https://slack.example.org
EOF
RUN git clone https://deploy:{s['URL']}@git.example.org/app.git
RUN mysql --password={s['command']} -e 'select 1'
HEALTHCHECK CMD curl -u admin:{s['healthcheck']} http://localhost/
ENTRYPOINT ["/app", "--password", "{s['exec form']}"]
""",
        "compose.yaml": f"""services:
  web:
    build: .
    environment:
      DB_PASSWORD: {s['compose environment']}
      STRIPE: ${{STRIPE_KEY}}
      DATABASE_URL: postgres://shop:{s['URL']}@db:5432/shop
    command: ["serve", "--db-password={s['command']}"]
    labels:
      gitlab.token: "{s['label']}"
    healthcheck:
      test: curl -u admin:{s['healthcheck']} http://localhost/
  db:
    image: postgres:17
    env_file: .env
""",
        ".env": f"STRIPE_KEY={s['.env']}\nPOSTGRES_PASSWORD={s['compose environment']}\n",
        "bad/compose.yaml": f"services:\n  web:\n    environment:\n      DB_PASSWORD: {s['compose environment']}\n    command: [--password={s['command']}\n",
        "bad/Dockerfile": f"FROM debian:12\nENV API_TOKEN={s['comment']} x\nRUM --password={s['command']}\n",
    }


def run(t):
    s = secrets()
    with tap.tree(project(s)) as folder:
        runs = {form: ["scan", *AT, "-f", form, "--gate", "low", folder] for form in ("text", "json", "html")}
        runs["text -q"] = ["scan", *AT, "-q", "--gate", "low", folder]
        runs["dump system"] = ["dump", "system", folder]
        runs["text of a named file"] = ["scan", *AT, os.path.join(folder, "Dockerfile")]
        for name, arguments in runs.items():
            got = tap.run(*arguments)
            shown = got.stdout + got.stderr
            leaked = [kind for kind, value in s.items() if value in shown or value[4:] in shown]
            t.ok(shown and not leaked, f"no secret in {name}", f"leaked: {', '.join(leaked)}\n" + "\n".join(
                line[:300] for line in shown.splitlines() if any(s[kind][4:] in line for kind in leaked))[:3000])
        report = json.loads(tap.run("scan", *AT, "-f", "json", folder).stdout)
        t.ok(any("credential" in f["check"] or "secret" in f["check"] for f in report["findings"]), "and the secrets are found")
