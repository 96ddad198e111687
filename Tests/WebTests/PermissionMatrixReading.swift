import Foundation
import Foundations
import Testing

/// One record, its history, a dossier, its timeline: exactly what the model says, and for the rest the answer that a made-up id gets.
struct MatrixReading {
    let site: MatrixSite

    private func all(_ person: MatrixPerson) -> [MatrixRecord] { site.places(for: person).flatMap(site.papers) + site.loose(for: person) }

    private func told(_ record: MatrixRecord, _ person: MatrixPerson) -> Comment {
        "\(person.role) and \(record.kind) (\(record.near.map { place(of: $0, person) } ?? "loose"))"
    }

    private func place(of dossier: MatrixDossier, _ person: MatrixPerson) -> String {
        let whose = dossier.worker == person.id ? "own" : dossier.asked == person.id ? "asked" : dossier.subject == person.id ? "ended"
            : dossier.team == person.team ? "team" : dossier.agency == person.agency ? "agency" : "other"
        return whose + (dossier.hasPlacement ? " placed" : "") + (dossier.hasClosure ? " closing" : "") + (dossier.isMarked ? " marked" : "")
    }

    private func each(_ records: [MatrixRecord], _ person: MatrixPerson, _ target: (String) -> String, _ shown: (MatrixSite.Answer) -> Set<String>) async -> Int {
        let nothing = await site.ask("GET", target(site.missing().description), as: person)
        #expect(nothing.status == 404)
        var done = 0
        for record in records {
            let answer = await site.ask("GET", target(record.id.description), as: person)
            if site.model.sees(record, person) {
                #expect(answer.status == 200, told(record, person))
                #expect(shown(answer) == site.model.visible(record, person), told(record, person))
            } else {
                #expect(answer.same == nothing.same, told(record, person))
            }
            done += 1
        }
        for id in site.reserved {
            let answer = await site.ask("GET", target(id.description), as: person)
            #expect(answer.same == nothing.same, "\(person.role) and a kind that nobody may name")
            done += 1
        }
        return done
    }

    func record(_ person: MatrixPerson) async -> Int {
        await each(all(person), person, { "/api/v1/records/\($0)" }) { Set(($0.json["fields"] as? [String: Any] ?? [:]).keys) }
    }

    /// At each distance one dossier: whether a record is there was asked of all.
    func history(_ person: MatrixPerson) async -> Int {
        await each(site.fewPlaces(for: person).flatMap(site.papers) + site.loose(for: person), person, { "/api/v1/records/\($0)/history" }) { Set(($0.json["fields"] as? [String: Any] ?? [:]).keys) }
    }

    func dossier(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)", as: person), about: Comment = "\(person.role), \(place(of: dossier, person))"
            guard let child = site.child(of: dossier), site.model.sees(child, person) else {
                #expect(answer.same == nothing.same, about)
                continue
            }
            let shown = answer.rows("records") + answer.rows("cases") + [answer.json["child"] as? [String: Any] ?? [:]]
            let found = Dictionary(shown.map { ($0["id"] as? String ?? "", Set(($0["fields"] as? [String: Any] ?? [:]).keys)) }, uniquingKeysWith: { $0.union($1) })
            let wanted = site.papers(of: dossier).filter { site.model.sees($0, person) }.map { ($0.id.description, site.model.visible($0, person)) }
            #expect(found == Dictionary(uniqueKeysWithValues: wanted), about)
            let risk = (answer.json["summary"] as? [String: Any])?["risk"] != nil
            #expect(risk == site.papers(of: dossier).contains { $0.kind == "case" && site.model.visible($0, person).contains("risk_level") }, about)
        }
        // A record that is no child is no dossier, whoever asks.
        for record in all(person) where record.kind == "note" || record.kind == "provider" {
            #expect(await site.ask("GET", "/api/v1/dossiers/\(record.id)", as: person).same == nothing.same)
        }
        return site.places(for: person).count
    }

    func timeline(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/timeline", as: person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let about: Comment = "\(person.role), \(place(of: dossier, person))"
            var found: [String: Set<String>] = [:], cursor: String?, pages = 0, isLast = false
            while !isLast, pages < 9 {
                let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/timeline" + (cursor.map { "?cursor=\($0)" } ?? ""), as: person)
                guard let child = site.child(of: dossier), site.model.sees(child, person) else {
                    #expect(answer.same == nothing.same, about)
                    isLast = true
                    continue
                }
                #expect(answer.status == 200, about)
                for row in answer.rows("rows") {
                    let fields = (row["changes"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
                    found[row["record"] as? String ?? "", default: []].formUnion(fields)
                }
                cursor = answer.json["next"] as? String
                // A page more tells that something more is there.
                if cursor != nil { #expect(answer.rows("rows").count == 30, about) }
                isLast = cursor == nil
                pages += 1
            }
            guard pages > 0 else { continue }
            let wanted = site.papers(of: dossier).filter { site.model.sees($0, person) }
            #expect(Set(found.keys) == Set(wanted.map(\.id.description)), about)
            for record in wanted {
                #expect((found[record.id.description] ?? []).subtracting(["status"]).isSubset(of: site.model.visible(record, person)), told(record, person))
            }
        }
        return site.places(for: person).count
    }
}
