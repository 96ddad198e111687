import Casework
import Foundation
import Foundations
import Journal
import Testing

@testable import Web

/// Erasure and legal hold: only who has a part in it and sees the child with all its cases is told anything about the file; for all others it
/// is one that somebody made up. Nobody asks for what is not theirs to ask for, and nothing is written by trying.
struct MatrixErasures {
    let site: MatrixSite

    private func asks(_ person: MatrixPerson) -> Bool { ["supervisor", "data_officer"].contains(person.role) }
    private func hasPart(_ person: MatrixPerson) -> Bool { asks(person) || person.role == "guardianship_territorial" }
    private func sees(_ dossier: MatrixDossier, _ person: MatrixPerson) -> Bool {
        site.child(of: dossier).map { site.model.sees($0, person) } ?? false && site.papers(of: dossier).allSatisfy { $0.kind != "case" || site.model.sees($0, person) }
    }

    func list(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/erasures", as: person)
        #expect(answer.status == (hasPart(person) || person.role == "auditor" ? 200 : 403), "\(person.role): \(answer.status)")
        #expect(answer.rows("waiting").isEmpty && answer.rows("done").isEmpty)
        return 1
    }

    func sheet(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/erasure", as: person)
        #expect(nothing.status == (hasPart(person) ? 404 : 403), "\(person.role): \(nothing.status)")
        let places = site.places(for: person)
        for dossier in places {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/erasure", as: person)
            guard hasPart(person), sees(dossier, person) else {
                #expect(answer.same == nothing.same, "\(person.role)")
                continue
            }
            #expect(answer.status == 200 && answer.json["mayAsk"] as? Bool == asks(person), "\(person.role): \(answer.status)")
            let name = (answer.json["child"] as? [String: Any])?["name"] as? String ?? ""
            let shown = site.child(of: dossier).map { site.model.visible($0, person).contains("given_name") } ?? false
            #expect(shown || name.isEmpty, "\(person.role)")
        }
        return places.count
    }

    func ask(_ person: MatrixPerson) async throws -> Int {
        let places = site.places(for: person).filter { !asks(person) || !sees($0, person) }
        for dossier in places {
            let newest = try site.journal.newestPosition()
            func body(_ id: UUIDv7) -> [String: Any] {
                ["saveId": site.missing().description, "dossier": id.description, "matter": "hold", "ground": "court", "reason": "A court asks for the file."]
            }
            let answer = await site.ask("POST", "/api/v1/erasures", as: person, body(dossier.child)), made = await site.ask("POST", "/api/v1/erasures", as: person, body(site.missing()))
            #expect(!answer.isDone && answer.same == made.same, "\(person.role): \(answer.status)")
            #expect(try site.journal.newestPosition() == newest, "\(person.role)")
        }
        return max(1, places.count)
    }

    /// No id of any record is one of a request.
    func step(_ person: MatrixPerson) async throws -> Int {
        let records = site.places(for: person).prefix(2).compactMap(site.child)
        for record in records {
            let newest = try site.journal.newestPosition()
            func ask(_ id: UUIDv7) async -> MatrixSite.Answer {
                await site.ask("POST", "/api/v1/erasures/\(id)/step", as: person, ["saveId": site.missing().description, "step": "confirm", "reason": "x", "number": "1"])
            }
            let answer = await ask(record.id), nothing = await ask(site.missing())
            #expect(answer.status == (hasPart(person) ? 404 : 403) && answer.same == nothing.same, "\(person.role): \(answer.status)")
            #expect(try site.journal.newestPosition() == newest, "\(person.role)")
        }
        return records.count
    }
}
