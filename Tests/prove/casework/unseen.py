"""What everybody else must not see, asked over the API with a session of each, after every step of a story.

The expectation is written here by hand, apart from the program and its role files: who may know of the dossier at this moment, and
which kinds of paper in it. Whatever is not named is to be answered like an id that nobody has, and must leave no trace in lists,
counts, search and exports.
"""
import json

from cast import EVERYBODY
from client import uuid7

NOTHING = "zqxvkw"  # a name that nobody has

LISTS = ["/api/v1/my-day", "/api/v1/notifications", "/api/v1/notifications?status=registered", "/api/v1/notifications?status=screened_out", "/api/v1/decisions",
         "/api/v1/supervisor/board", "/api/v1/notices", "/api/v1/tables/child", "/api/v1/tables/visit", "/api/v1/tables/referral", "/api/v1/requests"]
LISTS_IN_SHORT = LISTS[:3] + LISTS[4:6] + LISTS[7:8]
#: Ids of what was looked at and the words that somebody searched for are the auditor's work; names and what was written are not.
TRAIL = "/api/v1/trail"

PAPERS_OF = {
    "specialist": {"child", "case", "referral"},
    "tracing_officer": {"child", "case", "family", "family_member", "consent", "relative", "separation_history", "reunification"},
    "residential_worker": {"child", "case", "placement", "placement_exit", "visit", "relative"},
    "multidisciplinary_member": {"child", "case", "risk_assessment", "care_plan", "visit", "referral", "initial_assessment", "case_review", "service_delivery",
                                 "medical_assessment", "comprehensive_assessment"},
    "adoption_officer": {"child", "case", "family", "family_member", "placement", "closure", "adoptability", "relative", "consent", "comprehensive_assessment"},
    "guardianship_local": {"child", "case", "family", "family_member", "risk_assessment", "placement", "initial_assessment", "consent", "relative", "placement_exit"},
    "guardianship_territorial:placement": {"child", "case", "family", "family_member", "risk_assessment", "care_plan", "visit", "placement", "initial_assessment",
                                           "consent", "relative", "case_review", "placement_exit", "reunification", "separation_history", "adoptability"},
    "guardianship_territorial:closure": {"child", "case", "family", "family_member", "risk_assessment", "care_plan", "visit", "placement", "closure",
                                         "case_review", "post_closure_visit"},
    "data_officer": {"child", "case", "family", "family_member", "visit", "risk_assessment", "care_plan", "referral", "placement", "closure", "initial_assessment", "consent",
                     "service_delivery", "case_review", "relative", "post_closure_visit", "placement_exit", "reunification", "medical_assessment", "separation_history"},
}
#: Who reads the words of every paper.
WHOLE = {"case_worker", "supervisor"}
ALERT_BEFORE = {"case_worker", "supervisor", "colleague", "worker_elsewhere", "supervisor_elsewhere", "guardianship_local", "data_officer", "agency_focal_point"}
ALERT_AFTER = ALERT_BEFORE - {"worker_elsewhere", "supervisor_elsewhere", "agency_focal_point"}


class Child:
    """What the world holds about one child of a story, and who may know of it at this moment."""

    def __init__(self, name):
        self.name = name
        self.dossier = self.case = self.number = self.alert = self.family = None
        self.alert_words = ""
        # record id -> (form, words typed into it by somebody)
        self.papers = {}
        self.by = {}  # record id -> who wrote it
        self.asked = {}  # who -> the referral that brings them near
        self.closed = False

    def seers(self):
        """{who: forms they see}; everybody else sees nothing of the dossier."""
        if not self.dossier:
            return {}
        forms = {form for form, _ in self.papers.values()}
        found = {"supervisor": forms, "data_officer": PAPERS_OF["data_officer"] & forms}
        if not self.closed:
            found["case_worker"] = forms
        if "placement" in forms:
            found["guardianship_local"] = PAPERS_OF["guardianship_local"] & forms
            found["guardianship_territorial"] = PAPERS_OF["guardianship_territorial:placement"] & forms
        if "closure" in forms:
            found["guardianship_territorial"] = found.get("guardianship_territorial", set()) | PAPERS_OF["guardianship_territorial:closure"] & forms
        for who in self.asked:
            role = "specialist" if who in ("doctor", "teacher") else who
            found[who] = PAPERS_OF[role] & forms
        return found


class Watch:
    """Asks everybody after each step. `short`: everybody and their lists after the steps that matter most, a third of the strangers after the others."""

    def __init__(self, cast, short):
        self.cast, self.short = cast, short
        self.before = {}  # who -> what their lists held when they saw nothing
        self.nothing = {}  # (who, kind of question) -> the answer about what nobody has
        self.asked = self.turn = 0

    def get(self, who, path):
        self.asked += 1
        return self.cast.client(who).get(path)

    def check(self, child, whole=True):
        """Everybody's view of this child; answers how many denials were asked."""
        began = self.asked
        seers = child.seers()
        self.turn += 1
        for place, who in enumerate(EVERYBODY):
            if who in seers:
                self.sees(who, child, seers[who])
            elif whole or not self.short or place % 3 == self.turn % 3:
                self.sees_nothing(who, child)
            if whole or not self.short:
                self.lists(who, child, who in seers)
        return self.asked - began

    # Those who should

    def sees(self, who, child, forms):
        answer = self.get(who, f"/api/v1/dossiers/{child.dossier}")
        assert answer.status == 200, f"{who} should see the dossier: {answer.status}"
        text = answer.body.decode()
        rows = self.get(who, f"/api/v1/search?q={quoted(child.name)}").json()["rows"]
        assert child.dossier in [row["dossier"] for row in rows], f"{who} should find the child by name"
        for record, (form, words) in child.papers.items():
            if record == child.dossier:
                continue
            one = self.get(who, f"/api/v1/records/{record}")
            # What a service is told of another service's referral is the business of the share templates (docs/sharing.md).
            if form == "referral" and who in child.asked and child.asked[who] != record:
                continue
            if form in forms or child.by[record] == who:
                assert one.status == 200, f"{who} should see the {form}: {one.status}"
                if words and who in WHOLE:
                    assert words in one.body.decode(), f"{who} should read the words of the {form}"
            else:
                self.like_nothing(who, one, f"/api/v1/records/{record}", record)
                assert record not in text, f"{who} must not see the {form} among the papers"
                assert not words or words not in text, f"{who} must not read the words of the {form}"

    # Those who should not

    def sees_nothing(self, who, child):
        if child.dossier:
            paths = [f"/api/v1/dossiers/{child.dossier}", f"/api/v1/dossiers/{child.dossier}/timeline", f"/api/v1/dossiers/{child.dossier}/limits"]
            for path in paths:
                self.like_nothing(who, self.get(who, path), path, child.dossier)
            if child.family:
                path = f"/api/v1/families/{child.family}"
                self.like_nothing(who, self.get(who, path), path, child.family)
            # Who worked a case goes on knowing that it was theirs (reach "own"), and nothing of its dossier.
            records = [record for record in child.papers if not (who == "case_worker" and record == child.case)]
            for record in records[-1:] if self.short else records:
                for path in (f"/api/v1/records/{record}", f"/api/v1/records/{record}/history", f"/api/v1/decisions/{record}"):
                    self.like_nothing(who, self.get(who, path), path, record)
        for word in filter(None, (child.name, child.number)):
            found = self.get(who, f"/api/v1/search?q={quoted(word)}")
            assert (found.status, bare(found)) == self.about_nothing(who, f"/api/v1/search?q={NOTHING}"), f"{who} learns something by searching for a hidden child"
        if child.alert:
            expected = ALERT_AFTER if child.dossier else ALERT_BEFORE
            path = f"/api/v1/notifications/{child.alert}"
            if who not in expected:
                self.like_nothing(who, self.get(who, path), path, child.alert)

    def like_nothing(self, who, answer, path, id_):
        """The answer is the one for an id that nobody has: status, code and words."""
        other = self.about_nothing(who, path, id_)
        assert answer.status >= 400, f"{who} gets {answer.status} at {path}: {answer.body[:160]!r}"
        assert (answer.status, bare(answer)) == other, f"{who} can tell a hidden record from none at {path}: {answer.body[:200]!r} / {other}"

    def about_nothing(self, who, path, id_=None):
        """What this person is told about an id or a name that nobody has; asked once for each kind of question."""
        kind = (who, path.replace(id_, "…") if id_ else path)
        if kind not in self.nothing:
            answer = self.get(who, path.replace(id_, uuid7()) if id_ else path)
            self.nothing[kind] = (answer.status, bare(answer))
        return self.nothing[kind]

    # Lists, counts, exports

    def lists(self, who, child, near):
        answers = {path: self.get(who, path) for path in (LISTS_IN_SHORT if self.short else LISTS)}
        knows_alert = child.alert and who in (ALERT_AFTER if child.dossier else ALERT_BEFORE)
        if not near:
            traces = [child.number, *child.papers, *[words for _, words in child.papers.values()]]
            if not knows_alert:
                traces += [child.name, child.alert, child.alert_words]
            found = [(trace, path) for trace in traces if trace for path, one in answers.items() if trace in one.body.decode(errors="replace")]
            assert not found, f"{who} sees in a list: {found}"
            # Counts say nothing either: what was there before a step is there after it.
            now = {path: (one.status, bare(one)) for path, one in answers.items()}
            if not knows_alert and who in self.before:
                changed = [path for path in now if now[path] != self.before[who][path]]
                assert not changed, f"{who}, who sees nothing of it, sees a change in {changed}"
            if knows_alert:
                self.before.pop(who, None)
            else:
                self.before[who] = now
        else:
            self.before.pop(who, None)
        trail = self.get(who, TRAIL)
        trail = json.dumps([{**row, "words": ""} for row in trail.json()["rows"]], ensure_ascii=False) if trail.status == 200 else trail.body.decode(errors="replace")
        found = [trace for trace in (child.name, *[words for _, words in child.papers.values()]) if trace and trace in trail]
        assert not found, f"{who} reads in the trail: {found}"


def bare(answer):
    """An answer without what differs every time: the number of the request."""
    try:
        body = json.loads(answer.body)
    except ValueError:
        return answer.body
    if isinstance(body, dict):
        body.pop("request", None)
    return json.dumps(body, sort_keys=True)


def quoted(text):
    from urllib.parse import quote
    return quote(text)
