"""One browser for all tests, a fresh site for each."""
import faulthandler
import os
import pathlib
import sys
import tempfile

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from visitors import CHROMIUM, PHONE, SignIn, Site, Visitor  # noqa: E402


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure says what the machine and the mock's threads were doing: a page that did not come looks the same for many reasons."""
    report = (yield).get_result()
    if report.failed:
        with tempfile.TemporaryFile("w+") as stacks:
            faulthandler.dump_traceback(stacks)
            stacks.seek(0)
            threads = ["\n".join(one.splitlines()[:5]) for one in stacks.read().split("\n\n")[:30]]
            report.sections.append(("machine", f"load {os.getloadavg()}, {pressure()}\n" + "\n".join(threads)))


def pressure():
    """How long work waited for processor, memory and disk, as the kernel counts it."""
    lines = []
    for what in ("cpu", "memory", "io"):
        try:
            lines.append(f"{what} {pathlib.Path('/proc/pressure', what).read_text().splitlines()[0]}")
        except OSError:
            continue
    return ", ".join(lines)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def site():
    import mock_server
    from mock_store import PEOPLE

    server = mock_server.serve()
    sign_ins = {one["role"]: SignIn(user, one["password"], (lambda code=one["totp"]: code) if one["totp"] else None) for user, one in PEOPLE.items()}
    yield Site(f"http://127.0.0.1:{server.server_address[1]}", sign_ins, server.RequestHandlerClass.mock)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def box():
    """The real binary; tests that ask for it are skipped without KINBOX_BIN."""
    import real_box

    with real_box.served() as served:
        yield served


@pytest.fixture
def visit(chromium, site):
    """Opens a visitor: visit(), visit(DESK, "ar"), visit(at=another_site). Every script error fails the test at its end."""
    visitors = []

    def open_visitor(size=PHONE, language="en", at=None, **more):
        visitors.append(Visitor(chromium, at or site, size, language, **more))
        return visitors[-1]

    yield open_visitor
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not faults, faults
