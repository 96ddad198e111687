"""Everybody signs in at once, from many addresses and with wrong passwords too: `storm.py PORT SECONDS SIGN_INS` in a process of its own,
so that it does not slow down the generator of the load. Prints how many tries got which answer."""
import json
import random
import sys
import threading
import time

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/support")
from client import Client


def main(port: int, seconds: float, path: str):
    with open(path) as file:
        # Somebody whose sessions the load does not use: each account keeps only its latest ones.
        honest = json.load(file)["district_manager"]
    until, told, lock = time.time() + seconds, {}, threading.Lock()

    def loop(number: int):
        dice, count = random.Random(number), 0
        while time.time() < until:
            count += 1
            # Each try from another address, or the throttle would send all but the first away unheard.
            client = Client(port, timeout=60, source=f"127.{dice.randrange(1, 250)}.{dice.randrange(250)}.{dice.randrange(1, 250)}")
            who = {"user": honest["user"], "password": honest["password"]} if count % 4 == 0 else \
                {"user": f"nobody-{number}-{count}", "password": "a wrong password"}
            try:
                status = client.post("/api/v1/session", who).status
            except OSError:
                status = 0
            client.close()
            with lock:
                told[str(status)] = told.get(str(status), 0) + 1
            time.sleep(0.1)

    threads = [threading.Thread(target=loop, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
