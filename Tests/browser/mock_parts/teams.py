"""Teams of the site, the people in them, and requests for other details of an account."""
import uuid

from mock_store import PEOPLE, now

NEEDED = ("case_worker", "supervisor")


def held(handler):
    mock = handler.mock
    if not hasattr(mock, "teams"):
        mock.teams = [{"id": str(uuid.uuid4()), "name": "Hill office", "agency": "social_services"}]
        mock.details = {one["id"]: {"teams": [mock.teams[0]["id"]] if one["role"] in NEEDED else [], "agency": "social_services", "language": "en"} for one in PEOPLE.values()}
    return mock


def refuse(status, code):
    return status, {"type": f"urn:kinbox:problem:{code}", "title": code, "status": status, "code": code}, {"Content-Type": "application/problem+json"}


def answer(handler, method, path, person):
    mock, body = held(handler), handler.body
    if person["role"] != "site_administrator":
        return None
    if path == "/api/v1/people" and method == "GET":
        people = handler.people(method, person)[1]["people"]
        for one in people:
            one |= {"state": "active", **mock.details.setdefault(one["id"], {"teams": [], "language": "en"})}
            one["lacksTeam"] = one["role"] in NEEDED and not one["teams"]
        return 200, {"people": people, "teamRoles": list(NEEDED)}, None
    if path == "/api/v1/people" and method == "POST":
        status, made, headers = handler.people(method, person)
        mock.details[made["id"]] = {"teams": body["teams"], "agency": body.get("agency"), "language": body["language"]}
        return status, made, headers
    if path == "/api/v1/teams" and method == "GET":
        counted = [{**one, "people": sum(one["id"] in each["teams"] for each in mock.details.values())} for one in mock.teams]
        return 200, {"teams": sorted(counted, key=lambda one: one["name"]), "agencies": sorted({one["agency"] for one in [*mock.teams, *mock.details.values()] if one.get("agency")})}, None
    if path == "/api/v1/teams":
        if any(one["name"].lower() == body["name"].lower() for one in mock.teams):
            return refuse(409, "team-name-taken")
        mock.teams.append({"id": str(uuid.uuid4()), **body})
        return 201, {"id": mock.teams[-1]["id"]}, None
    if path.startswith("/api/v1/teams/"):
        team = next(one for one in mock.teams if one["id"] == path.split("/")[4])
        if not path.endswith("/close"):
            team.update(agency=None)
            team.update(body)
        elif any(team["id"] in each["teams"] for each in mock.details.values()):
            return refuse(409, "team-not-empty")
        else:
            mock.teams.remove(team)
        return 204, None, None
    if path == "/api/v1/requests" and method == "POST" and body["what"] == "details":
        names = {one["id"]: one["name"] for one in mock.teams}
        at, who = mock.details[body["person"]], next(one for one in PEOPLE.values() if one["id"] == body["person"])
        told = [{"name": name, "teams": [names[one] for one in teams], "agency": agency, "language": "en"}
                for name, teams, agency in ((who["name"], at["teams"], at.get("agency")), (body["name"], body["teams"], body["agency"]))]
        mock.requests.append({"id": str(uuid.uuid4()), "what": "details", "person": {"id": who["id"], "name": who["name"]}, "now": told[0], "next": told[1],
                              "asker": {"id": person["id"], "name": person["name"]}, "reason": body["reason"], "at": now()})
        return 201, {"request": mock.requests[-1]["id"]}, None
    return None
