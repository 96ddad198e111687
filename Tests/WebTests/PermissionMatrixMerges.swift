import Casework
import Foundation
import Foundations
import Journal
import Testing

@testable import Web

/// Two dossiers of one child: only who holds the power and sees both children with all their cases gets an answer about the pair. A pair of
/// which one side is hidden is answered like one with an id that somebody made up.
struct MatrixMerges {
    let site: MatrixSite

    private func holds(_ person: MatrixPerson) -> Bool { site.model.powers[person.role]?.contains("duplicates") ?? false }
    private func sees(_ dossier: MatrixDossier, _ person: MatrixPerson) -> Bool {
        site.child(of: dossier).map { site.model.sees($0, person) } ?? false && site.papers(of: dossier).allSatisfy { $0.kind != "case" || site.model.sees($0, person) }
    }

    func list(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/merges", as: person)
        #expect(answer.status == (holds(person) ? 200 : 403), "\(person.role): \(answer.status)")
        #expect(answer.rows("proposed").isEmpty && answer.rows("merged").isEmpty)
        return 1
    }

    func compare(_ person: MatrixPerson) async -> Int {
        let places = site.places(for: person), missing = site.missing()
        let nothing = await site.ask("GET", "/api/v1/merges/\(missing)/\(missing)", as: person)
        #expect(nothing.status == (holds(person) ? 404 : 403), "\(person.role): \(nothing.status)")
        let anchor = places.first { sees($0, person) } ?? places[0]
        for dossier in places {
            for (one, two) in [(anchor.child, dossier.child), (dossier.child, anchor.child), (dossier.child, missing)] {
                let answer = await site.ask("GET", "/api/v1/merges/\(one)/\(two)", as: person)
                guard holds(person), sees(dossier, person), sees(anchor, person), two != missing else {
                    #expect(answer.same == nothing.same, "\(person.role)")
                    continue
                }
                #expect(answer.status == 200, "\(person.role): \(answer.status)")
                let visible = site.child(of: dossier).map { site.model.visible($0, person) } ?? []
                #expect(Set(answer.rows("fields").compactMap { $0["name"] as? String }).isSubset(of: visible), "\(person.role)")
                for side in ["first", "second"] {
                    let record = (answer.json[side] as? [String: Any])?["child"] as? [String: Any], shown = Set((record?["fields"] as? [String: Any] ?? [:]).keys)
                    let child = site.inDossiers("child").first { $0.id.description == record?["id"] as? String }
                    #expect(child.map { shown.isSubset(of: site.model.visible($0, person)) } ?? false, "\(person.role)")
                }
            }
        }
        return places.count * 3
    }

    /// No id of any record is one of a merging.
    func show(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/merges/\(site.missing())", as: person)
        #expect(nothing.status == (holds(person) ? 404 : 403))
        let all = site.places(for: person).prefix(2).flatMap(site.papers)
        for record in all { #expect(await site.ask("GET", "/api/v1/merges/\(record.id)", as: person).same == nothing.same, "\(person.role) and \(record.kind)") }
        return all.count
    }

    /// Nobody proposes what they may not see both sides of, and nothing is written by trying.
    func propose(_ person: MatrixPerson) async throws -> Int {
        let places = site.places(for: person)
        let anchor = places.first { sees($0, person) } ?? places[0]
        let hidden = places.filter { !holds(person) || !sees($0, person) }
        for dossier in hidden {
            let before = try [site.version(anchor.child), site.version(dossier.child)]
            func body(_ two: UUIDv7) -> [String: Any] {
                ["saveId": site.missing().description, "first": anchor.child.description, "second": two.description, "firstVersion": before[0], "secondVersion": before[1]]
            }
            let answer = await site.ask("POST", "/api/v1/merges", as: person, body(dossier.child)), made = await site.ask("POST", "/api/v1/merges", as: person, body(site.missing()))
            #expect(!answer.isDone && answer.same == made.same, "\(person.role): \(answer.status)")
            #expect(try [site.version(anchor.child), site.version(dossier.child)] == before)
        }
        return hidden.count
    }

    func step(_ route: MatrixRoute, _ person: MatrixPerson) async throws -> Int {
        let records = site.places(for: person).prefix(2).compactMap(site.child)
        for record in records {
            let before = try site.version(record.id)
            func ask(_ id: UUIDv7) async -> MatrixSite.Answer {
                let body: [String: Any] = ["saveId": site.missing().description, "reason": "x"].merging(route == .mergeDecide ? ["agree": true] : [:] as [String: Any]) { $1 }
                return await site.ask("POST", route.pattern.replacingOccurrences(of: "{id}", with: id.description), as: person, body)
            }
            let answer = await ask(record.id), nothing = await ask(site.missing())
            #expect(answer.status == (holds(person) ? 404 : 403) && answer.same == nothing.same, "\(person.role): \(answer.status)")
            #expect(try site.version(record.id) == before)
        }
        return records.count
    }

    /// After a sweep over everything, each row is a pair of children whom this person sees, with all cases; by names that they may see.
    func duplicates(_ person: MatrixPerson) async throws -> Int {
        let weights = try #require(LikelyChildren.weights)
        while try site.open.desk.sweepDuplicates(weights, children: 50) {}
        let answer = await site.ask("GET", "/api/v1/duplicates", as: person)
        #expect(answer.status == (holds(person) ? 200 : 403), "\(person.role): \(answer.status)")
        guard holds(person) else { return 1 }
        let seen = Set(site.dossiers().filter { sees($0, person) }.map(\.child.description))
        for row in answer.rows("rows") {
            for side in ["first", "second"] {
                #expect(seen.contains((row[side] as? [String: Any])?["dossier"] as? String ?? ""), "\(person.role) is shown a child of whom a case is hidden")
            }
        }
        if seen.count < 2 { #expect(answer.rows("rows").isEmpty && answer.json["more"] as? Bool == false, "\(person.role)") }
        if person.role == "data_officer" { #expect(!answer.rows("rows").isEmpty || answer.json["more"] as? Bool == true, "all children of the matrix have the same number") }
        #expect(answer.rows("apart").isEmpty)
        return max(1, answer.rows("rows").count)
    }

    /// Nobody tells two apart of whom they may not see both, and nothing is written by trying.
    func tellApart(_ route: MatrixRoute, _ person: MatrixPerson) async throws -> Int {
        let places = site.places(for: person)
        let anchor = places.first { sees($0, person) } ?? places[0]
        let hidden = places.filter { !holds(person) || !sees($0, person) }
        for dossier in hidden {
            let newest = try site.journal.newestPosition()
            func body(_ two: UUIDv7) -> [String: Any] {
                ["saveId": site.missing().description, "first": anchor.child.description, "second": two.description, "reason": "Other birthday."]
            }
            let answer = await site.ask("POST", route.pattern, as: person, body(dossier.child)), made = await site.ask("POST", route.pattern, as: person, body(site.missing()))
            #expect(!answer.isDone && answer.same == made.same, "\(person.role): \(answer.status)")
            #expect(try site.journal.newestPosition() == newest, "\(person.role)")
        }
        return hidden.count
    }
}
