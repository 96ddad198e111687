import Foundation
import Foundations
import Testing

/// What is written: done where the model lets it through, else refused without a trace, and for what is hidden with the very
/// answer that a made-up id gets.
struct MatrixWriting {
    let site: MatrixSite

    private func id() -> String { UUIDv7.make(at: site.time.now().millis).description }

    private func post(_ entry: [String: Any], as person: MatrixPerson) async -> MatrixSite.Answer {
        await site.ask("POST", "/api/v1/records", as: person, ["saveId": id(), "entries": [entry.merging(["id": id()]) { old, _ in old }]])
    }

    private func told(_ what: String, _ person: MatrixPerson, _ answer: MatrixSite.Answer, _ dossier: MatrixDossier?) -> Comment {
        let faults = (answer.json["faults"] as? [[String: Any]] ?? []).map { "\($0["field"] ?? "") \($0["code"] ?? "")" }
        let place = "team \(dossier?.team == person.team), own \(dossier?.worker == person.id), asked \(dossier?.asked == person.id)"
        return "\(person.role), \(what), \(place): \(answer.status) \(answer.code) \(faults)"
    }

    // MARK: Changing

    func amend(_ person: MatrixPerson) async throws -> Int {
        let records = site.fewPlaces(for: person).flatMap(site.papers) + site.loose(for: person)
        func patch(_ id: UUIDv7, _ field: String) async -> MatrixSite.Answer {
            await site.ask("PATCH", "/api/v1/records/\(id)", as: person, ["saveId": self.id(), "fields": [field: "words"]], headers: [("If-Match", "*")])
        }
        let nothing = await patch(site.missing(), "text")
        #expect(nothing.status == 404)
        var done = 0, hidden: Set<String> = []
        for record in records {
            for field in probes(record.kind) {
                let before = try site.version(record.id), answer = await patch(record.id, field)
                let may = record.kind != "user" && site.model.mayChange(field, of: record, person)
                if !site.model.sees(record, person) {
                    #expect(answer.same == nothing.same, told("\(record.kind).\(field)", person, answer, record.near))
                    // Every other way to write it, once for each kind.
                    if hidden.insert(record.kind).inserted { await amendUnseen(record, field, person) }
                } else {
                    #expect(answer.isRefused != may, told("\(record.kind).\(field)", person, answer, record.near))
                }
                if !may { #expect(try site.version(record.id) == before, "\(person.role) changed \(record.kind).\(field)") }
                done += 1
            }
        }
        return done
    }

    /// Every shape of a save about a record that is hidden: nothing tells it from one that is not there.
    private func amendUnseen(_ record: MatrixRecord, _ field: String, _ person: MatrixPerson) async {
        let other = record.kind == "note" ? "visit" : "note"
        let shapes: [[String: Any]] = [
            ["op": "amend", "form": record.kind, "fields": [field: "words"]],
            ["op": "amend", "form": other, "fields": ["text": "words"]],
            ["op": "amend", "form": record.kind, "fields": [field: 7, "unheard_of": "words"]],
            ["op": "close", "form": record.kind, "fields": [:] as [String: Any], "status": "closed"],
        ]
        for (place, shape) in shapes.enumerated() {
            let entry = id()
            let hidden = await post(shape.merging(["record": record.id.description, "id": entry]) { $1 }, as: person)
            let nothing = await post(shape.merging(["record": site.missing().description, "id": entry]) { $1 }, as: person)
            #expect(hidden.same == nothing.same, told("shape \(place) of a hidden \(record.kind)", person, hidden, record.near))
        }
    }

    /// A general answer and one of another class.
    private func probes(_ kind: String) -> [String] {
        let texts = site.model.plainText(of: kind).filter { $0 != "contact_restriction" }, forms = site.model.forms[kind] ?? [:]
        return [texts.first { forms[$0]?.permission == "general" }, texts.first { forms[$0]?.permission != "general" }].compactMap(\.self)
    }

    // MARK: Adding

    func save(_ person: MatrixPerson) async throws -> Int {
        let loose = ["provider", "service", "prospective_parent", "tracing_request", "gbv_case", "family", "notification"]
        // These bring people near a dossier, or are made with another record.
        let apart = Set(loose + ["child", "case", "referral", "placement", "closure", "conflict_task", "family_member", "user", "notified_child", "gbv_step", "best_interest_seat"])
        var done = 0
        for kind in loose { done += try await add(kind, to: nil, person) }
        for dossier in site.fewPlaces(for: person) {
            for kind in site.model.forms.keys.sorted() where !apart.contains(kind) { done += try await add(kind, to: dossier, person) }
        }
        // Nobody writes what casework does not write.
        for kind in ["user", "credential", "conflict_task", "unheard_of"] {
            let record = UUIDv7.make(at: site.time.now().millis)
            let answer = await post(["op": "create", "form": kind, "record": record.description, "fields": ["words": "words"]], as: person)
            #expect(try !answer.isDone && site.version(record) == 0, "\(person.role) wrote a \(kind)")
            done += 1
        }
        return done
    }

    private func add(_ kind: String, to dossier: MatrixDossier?, _ person: MatrixPerson) async throws -> Int {
        var fields = site.model.fewest(kind)
        // A transfer names somebody who can take it, and waits alone in its dossier.
        if kind == "transfer" { fields["handed_to"] = site.people.first { $0.role == "supervisor" }?.id.description }
        let record = UUIDv7.make(at: site.time.now().millis)
        var entry: [String: Any] = ["op": "create", "form": kind, "record": record.description, "fields": fields, "id": id()]
        entry["dossier"] = dossier?.child.description
        let answer = await post(entry, as: person)
        if site.model.mayAdd(kind, with: Set(fields.keys), to: dossier, person) {
            #expect(answer.isDone || (kind == "transfer" && answer.json["code"] as? String == "step-refused"), told("adds a \(kind)", person, answer, dossier))
        } else {
            #expect(!answer.isDone && answer.isRefused, told("adds a \(kind)", person, answer, dossier))
            #expect(try site.version(record) == 0, told("adds a \(kind)", person, answer, dossier))
            if let dossier, site.child(of: dossier).map({ !site.model.sees($0, person) }) ?? true {
                entry["dossier"] = site.missing().description
                let nothing = await post(entry, as: person)
                #expect(answer.same == nothing.same, told("a \(kind) in a hidden dossier", person, answer, dossier))
            }
        }
        return 1
    }

    // MARK: Deciding

    func conflict(_ person: MatrixPerson) async throws -> Int {
        func decide(_ task: UUIDv7) async -> MatrixSite.Answer {
            // No text: whoever may decide is told so, and the conflict stays for the next.
            await site.ask("POST", "/api/v1/conflicts/\(task)/decision", as: person, ["saveId": id(), "field": "contact_restriction", "value": 7])
        }
        let nothing = await decide(site.missing())
        #expect(nothing.status == 404)
        var done = 0
        for dossier in site.places(for: person) where dossier.subject == nil {
            guard let task = try site.conflictTask(of: dossier.child), let child = site.child(of: dossier) else { continue }
            let record = MatrixRecord(id: task, kind: "conflict_task", near: dossier, isPaper: true, owner: child.owner, team: child.team, agency: child.agency,
                                      isMarked: dossier.isMarked)
            let answer = await decide(task)
            if !site.model.sees(record, person) || !site.model.sees(child, person) {
                #expect(answer.same == nothing.same, told("a hidden conflict", person, answer, dossier))
            } else {
                let may = site.model.mayDecide(record, person) && site.model.mayChange("contact_restriction", of: child, person)
                    && site.model.decidesWidely("conflict_task", person.role)
                #expect(answer.status == (may ? 422 : 403), told("a conflict", person, answer, dossier))
            }
            let shown = await site.ask("GET", "/api/v1/records/\(task)", as: person)
            #expect((shown.status == 200) == site.model.sees(record, person), told("a conflict", person, shown, dossier))
            let sides = ((shown.json["fields"] as? [String: Any])?["sides"] as? [String: Any])?.keys.sorted() ?? []
            let isOpen = shown.status == 200 && site.model.sees(child, person) && site.model.visible(child, person).contains("contact_restriction")
            #expect(sides == (isOpen ? ["contact_restriction"] : []), told("the sides of a conflict", person, shown, dossier))
            done += 1
        }
        return done
    }

    // MARK: Break-glass

    /// Of another team and agency, and one marked as a whole.
    private var behindGlass: [MatrixDossier] {
        site.dossiers().filter { $0.subject == nil && ($0.isMarked || ($0.agency == "beta" && !$0.hasPlacement && !$0.hasClosure)) }
    }

    private func breakGlass(_ dossier: UUIDv7, _ person: MatrixPerson) async -> MatrixSite.Answer {
        await site.ask("POST", "/api/v1/break-glass", as: person, ["dossier": dossier.description, "reason": "a child in danger tonight"])
    }

    func breakGlass(_ person: MatrixPerson) async -> Int {
        let isHolder = (site.model.powers[person.role] ?? []).contains("break_glass")
        let nothing = await breakGlass(site.missing(), person)
        #expect(nothing.status == (isHolder ? 404 : 403), "\(person.role)")
        for dossier in behindGlass {
            let answer = await breakGlass(dossier.child, person)
            guard isHolder else {
                #expect(answer.same == nothing.same, "\(person.role)")
                continue
            }
            #expect(answer.isDone, "\(person.role): \(answer.status)")
            for record in site.papers(of: dossier) {
                let shown = await site.ask("GET", "/api/v1/records/\(record.id)", as: person)
                let wanted = site.model.visibleBehindGlass(record, person)
                #expect((shown.status == 200) == (wanted != nil), told("\(record.kind) behind glass", person, shown, dossier))
                // By now somebody may have given other answers to a record; which of them are open is the same.
                #expect(Set((shown.json["fields"] as? [String: Any] ?? [:]).keys) == wanted ?? [], told("\(record.kind) behind glass", person, shown, dossier))
                let editable = ((shown.json["may"] as? [String: Any])?["edit"] as? [String])?.isEmpty == false
                if !site.model.sees(record, person) { #expect(!editable, told("\(record.kind) behind glass", person, shown, dossier)) }
            }
        }
        return behindGlass.count
    }

    func mendGlass(_ person: MatrixPerson) async -> Int {
        let answers = [await site.ask("DELETE", "/api/v1/break-glass/\(behindGlass[0].child)", as: person),
                       await site.ask("DELETE", "/api/v1/break-glass/\(site.missing())", as: person)]
        #expect(answers[0].same == answers[1].same, "\(person.role)")
        guard let child = site.child(of: behindGlass[0]) else { return 0 }
        #expect((await site.ask("GET", "/api/v1/records/\(child.id)", as: person).status == 200) == site.model.sees(child, person), "\(person.role)")
        return 1
    }
}
