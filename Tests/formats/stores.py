"""Demo stores made by the real binary, with the words that open them."""
import json
import shutil
from pathlib import Path

from box import run


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
