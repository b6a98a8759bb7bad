"""Small images for tests, the same byte for byte wherever they are made: layers from lists of entries, and around them a
layout of the Open Container Initiative or an archive as `docker save` writes it."""
import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile

CREATED = "2026-01-01T00:00:00Z"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def file(path, text="", mode=0o644, owner=(0, 0), capabilities=None):
    return {"path": path, "type": tarfile.REGTYPE, "data": text.encode() if isinstance(text, str) else text, "mode": mode, "owner": owner,
            "capabilities": capabilities}


def folder(path, mode=0o755):
    return {"path": path, "type": tarfile.DIRTYPE, "mode": mode}


def link(path, target, hard=False):
    return {"path": path, "type": tarfile.LNKTYPE if hard else tarfile.SYMTYPE, "target": target, "mode": 0o777}


def device(path, major, minor, mode=0o666):
    return {"path": path, "type": tarfile.CHRTYPE, "device": (major, minor), "mode": mode}


def gone(path):
    """What lower layers have there is taken away."""
    return file(os.path.join(os.path.dirname(path), ".wh." + os.path.basename(path)))


def opaque(path):
    return file(path + "/.wh..wh..opq")


def capability(bit):
    """The attribute in which the kernel keeps capabilities of a file: version 2, effective."""
    return bytes([1, 0, 0, 2]) + (1 << bit).to_bytes(4, "little") + bytes(12)


def layer(*entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry in entries:
            info = tarfile.TarInfo(entry["path"])
            info.type, info.mode = entry["type"], entry["mode"]
            info.uid, info.gid = entry.get("owner", (0, 0))
            info.linkname = entry.get("target", "")
            info.devmajor, info.devminor = entry.get("device", (0, 0))
            info.size = len(entry.get("data", b""))
            if entry.get("capabilities") is not None:
                info.pax_headers["SCHILY.xattr.security.capability"] = entry["capabilities"].decode("utf-8", "surrogateescape")
            tar.addfile(info, io.BytesIO(entry.get("data", b"")))
    return out.getvalue()


class Image:
    """`made` is a list of (command, layer or None); None stands for an entry of the history that made no layer."""

    def __init__(self, made, config=None, name="app:1"):
        self.name = name
        self.layers = [data for _, data in made if data is not None]
        history = [{"created": CREATED, "created_by": command, **({"empty_layer": True} if data is None else {})} for command, data in made]
        self.config = json.dumps({
            "architecture": "amd64", "os": "linux", "created": CREATED, "config": config or {},
            "rootfs": {"type": "layers", "diff_ids": [digest(data) for data in self.layers]}, "history": history}).encode()


def add(tar, name, data):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def docker_archive(path, *images):
    """As `docker save` wrote it for years: a list, configurations, layers that are not compressed."""
    with tarfile.open(path, "w") as tar:
        listed, there = [], set()
        for image in images:
            names = []
            for data in image.layers:
                names.append(digest(data)[7:] + "/layer.tar")
                if names[-1] not in there:
                    add(tar, names[-1], data)
                there.add(names[-1])
            config = digest(image.config)[7:] + ".json"
            add(tar, config, image.config)
            listed.append({"Config": config, "RepoTags": [image.name], "Layers": names})
        add(tar, "manifest.json", json.dumps(listed).encode())


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c", "-3"], input=data, capture_output=True, check=True).stdout


def layout(top, *images, compress=True, zstd_layers=()):
    """A layout as a folder, its layers compressed: those of the numbers in `zstd_layers` by the zstd program. Returns the paths of the
    layers of the last image."""
    blobs = os.path.join(top, "blobs", "sha256")
    os.makedirs(blobs, exist_ok=True)

    def blob(data, kind):
        with open(os.path.join(blobs, digest(data)[7:]), "wb") as out:
            out.write(data)
        return {"mediaType": "application/vnd.oci.image." + kind, "digest": digest(data), "size": len(data)}

    manifests, paths = [], []
    for image in images:
        layers = []
        for number, data in enumerate(image.layers, 1):
            how = "zstd" if number in zstd_layers else "gzip" if compress else ""
            packed = zstd(data) if how == "zstd" else gzip.compress(data, mtime=0) if how else data
            layers.append(blob(packed, "layer.v1.tar" + ("+" + how if how else "")))
        paths = [os.path.join(blobs, layer["digest"][7:]) for layer in layers]
        manifest = {"schemaVersion": 2, "config": blob(image.config, "config.v1+json"), "layers": layers}
        entry = blob(json.dumps(manifest).encode(), "manifest.v1+json")
        manifests.append({**entry, "annotations": {"org.opencontainers.image.ref.name": image.name}})
    for name, value in (("oci-layout", {"imageLayoutVersion": "1.0.0"}), ("index.json", {"schemaVersion": 2, "manifests": manifests})):
        with open(os.path.join(top, name), "w", encoding="utf-8") as out:
            json.dump(value, out)
    return paths
