import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// What a supervisor looks at of one live case: how dangerous, how long unseen, what is late, what waits for a yes. Made only where
/// the case exists for the viewer; papers they may not see count for nothing.
struct CaseLook {
    let record: PartialRecord
    let dossier: UUIDv7
    let part: ShownPart
    let lastSeen: CivilDay?
    /// Days since the child was seen face to face (or since the case was opened), where that is longer than the risk allows.
    let unseenDays: Int?
    /// Papers whose day is over.
    let overdue: Int
    /// Papers that wait for this viewer's yes.
    let approvals: Int
    /// Local numbers of the records that were looked at for it.
    let from: [Int64]

    var risk: String? { part.text("risk_level") }
    /// What a board counts of it.
    var count: BoardCount {
        BoardCount(dossier: dossier, owner: record.owner, risk: risk, overdue: overdue, isUnseen: unseenDays != nil, approvals: approvals, from: from)
    }
    /// The case itself brings its owner and team near: no other row of the dossier is needed to judge what lies in it.
    var around: Surroundings { Surroundings(dossierRows: [Envelope(record)]) }

    private static let shown = FieldChoice(["case_number", "risk_level", "opened_on"])

    /// Nil where the case is not there for this viewer, or is no longer live.
    static func find(_ db: Database, number: Int64, _ standing: Standing, today: CivilDay) throws -> CaseLook? {
        guard let record = try PartialRecord.find(db, number: number, shown), record.kind == "case", let dossier = record.dossier,
              record.status == CaseStatus.open.rawValue || record.status == CaseStatus.monitoring.rawValue else { return nil }
        let around = Surroundings(dossierRows: [Envelope(record)])
        guard let part = ShownPart(record, around, standing) else { return nil }
        // A day that has not come is nobody's visit: the search begins with today.
        let seen = try Lookup.find(db, .seenByDossier, key: .id(dossier), after: Lookup.Hit(record: .max, sort: Int64(today.daysSinceEpoch)), limit: 1).first
        let lastSeen = seen.map { CivilDay(daysSinceEpoch: Int($0.sort)) }
        let late = try Lookup.find(db, .dueByDossier, key: .id(dossier), newestFirst: false, limit: CaseDuties.mostOfOne)
            .filter { $0.sort < Int64(today.daysSinceEpoch) }
            .filter { try envelope(db, $0).map { standing.exists($0, around) } ?? false }
        let agreed = try AgreedDays.due(db, dossier, today: today).filter { $0.day < today.daysSinceEpoch }.map { Lookup.Hit(record: $0.record, sort: Int64($0.day)) }
            .filter { try envelope(db, $0).map { standing.exists($0, around) } ?? false }
        let waiting = try Lookup.find(db, .proposedByDossier, key: .id(dossier), newestFirst: false, limit: CaseDuties.mostOfOne)
            .filter { try envelope(db, $0).map { standing.mayDecide($0, around) } ?? false }
        return CaseLook(record: record, dossier: dossier, part: part, lastSeen: lastSeen, unseenDays: unseen(part, lastSeen, today), overdue: late.count + agreed.count,
                        approvals: waiting.count, from: ([seen].compactMap { $0 } + late + agreed + waiting).map(\.record))
    }

    private static func envelope(_ db: Database, _ hit: Lookup.Hit) throws -> Envelope? {
        try PartialRecord.find(db, number: hit.record, .none).map { Envelope($0) }
    }

    private static func unseen(_ part: ShownPart, _ seen: CivilDay?, _ today: CivilDay) -> Int? {
        guard part.status == CaseStatus.open.rawValue,
              let since = seen ?? part.text("opened_on").flatMap({ PartialDate($0) })?.bounds.upperBound else { return nil }
        let days = today.daysSinceEpoch - since.daysSinceEpoch
        return days > MyDay.daysUnseenAllowed(risk: part.text("risk_level")) ? days : nil
    }
}

/// How heavily a case weighs on its worker: high 3, medium 2, low 1. What nobody has assessed weighs like medium: not known is no all-clear.
public enum CaseWeight {
    public static func of(risk: String?) -> Int {
        switch risk {
        case "high": 3
        case "low": 1
        default: 2
        }
    }
}
