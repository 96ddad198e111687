import Foundation
import Foundations
import Testing

/// Confidential cases: who has no right on them is answered as if there were none, by every way in.
struct MatrixConfidential {
    let site: MatrixSite

    private var cases: [MatrixRecord] { site.records.filter { $0.kind == "gbv_case" } }
    private func mayEver(_ person: MatrixPerson) -> Bool { site.model.holds("view", "gbv_case", person.role) }

    func list(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/confidential", as: person)
        guard mayEver(person) else {
            #expect(answer.status == 403, "\(person.role): \(answer.status)")
            return 1
        }
        let told = Set(answer.rows("rows").compactMap { $0["id"] as? String })
        #expect(answer.status == 200 && told == Set(cases.filter { site.model.sees($0, person) }.map(\.id.description)), "\(person.role): \(told.count)")
        return max(1, told.count)
    }

    func show(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/confidential/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        let others = site.places(for: person).prefix(1).flatMap(site.papers)
        for record in cases + others {
            let answer = await site.ask("GET", "/api/v1/confidential/\(record.id)", as: person), about: Comment = "\(person.role) and a \(record.kind)"
            guard record.kind == "gbv_case", site.model.sees(record, person) else {
                #expect(answer.same == nothing.same, about)
                continue
            }
            let fields = ((answer.json["record"] as? [String: Any])?["fields"] as? [String: Any]).map { Set($0.keys) } ?? []
            #expect(answer.status == 200 && fields == site.model.visible(record, person), about)
        }
        return cases.count + others.count
    }

    func ofChild(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/confidential", as: person)
        #expect(nothing.status == 404)
        let places = site.places(for: person)
        for dossier in places {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/confidential", as: person), about: Comment = "\(person.role)"
            if mayEver(person), site.child(of: dossier).map({ site.model.sees($0, person) }) ?? false {
                #expect(answer.status == 200, about)
            } else {
                #expect(answer.same == nothing.same, about)
            }
        }
        return places.count
    }
}

/// The proof that a confidential case leaves no trace: everybody without a right on such cases is asked everything that can be read, before there is one
/// about a child and afterwards; the answers are compared byte for byte.
@Suite struct ConfidentialTwinTests {
    private static let entitled: Set<String> = ["gbv_worker", "gbv_supervisor"]

    private func id() -> String { UUIDv7.make(at: 1_790_000_000_000).description }

    private func save(_ site: MatrixSite, _ entries: [[String: Any]], as person: MatrixPerson) async -> MatrixSite.Answer {
        await site.ask("POST", "/api/v1/records", as: person, ["saveId": id(), "entries": entries.map { $0.merging(["id": id()]) { own, _ in own } }])
    }

    /// All that can be read, of this child and of everything else.
    private func everything(_ site: MatrixSite, _ dossier: MatrixDossier, _ more: [String]) -> [String] {
        let papers = site.papers(of: dossier).flatMap { ["records/\($0.id)", "records/\($0.id)/history", "decisions/\($0.id)", "families/\($0.id)", "notifications/\($0.id)", "tracing/\($0.id)"] }
        let lists = ["my-day", "alerts", "notifications", "notifications?status=linked", "decisions", "supervisor/board", "supervisor/limits", "supervisor/review-next", "merges", "duplicates",
                     "tracing", "tracing?state=ended", "colleagues", "requests", "confidential", "forms/publications", "profiles", "lists", "tables/provider", "tables/provider/records",
                     "tables/gbv_case", "tables/gbv_case/records", "tables/gbv_step/records", "limits/figures?from=2026-01-01&to=2026-12-31", "search?q=\(dossier.name)",
                     "search?q=\(dossier.caseNumber)", "search?q=Quietwater", "search?q=QW-7", "supervisor/workers/\(dossier.worker)/cases"]
        let child = ["", "/timeline", "/limits", "/sharing", "/tracing", "/confidential"].map { "dossiers/\(dossier.child)\($0)" }
        return lists + child + papers + more.flatMap { ["records/\($0)", "records/\($0)/history", "confidential/\($0)", "dossiers/\($0)", "dossiers/\($0)/timeline", "families/\($0)", "decisions/\($0)"] }
    }

    private func answers(_ site: MatrixSite, _ people: [MatrixPerson], _ targets: [String]) async -> [String: String] {
        var all: [String: String] = [:]
        for person in people {
            for target in targets { all["\(person.role) \(person.id) \(target)"] = await site.ask("GET", "/api/v1/\(target)", as: person).same }
            all["\(person.role) \(person.id) likely"] = await site.ask("POST", "/api/v1/children/likely", as: person, ["given_name": "Quietwater"]).same
        }
        return all
    }

    @Test func aConfidentialCaseLeavesNoTraceForAnybodyElse() async throws {
        let site = try MatrixSite()
        let worker = try #require(site.people.first { $0.role == "gbv_worker" }), supervisor = try #require(site.people.first { $0.role == "gbv_supervisor" })
        // Where the worker was asked in: they see this child, and its own worker is somebody else.
        let dossier = try #require(site.dossiers().first { $0.asked == worker.id })
        let others = (site.people + site.keepers).filter { !Self.entitled.contains($0.role) }
        let root = id(), step = id()
        let targets = everything(site, dossier, [root, step])
        let before = await answers(site, others, targets)

        let made = await save(site, [
            ["op": "create", "form": "gbv_case", "record": root, "fields": ["gbv_code": "QW-7", "gbv_agreed": "yes", "gbv_account": "Quietwater", "protection_dossier": dossier.child.description]],
            ["op": "create", "form": "gbv_step", "record": step, "parent": root, "fields": ["gbv_step": "referral", "gbv_service": "Quietwater clinic", "gbv_referral_agreed": "yes"]],
        ], as: worker)
        #expect(made.isDone, "\(made.same)")
        // Two who disagree: what the box writes about that must not tell anybody either.
        for (person, words) in [(worker, "tonight at the shelter"), (supervisor, "tonight with an aunt")] {
            let changed = await save(site, [["op": "amend", "form": "gbv_case", "record": root, "base": 1, "fields": ["gbv_safety": words]]], as: person)
            #expect(changed.isDone, "\(person.role): \(changed.same)")
        }
        let closed = await save(site, [["op": "amend", "form": "gbv_case", "record": root, "fields": ["closed_on": "2026-01-09", "gbv_closing": "She has moved away"]]], as: worker)
        #expect(closed.isDone, "\(closed.same)")

        let after = await answers(site, others, targets)
        for (question, answer) in before where answer != after[question] { Issue.record("\(question) tells of the case:\n\(answer)\n\(after[question] ?? "")") }
        #expect(before.count == after.count && before.count > 2_000, "\(before.count)")

        // Those with the right see it, and the link from both sides as far as they see the child.
        for person in [worker, supervisor] {
            let shown = await site.ask("GET", "/api/v1/confidential/\(root)", as: person)
            #expect(shown.status == 200 && shown.rows("steps").count == 1, "\(person.role): \(shown.same)")
            let seesChild = person.id == worker.id
            #expect(((shown.json["linked"] as? [String: Any])?["dossier"] as? String) == (seesChild ? dossier.child.description : nil), "\(person.role)")
            let hidden = (shown.json["record"] as? [String: Any])?["hidden"] as? [String] ?? []
            #expect(hidden.contains("protection_dossier") != seesChild, "\(person.role)")
            let beside = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/confidential", as: person)
            if seesChild {
                #expect(beside.rows("rows").compactMap { $0["id"] as? String } == [root])
            } else {
                #expect(beside.status == 404)
            }
        }
        let history = await site.ask("GET", "/api/v1/records/\(root)/history", as: supervisor)
        #expect((history.json["fields"] as? [String: Any])?["protection_dossier"] == nil)
    }

    @Test func nobodyWritesInACaseThatTheyDoNotSeeNorLinksAChildThatTheyDoNotSee() async throws {
        let site = try MatrixSite()
        let worker = try #require(site.people.first { $0.role == "gbv_worker" })
        let root = id()
        let made = await save(site, [["op": "create", "form": "gbv_case", "record": root, "fields": ["gbv_code": "QW-8", "gbv_agreed": "yes"]]], as: worker)
        #expect(made.isDone)
        for person in site.people where !Self.entitled.contains(person.role) {
            for shape in [["op": "amend", "form": "gbv_case", "fields": ["gbv_safety": "words"]], ["op": "amend", "form": "note", "fields": ["text": "words"]]] as [[String: Any]] {
                let entry = id()
                let hidden = await save(site, [shape.merging(["id": entry, "record": root]) { $1 }], as: person)
                let nothing = await save(site, [shape.merging(["id": entry, "record": site.missing().description]) { $1 }], as: person)
                #expect(hidden.same == nothing.same && !hidden.isDone, "\(person.role)")
            }
            let below = { (parent: String) in ["op": "create", "form": "gbv_step", "record": site.missing().description, "id": "0190f7a1-0000-7000-8000-000000000001", "parent": parent,
                                                "fields": ["gbv_step": "follow_up"]] as [String: Any] }
            let hidden = await save(site, [below(root)], as: person), nothing = await save(site, [below(site.missing().description)], as: person)
            #expect(hidden.same == nothing.same && !hidden.isDone, "\(person.role)")
        }
        let unseen = try #require(site.dossiers().first { dossier in site.child(of: dossier).map { !site.model.sees($0, worker) } ?? false })
        let entry = id()
        func link(_ child: String) async -> MatrixSite.Answer {
            await save(site, [["id": entry, "op": "amend", "form": "gbv_case", "record": root, "fields": ["protection_dossier": child]]], as: worker)
        }
        let (hidden, nothing) = (await link(unseen.child.description), await link(site.missing().description))
        #expect(hidden.same == nothing.same && !hidden.isDone)
        let seen = try #require(site.dossiers().first { $0.asked == worker.id })
        let linked = await link(seen.child.description)
        #expect(linked.isDone)
    }
}
