"""Starts the real binary as a child process, waits until it answers, and ends it gently or by force."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from client import Client, binary, free_port


def scratch(name: str) -> str:
    """A fresh folder for one proof, removed by whoever made it."""
    return tempfile.mkdtemp(prefix=f"kinbox-{name}-")


def run(*arguments: str, data: str | None = None, stdin: str = "", timeout: float = 120, wrapper=(), **more):
    """One command to its end. Never raises for its exit code."""
    command = [*wrapper, binary(), *arguments]
    if data:
        command += ["--data", data]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, **more)


class Box:
    """A demo district being served. Data, logs and the sign-in file lie under `folder`."""

    def __init__(self, folder: str, children: int = 60, seed: int = 7, port: int | None = None, data: str | None = None,
                 wrapper=(), arguments=(), env: dict | None = None):
        self.folder = folder
        self.data = data or os.path.join(folder, "data")
        self.signs = os.path.join(folder, "sign-ins.json")
        self.port = port or free_port()
        self.children, self.seed = children, seed
        self.wrapper, self.arguments, self.env = list(wrapper), list(arguments), env
        self.process = None
        self.starts = 0

    @property
    def command(self):
        return [*self.wrapper, binary(), "demo", "--data", self.data, "--port", str(self.port), "--children", str(self.children),
                "--seed", str(self.seed), "--sign-ins", self.signs, *self.arguments]

    def log(self, name: str) -> str:
        return os.path.join(self.folder, f"{name}.{self.starts}.log")

    def start(self, patience: float = 600) -> "Box":
        self.starts += 1
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=open(self.log("stdout"), "wb"),
                                        stderr=open(self.log("stderr"), "wb"), env=self.env, start_new_session=True)
        self.wait_until_served(patience)
        return self

    def wait_until_served(self, patience: float):
        until = time.time() + patience
        while time.time() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"the box ended with {self.process.returncode}: {self.tail()}")
            try:
                probe = Client(self.port, timeout=5)
                answer = probe.get("/healthz")
                probe.close()
                if answer.status == 200 and answer.json()["status"] != "locked" and os.path.exists(self.signs):
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"no answer within {patience:.0f} s: {self.tail()}")

    def tail(self) -> str:
        try:
            with open(self.log("stderr"), "rb") as log:
                return log.read()[-2000:].decode(errors="replace")
        except OSError:
            return ""

    @property
    def pid(self) -> int:
        """The box itself, below a wrapper such as strace."""
        pid = self.process.pid
        while self.wrapper:
            children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
            if not children:
                break
            pid = int(children[0])
            if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(binary()):
                break
        return pid

    def sign_ins(self) -> dict:
        with open(self.signs) as file:
            return json.load(file)

    def client(self, role: str | None = None, **more) -> Client:
        client = Client(self.port, **more)
        return client.sign_in(self.sign_ins()[role]) if role else client

    def memory(self) -> dict:
        """Resident and peak bytes, and what lies in swap."""
        numbers = {}
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                name, _, value = line.partition(":")
                if name in ("VmRSS", "VmHWM", "VmSwap", "VmLck"):
                    numbers[name] = int(value.split()[0]) * 1024
        return numbers

    def kill(self):
        """As a power cut does it to a process: no goodbye."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self, patience: float = 30) -> int:
        """Asks it to stop; the exit code. Killed when it does not."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else 0
        os.kill(self.pid, signal.SIGTERM)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the box did not stop when asked")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
