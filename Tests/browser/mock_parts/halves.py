"""Attachments that come in pieces, and their small pictures."""
import re
import uuid

from mock_parts.merges import refuse

PIECE = 256 * 1024


def answer(handler, method, path, person):
    small = re.fullmatch(r"/api/v1/attachments/([\w-]+)/thumbnail", path)
    if small and method == "PUT":
        handler.mock.attachments[small.group(1)]["small"] = handler.raw
        return 204, None, None
    small = re.fullmatch(r"/api/v1/records/([\w-]+)/attachments/([\w-]+)/thumbnail", path)
    if small:
        kept = handler.mock.attachments.get(small.group(2), {}).get("small")
        return (200, kept, {"Content-Type": "image/jpeg"}) if kept else refuse(404, "not-found")
    found = re.fullmatch(r"/api/v1/attachments/uploads(?:/([\w-]+)(/end)?)?", path)
    if not found:
        return None
    if not hasattr(handler.mock, "halves"):
        handler.mock.halves = {}
    halves, one = handler.mock.halves, found.group(1)
    if not one:
        one = str(uuid.uuid4())
        halves[one] = {"query": handler.query, "bytes": b"", "person": person["id"], "sent": 0}
        return 201, {"upload": one, "piece": PIECE, "received": 0}, None
    if one not in halves or halves[one]["person"] != person["id"]:
        return refuse(404, "not-found")
    half = halves[one]
    if method == "DELETE":
        return 204, halves.pop(one) and None, None
    if found.group(2):
        handler.query, handler.raw = half["query"], half["bytes"]
        return handler.attach()
    if method == "PUT":
        half["sent"] += len(handler.raw)
        if int(handler.query["offset"]) == len(half["bytes"]):
            half["bytes"] += handler.raw
    return 200, {"upload": one, "piece": PIECE, "received": len(half["bytes"])}, None
