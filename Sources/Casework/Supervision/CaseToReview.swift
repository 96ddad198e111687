public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal

/// A case of the supervisor's teams that should be looked at next.
public struct CaseToReview: Sendable {
    public let dossier: UUIDv7
    public let name: String
    public let caseNumber: String?
    public let risk: String?
    public let worker: UUIDv7?
    /// The day of its last quality review; nil where it has had none.
    public let reviewed: CivilDay?
}

extension Desk {
    /// Days after which a case should be looked at again.
    public static let reviewedLately = 90

    /// One of the teams' open cases, a new one each day and for each of `skipping`: those not reviewed lately before the others, high risk
    /// before low, never reviewed before long ago. Among equals nobody can tell beforehand which one it will be.
    /// - Parameter skipping: dossiers that were proposed already.
    /// - Returns: nil where there is none, or all were skipped.
    /// - Throws: `CaseworkError.notAllowed` for a role that decides about no team's cases or writes no reviews.
    public func caseToReview(skipping: Set<UUIDv7>, for standing: Standing) throws -> CaseToReview? {
        try requireSupervision(standing)
        guard standing.mayEver(.create, ReviewForm.review) else { throw CaseworkError(.notAllowed(what: "review cases")) }
        return try read { db in
            let hits = try standing.viewer.teams.sorted().flatMap {
                try Lookup.find(db, .caseByTeam, key: .pair($0, CaseStatus.open.rawValue), limit: Self.mostBoardCases)
            }
            let seen = try hits.compactMap { try look(db, $0, standing) }.filter { !skipping.contains($0.dossier) }
            guard let one = seen.min(by: { $0.order.lexicographicallyPrecedes($1.order) }) else { return nil }
            let child = try PartialRecord.find(db, one.dossier, Chosen.child).flatMap { ShownPart($0, one.around, standing) }
            return CaseToReview(dossier: one.dossier, name: child.map { ChildSummary.name(of: $0) } ?? "", caseNumber: one.part.text("case_number"),
                                risk: one.part.text("risk_level"), worker: one.part.owner, reviewed: one.reviewed)
        }
    }

    private struct Look {
        let dossier: UUIDv7
        let part: ShownPart
        let around: Surroundings
        let reviewed: CivilDay?
        let order: [Int]
    }

    private func look(_ db: Database, _ hit: Lookup.Hit, _ standing: Standing) throws -> Look? {
        guard let record = try PartialRecord.find(db, number: hit.record, Chosen.ofCase), let dossier = record.dossier else { return nil }
        let around = Surroundings(dossierRows: [Envelope(record)])
        guard let part = ShownPart(record, around, standing) else { return nil }
        let last = try Lookup.find(db, .reviewedByDossier, key: .id(dossier), limit: 1).first.map { CivilDay(daysSinceEpoch: Int($0.sort)) }
        let isLate = last.map { today.daysSinceEpoch - $0.daysSinceEpoch > Self.reviewedLately } ?? true
        let lot = Int(mark(of: "review \(today) \(record.id)").prefix(8), radix: 16) ?? 0
        return Look(dossier: dossier, part: part, around: around, reviewed: last,
                    order: [isLate ? 0 : 1, -CaseWeight.of(risk: part.text("risk_level")), last?.daysSinceEpoch ?? 0, lot])
    }
}

private enum Chosen {
    static let ofCase = FieldChoice(["case_number", "risk_level"])
    static let child = FieldChoice(["given_name", "family_name"])
}
