"""A network line between a browser and the box that can be slow, cut and mended: plain bytes, so TLS goes through as it is."""
import contextlib
import select
import socket
import threading
import time


class Line:
    """Listens on a loopback port of its own and passes everything on to `port`. `rate` bounds what goes to the box, bytes a second."""

    def __init__(self, port, rate=None):
        self.rate = rate
        self._to = port
        self._whole = True
        self._pairs = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        # A large buffer would take in megabytes at once, and the browser would think them sent.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 << 10)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Every connection ends at once; new ones end as soon as they begin."""
        self._whole = False
        for pair in list(self._pairs):
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self, rate=None):
        self.rate = rate
        self._whole = True

    def close(self):
        self._listener.close()
        self.cut()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(near,), daemon=True).start()

    def _pass(self, near):
        with contextlib.ExitStack() as ends, contextlib.suppress(OSError):
            ends.enter_context(near)
            if not self._whole:
                return
            far = ends.enter_context(socket.create_connection(("127.0.0.1", self._to)))
            self._pairs.add((near, far))
            try:
                while True:
                    ready, _, _ = select.select([near, far], [], [])
                    for end in ready:
                        got = end.recv(16 << 10)
                        if not got:
                            return
                        if end is near and self.rate:
                            time.sleep(len(got) / self.rate)
                        (far if end is near else near).sendall(got)
            finally:
                self._pairs.discard((near, far))
