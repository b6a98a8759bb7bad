"""Images made by hand: layouts, what `docker save` writes and wrote, with faults where a test wants them."""
import gzip
import hashlib
import io
import json
import os
import tarfile


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def member(name, data=b"", **fields):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, io.BytesIO(data)


def layer(*members):
    """The bytes of a layer: (name, data) or (name, data, fields) each."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data, *fields in members:
            tar.addfile(*member(name, data, **(fields[0] if fields else {})))
    return out.getvalue()


def config(layers, architecture="amd64", **said):
    return json.dumps({"os": "linux", "architecture": architecture, "config": said,
                       "rootfs": {"type": "layers", "diff_ids": [digest(data) for data in layers]},
                       "history": [{"created_by": f"RUN /bin/sh -c step {i}"} for i in range(len(layers))]}).encode()


class Layout:
    """A layout of the Open Container Initiative that grows image by image."""

    def __init__(self, top):
        self.top = top
        self.manifests = []
        os.makedirs(os.path.join(top, "blobs", "sha256"))
        self.write("oci-layout", b'{"imageLayoutVersion":"1.0.0"}')

    def write(self, name, data):
        with open(os.path.join(self.top, name), "wb") as file:
            file.write(data)

    def path(self, name):
        return os.path.join(self.top, "blobs", "sha256", name.split(":")[1])

    def blob(self, data, **more):
        self.write(os.path.join("blobs", "sha256", digest(data)[7:]), data)
        return {"digest": digest(data), "size": len(data), **more}

    def add(self, layers, name="example.com/app:1", configured=None, pack=gzip.compress, types=None, **said):
        """Returns the descriptors of the layers."""
        architecture = said.pop("architecture", "amd64")
        blobs = [self.blob(pack(data), mediaType=(types or {}).get(i, "application/vnd.oci.image.layer.v1.tar+gzip"))
                 for i, data in enumerate(layers)]
        about = self.blob(config(configured or layers, architecture, **said))
        entry = self.blob(json.dumps({"schemaVersion": 2, "config": about, "layers": blobs}).encode())
        entry["platform"] = {"os": "linux", "architecture": architecture}
        if name:
            entry["annotations"] = {"org.opencontainers.image.ref.name": name}
        self.manifests.append(entry)
        return blobs

    def done(self):
        self.write("index.json", json.dumps({"schemaVersion": 2, "manifests": self.manifests}).encode())
        return self


def old_archive(path, layers, links):
    """What older engines save: a folder a layer, and links where one layer is there twice."""
    about = config([layers[i] for i in range(len(layers))] + [layers[to] for to, _ in links])
    names = [f"{i:064x}/layer.tar" for i in range(len(layers) + len(links))]
    with tarfile.open(path, "w") as tar:
        for name, data in zip(names, layers):
            tar.addfile(*member(name, data))
        for name, (to, kind) in zip(names[len(layers):], links):
            target = "../" + names[to] if kind == tarfile.SYMTYPE else names[to]
            tar.addfile(*member(name, type=kind, linkname=target))
        tar.addfile(*member(digest(about)[7:] + ".json", about))
        tar.addfile(*member("manifest.json", json.dumps(
            [{"Config": digest(about)[7:] + ".json", "RepoTags": ["example.com/old:1"], "Layers": names}]).encode()))


def archive_of(layout, path):
    with tarfile.open(path, "w") as tar:
        for name in sorted(os.listdir(layout.top)):
            tar.add(os.path.join(layout.top, name), name)
