import Access
import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal

/// Judges a save inside its transaction, against the store as it is at that moment: does the record exist for this
/// person, may they do this to it, does its state allow the step.
struct SaveJudge: Sendable {
    let standing: Standing
    let forms: FormLibrary
    let entries: [AuthoredEntry]
    /// One per entry, in the same order.
    let changes: [Change]
    let today: CivilDay

    func judge(_ db: Database) throws {
        for (entry, change) in zip(entries, changes) {
            if entry.op == .create {
                try judgeNew(db, entry, change)
            } else {
                try judgeChange(db, entry, change)
            }
        }
    }

    private func judgeNew(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        guard let allowed = standing.creatable(Envelope(change), try surroundings(db, of: change)) else {
            throw CaseworkError(.notAllowed(what: "add a \(change.kind)"))
        }
        guard try JournalStore.version(db, of: change.record) == 0 else {
            // Whoever may not see it learns nothing of it.
            if let there = try JournalStore.record(db, change.record),
               try !standing.decide(Envelope(there), Surroundings.of(there, in: db)).exists { throw CaseworkError(.notFound) }
            throw CaseworkError(.misplaced(entry: entry.id, what: "the record exists already"))
        }
        try require(entry, allowed)
        try refuse(readOnly.refused(db, new: entry) + decided.refused(new: entry))
        try refuse(CareJudge(entry: entry, dossier: change.dossier, stored: nil, status: nil, today: today).faults(db))
        if change.kind == Decidable.transfer.rawValue, let dossier = change.dossier { try TakingOver.refuseSecond(db, in: dossier) }
    }

    private var decided: DecidedAnswers { DecidedAnswers(functions: standing.viewer.role.functions) }
    private var readOnly: ReadOnlyAnswers { ReadOnlyAnswers(forms: forms, standing: standing, changes: changes) }

    private func refuse(_ faults: [EntryFault]) throws(CaseworkError) {
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
    }

    /// What a new record will lie among. Whoever adds to a dossier must see its child, and whoever hangs a record on
    /// another must see that one: a link to somebody else's family would otherwise open it.
    private func surroundings(_ db: Database, of change: Change) throws -> Surroundings {
        let parents = try change.parent.map { try parentEnvelope(db, $0) } ?? []
        guard let dossier = change.dossier else { return Surroundings(parents: parents) }
        let records = try JournalStore.records(db, dossier: dossier)
        if let root = records.first(where: { $0.id == dossier }) {
            guard standing.decide(Envelope(root), Surroundings.of(dossier: records)).exists else { throw CaseworkError(.notFound) }
        }
        return Surroundings.of(dossier: records, and: made(in: dossier))
    }

    /// The parent as it stands, or as this save makes it. One that may not be seen is as if it were not there, and hangs nothing on it:
    /// what this save itself makes may be submitted unseen.
    private func parentEnvelope(_ db: Database, _ parent: UUIDv7) throws -> [Envelope] {
        if let record = try JournalStore.record(db, parent) {
            guard try standing.decide(Envelope(record), Surroundings.of(record, in: db)).exists else { throw CaseworkError(.notFound) }
            return [Envelope(record)]
        }
        guard let made = changes.first(where: { $0.record == parent && $0.op == .create }) else { throw CaseworkError(.notFound) }
        return [Envelope(made)]
    }

    private func made(in dossier: UUIDv7) -> [Envelope] {
        changes.filter { $0.dossier == dossier && $0.op == .create }.map(Envelope.init)
    }

    private func judgeChange(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        guard let record = try JournalStore.record(db, change.record) else {
            return try judgeChangeOfNew(db, entry, change)
        }
        let around = try Surroundings.of(record, in: db)
        let decision = standing.decide(Envelope(record), around)
        guard decision.exists else { throw CaseworkError(.notFound) }
        let steps = entry.status != nil && entry.status != record.status
        if let status = entry.status, steps {
            try judgeStep(db, Envelope(record), around, to: status, entry, stored: record.fields)
        } else if decision.editable.isEmpty && decision.decidable.isEmpty {
            throw CaseworkError(.notAllowed(what: "change this \(record.kind)"))
        }
        try judgeFields(entry, decision, steps: steps)
        try judgeCareKind(entry, record)
        try refuse(readOnly.refused(db, change: entry, of: record, steps: steps) + decided.refused(change: entry, of: record, steps: steps))
        try refuse(CareJudge(entry: entry, dossier: record.dossier, stored: record.fields, status: record.status, today: today).faults(db))
        // The same as `Desk.decideConflict` asks: a decision must not come in by this door either.
        let disputed = entry.op == .decide ? record.conflicts.filter { entry.fields[$0] != nil && Desk.isProtective($0) } : []
        if !disputed.isEmpty, !standing.decidesWidely("conflict_task") {
            throw CaseworkError(.notAllowed(what: "settle a conflict about a child's protection; a supervisor does"))
        }
    }

    /// A further entry on a record that this very save makes. Who may only submit it, fills in what they may submit.
    private func judgeChangeOfNew(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        guard let new = changes.first(where: { $0.record == change.record && $0.op == .create }) else { throw CaseworkError(.notFound) }
        let around = try surroundings(db, of: new)
        if let status = entry.status, status != new.envelope.status {
            try judgeStep(db, Envelope(new), around, to: status, entry, stored: new.fields)
        }
        try require(entry, standing.creatable(Envelope(new), around) ?? .none)
        try refuse(readOnly.refused(db, new: entry))
        if entry.status == nil || entry.status == new.envelope.status { try refuse(decided.refused(new: entry)) }
    }

    /// Fields that only deciding opens are written by a decision or a step of state, not by an edit.
    private func judgeFields(_ entry: AuthoredEntry, _ decision: FieldDecision, steps: Bool) throws(CaseworkError) {
        let decides = entry.op == .decide || steps
        let faults = entry.fields.keys.filter { field in
            let decidable = decides && decision.decidable.contains(field)
            return entry.op == .decide ? !decidable : !decidable && !decision.editable.contains(field)
        }
        if !faults.isEmpty {
            throw CaseworkError(.faults(faults.sorted().map { EntryFault(entry: entry.id, field: $0, code: "not-allowed") }))
        }
    }

    /// What kind of care was asked for says which authority decides: who decides emergencies alone does not make one of it.
    private func judgeCareKind(_ entry: AuthoredEntry, _ record: StoredRecord) throws(CaseworkError) {
        let field = "care_kind"
        guard record.kind == "placement", let wanted = entry.fields[field], wanted != record.fields[field],
              standing.viewer.role.functions.isDisjoint(with: [.worksCase, .decidesPlannedPlacement]) else { return }
        throw CaseworkError(.faults([EntryFault(entry: entry.id, field: field, code: "not-allowed")]))
    }

    /// Whoever asks for one of these records what became of it, without changing what another wrote in it.
    private static let stepsOfMakers: Set<String> = ["referral", "placement", "closure", "transfer"]

    /// Whose step it is and whether it leads there is judged by the machine of the kind (`StepJudge`). Before that the record must be
    /// theirs to work on: to change, to decide, or one of `stepsOfMakers` that they may add where it lies.
    private func judgeStep(_ db: Database, _ record: Envelope, _ around: Surroundings, to status: String, _ entry: AuthoredEntry,
                           stored: [String: Value]) throws {
        let kind = record.kind, decision = standing.decide(record, around)
        if kind == Decidable.transfer.rawValue { try TakingOver.judge(db, record, to: status, standing) }
        switch kind {
        case "notification":
            guard !decision.decidable.isEmpty else { throw CaseworkError(.notAllowed(what: "decide about a notification")) }
        case "case":
            let isReopening = record.status == CaseStatus.closed.rawValue
            guard isReopening ? !decision.decidable.isEmpty : !decision.editable.isEmpty else {
                throw CaseworkError(.notAllowed(what: isReopening ? "reopen a case" : "close a case"))
            }
        default:
            let mayAdd = Self.stepsOfMakers.contains(kind) && standing.creatable(record, around) != nil
            guard !decision.editable.isEmpty || !decision.decidable.isEmpty || mayAdd else {
                throw CaseworkError(.notAllowed(what: "change this \(kind)"))
            }
        }
        try StepJudge(functions: standing.viewer.role.functions, entry: entry, stored: stored).judge(db, kind, from: record.status, to: status)
    }

    private func require(_ entry: AuthoredEntry, _ allowed: FieldSet) throws(CaseworkError) {
        let faults = entry.fields.keys.filter { !allowed.contains($0) }.sorted()
            .map { EntryFault(entry: entry.id, field: $0, code: "not-allowed") }
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
    }
}

extension Envelope {
    /// A record that is about to be made.
    init(_ change: Change) {
        self.init(id: change.record, kind: change.kind, dossier: change.dossier, parent: change.parent, status: change.envelope.status,
                  owner: change.envelope.owner, team: change.envelope.team, agency: change.envelope.agency,
                  sensitivity: change.envelope.sensitivity, service: change.fields["service"]?.text)
    }
}
