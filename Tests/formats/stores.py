"""Demo stores made by the real binary, with the words that open them."""
import json
import shutil
from pathlib import Path

from box import Box, run
from client import note


class Store:
    """A folder with a store, and the words that open it."""

    def __init__(self, folder: Path):
        self.folder = folder
        card = json.loads((folder / "demo.json").read_text())
        self.words, self.passphrase = card["recovery"], card["passphrase"]

    @property
    def database(self) -> Path:
        return self.folder / "vault.db"

    @property
    def log(self) -> Path:
        return self.folder / "vault.db-wal"

    def copy(self, place: Path) -> "Store":
        return Store(Path(shutil.copytree(self.folder, place)))

    def words_file(self) -> Path:
        path = self.folder.parent / (self.folder.name + ".words")
        path.write_text(self.words + "\n")
        path.chmod(0o600)
        return path

    def command(self, *arguments: str):
        return run(*arguments, "--recovery-file", str(self.words_file()), data=str(self.folder))

    def verify(self) -> dict:
        """What the box itself says; it brings the log in on the way."""
        answer = self.command("verify", "--json")
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)


def made(folder: Path, *more: str) -> Store:
    answer = run("demo", "--children", "30", "--make-only", *more, data=str(folder))
    assert answer.returncode == 0, answer.stderr
    return Store(folder)


def killed(folder: Path, *more: str, saves: int) -> Store:
    """A demo that was served, took some saves and was killed: they are in its log alone."""
    box = Box(str(folder), children=30, arguments=list(more))
    try:
        box.start()
        client = box.client("case_worker")
        dossier = client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
        for number in range(saves):
            client.save(note(dossier, f"saved before the kill {number}")).expect(200)
    finally:
        if box.process and box.process.poll() is None:
            box.kill()
    return Store(Path(box.data))
