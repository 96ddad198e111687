import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// What stands open in the dossiers of a person's cases. A paper in a dossier is not its maker's: whoever takes the case over takes
/// its promises, plans and questions with it, so they are looked up by the dossier. Read from `lookup` alone; what is shown
/// of it passes the one decision like any record.
struct CaseDuties {
    /// So many cases of one person are walked at the most, the riskiest first.
    static let mostCases = 500
    /// So many rows of one kind count of one dossier, the oldest first.
    static let mostOfOne = 20

    /// Visits with a promise that is not kept, by the day of the visit.
    private(set) var promises: [Lookup.Hit] = []
    /// Plans, referrals and tasks not done, by the day they are due.
    private(set) var due: [Lookup.Hit] = []
    /// Referrals that nobody has answered, by the day of asking.
    private(set) var unanswered: [Lookup.Hit] = []
    /// Days that were agreed on and are due or near.
    private(set) var agreed: [AgreedDays.Hit] = []
    /// Papers that whoever decides sent back, by when they were made.
    private(set) var returned: [Lookup.Hit] = []
    /// Dossiers in which two people confirmed that somebody's search has found the child.
    private(set) var matched: [UUIDv7] = []

    /// Of the person's open and monitored cases, and what names the person or one of their teams outside of these.
    static func of(_ viewer: Viewer, _ db: Database, today: CivilDay) throws -> CaseDuties {
        var duties = CaseDuties()
        for key in viewer.teams.sorted() + [viewer.person] { duties.due += try oldest(db, .dueByOwner, key) }
        for dossier in try dossiers(of: viewer.person, db) {
            duties.promises += try oldest(db, .promiseByDossier, dossier)
            duties.due += try oldest(db, .dueByDossier, dossier)
            duties.agreed += try AgreedDays.due(db, dossier, today: today)
            duties.unanswered += try oldest(db, .askedByDossier, dossier)
            duties.returned += try oldest(db, .returnedByDossier, dossier)
            if try Lookup.count(db, .matchSaid, key: .id(dossier), atMost: 1) > 0 { duties.matched.append(dossier) }
        }
        duties.promises = inOrder(duties.promises)
        duties.due = inOrder(duties.due)
        duties.unanswered = inOrder(duties.unanswered)
        duties.returned = inOrder(duties.returned)
        duties.agreed.sort { ($0.day, $0.record) < ($1.day, $1.record) }
        return duties
    }

    /// The dossiers of the person's live cases, each once: open cases first, then those looked after beyond their closure.
    static func dossiers(of person: UUIDv7, _ db: Database) throws -> [UUIDv7] {
        var found: [UUIDv7] = [], seen: Set<UUIDv7> = []
        for status in [CaseStatus.open, .monitoring] {
            let hits = try Lookup.find(db, .caseByOwner, key: .pair(person, status.rawValue), limit: mostCases - found.count)
            for hit in hits {
                guard let dossier = try PartialRecord.find(db, number: hit.record, .none)?.dossier, seen.insert(dossier).inserted else { continue }
                found.append(dossier)
            }
        }
        return found
    }

    private static func oldest(_ db: Database, _ rule: ProjectionRules.Rule, _ key: UUIDv7) throws -> [Lookup.Hit] {
        try Lookup.find(db, rule, key: .id(key), newestFirst: false, limit: mostOfOne)
    }

    private static func inOrder(_ hits: [Lookup.Hit]) -> [Lookup.Hit] {
        Set(hits).sorted { ($0.sort, $0.record) < ($1.sort, $1.record) }
    }
}
