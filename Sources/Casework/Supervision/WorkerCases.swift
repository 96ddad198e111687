public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal

/// A page of one worker's cases as their supervisor sees them: the most dangerous first, then the longest unseen, then the latest.
public struct WorkerCases: Sendable {
    public struct Row: Sendable {
        public let dossier: UUIDv7
        public let caseRecord: UUIDv7
        /// `open` or `monitoring`.
        public let status: String
        public let name: String
        public let age: Int?
        public let sex: String?
        public let caseNumber: String?
        public let risk: String?
        public let lastSeen: String?
        /// Set where the child was not seen for longer than the risk allows.
        public let unseenDays: Int?
        public let overdue: Int
        public let approvals: Int
        /// The viewer may hand it to somebody else.
        public let mayReassign: Bool
    }

    public let person: UUIDv7
    public let total: Int
    public let rows: [Row]
    public let next: String?
}

extension Desk {
    public static let workerCasesPage = 50

    /// Open and monitored cases of a worker, as far as the viewer may see them.
    /// - Throws: `CaseworkError.notAllowed` for a role that decides about no team's cases; `.notFound` for somebody who is of none of the
    ///   viewer's teams and has no case that the viewer sees.
    public func workerCases(of worker: UUIDv7, people: [Person], after cursor: String?, for standing: Standing) throws -> WorkerCases {
        try requireSupervision(standing)
        var start = 0
        if let cursor {
            guard let number = Int(cursor), (1...2 * CaseDuties.mostCases).contains(number) else { throw CaseworkError(.badCursor) }
            start = number
        }
        return try read { db in
            let looks = try liveCases(db, of: worker, standing).sorted { $0.comesBefore($1) }
            let isOurs = people.contains { $0.id == worker && standing.mayHandOver(to: $0, shelf.rules) }
            guard isOurs || !looks.isEmpty else { throw CaseworkError(.notFound) }
            let page = looks.dropFirst(start).prefix(Self.workerCasesPage)
            let end = start + page.count
            return WorkerCases(person: worker, total: looks.count, rows: try page.map { try row(db, $0, standing) }, next: end < looks.count ? String(end) : nil)
        }
    }

    /// Of a worker, at most `CaseDuties.mostCases` open ones and as many monitored ones.
    func liveCases(_ db: Database, of worker: UUIDv7, _ standing: Standing) throws -> [CaseLook] {
        try [CaseStatus.open, .monitoring].flatMap { status in
            try Lookup.find(db, .caseByOwner, key: .pair(worker, status.rawValue), limit: CaseDuties.mostCases)
                .compactMap { try CaseLook.find(db, number: $0.record, standing, today: today) }
        }
    }

    private func row(_ db: Database, _ look: CaseLook, _ standing: Standing) throws -> WorkerCases.Row {
        let child = try PartialRecord.find(db, look.dossier, childShown).flatMap { ShownPart($0, look.around, standing) }
        return WorkerCases.Row(
            dossier: look.dossier, caseRecord: look.record.id, status: look.record.status ?? "", name: child.map { ChildSummary.name(of: $0) } ?? "",
            age: child?.text("birth_date").flatMap { PartialDate($0) }?.likelyAge(on: today), sex: child?.text("sex"), caseNumber: look.part.text("case_number"),
            risk: look.risk, lastSeen: look.lastSeen?.description, unseenDays: look.unseenDays, overdue: look.overdue, approvals: look.approvals,
            mayReassign: standing.viewer.role.powers.contains(.reassign) && !standing.decide(Envelope(look.record), look.around).decidable.isEmpty)
    }
}

private let childShown = FieldChoice(["given_name", "family_name", "birth_date", "sex"])

extension CaseLook {
    /// By harm, then by time.
    fileprivate func comesBefore(_ other: CaseLook) -> Bool {
        let mine = [CaseWeight.of(risk: risk), unseenDays ?? 0, overdue], theirs = [CaseWeight.of(risk: other.risk), other.unseenDays ?? 0, other.overdue]
        return mine == theirs ? record.number < other.record.number : theirs.lexicographicallyPrecedes(mine)
    }
}
