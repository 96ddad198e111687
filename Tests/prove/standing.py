"""The binary stands alone: no shared library, small, answers at once, in a root that holds nothing else."""
import os
import shutil
import subprocess
import time

from box import Box, scratch
from client import binary

LARGEST = 85 * 1000 * 1000


def static_and_small(_):
    """The stripped binary needs no shared library and has at most 85 MB."""
    folder = scratch("static")
    try:
        stripped = os.path.join(folder, "kinbox")
        subprocess.run(["strip", "-o", stripped, binary()], check=True)
        answer = subprocess.run(["ldd", stripped], capture_output=True, text=True)
        told = (answer.stdout + answer.stderr).strip()
        assert "not a dynamic executable" in told, told
        size = os.path.getsize(stripped)
        assert size <= LARGEST, f"{size} bytes"
        return {"bytes": size, "ldd": told}
    finally:
        shutil.rmtree(folder)


def empty_root(_):
    """It serves from a root that holds only it, /proc and /dev."""
    folder = scratch("root")
    root = os.path.join(folder, "root")
    for name in ("proc", "dev", "data"):
        os.makedirs(os.path.join(root, name))
    subprocess.run(["strip", "-o", os.path.join(root, "kinbox"), binary()], check=True)
    # The mounts live in a namespace of their own and go with it.
    script = os.path.join(folder, "enter")
    with open(script, "w") as file:
        file.write('#!/bin/sh\nset -eu\nroot="$1"; shift; shift\nmount -t proc proc "$root/proc"\nmount --rbind /dev "$root/dev"\n'
                   'exec chroot "$root" /kinbox "$@"\n')
    os.chmod(script, 0o755)
    box = RootedBox(folder, root, children=20, wrapper=["unshare", "--mount", "--propagation", "private", script, root])
    with box:
        client = box.client("case_worker")
        names = client.get("/api/v1/my-day").expect(200).json()["caseload"]["total"]
        client.get("/").expect(200)
        client.get("/ca.crt").expect(200)
        return {"caseload": names}


class RootedBox(Box):
    """The same command as seen from inside the root."""

    def __init__(self, folder, root, **more):
        super().__init__(folder, **more)
        self.data, self.inside = "/data/site", root
        self.signs = os.path.join(root, "data", "sign-ins.json")

    @property
    def command(self):
        return [part.replace(self.signs, "/data/sign-ins.json") for part in super().command]

    @property
    def pid(self):
        """unshare, the script and chroot all become the box by exec."""
        return self.process.pid


def first_page(options):
    """From unlock to the first answered page at most 1 s; median of several starts."""
    times = []
    with Box(scratch("start"), children=200) as box:
        for _ in range(3 if options.short else 9):
            box.stop()
            times.append(restart_and_read(box))
        times.sort()
        median = times[len(times) // 2]
        assert median <= 1.0, f"{median:.2f} s"
        return {"median seconds from start": round(median, 3), "worst": round(times[-1], 3)}


def restart_and_read(box: Box) -> float:
    """Seconds from starting the process, its unlocking included, to a page with a status of 200."""
    begun = time.monotonic()
    box.start()
    box.client().get("/").expect(200)
    return time.monotonic() - begun


PROOFS = [static_and_small, empty_root, first_page]
