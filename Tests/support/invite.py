"""Accounts beside those that the demo hands out, made as on a real site: by the administrator, with a one-time link, and a second person's yes."""
from client import Client

PASSWORD = "nine quiet herons cross the field"


def invite(port, admin, second, *, user, name, role, **more):
    """Makes an account and signs nobody in. `admin` and `second` are signed-in clients. Answers {id, user, password, totpSecret or None}."""
    made = admin.post("/api/v1/people", {"name": name, "user": user, "role": role, **more}).expect(201).json()
    done = Client(port).post("/api/v1/setup", {"token": made["setupLink"].rsplit("/", 1)[1], "password": PASSWORD}).expect(200).json()
    for request in second.get("/api/v1/requests").expect(200).json()["requests"]:
        second.post(f"/api/v1/requests/{request['id']}/answer", {"agree": True}).expect(200, 204)
    return {"id": made["id"], "user": user, "password": PASSWORD, "totpSecret": done.get("totpSecret")}
