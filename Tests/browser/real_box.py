"""The real binary as a site for visitors: a demo district of its own, or the box that KINBOX_URL names."""
import contextlib
import json
import os
import time

from visitors import SignIn, Site, support

support()
import onetime  # noqa: E402


class Codes:
    """Six-digit codes of one secret; each is used once, as the box demands."""

    def __init__(self, secret):
        self.secret, self.last = secret, None

    def __call__(self):
        while onetime.code(self.secret) == self.last:
            time.sleep(0.5)
        self.last = onetime.code(self.secret)
        return self.last


def signs(found):
    return {role: SignIn(one["user"], one["password"], Codes(one["totpSecret"]) if one.get("totpSecret") else None) for role, one in found.items()}


@contextlib.contextmanager
def served():
    if os.environ.get("KINBOX_URL"):  # a box that runs already, with its sign-ins in KINBOX_SIGNS
        yield Site(os.environ["KINBOX_URL"], signs(json.load(open(os.environ["KINBOX_SIGNS"]))), insecure=True)
        return
    from box import Box, scratch

    with Box(scratch("browser"), children=60) as box:
        yield Site(f"https://127.0.0.1:{box.port}", signs(box.sign_ins()), box, insecure=True)
