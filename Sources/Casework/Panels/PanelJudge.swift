public import Access
import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal
import Matching

/// Judges what a save does to a best-interest panel, its seats and the actions it decided, inside the transaction and beside `SaveJudge`:
/// who may be a member, that each member speaks for themselves, and that only a decision of the panel makes its actions.
struct PanelJudge: Sendable {
    let standing: Standing
    /// Nil where rules are not asked (tests of saving alone): then anybody can be named.
    let rules: AccessRules?
    let entries: [AuthoredEntry]
    /// One per entry, in the same order.
    let changes: [Change]

    func judge(_ db: Database) throws {
        let kinds: Set<String> = [PanelForm.panel, PanelForm.seat]
        guard changes.contains(where: { kinds.contains($0.kind) || isAction($0) || $0.fields[PanelForm.link] != nil }) else { return }
        let touched = changes.filter { kinds.contains($0.kind) }.map(\.record)
        // Each is judged against what is stored, so one save says one thing about it.
        guard Set(touched).count == touched.count else { throw refusal(.changed) }
        for (entry, change) in zip(entries, changes) {
            switch (change.kind, change.op) {
            case (PanelForm.panel, .create): try judgeCall(db, entry, change)
            case (PanelForm.panel, _): try judgePanel(db, entry, change)
            case (PanelForm.seat, .create): try judgeAsking(db, change)
            case (PanelForm.seat, _): try judgeWords(db, entry, change)
            case ("care_plan", _) where change.fields[PanelForm.link] != nil: try judgeAction(db, change)
            default: break
            }
        }
    }

    private func refusal(_ why: PanelRefusal) -> CaseworkError { CaseworkError(.panel(why)) }

    private func isAction(_ change: Change) -> Bool { change.kind == "care_plan" && change.fields[PanelForm.link]?.text?.isEmpty == false }

    private func requireChair() throws(CaseworkError) {
        guard standing.viewer.role.functions.contains(.chairsPanel) else { throw CaseworkError(.notAllowed(what: "call and lead a best-interest panel")) }
    }

    private func requireCase(_ records: [StoredRecord]) throws(CaseworkError) {
        let live = [CaseStatus.open, .monitoring].map(\.rawValue)
        guard records.contains(where: { $0.kind == "case" && live.contains($0.status ?? "") }) else { throw refusal(.noOpenCase) }
    }

    // MARK: The panel

    private func judgeCall(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        try requireChair()
        guard let dossier = change.dossier else { throw CaseworkError(.notFound) }
        let records = try JournalStore.records(db, dossier: dossier)
        try requireCase(records)
        let open = [PanelStatus.called, .inSession].map(\.rawValue)
        guard !records.contains(where: { $0.kind == PanelForm.panel && open.contains($0.status ?? "") }),
              changes.filter({ $0.kind == PanelForm.panel && $0.op == .create && $0.dossier == dossier }).count == 1 else { throw refusal(.underWay) }
        try allow(entry, without: PanelForm.decision.union([PanelForm.putOff]))
    }

    private func judgePanel(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        try requireChair()
        // One that this very save makes begins as called.
        guard let papers = try PanelPapers.of(change.record, db) else { throw refusal(.closed) }
        guard let status = entry.status, status != papers.status.rawValue else { return try judgeAnswers(entry, papers) }
        guard let next = PanelStatus(rawValue: status), papers.isOpen, next != .called || papers.status == .inSession else {
            throw CaseworkError(.stepRefused(kind: "panel", from: papers.status.rawValue, to: status))
        }
        guard entry.base == papers.record.version else { throw refusal(.changed) }
        guard papers.record.conflicts.isEmpty else { throw refusal(.conflictOpen) }
        let isDecision = next == .decided
        let words = entry.fields[isDecision ? "panel_reason" : PanelForm.putOff]?.text ?? ""
        let panel = papers.panel()
        do throws(StepRefusal) {
            _ = try papers.status.event(to: next, by: standing.viewer.role.functions, having: words.saysNothing ? panel.facts : panel.facts.union([.reason]))
        } catch {
            throw CaseworkError(.step(error))
        }
        switch next {
        case .inSession: try allow(entry, only: [])
        case .called, .calledOff: try allow(entry, only: [PanelForm.putOff])
        case .decided:
            try allow(entry, only: PanelForm.decision)
            guard let chosen = panel.chosen, entry.fields["panel_choice"]?.text == String(chosen + 1) else { throw refusal(.notTheirs) }
            try requireCase(papers.record.dossier.map { try JournalStore.records(db, dossier: $0) } ?? [])
            guard changes.contains(where: { isAction($0) && $0.fields[PanelForm.link]?.text == change.record.description }) else { throw refusal(.noAction) }
        }
    }

    /// What the panel has before it can be changed until it meets: nobody signs what is another text afterwards.
    private func judgeAnswers(_ entry: AuthoredEntry, _ papers: PanelPapers) throws {
        switch papers.status {
        case .called: try allow(entry, without: PanelForm.decision.union([PanelForm.putOff]))
        case .inSession:
            guard papers.panel().childView == nil, Set(entry.fields.keys).isSubset(of: PanelForm.heard) else { throw refusal(.closed) }
        case .decided, .calledOff: throw refusal(.closed)
        }
    }

    private func allow(_ entry: AuthoredEntry, without: Set<String>) throws(CaseworkError) {
        try refuse(entry, entry.fields.filter { without.contains($0.key) && $0.value != .null && $0.value != .text("") }.keys.sorted())
    }

    private func allow(_ entry: AuthoredEntry, only: Set<String>) throws(CaseworkError) {
        try refuse(entry, entry.fields.keys.filter { !only.contains($0) }.sorted())
    }

    private func refuse(_ entry: AuthoredEntry, _ fields: [String]) throws(CaseworkError) {
        if !fields.isEmpty { throw CaseworkError(.faults(fields.map { EntryFault(entry: entry.id, field: $0, code: "not-allowed") })) }
    }

    // MARK: Seats

    private func judgeAsking(_ db: Database, _ change: Change) throws {
        try requireChair()
        guard let panel = change.fields[PanelForm.link]?.text.flatMap({ UUIDv7($0) }), let dossier = change.dossier, let member = change.envelope.owner,
              change.fields.allSatisfy({ [PanelForm.link, "member"].contains($0.key) || $0.value == .null || $0.value == .text("") }) else { throw refusal(.notYours) }
        let records = try JournalStore.records(db, dossier: dossier)
        if let record = records.first(where: { $0.id == panel && $0.kind == PanelForm.panel }) {
            let papers = PanelPapers(record, among: records)
            guard papers.status == .called else { throw refusal(.closed) }
            guard !papers.seats.contains(where: { $0.owner == member }) else { throw refusal(.twice) }
        } else if !changes.contains(where: { $0.record == panel && $0.kind == PanelForm.panel && $0.op == .create && $0.dossier == dossier }) {
            throw CaseworkError(.notFound)
        }
        let asked = changes.filter { $0.kind == PanelForm.seat && $0.op == .create && $0.fields[PanelForm.link] == change.fields[PanelForm.link] }
        guard asked.filter({ $0.envelope.owner == member }).count == 1 else { throw refusal(.twice) }
        let preparers = PanelPapers.preparers(records)
        guard !preparers.contains(member) else { throw refusal(.prepared) }
        guard let rules else { return }
        guard let person = try person(db, member), person.state == .active, rules.book[person.role]?.sitsOnPanels == true else { throw refusal(.cannotSit) }
        // One name is one person: two accounts are not two votes.
        let seated = records.filter { $0.kind == PanelForm.seat && $0.fields[PanelForm.link] == change.fields[PanelForm.link] }.compactMap(\.owner)
        let others = Set(seated + asked.compactMap(\.envelope.owner)).subtracting([member])
        if try others.contains(where: { try isSame(person, try self.person(db, $0)) }) { throw refusal(.twice) }
        if try preparers.contains(where: { try isSame(person, try self.person(db, $0)) }) { throw refusal(.prepared) }
    }

    private func person(_ db: Database, _ id: UUIDv7) throws -> Person? { try JournalStore.record(db, id).flatMap { Person($0) } }

    private func isSame(_ one: Person, _ other: Person?) throws -> Bool {
        let words = NameFolding.words(one.name).sorted()
        return !words.isEmpty && words == other.map { NameFolding.words($0.name).sorted() }
    }

    private func judgeWords(_ db: Database, _ entry: AuthoredEntry, _ change: Change) throws {
        guard let seat = try JournalStore.record(db, change.record), seat.owner == standing.viewer.person,
              Set(entry.fields.keys).isSubset(of: PanelForm.said), entry.status == nil else { throw refusal(.notYours) }
        guard entry.base == seat.version else { throw refusal(.changed) }
        guard let panel = seat.fields[PanelForm.link]?.text.flatMap({ UUIDv7($0) }), let papers = try PanelPapers.of(panel, db),
              let said = SeatStatus(after: entry.fields["said"]), seat.fields["said"]?.text != "recused" else { throw refusal(.closed) }
        // Before the panel meets there is nothing to sign, and stepping aside is for then too.
        guard papers.status == .inSession || (papers.status == .called && said == .recused) else { throw refusal(.closed) }
        if entry.fields["said"]?.text == "agrees" {
            guard let option = (entry.fields["said_option"]?.text).flatMap(Int.init), papers.panel().options.indices.contains(option - 1) else {
                throw CaseworkError(.faults([EntryFault(entry: entry.id, field: "said_option", code: "required")]))
            }
        } else if (entry.fields["said_words"]?.text ?? "").saysNothing {
            throw CaseworkError(.faults([EntryFault(entry: entry.id, field: "said_words", code: "required")]))
        }
    }

    // MARK: Actions

    /// An action that says a panel decided it: made by the decision, in the same save, whole.
    private func judgeAction(_ db: Database, _ change: Change) throws {
        let stored = try JournalStore.record(db, change.record)?.fields[PanelForm.link] ?? .null
        guard change.op == .create else {
            // Later changes of the action are the worker's; what it rests on stays.
            if change.fields[PanelForm.link] != stored { throw refusal(.closed) }
            return
        }
        guard isAction(change) else { return }
        guard changes.contains(where: {
            $0.kind == PanelForm.panel && $0.op != .create && $0.record.description == change.fields[PanelForm.link]?.text && $0.dossier == change.dossier
                && $0.envelope.status == PanelStatus.decided.rawValue
        }) else { throw refusal(.closed) }
        let missing = ["action", "responsible", "due_on"].filter { (change.fields[$0]?.text ?? "").saysNothing }
        if !missing.isEmpty { throw CaseworkError(.faults(missing.map { EntryFault(entry: change.id, field: $0, code: "required") })) }
    }
}

extension Role {
    /// Whether people of this role can be members of a best-interest panel: they may say something in their own seat.
    public var sitsOnPanels: Bool { grants.contains { $0.reach == .panel && $0.actions.contains(.edit) && $0.kinds.contains(PanelForm.seat) } }
}
