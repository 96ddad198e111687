public import Access
public import CaseSteps
public import Foundations
import GRDB
import Journal

/// A best-interest panel on one page, as far as this person may see it.
public struct PanelSheet: Sendable {
    public let panel: ShownRecord
    public let status: PanelStatus
    public let seats: [ShownRecord]
    /// The child's name; empty where this person may not see it.
    public let name: String
    public let quorum: Int
    /// Who counts now: before it meets, who was asked and did not step aside; then who has signed.
    public let counted: Int
    /// What the next step still lacks, without the words that are given with it.
    public let lacks: [StepFact]
    /// The option that more than half of those who signed are for: 1…3.
    public let chosen: Int?
    /// The person's own seat, where they may still say something in it.
    public let own: UUIDv7?
    /// Steps of the panel that this person takes: states, without regard to what is lacking.
    public let steps: [PanelStatus]
    /// May ask further members.
    public let mayAsk: Bool
    /// Who wrote the assessment, and so cannot be a member. Told to who may ask.
    public let prepared: [UUIDv7]
    /// Actions of the care plan that this person sees in the dossier; those of this panel by their id.
    public let planned: Int
    public let actions: [ShownRecord]
}

extension Desk {
    /// One panel.
    /// - Throws: `CaseworkError.notFound` also where it may not be seen.
    public func panel(_ id: UUIDv7, for standing: Standing) throws -> PanelSheet {
        try read { db in
            guard let papers = try PanelPapers.of(id, db), let dossier = papers.record.dossier,
                  let shown = try shown(db, papers.record, standing) else { throw CaseworkError(.notFound) }
            let records = try JournalStore.records(db, dossier: dossier), around = Surroundings.of(dossier: records)
            let panel = papers.panel(), glances = Glances(db, standing)
            let leads = standing.viewer.role.functions.contains(.chairsPanel) && !shown.editable.isEmpty
            let next: PanelStatus.Event? = papers.status == .called ? .open : papers.status == .inSession ? .decide : nil
            let needs = next.flatMap { papers.status.transition($0)?.needs } ?? []
            let plans = try records.filter { $0.kind == "care_plan" }.compactMap { try self.shown(db, $0, standing) }
            let mine = papers.seats.first { seat in
                seat.owner == standing.viewer.person && papers.isOpen && seat.status != SeatStatus.recused.rawValue
                    && standing.decide(Envelope(seat), around).editable.contains("said")
            }
            return PanelSheet(
                panel: shown, status: papers.status, seats: try papers.seats.compactMap { try self.shown(db, $0, standing) }, name: try glances.name(dossier) ?? "",
                quorum: panel.quorum, counted: panel.takingPart.count, lacks: needs.subtracting(panel.facts).subtracting([.reason]).sorted(),
                chosen: panel.chosen.map { $0 + 1 }, own: mine?.id, steps: leads && papers.isOpen ? Self.steps[papers.status] ?? [] : [],
                mayAsk: leads && papers.status == .called, prepared: leads ? PanelPapers.preparers(records).sorted() : [], planned: plans.count,
                actions: plans.filter { $0.fields[PanelForm.link]?.text == id.description })
        }
    }

    private static let steps: [PanelStatus: [PanelStatus]] = [.called: [.inSession, .calledOff], .inSession: [.decided, .called]]

    /// Panels that this person is asked to and has not signed.
    func askedToPanels(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        guard standing.viewer.role.sitsOnPanels else { return [] }
        return try Lookup.find(db, .seatByOwner, key: .id(standing.viewer.person), newestFirst: false, limit: Self.dayRows).compactMap { hit in
            guard let shown = try glances.part(hit.record, Chosen.seat), let panel = shown.text(PanelForm.link).flatMap({ UUIDv7($0) }) else { return nil }
            return try row(panel, shown.record.dossier, "panel_asked", glances)
        }
    }

    /// Panels of this person's teams that are under way, for who leads them.
    func calledPanels(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        guard standing.viewer.role.functions.contains(.chairsPanel) else { return [] }
        let hits = try standing.viewer.teams.sorted().flatMap { try Lookup.find(db, .panelByTeam, key: .id($0), newestFirst: false, limit: Self.dayRows) }
        return try hits.prefix(Self.dayRows).compactMap { hit in
            guard let shown = try glances.part(hit.record, Chosen.panel) else { return nil }
            return try row(shown.record.id, shown.record.dossier, shown.status == PanelStatus.inSession.rawValue ? "panel_in_session" : "panel_called", glances)
        }
    }

    private func row(_ panel: UUIDv7, _ dossier: UUIDv7?, _ code: String, _ glances: Glances) throws -> MyDay.Row {
        MyDay.Row(kind: .panel, record: panel, dossier: dossier, title: nil, name: try glances.name(dossier),
                  reason: MyDay.Reason(code: code, args: [:]), due: nil, action: .open)
    }
}

private enum Chosen {
    static let seat = FieldChoice([PanelForm.link])
    static let panel = FieldChoice(["question_kind"])
}
