public import Access
public import CaseSteps
public import Foundations
import GRDB
import Journal

/// What erasing a child's file would do, and what was asked for about it, for somebody who sees the child.
public struct ErasureSheet: Sendable {
    public let child: ChildSummary
    /// The dossier that everything lies in.
    public let dossier: UUIDv7
    /// Papers that would go, those that this person may not see among them.
    public let papers: Int
    /// Dossiers that were merged into this one.
    public let merged: Int
    /// Reports that would go, and those that stay because they name other children.
    public let reports: Int
    public let reportsThatStay: Int
    /// Families that would go with the child.
    public let families: Int
    public let isHeld: Bool
    public let needsNumber: Bool
    /// Why the file cannot be erased as it stands.
    public let refusals: [ErasureRefusal]
    /// Newest first.
    public let requests: [ErasureRequest]
    public let mayAsk: Bool
    public let mayConfirm: Bool
    /// Files hold their time only by a clock that somebody vouched for.
    public let now: WallTime
}

/// What waits for a second person, and what was done.
public struct ErasureList: Sendable {
    public struct Row: Sendable {
        public let request: ErasureRequest
        /// Full name of the child.
        public let name: String
        public let caseNumber: String?
    }

    /// Children whom this person sees; the oldest first.
    public let waiting: [Row]
    /// Newest first.
    public let done: [ErasureCertificate]
    public let more: Bool
}

extension Desk {
    /// Requests and certificates looked at for one list.
    static let erasuresSearched = 200

    /// - Throws: `CaseworkError.notAllowed` without a part in erasures; `.notFound` where the child may not be seen.
    public func erasureSheet(of dossier: UUIDv7, for standing: Standing) throws -> ErasureSheet {
        try Self.requirePart(standing)
        return try read { db in
            let reach = try ErasureReach(db, dossier, standing), functions = standing.viewer.role.functions
            let cases = reach.records.filter { $0.kind == "case" }
            return ErasureSheet(
                child: summary(reach, standing), dossier: reach.root.id, papers: reach.papers.count, merged: reach.dossiers.count - 1, reports: reach.reports.count,
                reportsThatStay: reach.lines.count, families: reach.families.count, isHeld: reach.isHeld, needsNumber: cases.contains { $0.fields["case_number"] != nil },
                refusals: reach.refusals(.erase, paper: nil), requests: reach.requests, mayAsk: functions.contains(.asksErasure),
                mayConfirm: functions.contains(.confirmsErasure), now: time.now())
        }
    }

    /// One request, for somebody who has a part in such things and sees the child.
    public func erasureRequest(_ id: UUIDv7, for standing: Standing) throws -> ErasureRequest { try read { db in try erasure(db, id, standing).0 } }

    /// What waits about children whom this person sees, and the certificates.
    /// - Throws: `CaseworkError.notAllowed` without a part in erasures; who audits reads the certificates alone.
    public func erasures(for standing: Standing) throws -> ErasureList {
        let audits = standing.viewer.role.powers.contains(.audit)
        if !audits { try Self.requirePart(standing) }
        return try read { db in
            let waiting = audits ? (rows: [], more: false) : try waitingErasures(db, standing)
            var done: [ErasureCertificate] = [], more = waiting.more
            for kind in [ReservedKind.erased, ReservedKind.legalHold] {
                let hits = try Lookup.records(db, .byKind, key: .text(kind), limit: Self.erasuresSearched + 1)
                more = more || hits.count > Self.erasuresSearched
                done += try hits.prefix(Self.erasuresSearched).compactMap { ErasureCertificate($0) }.filter { try audits || mayKnow(db, $0, standing) }
            }
            return ErasureList(waiting: waiting.rows, done: done.sorted { $0.at.millis > $1.at.millis }, more: more)
        }
    }

    /// Of a file that is still there only who sees the child is told: that there is one, and since when, is more than nothing.
    private func mayKnow(_ db: Database, _ one: ErasureCertificate, _ standing: Standing) throws -> Bool {
        guard let dossier = one.dossier, let child = try JournalStore.record(db, dossier) else { return true }
        return try standing.decide(Envelope(child), Surroundings.of(child, in: db)).exists
    }

    /// What waits for this person to confirm it, oldest first; nothing for whoever confirms nothing.
    public func erasuresToConfirm(for standing: Standing) throws -> [ErasureList.Row] {
        guard standing.viewer.role.functions.contains(.confirmsErasure) else { return [] }
        let now = time.now()
        return try read { db in try waitingErasures(db, standing).rows }
            .filter { $0.request.askedBy != standing.viewer.person && $0.request.status == .asked && !$0.request.times.isEarly(now) }
    }

    private func waitingErasures(_ db: Database, _ standing: Standing) throws -> (rows: [ErasureList.Row], more: Bool) {
        var rows: [ErasureList.Row] = [], more = false
        let now = time.now()
        for status in [ErasureStatus.asked, .confirmed] {
            let hits = try Lookup.records(db, .erasureByStatus, key: .text(status.rawValue), newestFirst: false, limit: Self.erasuresSearched + 1)
            more = more || hits.count > Self.erasuresSearched
            for record in hits.prefix(Self.erasuresSearched) {
                guard let request = ErasureRequest(record), request.status != .asked || !request.times.isLapsed(now) else { continue }
                do {
                    let reach = try ErasureReach(db, request.dossier, standing)
                    let summary = summary(reach, standing)
                    rows.append(ErasureList.Row(request: request, name: summary.name, caseNumber: summary.caseNumber))
                } catch let error as CaseworkError where error == CaseworkError(.notFound) {
                    continue
                }
            }
        }
        return (rows.sorted { $0.request.askedAt.millis < $1.request.askedAt.millis }, more)
    }

    private func summary(_ reach: ErasureReach, _ standing: Standing) -> ChildSummary {
        let around = Surroundings.of(dossier: reach.records)
        func shown(_ record: StoredRecord) -> ShownRecord { ShownRecord(record, standing.decide(Envelope(record), around), answers: []) }
        let cases = reach.records.filter { $0.kind == "case" }.sorted { $0.updated > $1.updated }
        return ChildSummary(child: shown(reach.root), cases: cases.map(shown), papers: [], today: today)
    }
}
