"""No name of a child, a family or a notifier lies in the clear anywhere while the box runs."""
import os
import re
import subprocess
import unicodedata

from box import Box, scratch
from client import note

# Said nowhere else, in three scripts; each also as UTF-16 and decomposed.
NEEDLES = ["Zyxwenna Quorblatt", "Zyxwenna", "Quorblatt", "زكسوينا", "قوربلات", "Žÿxwêñà Ðüïñgöft", "violently-quiet-needle"]


def forms_of(text: str) -> list:
    forms = {text, unicodedata.normalize("NFD", text), text.lower(), text.upper(),
             unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()}
    found = set()
    for form in forms:
        if len(form) >= 5:
            found |= {form.encode(), form.encode("utf-16-le"), form.encode("utf-16-be"), form.encode().hex().encode(),
                      form.encode("unicode-escape")}
    return sorted(found)


def hunt(folders: list, needles: list) -> dict:
    """Every byte of every file under the folders, deleted but open files included. Raises when something shows."""
    patterns = [re.compile(b"|".join(re.escape(form) for form in forms_of(needle)), re.IGNORECASE) for needle in needles]
    files = size = 0
    for top in folders:
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    with open(path, "rb") as file:
                        content = file.read()
                except OSError:
                    continue
                files += 1
                size += len(content)
                for needle, pattern in zip(needles, patterns):
                    found = pattern.search(content)
                    assert not found, f"{needle!r} stands in {path} at {found.start()}"
    return {"files": files, "bytes": size}


def open_files(pid: int) -> list:
    """What the process holds open beside sockets, deleted files included."""
    found = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue
        if target.startswith("/") and not target.startswith(("/dev/", "/proc/")):
            found.append(target)
    return found


def tell(box: Box) -> tuple:
    """Enters the needles the way people do: a public notification, a child, a note, a search, a failed request."""
    outsider = box.client()
    outsider.post("/api/v1/notifications", {"fields": {
        "notifier_kind": "teacher", "notifier_name": NEEDLES[2], "notifier_contact": NEEDLES[6], "channel": "web",
        "concern": ["neglect"], "urgent": "no", "description": f"About {NEEDLES[0]} and {NEEDLES[3]}",
    }, "children": [{"given_name": NEEDLES[1], "family_name": NEEDLES[2], "sex": "female"}]}).expect(201, 202)
    client = box.client("case_worker")
    dossier = client.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
    child = client.get(f"/api/v1/dossiers/{dossier}").expect(200).json()["child"]
    amended = client.save({**note(dossier, ""), "op": "amend", "form": "child", "record": dossier, "base": child["version"],
                           "fields": {"given_name": NEEDLES[1], "family_name": NEEDLES[2], "other_names": NEEDLES[5],
                                      "name_other_script": f"{NEEDLES[3]} {NEEDLES[4]}"}})
    amended.expect(200)
    client.save(note(dossier, f"{NEEDLES[0]} {NEEDLES[6]}")).expect(200)
    from urllib.parse import quote
    for needle in (NEEDLES[1], NEEDLES[3], NEEDLES[6]):
        client.get(f"/api/v1/search?q={quote(needle)}").expect(200)
        client.get(f"/api/v1/dossiers/{quote(needle)}")
        client.save({**note(dossier, needle), "form": needle, "fields": {needle: needle}})
        box.client().post("/api/v1/session", {"user": needle, "password": needle})
    return client, dossier


def while_running(_):
    """Names entered in Latin and Arabic are in no byte of database, WAL, blobs, logs and temporary files, as UTF-8,
    UTF-16, decomposed, escaped or in hexadecimal; no core dumps, not dumpable, nothing in swap."""
    temporary = scratch("tmp")
    box = Box(scratch("hunt"), children=60, env={**os.environ, "TMPDIR": temporary, "SQLITE_TMPDIR": temporary})
    with box:
        client, dossier = tell(box)
        rows = client.get(f"/api/v1/search?q={NEEDLES[1]}").expect(200).json()["rows"]
        assert any(row["dossier"] == dossier for row in rows), "the needle must be findable, or its absence says nothing"
        wal = os.path.getsize(os.path.join(box.data, "vault.db-wal"))
        # The hunter must find what is there.
        with open(os.path.join(temporary, "bait"), "wb") as bait:
            bait.write(NEEDLES[3].encode("utf-16-le"))
        try:
            hunt([temporary], NEEDLES)
            raise RuntimeError("the hunter missed its bait")
        except AssertionError:
            os.remove(os.path.join(temporary, "bait"))
        found = hunt([box.folder, temporary, "/dev/shm"], NEEDLES)
        names = demo_names(client)
        found["demo names hunted"] = len(names)
        hunt([box.data], names)
        strays = [path for path in open_files(box.pid) if not path.startswith((box.folder, os.path.realpath("/proc/self/exe")))
                  and os.path.realpath(path) != os.path.realpath(f"/proc/{box.pid}/exe")]
        assert not strays, f"open files outside the store: {strays}"
        found |= hardened(box)
        found["bytes of WAL hunted"] = wal
        assert wal > 0, "the WAL was empty: nothing was proven of it"
        box.kill()
        hunt([box.folder, temporary], NEEDLES)
        return found


def demo_names(client) -> list:
    """Names the demo made, long enough not to occur by chance in noise."""
    names = set()
    for row in client.get("/api/v1/my-day").json()["caseload"]["rows"]:
        names |= {part for part in row["name"].split() if len(part) >= 5}
    return sorted(names)[:60]


def hardened(box: Box) -> dict:
    soft, hard = None, None
    with open(f"/proc/{box.pid}/limits") as limits:
        for line in limits:
            if line.startswith("Max core file size"):
                soft, hard = line.split()[4:6]
    assert (soft, hard) == ("0", "0"), f"core dumps allowed: {soft} {hard}"
    # A process that is not dumpable has its /proc files owned by root whoever runs it, and no ordinary user may attach.
    with open(f"/proc/{box.pid}/status") as status:
        fields = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    if "CoreDumping" in fields:
        assert fields["CoreDumping"].strip() == "0"
    assert undumpable(box), "the process is dumpable"
    memory = box.memory()
    assert memory.get("VmSwap", 0) == 0, "parts of it are in swap"
    assert memory.get("VmLck", 0) > 0, "no memory is locked: keys may go to swap"
    return {"core limit": 0, "locked bytes": memory["VmLck"]}


def undumpable(box: Box) -> bool:
    """PR_GET_DUMPABLE of another process shows only as: an ordinary user's process that is not dumpable has its /proc
    entries owned by root."""
    user = 65534
    folder = scratch("dumpable")
    os.chmod(folder, 0o777)
    child = Box(folder, children=5)
    child.wrapper = ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups"]
    try:
        child.start()
        return os.stat(f"/proc/{child.process.pid}/environ").st_uid == 0
    finally:
        child.stop()
        subprocess.run(["rm", "-rf", folder])


PROOFS = [while_running]
