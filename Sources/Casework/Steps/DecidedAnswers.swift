import CaseSteps
import FormEngine
import Foundations
import Journal

/// Answers that a decision gives: they are written with the step that decides, by whoever takes it, and stay as they were decided. Who asks
/// for a placement does not write what the authority says of it; what was verified or agreed to is not rewritten under the same yes.
struct DecidedAnswers {
    /// Of the role of whoever saves.
    let functions: Set<StepFunction>

    private static let careKind = "care_kind", decision = "decision", decider = "decided_by"
    /// What an authority or a court says of a placement.
    private static let ofPlacement: Set<String> = [decision, decider, "decided_on", "decision_reason"]
    /// For whom a request waits, which is said before anybody decides.
    private static let awaited: Set<String> = ["undecided", "court"]
    /// Whom the child can call may change after a case has ended.
    private static let afterClosure: Set<String> = ["whom_to_call"]
    /// What a plan proposes; the rest of its answers tells how far it has come.
    private static let planned: Set<String> = ["goal", "goal_area", "how_known", "action", "responsible", "due_on"]

    /// Answers of a new record that only a decision gives.
    func refused(new entry: AuthoredEntry) -> [EntryFault] {
        guard entry.form == Decidable.placement.rawValue else { return [] }
        return faults(entry, Self.ofPlacement, stored: [:]) { $0 == Self.decider && Self.awaited.contains($1) }
    }

    /// The same for a change of `record`. `steps`: it takes the record from one state to another.
    /// - Throws: `CaseworkError.stepRefused` where a plan was agreed to meanwhile that this entry changes.
    func refused(change entry: AuthoredEntry, of record: StoredRecord, steps: Bool) throws(CaseworkError) -> [EntryFault] {
        switch Decidable(rawValue: record.kind) {
        case .placement: return ofPlacement(entry, record, steps: steps)
        case .closure:
            let corrects = entry.op == .decide && functions.contains(.verifiesClosure)
            guard record.status == ClosureStatus.verified.rawValue, !corrects else { return [] }
            return faults(entry, Set(entry.fields.keys).subtracting(Self.afterClosure), stored: record.fields) { _, _ in false }
        case .carePlan:
            if !steps, Self.revises(entry, record) {
                throw CaseworkError(.stepRefused(kind: record.kind, from: ApprovalStatus.approved.rawValue, to: ApprovalStatus.approved.rawValue))
            }
            return []
        case .transfer, .referral, nil: return []
        }
    }

    /// Whether this answer of a record is not written by an edit, whoever makes it: nobody is asked for it there.
    static func isFixed(_ field: String, of record: StoredRecord) -> Bool {
        switch Decidable(rawValue: record.kind) {
        case .placement:
            let waits = record.status ?? PlacementStatus.start.rawValue == PlacementStatus.requested.rawValue
            // Answered is what the authority has asked.
            if field == CareArrangement.reply { return !waits || (record.fields["decision_reason"]?.text ?? "").saysNothing }
            // What a court orders is written down by those who work on the case.
            if record.fields[decider]?.text == "court" { return !waits && (field == careKind || ofPlacement.contains(field) && record.fields[field] != nil) }
            return waits ? field != decider && ofPlacement.contains(field) : field == careKind || ofPlacement.contains(field)
        case .closure: return record.status == ClosureStatus.verified.rawValue && !afterClosure.contains(field)
        case .carePlan, .transfer, .referral, nil: return false
        }
    }

    /// Whether an entry changes what was agreed to in a plan: it is then proposed anew.
    static func revises(_ entry: AuthoredEntry, _ record: StoredRecord) -> Bool {
        record.kind == Decidable.carePlan.rawValue && record.status == ApprovalStatus.approved.rawValue && planned.contains { changes(entry, $0, record.fields) }
    }

    private func ofPlacement(_ entry: AuthoredEntry, _ record: StoredRecord, steps: Bool) -> [EntryFault] {
        let status = record.status.flatMap(PlacementStatus.init(rawValue:)) ?? .start, next = entry.status.flatMap(PlacementStatus.init(rawValue:))
        var open: Set<String> = []
        if entry.fields[Self.decision]?.isNull == true, CareArrangement.answers(entry, record, functions) {
            open = [Self.decision]
        } else if steps {
            // Every step of a placement may say why; asked again, it is decided anew.
            open = status == .requested || next == .requested ? Self.ofPlacement : ["decision_reason"]
        } else if status == .requested, entry.fields[Self.decision]?.text == "postponed" {
            switch postponed(entry) {
            case .none: open = [Self.decision, "decision_reason"]
            case .lacks: return [EntryFault(entry: entry.id, field: "decision_reason", code: "required")]
            default: break
            }
        } else if [.granted, .active].contains(status), entry.op == .decide, functions.contains(.decidesPlannedPlacement) {
            // The authority that decides every placement confirms one, or corrects what it decided.
            open = Self.ofPlacement
        }
        // What a court ordered is completed by those who work on the case; the paper may come later than the child.
        let isOrder = record.fields[Self.decider]?.text == "court" && status != .requested && !functions.isDisjoint(with: [.worksCase, .approves])
        let guarded = status == .requested || next == .requested ? Self.ofPlacement : Self.ofPlacement.union([Self.careKind])
        return faults(entry, guarded.subtracting(open), stored: record.fields) { field, value in
            if field == Self.decider, status == .requested { return Self.awaited.contains(value) }
            return isOrder && field != Self.careKind && (record.fields[field]?.text ?? "").isEmpty
        }
    }

    /// Why this person may not ask for more; nil where they may.
    private func postponed(_ entry: AuthoredEntry) -> StepRefusal.Cause? {
        let facts: Set<StepFact> = (entry.fields["decision_reason"]?.text ?? "").saysNothing ? [] : [.reason]
        do throws(StepRefusal) {
            _ = try PlacementStatus.requested.after(.postpone, by: functions, having: facts)
            return nil
        } catch {
            return error.cause
        }
    }

    private func faults(_ entry: AuthoredEntry, _ fields: Set<String>, stored: [String: Value], unless isOpen: (String, String) -> Bool) -> [EntryFault] {
        fields.sorted().filter { Self.changes(entry, $0, stored) && !isOpen($0, entry.fields[$0]?.text ?? "") }
            .map { EntryFault(entry: entry.id, field: $0, code: "not-allowed") }
    }

    /// What is sent as it is stored, or blank where nothing is, changes nothing.
    private static func changes(_ entry: AuthoredEntry, _ field: String, _ stored: [String: Value]) -> Bool {
        guard let value = entry.fields[field] else { return false }
        func said(_ value: Value?) -> Value? { value == .null || value == .text("") ? nil : value }
        return said(value) != said(stored[field])
    }
}
