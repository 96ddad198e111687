"""The sealed store, read by an independent reader from docs/formats/vault.md and vault-keys.md, against what the binary says."""
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from box import Box, scratch
from client import note
from read_vault import open_store, open_with
from stores import Store, killed, made
from vault_files import read_queue
from vault_keys import (PASSPHRASE, RECOVERY, Refused, open_keys, parse, passphrase_seed, recovery_seed, secret_of, words_of)
from vault_pages import FRAME, LOG_HEADER, MARK, PAGE


def count(image, sql: str) -> int:
    return image.connect().execute(sql).fetchone()[0]


def flip(path: Path, at: int, bit: int = 0):
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1 << bit
    path.write_bytes(raw)


def refused(store: Store, code: str, words: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        open_store(store.folder, words or store.words)
    assert caught.value.code == code, caught.value
    return str(caught.value)


def same_as_the_box_says(image, told: dict):
    journal = told["journal"]
    assert told["ok"] and journal["entries"] > 500
    assert count(image, "select count(*) from entry") == journal["entries"]
    assert count(image, "select count(*) from record where number > 0") == journal["records"]
    assert count(image, "select count(*) from record where number < 0") == journal["conflictTasks"]
    assert count(image, "select count(*) from lookup") == journal["lookupRows"]
    assert count(image, "select count(*) from trail") == journal["trailLines"]
    link = image.connect().execute("select link from entry order by position desc limit 1").fetchone()[0]
    assert link.hex() == journal["head"]
    assert count(image, "pragma integrity_check") == "ok"


# Sound stores

def test_log_and_database_give_what_the_box_says(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    before = open_store(store.folder, store.words)
    assert before.log.commits > 1, "the log was to hold something"
    told = store.verify()
    same_as_the_box_says(before, told)
    after = open_store(store.folder, store.words)
    assert after.log.commits == 0 and after.pages == told["pages"]["pages"]
    same_as_the_box_says(after, told)


def test_reading_changes_no_file_and_leaves_none(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    look = lambda: {str(p): p.read_bytes() for p in sorted(tmp_path.rglob("*")) if p.is_file()}
    before = look()
    open_store(store.folder, store.words).connect().execute("select * from record").fetchall()
    assert look() == before


def test_aes_suite(tmp_path):
    pytest.importorskip("cryptography")
    if " aes " not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this processor has no AES instructions, so no such store can be made here")
    store = killed(tmp_path, "--suite", "aes256gcm", saves=5)
    image = open_store(store.folder, store.words)
    assert image.keys.generations[0].suite == 2 and image.log.commits > 1
    same_as_the_box_says(image, store.verify())
    flip(store.database, 5 * PAGE + 4056 + 20)  # a spare byte behind the short nonce, outside the tag
    assert "page 6" in refused(store, "page-damaged")


def test_a_killed_box_is_read_with_its_log(tmp_path):
    box = Box(str(tmp_path), children=30)
    try:
        box.start()
        client = box.client("case_worker")
        dossier = client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
        saved = [note(dossier, f"saved before the kill {number}") for number in range(3)]
        for entry in saved:
            client.save(entry).expect(200)
        box.kill()
        store = Store(Path(box.data))
        image = open_store(store.folder, store.words)
        assert image.log.commits >= len(saved), "each save was a transaction of its own"
        ids = {row[0] for row in image.connect().execute("select id from record")}
        for entry in saved:
            assert bytes.fromhex(entry["record"].replace("-", "")) in ids, "saved, and not read"
        try:
            without = open_store(store.folder, store.words, with_log=False)
            fewer = count(without, "select count(*) from entry")
        except Refused:
            fewer = 0
        assert fewer < count(image, "select count(*) from entry")
        same_as_the_box_says(image, store.verify())
    finally:
        if box.process and box.process.poll() is None:
            box.kill()


def test_after_a_rotation_the_new_generation_opens(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    before = open_store(store.folder, store.words)
    assert store.command("key", "rotate").returncode == 0
    after = open_store(store.folder, store.words)
    assert [g.number for g in after.keys.generations] == [2] and after.keys.generations[0].current
    assert after.keys.generations[0].key != before.keys.generations[0].key
    assert after.keys.erasure == before.keys.erasure
    with pytest.raises(Refused, match="page 1 "):
        open_with(store.folder, before.keys)
    same_as_the_box_says(after, store.verify())


def test_the_passphrase_opens_the_same_keys(settled):
    by_words = open_keys(settled.folder, RECOVERY, recovery_seed(secret_of(settled.words)))
    assert open_keys(settled.folder, PASSPHRASE, passphrase_seed(settled.passphrase)) == by_words


def test_what_a_locked_box_took_waits_sealed_in_its_queue(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    box = Box(str(tmp_path), children=30, data=str(store.folder), arguments=["--locked"])
    keys = open_keys(store.folder, RECOVERY, recovery_seed(secret_of(store.words)))
    box.process = subprocess.Popen(box.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client, texts = box.client(), ["first concern", "second concern"]
        wait_for_lock(client)
        for text in texts:
            answer = client.post("/api/v1/notifications", {"fields": {"description": text}}).expect(202)
            assert answer.json()["queued"]
        raw = (store.folder / "inbox/locked.queue").read_bytes()
        assert b"concern" not in raw
        waiting = read_queue(store.folder, keys)
        assert len(waiting) == 2 and all(text.encode() in entry for text, entry in zip(texts, waiting))
        box.kill()
        (store.folder / "inbox/locked.queue").write_bytes(raw[:-1])
        assert len(read_queue(store.folder, keys)) == 1, "a torn last record is left out"
        (store.folder / "inbox/locked.queue").write_bytes(raw)
        flip(store.folder / "inbox/locked.queue", 20)
        with pytest.raises(Refused, match="entry 1 of the queue is damaged, and others lie behind it"):
            read_queue(store.folder, keys)
    finally:
        if box.process.poll() is None:
            box.kill()


def wait_for_lock(client):
    until = time.time() + 60
    while time.time() < until:
        try:
            if client.get("/healthz").json()["status"] == "locked":
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the box did not come up locked")


# What must be refused

def test_wrong_words(settled):
    words = settled.words.split()
    swapped = " ".join([words[1], words[0], *words[2:]])
    assert "checksum" in refused(settled, "recovery-words", swapped)
    assert "word 3 " in refused(settled, "recovery-words", " ".join([*words[:2], "bebe", *words[3:]]))
    assert "23" in refused(settled, "recovery-words", " ".join(words[1:]))
    stranger = " ".join(words_of(bytes(range(32))))
    assert "no slot" in refused(settled, "wrong-secret", stranger)


def test_the_words_as_a_person_types_them(settled):
    typed = settled.words.upper().replace(" ", "-\n ")
    assert secret_of(typed) == secret_of(settled.words)
    assert words_of(secret_of(settled.words)) == settled.words.split()


@pytest.mark.parametrize("where", [0, 28, 4055, 4056, 4079, 4080, 4095])
def test_a_flipped_bit_of_a_page(settled, tmp_path, where):
    store = settled.copy(tmp_path / "data")
    flip(store.database, 7 * PAGE + where, 3)
    assert "page 8 of vault.db does not open" in refused(store, "page-damaged")


def test_two_pages_swapped(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    raw = store.database.read_bytes()
    one, other = raw[4 * PAGE:5 * PAGE], raw[9 * PAGE:10 * PAGE]
    store.database.write_bytes(raw[:4 * PAGE] + other + raw[5 * PAGE:9 * PAGE] + one + raw[10 * PAGE:])
    assert "page 5 of vault.db is misplaced: it is a sound page 10" in refused(store, "page-damaged")


def test_a_page_of_another_store(settled, tmp_path):
    store, other = settled.copy(tmp_path / "data"), made(tmp_path / "other", "--seed", "2")
    other.verify()
    raw, foreign = store.database.read_bytes(), other.database.read_bytes()
    store.database.write_bytes(raw[:4 * PAGE] + foreign[4 * PAGE:5 * PAGE] + raw[5 * PAGE:])
    assert "page 5 " in refused(store, "page-damaged")


def test_a_shortened_an_emptied_and_a_plain_database(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    raw = store.database.read_bytes()
    store.database.write_bytes(raw[:-PAGE])
    assert "ends too early" in refused(store, "database-truncated")
    store.database.write_bytes(raw[:-100])
    assert "cut off" in refused(store, "page-damaged")
    store.database.write_bytes(b"")
    refused(store, "database-emptied")
    store.database.write_bytes(b"SQLite format 3\0" + raw[16:])
    refused(store, "database-not-sealed")


@pytest.mark.parametrize("where, what", [(5, "frame 100"), (9, "frame 100"), (17, "frame 100"), (24 + 2000, "frame 100")],
                         ids=["page number", "salt", "hidden checksum", "page"])
def test_a_flipped_bit_in_the_middle_of_the_log(fresh, tmp_path, where, what):
    store = fresh.copy(tmp_path / "data")
    flip(store.log, LOG_HEADER + 100 * FRAME + where)
    message = refused(store, "log-damaged")
    assert what in message and "finished saves lie behind it" in message


@pytest.mark.parametrize("where", [0, 17, 25])
def test_a_flipped_bit_in_the_header_of_the_log(fresh, tmp_path, where):
    store = fresh.copy(tmp_path / "data")
    flip(store.log, where)
    assert "header of the log" in refused(store, "log-damaged")


def test_a_torn_end_of_the_log_loses_only_the_last_save(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    whole = open_store(store.folder, store.words).log
    end, raw = LOG_HEADER + whole.frames * FRAME, store.log.read_bytes()
    assert raw[end:end + 4] == bytes(4) and len(raw) >= end + MARK, "a mark stands behind the last save"
    store.log.write_bytes(raw[:end - 1])
    torn = open_store(store.folder, store.words).log
    assert torn.commits == whole.commits - 1


def test_damage_in_the_last_save_is_told_by_the_mark_behind_it(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    last = open_store(store.folder, store.words).log.frames - 1
    raw = store.log.read_bytes()
    for at, count in [(17, 1), (3000, 1), (100, 600)]:
        place = LOG_HEADER + last * FRAME + at
        store.log.write_bytes(raw[:place] + bytes(byte ^ 1 for byte in raw[place:place + count]) + raw[place + count:])
        assert f"frame {last} of the log" in refused(store, "log-damaged")
        answer = store.command("verify", "--json")
        told = json.loads(answer.stdout)
        assert answer.returncode == 5 and not told["ok"] and told["error"]["code"] == "log-damaged", answer
        assert f"Frame {last}" in told["error"]["whatHappened"] and told["error"]["whatToDo"]


def test_the_box_refuses_a_log_with_a_damaged_header(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    flip(store.log, 17)
    before = store.log.read_bytes(), store.database.read_bytes()
    answer = store.command("verify", "--json")
    assert answer.returncode == 5 and json.loads(answer.stdout)["error"]["code"] == "log-damaged"
    assert (store.log.read_bytes(), store.database.read_bytes()) == before


def test_a_wrong_key_is_told_in_json_too(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    store.words = " ".join(words_of(bytes(range(32))))
    answer = store.command("verify", "--json")
    told = json.loads(answer.stdout)
    assert answer.returncode == 3 and not told["ok"] and told["error"]["code"] == "wrong-secret"


def test_a_clean_end_leaves_an_empty_log_and_no_pieces(settled, tmp_path):
    made(tmp_path / "data")
    assert (tmp_path / "data/vault.db-wal").stat().st_size == 0
    store = settled.copy(tmp_path / "rotated")
    assert store.command("key", "rotate").returncode == 0
    assert not [path for path in store.folder.iterdir() if path.name.endswith(("-shm", ".next", ".new"))]


def test_frames_of_another_place_do_not_open(fresh, tmp_path):
    store = fresh.copy(tmp_path / "data")
    raw = store.log.read_bytes()
    at = lambda index: LOG_HEADER + index * FRAME
    swapped = raw[:at(50)] + raw[at(51):at(52)] + raw[at(50):at(51)] + raw[at(52):]
    store.log.write_bytes(swapped)
    assert "frame 50" in refused(store, "log-damaged")


def test_the_key_file_is_bound_as_a_whole_and_has_a_spare(settled, tmp_path):
    store = settled.copy(tmp_path / "data")
    sound = (store.folder / "vault.keys").read_bytes()
    flip(store.folder / "vault.keys", 300)
    open_store(store.folder, store.words)
    flip(store.folder / "vault.keys.copy", 300)
    assert "checksum" in refused(store, "key-file-damaged")
    # With the plain checksum made to fit, the seal still tells: here the flag "recovery words were typed back".
    forged = bytearray(sound[:-32])
    forged[11] ^= 2
    forged += hashlib.blake2b(forged, digest_size=32).digest()
    assert parse(bytes(forged)).flags != parse(sound).flags
    for name in ("vault.keys", "vault.keys.copy"):
        (store.folder / name).write_bytes(forged)
    assert "its seal does not fit" in refused(store, "key-file-damaged")


def test_the_command_line(settled, tmp_path):
    command = [sys.executable, str(Path(__file__).with_name("read_vault.py")), str(settled.folder), "--words-file"]
    words = settled.words_file()
    answer = subprocess.run([*command, str(words), "--sql", "select count(*) from record"], capture_output=True, text=True)
    assert answer.returncode == 0 and int(answer.stdout.strip("[]\n")) > 500
    wrong = tmp_path / "wrong"
    wrong.write_text(" ".join(words_of(os.urandom(32))))
    answer = subprocess.run([*command, str(wrong)], capture_output=True, text=True)
    assert answer.returncode == 3 and "no slot of this store opens" in answer.stderr and not answer.stdout
