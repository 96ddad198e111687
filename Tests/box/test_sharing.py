"""Two services asked of one child: each reads, by every way it has, what its template shares and nothing else. On the real binary, for every service of
the standard list, against the files (Tests/support/shared.py)."""
import datetime
import json
import urllib.parse

import pytest

from box import Box, scratch
from client import Client, uuid7
from invite import invite
from shared import KINDS, Shared, entry, services, template

#: Besides what is asked about one record.
LISTS = ["/api/v1/my-day", "/api/v1/notifications", "/api/v1/decisions", "/api/v1/supervisor/board", "/api/v1/notices", "/api/v1/alerts", "/api/v1/alerts/ways", "/api/v1/requests", "/api/v1/merges",
         "/api/v1/trail", "/api/v1/people", *(f"/api/v1/tables/{form}?as=csv" for form in (*KINDS, "consent", "note")), *(f"/api/v1/tables/{form}/records" for form in KINDS)]


@pytest.fixture(scope="module")
def office():
    with Box(scratch("sharing"), children=30) as served:
        yield served


@pytest.fixture(scope="module")
def worker(office):
    return office.client("case_worker")


@pytest.fixture(scope="module")
def providers(office):
    """Two people of two agencies who give services, signed in, and their ids."""
    admin, second, found = office.client("site_administrator"), office.client("supervisor"), []
    for user, name, agency in (("asked-one", "Anton Grosu", "health"), ("asked-two", "Naira Simonyan", "school")):
        one = invite(office.port, admin, second, user=user, name=name, role="specialist", agency=agency)
        client = Client(office.port).sign_in(one)
        found.append((client, one["id"]))
    return found


@pytest.fixture(scope="module")
def shared(worker, providers):
    """Service → the child for whom it was asked."""
    return {service: Shared(worker, service, providers[0][1], providers[1][1], f"Q{place:02}x") for place, service in enumerate(services())}


def bare(answer):
    try:
        body = answer.json()
    except ValueError:
        return answer.status, answer.body
    if isinstance(body, dict):
        body.pop("request", None)
    return answer.status, json.dumps(body, sort_keys=True)


def ways(one, record=None):
    """All paths by which somebody may ask about a child and its papers, with the id that is asked for."""
    for found in [record] if record else [one.child, one.case, one.referral, one.other, one.consent, one.note]:
        yield f"/api/v1/records/{found}", found
        yield f"/api/v1/records/{found}/history", found
        yield f"/api/v1/decisions/{found}", found
        yield f"/api/v1/records/{found}/attachments/{one.note}", found
    for path in ("", "/timeline", "/limits", "/sharing", f"/sharing?service={one.other_service}"):
        yield f"/api/v1/dossiers/{record or one.child}{path}", record or one.child


def search(client, words):
    return client.get(f"/api/v1/search?q={urllib.parse.quote(words)}").expect(200)


def timeline(client, child):
    rows, cursor = [], ""
    while True:
        page = client.get(f"/api/v1/dossiers/{child}/timeline{cursor}").expect(200).json()
        rows += page["rows"]
        if not page.get("next"):
            return rows
        cursor = f"?cursor={urllib.parse.quote(page['next'])}"


def test_every_service_of_the_list_is_asked_for():
    assert len(services()) >= 15 and all(template(one)["child"] for one in services())


@pytest.mark.parametrize("service", services())
def test_a_service_reads_its_template_and_nothing_else(service, shared, providers):
    one, (client, _) = shared[service], providers[0]
    wanted = one.wanted()
    for kind, record in one.records.items():
        assert wanted[kind], f"nothing of {kind} would be shared: the test proves nothing"
        assert set(client.get(f"/api/v1/records/{record}").expect(200).json()["fields"]) == wanted[kind], kind
        history = client.get(f"/api/v1/records/{record}/history").expect(200).json()["fields"]
        assert {field for field in history if not field.startswith("@")} == wanted[kind], kind
    dossier = client.get(f"/api/v1/dossiers/{one.child}").expect(200).json()
    assert set(dossier["child"]["fields"]) == wanted["child"] and [set(case["fields"]) for case in dossier["cases"]] == [wanted["case"]]
    assert [(paper["id"], set(paper["fields"])) for paper in dossier["records"]] == [(one.referral, wanted["referral"])]
    told = timeline(client, one.child)
    assert {row["record"] for row in told} == set(one.records.values()), "the timeline tells of another paper"
    assert one.child in [row["dossier"] for row in search(client, one.name).json()["rows"]]
    assert one.referral in client.get("/api/v1/my-day").expect(200).body.decode()


@pytest.mark.parametrize("service", services())
def test_nothing_of_the_other_service_or_beyond_the_template_is_anywhere(service, shared, providers):
    one, (client, _) = shared[service], providers[0]
    never = one.forbidden()
    answers = {path: client.get(path) for path in [*(path for path, _ in ways(one)), *LISTS]}
    answers.update({f"search {words}": search(client, words) for words in (one.name, one.mark, one.child_words["family_name"])})
    for path, answer in answers.items():
        asked = next((id_ for one_path, id_ in ways(one) if one_path == path), "")
        found = [word for word in never if word in answer.body.decode(errors="replace") and word != asked]
        assert not found, f"{path} tells {found}"
    # What is hidden is answered like what is not there.
    nobody = uuid7()
    for hidden in (one.other, one.consent, one.note):
        for (path, _), (other, _) in zip(ways(one, hidden), ways(one, nobody)):
            if "/dossiers/" not in path:
                assert bare(client.get(path)) == bare(client.get(other)), path
    # Words that only hidden answers hold find what a word finds that nobody wrote.
    for words in (f"{one.mark}othernote", f"{one.mark}otherprovider", one.child_words["school_summary"], one.child_words["birth_place"]):
        assert bare(search(client, words)) == bare(search(client, "zqxvkw")), words
    # Nor is anything of it written to.
    change = lambda record: client.save(entry("referral", record, {"answer_note": "x"}, op="amend"))  # noqa: E731
    assert bare(change(one.other)) == bare(change(nobody)) and bare(change(one.other))[0] == 404


def test_the_second_service_reads_its_own_template(shared, providers):
    one, (client, _) = shared["psychosocial"], providers[1]
    may = template(one.other_service)
    assert set(client.get(f"/api/v1/records/{one.child}").expect(200).json()["fields"]) == may["child"] & one.filled["child"]
    dossier = client.get(f"/api/v1/dossiers/{one.child}").expect(200).body.decode()
    assert one.other in dossier and not [word for word in (one.referral, f"{one.mark}own", one.child_words["health_summary"]) if word in dossier]
    client.get(f"/api/v1/records/{one.referral}").expect(404)


def test_what_a_service_gave_is_read_by_the_worker_and_not_by_the_other(shared, providers, worker):
    one, (first, _), (second, _) = shared["education"], *providers
    paper = uuid7()
    first.save(entry("service_delivery", paper, {"step": "started", "service": "education", "given_on": datetime.date.today().isoformat(), "referral": one.referral, "done": f"{one.mark}delivered"}, one.child)).expect(200)
    assert worker.get(f"/api/v1/records/{paper}").status == 200 and first.get(f"/api/v1/records/{paper}").status == 200
    second.get(f"/api/v1/records/{paper}").expect(404)
    for path in (f"/api/v1/dossiers/{one.child}", f"/api/v1/dossiers/{one.child}/timeline"):
        body = second.get(path).expect(200).body.decode()
        assert paper not in body and f"{one.mark}delivered" not in body


def test_when_consent_is_taken_back_the_next_request_finds_nothing(shared, providers, worker):
    one = shared["legal"]
    one.withdraw(worker)
    for client, _ in providers:
        nobody = uuid7()
        for path, id_ in ways(one):
            assert bare(client.get(path)) == bare(client.get(path.replace(id_, nobody))), path
        for path in LISTS:
            found = [word for word in one.everything() if word in client.get(path).body.decode(errors="replace")]
            assert not found, f"{path} still tells {found}"
        assert bare(search(client, one.name)) == bare(search(client, "zqxvkw"))
    assert worker.get(f"/api/v1/records/{one.other}").expect(200).json()["status"] == "cancelled"
    assert providers[0][0].get(f"/api/v1/dossiers/{shared['cash'].child}").status == 200, "the other children's services go on"
