"""Everybody of the district: who signs in, in which browser, and with which session the box is asked behind their back.

The demo hands out ten sign-ins. Everybody else is invited as on a real site: by the administrator, with a one-time link, and a
second person's yes.
"""
import dataclasses
import sys

import journeys
from client import Client
from real_box import Codes
from visitors import DESK, PHONE, SignIn, Visitor

PASSWORD = "nine quiet herons cross the field"


@dataclasses.dataclass(frozen=True)
class Invited:
    """Somebody the demo has no sign-in for. `team`: "here" is the team of the demo's case worker, "elsewhere" another one."""
    role: str
    name: str
    team: str = ""
    agency: str = "social_services"


INVITED = {
    "helpline_operator": Invited("helpline_operator", "Ilinca Moraru"),
    "residential_worker": Invited("residential_worker", "Gevorg Sahakyan"),
    "tracing_officer": Invited("tracing_officer", "Salma Idrissi"),
    "multidisciplinary_member": Invited("multidisciplinary_member", "Petru Ceban"),
    "volunteer": Invited("volunteer", "Lusine Hakobyan"),
    "court_clerk": Invited("court_clerk", "Radu Esanu", agency="court"),
    "adoption_officer": Invited("adoption_officer", "Mireille Okafor", agency="adoption"),
    "agency_focal_point": Invited("agency_focal_point", "Josephine Akua", agency="another_agency"),
    "hub_analyst": Invited("hub_analyst", "Tigran Petrosyan"),
    "hub_administrator": Invited("hub_administrator", "Ecaterina Vrabie"),
    "gbv_worker": Invited("gbv_worker", "Rana Aoun", agency="women"),
    "gbv_supervisor": Invited("gbv_supervisor", "Meriem Saadi", agency="women"),
    "doctor": Invited("specialist", "Anton Grosu", agency="health"),
    "teacher": Invited("specialist", "Naira Simonyan", agency="school"),
    "colleague": Invited("case_worker", "Doina Rotaru", team="here"),
    "worker_elsewhere": Invited("case_worker", "Viktor Balan", team="elsewhere"),
    "supervisor_elsewhere": Invited("supervisor", "Hamida Mansouri", team="elsewhere"),
}
DEMO = ["notifier", "case_worker", "supervisor", "specialist", "guardianship_local", "guardianship_territorial", "district_manager", "data_officer",
        "site_administrator", "auditor"]
EVERYBODY = [*DEMO, *INVITED]
IN_THE_OFFICE = {"supervisor", "guardianship_local", "guardianship_territorial", "data_officer", "site_administrator", "auditor", "helpline_operator"}


class Cast:
    """The people of one box. Each signs in once, in a browser when they have something to do there, and stays signed in."""

    def __init__(self, chromium, site, box):
        self.chromium, self.site, self.box = chromium, site, box
        self.visitors, self.clients, self.ids = {}, {}, {}
        self.invite_the_rest()

    def invite_the_rest(self):
        admin, second = self.client("site_administrator"), self.client("supervisor")
        people = admin.get("/api/v1/people").expect(200).json()["people"]
        here = self.client("case_worker").session["user"]["team"]
        elsewhere = next(one["team"] for one in people if one["role"] == "case_worker" and one["team"] != here)
        for key, one in INVITED.items():
            user = key.replace("_", "-") + "-invited"
            team = {"here": here, "elsewhere": elsewhere}.get(one.team)
            made = admin.post("/api/v1/people", {"name": one.name, "user": user, "role": one.role, "agency": one.agency, **({"team": team} if team else {})}).expect(201).json()
            self.ids[key] = made["id"]
            done = Client(self.box.port).post("/api/v1/setup", {"token": made["setupLink"].rsplit("/", 1)[1], "password": PASSWORD}).expect(200).json()
            self.site.sign_ins[key] = SignIn(user, PASSWORD, Codes(done["totpSecret"]) if done.get("totpSecret") else None)
        for request in second.get("/api/v1/requests").expect(200).json()["requests"]:
            second.post(f"/api/v1/requests/{request['id']}/answer", {"agree": True}).expect(200, 204)

    def client(self, who):
        """The box as this person sees it, over the API: the browser's own session where there is one."""
        if who not in self.clients:
            one = self.site.sign_ins[who]
            client = Client(self.box.port)
            asked = {"user": one.user, "password": one.password, **({"code": one.code()} if one.code else {})}
            client.session = client.post("/api/v1/session", asked).expect(200).json()
            client.csrf = client.session["csrf"]
            self.clients[who] = client
            self.ids[who] = client.session["user"]["id"]
        return self.clients[who]

    def visitor(self, who, language="en", fresh=None):
        """A browser of this person at the size they work with. `fresh` is called with it before anybody signs in."""
        key = (who, language)
        if key not in self.visitors:
            visitor = self.visitors[key] = Visitor(self.chromium, self.site, DESK if who in IN_THE_OFFICE else PHONE, language)
            if fresh:
                fresh(visitor)
            journeys.sign_in(visitor, who)
        return self.visitors[key]

    def outsider(self, language="en"):
        return Visitor(self.chromium, self.site, PHONE, language)

    def faults(self):
        """Script errors in any browser so far; they are told once."""
        found = [f"{who}: {fault}" for (who, _), visitor in self.visitors.items() for fault in visitor.faults]
        for visitor in self.visitors.values():
            visitor.faults.clear()
        return found

    def close(self):
        for visitor in self.visitors.values():
            try:
                visitor.context.close()
            except Exception as fault:  # the browser may be gone already
                print(f"a browser did not close: {fault}", file=sys.stderr)
