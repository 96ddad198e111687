import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal

/// Judges the state that an entry wants a record to have by the machine of its kind, with what stands in the store at that moment.
/// Whose step it is follows from the functions of a role; whether the record is theirs to change is asked before.
struct StepJudge {
    /// Of the role of whoever takes the step.
    let functions: Set<StepFunction>
    let entry: AuthoredEntry
    /// The record's answers before this entry.
    let stored: [String: Value]

    /// A kind that no machine describes has no steps to judge.
    /// - Throws: `CaseworkError`: `.stepRefused` where no step leads there, `.faults` where only the words are missing, else `.step`.
    func judge(_ db: Database, _ kind: String, from: String?, to: String) throws {
        switch kind {
        case "notification": try judge(NotificationStatus.self, db, kind, from, to)
        case "referral": try judge(ReferralStatus.self, db, kind, from, to)
        case "placement": try judge(PlacementStatus.self, db, kind, from, to)
        case "closure": try judge(ClosureStatus.self, db, kind, from, to)
        case "care_plan": try judge(ApprovalStatus.self, db, kind, from, to)
        case "transfer": try judge(TransferStatus.self, db, kind, from, to)
        case "case": try judge(CaseStatus.self, db, kind, from, to)
        case ReviewForm.review, ReviewForm.comment: try judge(ReviewStatus.self, db, kind, from, to)
        default: break
        }
    }

    /// The field of a kind that says why; nil where no step of it asks for words. A referral that waits for a second person gets that
    /// person's words, any other one the service's.
    static func reasonField(of kind: String, from status: String? = nil) -> String? {
        switch kind {
        case "referral" where status == ReferralStatus.proposed.rawValue: "second_note"
        case "notification", "placement": "decision_reason"
        case "referral": "answer_note"
        case "closure", "care_plan", "transfer": "returned_why"
        // The worker answers what is open; the supervisor says why it is open again.
        case ReviewForm.review, ReviewForm.comment: status ?? ReviewStatus.start.rawValue == ReviewStatus.start.rawValue ? "worker_reply" : "returned_why"
        default: nil
        }
    }

    private func judge<Status: StepStatus>(_: Status.Type, _ db: Database, _ kind: String, _ from: String?, _ to: String) throws {
        let refused = CaseworkError(.stepRefused(kind: kind, from: from ?? "", to: to))
        // Records that are older than the states begin like new ones.
        guard let current = from.map({ Status(rawValue: $0) }) ?? Status.start, let next = Status(rawValue: to) else { throw refused }
        let facts = try facts(db, kind, from: current.rawValue)
        do throws(StepRefusal) {
            // Who decides about a colleague's referral holds it back with words; taking back one's own needs none.
            let holdsBack = entry.op == .decide && kind == "referral" && current.rawValue == ReferralStatus.proposed.rawValue
            _ = try current.event(to: next, by: holdsBack ? functions.subtracting([.worksCase]) : functions, having: facts)
        } catch {
            switch error.cause {
            case .noSuchStep: throw refused
            case .lacks([.reason]):
                throw CaseworkError(.faults([EntryFault(entry: entry.id, field: Self.reasonField(of: kind, from: from) ?? "status", code: "required")]))
            default: throw CaseworkError(.step(error))
            }
        }
    }

    private func facts(_ db: Database, _ kind: String, from: String) throws -> Set<StepFact> {
        var facts: Set<StepFact> = []
        if hasReason(kind, from) { facts.insert(.reason) }
        switch kind {
        case "placement":
            // What was asked for says who decides: nobody makes a request theirs with the decision itself.
            let asked = (stored["care_kind"] ?? entry.fields["care_kind"])?.text
            if asked == "emergency" { facts.insert(.emergency) }
            if asked == "kinship" { facts.insert(.informalCare) }
            if answer("decided_by") == "court" { facts.insert(.courtOrder) }
        case "case":
            if try isClosureVerified(db) { facts.insert(.verifiedClosure) }
        default: break
        }
        return facts
    }

    /// Words are given with the step itself. Confirming that a report is screened out takes over the proposer's words.
    private func hasReason(_ kind: String, _ from: String) -> Bool {
        guard let field = Self.reasonField(of: kind, from: from) else { return false }
        if !(entry.fields[field]?.text ?? "").saysNothing { return true }
        return from == NotificationStatus.screeningOut.rawValue && entry.fields[field] == nil && !(stored[field]?.text ?? "").saysNothing
    }

    /// A closure of this case that was verified since the case was last opened: what closed it once does not close it again.
    private func isClosureVerified(_ db: Database) throws -> Bool {
        guard let record = try JournalStore.record(db, entry.record), let dossier = record.dossier else { return false }
        let records = try JournalStore.records(db, dossier: dossier)
        // A closure names its case; some of older days name none.
        let others = Set(records.filter { $0.kind == "case" && $0.id != record.id }.map(\.id))
        return records.contains { paper in
            guard paper.kind == "closure", paper.status == ClosureStatus.verified.rawValue, paper.parent.map(others.contains) != true,
                  let verified = paper.statusStamp?.clock else { return false }
            return record.statusStamp.map { $0.clock < verified } ?? true
        }
    }

    private func answer(_ field: String) -> String? { (entry.fields[field] ?? stored[field])?.text }
}
