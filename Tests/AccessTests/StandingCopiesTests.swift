import Foundations
import Testing
@testable import Access

@Suite struct StandingCopiesTests {
    @Test func aKeptStandingServesOnlyAnEqualViewer() throws {
        let book = try standardRoles()
        let rules = AccessRules(book: book, classes: District.classes)
        let worker = try #require(book["case_worker"]), auditor = try #require(book["auditor"])
        let person = UUIDv7.make(at: 1), dossier = UUIDv7.make(at: 2)
        var copies = StandingCopies()
        for viewer in [
            Viewer(person: person, role: worker, teams: [District.teamA]), Viewer(person: person, role: worker, teams: [District.teamA]),
            Viewer(person: person, role: worker, teams: []), Viewer(person: person, role: auditor, teams: []),
            Viewer(person: person, role: worker, teams: [], agency: "a"), Viewer(person: person, role: worker, brokenGlass: [dossier]),
            Viewer(person: person, role: worker),
        ] {
            let standing = copies.standing(of: viewer, rules)
            #expect(standing.viewer == viewer)
            let fresh = rules.standing(of: viewer)
            for kind in ["child", "case", "notification", "user"] {
                for action in Action.allCases { #expect(standing.mayEver(action, kind) == fresh.mayEver(action, kind)) }
                #expect(standing.filter(kinds: [kind]).sql == fresh.filter(kinds: [kind]).sql)
            }
        }
    }

    @Test func whatIsSeenIsWhatIsDecided() throws {
        let book = try standardRoles()
        let rules = AccessRules(book: book, classes: District.classes)
        let person = UUIDv7.make(at: 1), dossier = UUIDv7.make(at: 2)
        for role in book.roles.values {
            let standing = rules.standing(of: Viewer(person: person, role: role, teams: [District.teamA]))
            for kind in ["child", "case", "visit", "referral", "notification", ReservedKind.user, ReservedKind.credential, ReservedKind.notice] {
                for owner in [person, nil] {
                    let record = Envelope(id: UUIDv7.make(at: 3), kind: kind, dossier: dossier, status: "open", owner: owner, team: District.teamA)
                    for around in [Surroundings(), Surroundings(dossierRows: [Envelope(id: dossier, kind: "case", dossier: dossier, status: "open", owner: owner)])] {
                        let decision = standing.decide(record, around)
                        #expect((standing.sees(record, around) != nil) == decision.exists)
                        #expect(standing.sees(record, around) ?? .none == decision.visible)
                    }
                }
            }
        }
    }
}
