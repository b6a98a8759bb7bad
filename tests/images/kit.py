"""What the tests of whole images share: the program's reports, and what stays of a report when names are taken away."""
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for near in ("../cli", "../image"):
    sys.path.insert(0, os.path.join(HERE, near))
import tap  # noqa: E402

AT = ("--at", "2026-02-01T00:00:00Z")


def start():
    """The results of this test, whose first argument names the program."""
    os.environ["SW_BIN"] = os.path.abspath(sys.argv[1])
    return tap.Tap()


def image(folder, *arguments, env=None, timeout=120):
    """Keeps nothing: tests of the cache ask the program themselves."""
    return tap.run("image", *AT, "--no-cache", *arguments, cwd=folder, env=env, timeout=timeout)


def report(folder, *arguments):
    return json.loads(image(folder, "-f", "json", "--profile", "all", *arguments).stdout or "{}")


def codes(parsed):
    return {entry["code"] for entry in parsed.get("diagnostics", [])}


def bill(folder, form, *arguments):
    result = tap.run("sbom", *AT, "--no-cache", "-f", form, *arguments, cwd=folder)
    return json.loads(result.stdout or "{}")


def packages_of(document):
    """Name, version and package URL of each package in a CycloneDX document."""
    return sorted((item["name"], item.get("version", ""), item.get("purl", "")) for item in document.get("components", [])
                  if item["type"] not in ("operating-system", "container"))


def missing(*tools):
    """The first of these programs that is not installed."""
    return next((tool for tool in tools if not shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")), None)


def substance(parsed):
    """What an image is, whatever form it is stored in: no names of files, no digests of what is packed."""
    images = []
    for item in parsed["images"]:
        layers = [{key: layer[key] for key in ("diffId", "read", "digestWrong", "unpacked", "files", "whiteouts", "hiddenFiles", "packages", "secrets")}
                  for layer in item["layers"]]
        images.append({**{key: item[key] for key in ("platform", "complete", "files", "bytes", "packages", "notable", "secrets")}, "layers": layers})
    findings = sorted((found["check"], found["severity"], found["message"], (found["location"] or {}).get("layer") or 0,
                       (found["location"] or {}).get("path") or "") for found in parsed["findings"])
    return {"images": images, "findings": findings}


def differences(one, other, at=""):
    """Where two values of JSON differ, as lines."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [line for key in sorted(set(one) | set(other)) for line in differences(one.get(key), other.get(key), f"{at}/{key}")]
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
        return [line for i, pair in enumerate(zip(one, other)) for line in differences(*pair, f"{at}/{i}")]
    return [] if one == other else [f"{at}: {one!r} / {other!r}"]
