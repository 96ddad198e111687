"""SQLite unencrypted, SQLCipher 4 and SQLite3MultipleCiphers (chacha20) on the vault's workload, driven by the same C code.

Each engine runs in a process of its own: `python peers.py one ENGINE FOLDER ROWS` prints one JSON line.
"""
import ctypes
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KEY = "2dd29ca851e7b56e4697b0e1f08507293d761a05ce4d1b628663f411a8086d99"
COMMON = ("PRAGMA page_size=4096; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=OFF; PRAGMA mmap_size=0; PRAGMA journal_mode=WAL;"
          "PRAGMA wal_autocheckpoint=1000; PRAGMA synchronous=FULL; PRAGMA cache_size=-2000;")
# Name: (library, what opens the store). "-plain" is the same library without a key: its own floor.
ENGINES = {
    "sqlite": ("system", ""),
    "sqlcipher-plain": ("sqlcipher", ""),
    "sqlcipher": ("sqlcipher", f"PRAGMA key=\"x'{KEY}'\";"),
    "sqlite3mc-plain": ("sqlite3mc", ""),
    "sqlite3mc-chacha20": ("sqlite3mc", f"PRAGMA cipher='chacha20'; PRAGMA key='raw:{KEY}';"),
}
STEPS = ("insert", "checkpoint", "reads", "scan")


def library(name: str) -> str:
    if name == "system":
        return "libsqlite3.so.0"
    if name == "sqlcipher":
        import sqlcipher3._sqlite3 as module  # loaded into this process first: it needs the interpreter's symbols
        return module.__file__
    import apsw
    return glob.glob(os.path.join(os.path.dirname(apsw.__file__), "sqlite_extra_binaries/libsqlite3_tool.so"))[0]


def driver() -> str:
    """Compiles peers.c once per change into build/."""
    built = os.path.join(os.path.dirname(os.path.dirname(HERE)), "build", "peers.so")
    source = os.path.join(HERE, "peers.c")
    if not os.path.exists(built) or os.path.getmtime(built) < os.path.getmtime(source):
        compiler = shutil.which("cc") or shutil.which("clang")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    return built


def one(engine: str, folder: str, rows: int) -> dict:
    name, key = ENGINES[engine]
    times, told = (ctypes.c_double * 4)(), ctypes.create_string_buffer(64)
    path = os.path.join(folder, f"{engine}.db")
    code = ctypes.CDLL(driver()).run(library(name).encode(), path.encode(), (key + COMMON).encode(), rows, times, told, len(told))
    assert code == 0, engine
    with open(path, "rb") as file:
        plain = file.read(15) == b"SQLite format 3"
    assert plain == (not key), f"{engine}: the file is {'not ' if not plain else ''}plain"
    return {"engine": engine, "sqlite": told.value.decode(), **dict(zip(STEPS, times))}


def round_of_all(rows: int) -> dict:
    """Seconds per engine and step, one run of each."""
    driver()
    found = {}
    for engine in ENGINES:
        folder = tempfile.mkdtemp(prefix="kinbox-peers-", dir=place())
        try:
            answer = subprocess.run([sys.executable, __file__, "one", engine, folder, str(rows)], capture_output=True, text=True)
            if answer.returncode:
                raise RuntimeError(answer.stderr[-800:])
            found[engine] = json.loads(answer.stdout)
        finally:
            shutil.rmtree(folder)
    return found


def summary(rounds: list) -> dict:
    """Medians over rounds."""
    return {engine: {"sqlite": rounds[0][engine]["sqlite"], **{step: statistics.median(r[engine][step] for r in rounds) for step in STEPS}}
            for engine in ENGINES}


def place() -> str:
    """Memory-backed, so that the cipher is measured and not the disk."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir()


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "one":
        print(json.dumps(one(sys.argv[2], sys.argv[3], int(sys.argv[4]))))
    else:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
        print(json.dumps(summary([round_of_all(200_000) for _ in range(count)]), indent=2))
