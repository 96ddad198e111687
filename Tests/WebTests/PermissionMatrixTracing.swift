import Foundation
import Foundations
import Testing

/// Searches for children: only who sees a search is told of it, and of the children beside it only who sees both. What is hidden is answered
/// like an id that somebody made up.
struct MatrixTracing {
    let site: MatrixSite

    private var searches: [MatrixRecord] { site.records.filter { $0.kind == "tracing_request" } }
    private func sees(_ record: MatrixRecord, _ person: MatrixPerson) -> Bool { site.model.sees(record, person) }
    private func sees(_ dossier: MatrixDossier, _ person: MatrixPerson) -> Bool { site.child(of: dossier).map { site.model.sees($0, person) } ?? false }
    private func seenIDs(_ person: MatrixPerson) -> Set<String> { Set(site.records.filter { site.model.sees($0, person) }.map(\.id.description)) }
    private func field(_ row: [String: Any], _ key: String) -> String { row[key] as? String ?? "" }

    func list(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/tracing", as: person)
        guard site.model.holds("view", "tracing_request", person.role) else {
            #expect(answer.status == 403, "\(person.role): \(answer.status)")
            return 1
        }
        #expect(answer.status == 200 && answer.rows("waiting").isEmpty, "\(person.role): \(answer.status)")
        #expect(Set(answer.rows("rows").map { field($0, "request") }) == Set(searches.filter { sees($0, person) }.map(\.id.description)), "\(person.role)")
        for row in answer.rows("rows") {
            let shown = searches.first { $0.id.description == field(row, "request") }.map { site.model.visible($0, person) } ?? []
            if !shown.contains("given_name"), !shown.contains("family_name") { #expect(field(row, "child").isEmpty, "\(person.role)") }
            if !shown.contains("seeker_name") { #expect(row["seeker"] == nil, "\(person.role)") }
        }
        return max(1, answer.rows("rows").count)
    }

    func show(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/tracing/\(site.missing())", as: person), seen = seenIDs(person)
        #expect(nothing.status == 404)
        let others = site.places(for: person).prefix(1).flatMap(site.papers)
        for record in searches + others {
            let answer = await site.ask("GET", "/api/v1/tracing/\(record.id)", as: person), about: Comment = "\(person.role) and a \(record.kind)"
            guard record.kind == "tracing_request", sees(record, person) else {
                #expect(answer.same == nothing.same, about)
                continue
            }
            let shown = (answer.json["request"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
            #expect(answer.status == 200 && Set(shown.keys) == site.model.visible(record, person), about)
            #expect(Set((answer.rows("likely") + answer.rows("told")).map { field($0, "dossier") }).isSubset(of: seen), about)
        }
        return searches.count + others.count
    }

    func compare(_ person: MatrixPerson) async -> Int {
        let missing = site.missing(), nothing = await site.ask("GET", "/api/v1/tracing/\(missing)/\(missing)", as: person)
        #expect(nothing.status == 404)
        let some = [searches.first { sees($0, person) }, searches.first { !sees($0, person) }].compactMap(\.self)
        for search in some {
            for dossier in site.places(for: person) {
                let answer = await site.ask("GET", "/api/v1/tracing/\(search.id)/\(dossier.child)", as: person)
                guard sees(search, person), sees(dossier, person), let child = site.child(of: dossier) else {
                    #expect(answer.same == nothing.same, "\(person.role)")
                    continue
                }
                #expect(answer.status == 200, "\(person.role): \(answer.status)")
                let shown = (answer.json["child"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
                #expect(Set(shown.keys) == site.model.visible(child, person), "\(person.role)")
                for paper in answer.rows("papers") {
                    let record = site.papers(of: dossier).first { $0.id.description == field(paper, "id") }
                    #expect(record.map { Set((paper["fields"] as? [String: Any] ?? [:]).keys).isSubset(of: site.model.visible($0, person)) } ?? false, "\(person.role)")
                }
            }
        }
        return some.count * site.places(for: person).count
    }

    /// Nobody says anything of what they may not see both of, or may not change; nothing is written by trying.
    func say(_ person: MatrixPerson) async throws -> Int {
        let missing = site.missing()
        func body(_ step: String) -> [String: Any] { ["saveId": site.missing().description, "step": step, "seen": [String](), "reason": "x"] }
        let some = [searches.first { sees($0, person) }, searches.first { !sees($0, person) }].compactMap(\.self)
        for search in some {
            for dossier in site.places(for: person) where !(sees(search, person) && sees(dossier, person)) {
                let answer = await site.ask("POST", "/api/v1/tracing/\(search.id)/\(dossier.child)", as: person, body("propose"))
                let nothing = await site.ask("POST", "/api/v1/tracing/\(missing)/\(missing)", as: person, body("propose"))
                #expect(answer.status == 404 && answer.same == nothing.same, "\(person.role): \(answer.status)")
            }
            guard sees(search, person), let dossier = site.places(for: person).first(where: { sees($0, person) }) else { continue }
            // Whoever may only look is refused; a confirmation that nobody proposed is none.
            let answer = await site.ask("POST", "/api/v1/tracing/\(search.id)/\(dossier.child)", as: person, body("confirm"))
            #expect(site.model.mayDecide(search, person) ? answer.code == "tracing-not-open" : answer.status == 403, "\(person.role): \(answer.status) \(answer.code)")
        }
        return some.count * site.places(for: person).count
    }

    func ofChild(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/tracing", as: person), seen = seenIDs(person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/tracing", as: person)
            guard sees(dossier, person) else {
                #expect(answer.same == nothing.same, "\(person.role)")
                continue
            }
            let rows = answer.rows("likely").compactMap { $0["row"] as? [String: Any] }
            #expect(answer.status == 200 && answer.rows("found").isEmpty && Set(rows.map { field($0, "request") }).isSubset(of: seen), "\(person.role)")
        }
        return site.places(for: person).count
    }
}
