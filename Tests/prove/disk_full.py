"""A disk that is full: nothing acknowledged is lost, nothing half-written, reads go on, and the answer says so."""
import os
import shutil
import subprocess
import threading
import time

from box import Box, scratch
from client import note
from kills import present, verified
from power_cuts import tool


def at_every_write(options):
    """ENOSPC injected at the nth write, truncate or create of a save, for every n: the save is refused whole, what was
    acknowledged before stays, reads go on, and the next save after the repair succeeds."""
    return tool("disk-full", "--seed", str(options.seed), *(["--short"] if options.short else []), timeout=600)


RESERVE = 64 << 20  # what the box keeps free for its own log; VaultOptions.saveReserve


def small_disk(options):
    """The real binary on a disk of 400 MB that is filled up slowly, at once, and while people save: 507 with code no-space,
    reads answer, after making room saves go on, and after a kill on the full disk every acknowledged save is there."""
    folder = scratch("full")
    disk = os.path.join(folder, "disk")
    os.makedirs(disk)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=700", "tmpfs", disk], check=True)
    box = Box(folder, children=40, data=os.path.join(disk, "data"))
    ballast = os.path.join(disk, "ballast")
    told = {"acknowledged": 0, "refused": 0}
    saved, refused = [], []
    try:
        box.start()
        client = box.client("case_worker")
        dossiers = [row["dossier"] for row in client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"]]
        for turn in range(3 if options.short else 9):
            way = ("slowly", "at once", "while people save")[turn % 3]
            filler = None
            if way == "slowly":
                fill(disk, ballast, leave=RESERVE + 600_000)
            elif way == "at once":
                fill(disk, ballast, leave=0)
            else:
                filler = threading.Thread(target=fill, args=(disk, ballast, 0, 0.02))
                filler.start()
            answer = save_until_refused(client, dossiers, saved, refused, turn)
            if filler:
                filler.join()
            assert answer.status == 507 and answer.code == "no-space", f"{way}: {answer.status} {answer.body[:300]!r}"
            problem = answer.json()
            assert problem.get("whatIsSafe") and problem.get("whatToDo"), problem
            reads_go_on(client, dossiers, saved, refused)
            os.remove(ballast)
            again = [note(dossiers[0], f"room again {turn}") for _ in range(2)]
            client.save(*again).expect(200)
            saved.append(again)
        # The power goes while the disk is full. With a little room left the box starts and shows everything.
        fill(disk, ballast, leave=8 << 20)
        box.kill()
        box.start()
        client = box.client("case_worker")
        reads_go_on(client, dossiers, saved, refused)
        client.save(note(dossiers[0], "no room")).expect(507)
        # With none at all it may refuse to start, but says why and harms nothing.
        os.remove(ballast)
        fill(disk, ballast, leave=0)
        box.kill()
        told["start without any room"] = start_without_room(box)
        os.remove(ballast)
        if box.process.poll() is not None:
            box.start()
        client = box.client("case_worker")
        client.save(note(dossiers[0], "room")).expect(200)
        for entries in saved:
            assert present(client, entries) == 2, "acknowledged and lost"
        for entries in refused:
            assert present(client, entries) == 0, "a refused save appeared"
        told |= {"acknowledged": len(saved), "refused": len(refused)}
        box.stop()
        return {**told, "verified": verified(box)}
    finally:
        try:
            box.stop()
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
            shutil.rmtree(folder, ignore_errors=True)


def start_without_room(box) -> str:
    try:
        box.start()
        return "serves"
    except AssertionError:
        assert box.process.returncode == 7, box.tail()
        assert "Free space" in box.tail(), box.tail()
        return "refuses with 7"


def save_until_refused(client, dossiers, saved, refused, turn):
    for count in range(20_000):
        entries = [note(dossiers[count % len(dossiers)], f"{turn} {count} " + "x" * 2000) for _ in range(2)]
        answer = client.save(*entries)
        if answer.status != 200:
            refused.append(entries)
            return answer
        saved.append(entries)
    return answer


def reads_go_on(client, dossiers, saved, refused):
    client.get("/healthz").expect(200)
    client.get("/api/v1/my-day").expect(200)
    client.get("/api/v1/search?q=a").expect(200)
    for dossier in dossiers[:5]:
        client.get(f"/api/v1/dossiers/{dossier}").expect(200)
    for entries in saved[-20:]:
        assert present(client, entries) == 2, "lost while the disk was full"
    assert present(client, refused[-1]) == 0, "a refused save is there"


def fill(disk: str, ballast: str, leave: int, pause: float = 0):
    """Takes all room but `leave` bytes; with a pause between megabytes it takes its time."""
    info = os.statvfs(disk)
    room = info.f_bavail * info.f_frsize - leave
    with open(ballast, "wb", buffering=0) as file:
        try:
            while room > 0:
                room -= file.write(b"\0" * min(room, 1 << 20))
                time.sleep(pause)
        except OSError:
            pass


PROOFS = [at_every_write, small_disk]
