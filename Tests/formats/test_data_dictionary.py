"""docs/data-dictionary.md says what the forms say."""
import subprocess
import sys

from standard_instance import ROOT, all_fields, forms


def test_the_page_is_up_to_date():
    done = subprocess.run([sys.executable, ROOT / "tools/data-dictionary", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_field_has_its_row():
    text = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    assert sum(line.startswith("| `") for line in text.splitlines()) == len(all_fields())
    assert all(f"`{name}`\n" in text for name in forms())
