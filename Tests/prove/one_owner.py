"""One process owns a store, and in it only the encrypting VFS ever opens its database."""
import os
import re
import time

from box import Box, run, scratch
from client import note


def second_process(_):
    """Every command that needs the store answers 4 while it is served, and touches none of its files."""
    with Box(scratch("owner"), children=60) as box:
        client = box.client("case_worker")
        dossier = client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
        time.sleep(3)  # who looked at what is written within a second, by the owner itself
        before = stamps(box.data)
        asked = {}
        for arguments in (["serve", "--port", "0"], ["verify", "--json"], ["demo", "--port", "0", "--children", "5", "--seed", "9"]):
            answer = run(*arguments, data=box.data, timeout=60)
            asked[arguments[0]] = answer.returncode
            assert answer.returncode == 4, f"{arguments[0]} ended with {answer.returncode}: {answer.stderr[-500:]}"
            assert answer.stderr.strip(), "it must say why"
        after = stamps(box.data)
        changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        assert not changed, f"changed from outside: {changed}"
        client.save(note(dossier, "still served")).expect(200)
        return asked


def stamps(data: str) -> dict:
    found = {}
    for folder, _, names in os.walk(data):
        for name in names:
            if name.startswith("vault."):
                info = os.stat(os.path.join(folder, name))
                found[name] = (info.st_ino, info.st_size, info.st_mtime_ns)
    return found


OPEN = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", ([A-Z_|0-9a-z]+).*= (\d+)')
CLOSE = re.compile(r"close\((\d+)")


def only_the_vfs_opens_it(_):
    """Under strace: the database is opened with the flags of SQLite's own VFS alone, no descriptor of it is closed
    while others remain, and no journal, shared memory or temporary file appears."""
    folder = scratch("strace")
    trace = os.path.join(folder, "trace")
    wrapper = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,close,creat,unlink,unlinkat,rename,renameat,renameat2", "-o", trace]
    with Box(folder, children=60, wrapper=wrapper) as box:
        client = box.client("case_worker")
        rows = client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"]
        assert rows, "nothing was saved under strace"
        for row in rows[:10]:
            client.get(f"/api/v1/dossiers/{row['dossier']}").expect(200)
            client.save(note(row["dossier"], "seen by strace")).expect(200)
        client.get("/api/v1/search?q=a").expect(200)
        box.stop()
        return read_trace(trace, box.data)


def read_trace(trace: str, data: str) -> dict:
    openers, closers, opens, strays = {}, 0, 0, []
    with open(trace, errors="replace") as lines:
        for line in lines:
            found = OPEN.search(line)
            if found:
                path, flags, descriptor = found.group(1), found.group(2), int(found.group(3))
                openers.pop(descriptor, None)
                name = os.path.basename(path)
                if name in ("vault.db", "vault.db-wal"):
                    opens += 1
                    openers[descriptor] = name
                    # SQLite's unix VFS opens with O_NOFOLLOW|O_CLOEXEC; nothing else in the program uses both.
                    assert "O_NOFOLLOW" in flags and "O_CLOEXEC" in flags, f"opened past the VFS: {line.strip()}"
                elif path.startswith(data) and re.search(r"-(journal|shm)$", name):
                    strays.append(line.strip())
                elif "O_CREAT" in flags and "/etilqs_" in path:
                    strays.append(line.strip())
            found = CLOSE.search(line)
            if found and int(found.group(1)) in openers:
                closers += 1
                openers.pop(int(found.group(1)))
    assert not strays, f"files that must not be: {strays[:5]}"
    assert opens, "strace saw no open of the database: the proof looked away"
    return {"opens by the VFS": opens, "closes": closers}


PROOFS = [second_process, only_the_vfs_opens_it]
