"""What stands about consent before a referral; a test puts its own answer in the place of the mock's."""
import re

GIVEN = {"purpose": "referral", "recipient": "provider", "state": "given", "verdict": "allowed", "grounds": [], "said": [], "wishes": [], "shared": {}}


def answer(handler, method, path, person):
    if method == "GET" and re.fullmatch(r"/api/v1/dossiers/[0-9a-f-]{36}/sharing", path.split("?")[0]):
        return 200, getattr(handler.mock, "sharing", GIVEN), None
    return None
