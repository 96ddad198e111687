"""Attachments over HTTPS: what is kept, in which form, for whom, and what is refused."""
import os
import subprocess
import time
from urllib.parse import quote

import pytest

import media
from box import Box, run, scratch
from client import note, uuid7

BINARY = {"Content-Type": "application/octet-stream"}


def upload(client, data, dossier, record=None, field="photo", form="note", name="door.jpg", **more):
    query = f"record={record or uuid7()}&dossier={dossier}&form={form}&field={field}&name={quote(name)}"
    return client.post(f"/api/v1/attachments?{query}", raw=data, headers={**BINARY, **more})


def kept(client, data, dossier, field="photo", name="door.jpg"):
    """A saved note with this attachment: (note, the box's answer)."""
    record = uuid7()
    answer = upload(client, data, dossier, record, field, name=name).expect(201).json()
    client.save(note(dossier, "With an attachment.", record=record, fields={"text": "With an attachment.", field: answer["value"]})).expect(200)
    return record, answer


def address(record, answer):
    return f"/api/v1/records/{record}/attachments/{answer['attachment']['id']}"


def test_a_photo_comes_back_without_its_place(worker, dossiers):
    record, answer = kept(worker, media.jpeg(), dossiers[0])
    one = answer["attachment"]
    assert one["type"] == "image/jpeg" and one["name"] == "door.jpg" and answer["value"].startswith(one["id"] + " image/jpeg ")
    got = worker.get(address(record, answer)).expect(200)
    assert got.body == media.jpeg(tells=False) and len(got.body) == one["size"]
    assert media.TELLTALE in media.jpeg() and media.TELLTALE not in got.body and b"Exif" not in got.body
    assert got.headers["content-type"] == "image/jpeg" and got.headers["cache-control"] == "no-store"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox" and got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == "inline; filename*=UTF-8''door.jpg"
    shown = worker.get(f"/api/v1/records/{record}").expect(200).json()
    assert shown["fields"]["photo"] == answer["value"]


def test_a_document_is_handed_out_as_a_download(worker, dossiers):
    record, answer = kept(worker, media.pdf(), dossiers[0], "paper", "../Décision du juge.exe")
    got = worker.get(address(record, answer)).expect(200)
    assert got.body == media.pdf() and got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''D%C3%A9cision%20du%20juge.pdf"


@pytest.mark.parametrize("data,code,status", [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "attachment-type", 415),
    (b"<!doctype html><p>hello", "attachment-type", 415), (b"MZ\x90\x00\x03", "attachment-type", 415), (b"", "attachment-type", 415),
    (media.jpeg()[:-400], "attachment-broken", 422), (media.png()[:-8], "attachment-broken", 422),
], ids=["svg", "html", "program", "empty", "cut-photo", "cut-picture"])
def test_what_is_not_kept_is_said(worker, dossiers, data, code, status):
    answer = upload(worker, data, dossiers[0], field="paper", **{"X-Says": "image/jpeg"})
    assert (answer.status, answer.code) == (status, code)
    assert answer.json()["whatToDo"]


def test_a_photo_question_takes_no_document(worker, dossiers):
    assert upload(worker, media.pdf(), dossiers[0]).code == "attachment-type"


def test_too_large_is_refused_in_words_and_nothing_stays(box, worker, dossiers):
    before = blobs(box)
    answer = upload(worker, media.jpeg()[:600] + b"\0" * (13 << 20), dossiers[0])
    assert (answer.status, answer.code) == (413, "attachment-too-large") and "12 MB" in answer.json()["detail"]
    assert upload(worker, media.pdf(25 << 20), dossiers[0], field="paper").code == "attachment-too-large"
    assert blobs(box) == before
    # The connection is still good: the refusal came after everything was read.
    worker.get("/api/v1/my-day").expect(200)


def blobs(box):
    return sorted(name for _, _, names in os.walk(os.path.join(box.data, "blobs")) for name in names)


def test_rights_are_asked_before_a_byte_is_taken(box, worker, dossiers):
    before = blobs(box)
    photo = media.jpeg()
    assert upload(box.client(), photo, dossiers[0]).status == 401
    forged = box.client()
    forged.cookie = worker.cookie
    assert upload(forged, photo, dossiers[0]).status == 403
    for role in ("auditor", "site_administrator", "data_officer"):
        assert upload(box.client(role), photo, dossiers[0]).status in (403, 404), role
    assert upload(worker, photo, dossiers[0], field="text").status == 404
    assert upload(worker, photo, dossiers[0], form="user", field="photo").status == 404
    assert upload(worker, photo, dossiers[0], record="no-id").status == 422
    assert worker.post("/api/v1/attachments", raw=photo, headers=BINARY).status == 422
    assert blobs(box) == before


def test_who_sees_the_record_but_not_the_answer_gets_nothing_and_each_look_leaves_a_trace(box, worker, dossiers):
    record, answer = kept(worker, media.jpeg(), dossiers[0])
    officer = box.client("data_officer")
    shown = officer.get(f"/api/v1/records/{record}").expect(200).json()
    assert "photo" in shown["hidden"] and "photo" not in shown["fields"]
    assert officer.get(address(record, answer)).status == 404
    assert box.client("auditor").get(address(record, answer)).status == 404
    assert worker.get(address(uuid7(), answer)).status == 404
    worker.get(address(record, answer)).expect(200)
    time.sleep(1.5)
    rows = box.client("auditor").get("/api/v1/trail?action=view").expect(200).json()["rows"]
    assert any(row.get("detail", {}).get("attachment") == answer["attachment"]["id"] for row in rows)


def test_a_reference_that_is_not_ones_own_is_refused_by_name(worker, dossiers):
    _, answer = kept(worker, media.jpeg(), dossiers[0])
    for value in (answer["value"], answer["value"].replace("jpeg", "webp"), "photo.jpg", f"{uuid7()} image/jpeg 1 {'0' * 64} x"):
        refused = worker.save(note(dossiers[0], "x", fields={"text": "x", "photo": value}))
        assert refused.status == 422 and [(one["field"], one["code"]) for one in refused.json()["faults"]] == [("photo", "attachment")]


def test_ones_own_that_waits_can_be_seen_and_taken_back(box, worker, dossiers):
    record = uuid7()
    answer = upload(worker, media.png(), dossiers[0], record).expect(201).json()
    got = worker.get(address(record, answer)).expect(200)
    assert media.TELLTALE not in got.body and got.body.startswith(b"\x89PNG")
    assert box.client("supervisor").get(address(record, answer)).status == 404
    worker.request("DELETE", f"/api/v1/attachments/{answer['attachment']['id']}").expect(204)
    assert worker.get(address(record, answer)).status == 404
    assert worker.request("DELETE", f"/api/v1/attachments/{answer['attachment']['id']}").status == 404


def test_a_large_film_takes_little_memory(box, worker, dossiers):
    before = box.memory()["VmHWM"]
    data = media.pdf(24 << 20)
    record, answer = kept(worker, data, dossiers[0], "paper", "large.pdf")
    assert worker.get(address(record, answer)).expect(200).body == data
    assert box.memory()["VmHWM"] - before < 16 << 20


def test_a_killed_upload_leaves_nothing_after_the_next_start():
    """Killed in the middle of one; what was saved before is there, what was cut off is gone, a damaged file is said."""
    import socket
    import ssl

    with Box(scratch("attachments"), children=12) as box:
        worker = box.client("case_worker")
        dossier = worker.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
        record, answer = kept(worker, media.jpeg(), dossier)
        assert len(blobs(box)) == 1
        raw = worker.context.wrap_socket(socket.create_connection(("127.0.0.1", box.port)))
        head = (f"POST /api/v1/attachments?record={uuid7()}&dossier={dossier}&form=note&field=paper HTTP/1.1\r\nHost: x\r\nCookie: {worker.cookie}\r\n"
                f"X-Kinbox-CSRF: {worker.csrf}\r\nContent-Length: 9000000\r\n\r\n")
        raw.sendall(head.encode() + media.pdf(3_000_000))
        until = time.time() + 10
        while len(blobs(box)) < 2 and time.time() < until:
            time.sleep(0.05)
        assert len(blobs(box)) == 2
        box.kill()
        raw.close()
        worker.close()
        box.start()
        assert len(blobs(box)) == 1
        worker = box.client("case_worker")
        assert worker.get(address(record, answer)).expect(200).body == media.jpeg(tells=False)
        path = subprocess.run(["find", os.path.join(box.data, "blobs"), "-type", "f"], capture_output=True, text=True).stdout.strip()
        with open(path, "r+b") as file:
            file.seek(-7, os.SEEK_END)
            byte = file.read(1)
            file.seek(-7, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]))
        damaged = worker.get(address(record, answer))
        assert (damaged.status, damaged.code) == (500, "blob-damaged") and b"\xff\xd8" not in damaged.body
        worker.close()
        box.stop()
        checked = run("verify", "--json", data=box.data)
        assert checked.returncode == 5 and "attachment-damaged" in checked.stdout


def begun(client, dossier, size, field="paper", name="letter.pdf"):
    return client.post(f"/api/v1/attachments/uploads?record={uuid7()}&dossier={dossier}&form=note&field={field}&name={name}&size={size}", {})


def piece(client, upload, offset, data):
    return client.put(f"/api/v1/attachments/uploads/{upload}?offset={offset}", raw=data, headers=BINARY)


def test_a_broken_line_costs_one_piece():
    """The line breaks in the middle of a piece; what had arrived is not sent again, and the end is the file as it was."""
    with Box(scratch("pieces"), children=60) as office:
        worker = office.client("case_worker")
        dossier = worker.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
        data = media.pdf(3_000_000)
        record = uuid7()
        half = worker.post(f"/api/v1/attachments/uploads?record={record}&dossier={dossier}&form=note&field=paper&name=letter.pdf&size={len(data)}", {}).expect(201).json()
        step = half["piece"]
        for start in range(0, 3 * step, step):
            assert piece(worker, half["upload"], start, data[start:start + step]).expect(200).json()["received"] == start + step
        worker.break_off("PUT", f"/api/v1/attachments/uploads/{half['upload']}?offset={3 * step}", data[3 * step:4 * step], sent=step // 2)
        assert worker.get(f"/api/v1/attachments/uploads/{half['upload']}").expect(200).json()["received"] == 3 * step
        assert office.client("supervisor").get(f"/api/v1/attachments/uploads/{half['upload']}").status == 404
        for start in range(3 * step, len(data), step):
            received = piece(worker, half["upload"], start, data[start:start + step]).expect(200).json()["received"]
        assert received == len(data)
        ended = worker.post(f"/api/v1/attachments/uploads/{half['upload']}/end", {}).expect(201).json()
        worker.save(note(dossier, "With a letter.", record=record, fields={"text": "With a letter.", "paper": ended["value"]})).expect(200)
        assert worker.get(address(record, ended)).expect(200).body == data
        # A box that was started anew knows nothing of what was half there, and nothing of it stays on the disk.
        other = begun(worker, dossier, len(data)).expect(201).json()["upload"]
        piece(worker, other, 0, data[:step]).expect(200)
        office.kill()
        office.start()
        worker = office.client("case_worker")
        assert worker.get(f"/api/v1/attachments/uploads/{other}").status == 404
        folder = os.path.join(office.data, "blobs")
        assert sum(len(files) for _, _, files in os.walk(folder)) == 1, "the letter alone"
        assert worker.get(address(record, ended)).expect(200).body == data


def test_a_small_picture_comes_and_goes_with_its_photo(worker, dossiers, box):
    record = uuid7()
    answer = upload(worker, media.jpeg(), dossiers[0], record).expect(201).json()
    one = answer["attachment"]["id"]
    path, small = f"/api/v1/attachments/{one}/thumbnail", media.jpeg(160, 120)
    assert worker.put(path, raw=media.png(), headers=BINARY).expect(415).json()["code"] == "attachment-type"
    assert worker.put(path, raw=b"\xff" * 41_000, headers=BINARY).status == 413
    assert box.client("supervisor").put(path, raw=small, headers=BINARY).status == 404
    worker.put(path, raw=small, headers=BINARY).expect(204)
    assert worker.put(path, raw=small, headers=BINARY).status == 404, "once"
    worker.save(note(dossiers[0], "With a photo.", record=record, fields={"text": "With a photo.", "photo": answer["value"]})).expect(200)
    got = worker.get(address(record, answer) + "/thumbnail").expect(200)
    assert got.body == media.jpeg(160, 120, tells=False) and got.headers["content-type"] == "image/jpeg", "cleaned as the photo is"
    assert worker.put(path, raw=small, headers=BINARY).status == 404, "not after the save"
    other, waiting = uuid7(), upload(worker, media.jpeg(), dossiers[0]).expect(201).json()["attachment"]["id"]
    worker.put(f"/api/v1/attachments/{waiting}/thumbnail", raw=small, headers=BINARY).expect(204)
    assert worker.request("DELETE", f"/api/v1/attachments/{waiting}").status == 204
    assert worker.get(f"/api/v1/records/{other}/attachments/{waiting}/thumbnail").status == 404
