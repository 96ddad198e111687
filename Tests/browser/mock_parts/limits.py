"""A box without limits in use; the tests of the card put their own answer in its place."""
import re


def answer(handler, method, path, person):
    if method == "GET" and re.fullmatch(r"/api/v1/dossiers/[0-9a-f-]{36}/limits", path):
        return 200, {"country": None, "limits": []}, None
    return None
