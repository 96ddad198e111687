import Foundation
import Access
import Casework
import Demo
import Foundations
import GRDB
import Journal
import Testing

/// A search is narrowed to a person's reach before each hit is judged: what is narrowed away must be what judging would hide.
@Suite struct SearchReachTests {
    @Test func everybodyFindsByNameExactlyTheChildrenTheyMaySee() throws {
        let office = try DeskOffice()
        try DemoLoader(DemoSupport.district(120), into: office.journal).load()
        let (children, people) = try office.journal.read { db in
            let children = try Row.fetchAll(db, sql: "SELECT number FROM record WHERE kind = 'child'").compactMap {
                try JournalStore.record(db, number: $0[0])
            }
            // Whoever owns something in a dossier, and the teams that do.
            let rows = try Row.fetchAll(db, sql: "SELECT DISTINCT kind, owner, team FROM record WHERE dossier IS NOT NULL AND owner IS NOT NULL")
            return (children, rows.compactMap { row in
                (row[1] as Data?).flatMap { UUIDv7(bytes: $0) }.map { ($0, (row[2] as Data?).flatMap { UUIDv7(bytes: $0) }) }
            })
        }
        #expect(children.count == 120 && people.count > 5)
        var found = 0
        for role in office.rules.book.roles.values {
            for (person, team) in people.prefix(12) {
                let standing = office.rules.standing(of: Viewer(person: person, role: role, teams: Set([team].compactMap(\.self))))
                let seen = try office.journal.read { db in
                    try children.filter { standing.decide(Envelope($0), try Surroundings.of($0, in: db)).exists }.map { $0.id }
                }
                for child in children where child.fields["given_name"]?.text != nil {
                    let words = [child.fields["given_name"]?.text, child.fields["family_name"]?.text].compactMap(\.self).joined(separator: " ")
                    let isFound = try finds(child.id, words, office, standing)
                    #expect(isFound == seen.contains(child.id), "\(role.code) and \(words)")
                    if isFound { found += 1 }
                }
            }
        }
        #expect(found > 500)
    }

    private func finds(_ child: UUIDv7, _ words: String, _ office: DeskOffice, _ standing: Standing) throws -> Bool {
        var cursor: String?
        repeat {
            let page = try office.desk.search(words, after: cursor, for: standing)
            if page.rows.contains(where: { $0.dossier == child }) { return true }
            cursor = page.next
        } while cursor != nil
        return false
    }
}
