"""A disk that is full: nothing acknowledged is lost, nothing half-written, reads go on, and the answer says so."""
import os
import shutil
import subprocess

from box import Box, scratch
from client import note
from kills import present, verified
from power_cuts import tool


def at_every_write(options):
    """ENOSPC injected at the nth write, truncate or create of a save, for every n: the save is refused whole, what was
    acknowledged before stays, reads go on, and the next save after the repair succeeds."""
    return tool("disk-full", "--seed", str(options.seed), *(["--short"] if options.short else []))


def small_disk(options):
    """The real binary on a disk of 64 MB that is filled up: 507 with code no-space, reads answer, after making room
    saves go on, and every acknowledged save is there after a restart."""
    folder = scratch("full")
    disk = os.path.join(folder, "disk")
    os.makedirs(disk)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk], check=True)
    box = Box(folder, children=40, data=os.path.join(disk, "data"))
    ballast = os.path.join(disk, "ballast")
    try:
        box.start()
        client = box.client("case_worker")
        dossiers = [row["dossier"] for row in client.get("/api/v1/my-day").json()["caseload"]["rows"]]
        saved, refused, seen = [], [], set()
        for turn in range(2 if options.short else 6):
            fill(disk, ballast, leave=(3 - turn % 3) * 400_000)
            entries = None
            for count in range(3000):
                entries = [note(dossiers[count % len(dossiers)], f"{turn} {count} " + "x" * 2000) for _ in range(2)]
                answer = client.save(*entries)
                if answer.status != 200:
                    break
                saved.append(entries)
            assert answer.status == 507 and answer.code == "no-space", f"{answer.status} {answer.code}"
            problem = answer.json()
            assert problem.get("whatIsSafe") and problem.get("whatToDo"), problem
            refused.append(entries)
            seen.add(answer.status)
            # Reading goes on while the disk is full.
            client.get("/healthz").expect(200)
            for dossier in dossiers[:5]:
                client.get(f"/api/v1/dossiers/{dossier}").expect(200)
            client.get("/api/v1/search?q=a").expect(200)
            for entries in saved[-20:]:
                assert present(client, entries) == 2, "lost while the disk was full"
            assert present(client, refused[-1]) == 0, "a refused save is there"
            os.remove(ballast)
            again = [note(dossiers[0], f"room again {turn}") for _ in range(2)]
            client.save(*again).expect(200)
            saved.append(again)
        # A power cut on the full disk, then a start on it.
        fill(disk, ballast, leave=0)
        box.kill()
        os.remove(ballast)
        box.start()
        client = box.client("case_worker")
        for entries in saved:
            assert present(client, entries) == 2, "acknowledged and lost"
        for entries in refused:
            assert present(client, entries) == 0, "a refused save appeared"
        box.stop()
        return {"acknowledged": len(saved), "refused": len(refused), "answers": sorted(seen), "verified": verified(box)}
    finally:
        try:
            box.stop()
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
            shutil.rmtree(folder, ignore_errors=True)


def fill(disk: str, ballast: str, leave: int):
    """Takes all room but `leave` bytes."""
    info = os.statvfs(disk)
    room = info.f_bavail * info.f_frsize - leave
    with open(ballast, "wb") as file:
        try:
            while room > 0:
                room -= file.write(b"\0" * min(room, 1 << 20))
            file.flush()
        except OSError:
            pass


PROOFS = [at_every_write, small_disk]
