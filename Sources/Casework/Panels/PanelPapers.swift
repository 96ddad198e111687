import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal

/// A panel as its papers have it, told to the machine (`Panel`).
struct PanelPapers {
    let record: StoredRecord
    /// In the order in which members were asked.
    let seats: [StoredRecord]

    /// - Parameter records: of the panel's dossier.
    init(_ record: StoredRecord, among records: [StoredRecord]) {
        self.record = record
        seats = records.filter { $0.kind == PanelForm.seat && $0.fields[PanelForm.link]?.text == record.id.description }.sorted { $0.id < $1.id }
    }

    /// Nil where there is no such panel.
    static func of(_ id: UUIDv7, _ db: Database) throws -> PanelPapers? {
        guard let record = try JournalStore.record(db, id), record.kind == PanelForm.panel, let dossier = record.dossier else { return nil }
        return PanelPapers(record, among: try JournalStore.records(db, dossier: dossier))
    }

    var status: PanelStatus { record.status.flatMap(PanelStatus.init(rawValue:)) ?? .start }
    var isOpen: Bool { [.called, .inSession].contains(status) }

    private func text(_ field: String) -> String { record.fields[field]?.text ?? "" }

    /// As the paper says (its form's constraint bounds it); left blank, more than half of the members, and never fewer than three.
    private var quorum: Int { record.fields["quorum"]?.int.map(Int.init) ?? max(PanelForm.fewestSigned, seats.count / 2 + 1) }

    /// The panel as its papers stand. Before it meets, everybody takes part who was asked and did not step aside; then who has signed.
    func panel() -> Panel {
        func those(_ fits: (StoredRecord) -> Bool) -> [StoredRecord] { seats.filter(fits) }
        func owners(_ seats: [StoredRecord]) -> Set<UUIDv7> { Set(seats.compactMap(\.owner)) }
        let aside = those { $0.fields["said"]?.text == "recused" }
        let signed = those { $0.status != SeatStatus.asked.rawValue && SeatStatus(after: $0.fields["said"]) == .signed }
        let options = (1...PanelForm.mostOptions).map { place in
            Panel.Option(title: text("option_\(place)"), speaksFor: text("option_\(place)_for"), speaksAgainst: text("option_\(place)_against"))
        }.prefix { !$0.title.saysNothing }
        let heard = text("panel_heard")
        let view: Panel.ChildView? = heard.isEmpty ? nil : heard == "no" ? .notHeard(why: text("not_heard_why")) : .said(text("child_view"))
        func by<Item>(_ seats: [StoredRecord], _ of: (StoredRecord) -> Item?) -> [UUIDv7: Item] {
            Dictionary(seats.compactMap { seat in seat.owner.flatMap { owner in of(seat).map { (owner, $0) } } }, uniquingKeysWith: { first, _ in first })
        }
        return Panel(
            members: owners(seats), quorum: quorum, status: status, since: WallTime(millis: record.id.millis),
            present: owners(status == .called ? seats : signed), recused: by(aside) { $0.fields["said_words"]?.text ?? "" }, options: Array(options), childView: view,
            votes: by(signed.filter { $0.fields["said"]?.text == "agrees" }) { ($0.fields["said_option"]?.text).flatMap(Int.init).map { $0 - 1 } },
            dissent: by(signed.filter { $0.fields["said"]?.text == "dissents" }) { $0.fields["said_words"]?.text })
    }

    /// Who wrote in an assessment of the child's best interest: they prepared what the panel decides about.
    static func preparers(_ records: [StoredRecord]) -> Set<UUIDv7> {
        Set(records.filter { $0.kind == "best_interest_assessment" }.flatMap { $0.stamps.values.map(\.actor) })
    }
}

/// What the end of a panel, or putting it off, means for its members: the box lets them go, or asks them anew. Nobody's words are touched.
enum PanelEnd {
    static func followUps(_ db: Database, of changes: [Change], digest: ([UInt8]) -> [UInt8]) throws -> [Change] {
        try changes.flatMap { change -> [Change] in
            guard change.kind == PanelForm.panel, change.op != .create, let next = change.envelope.status.flatMap(PanelStatus.init(rawValue:)),
                  let papers = try PanelPapers.of(change.record, db), next != papers.status, next != .inSession else { return [] }
            let status: SeatStatus = next == .called ? .asked : .released
            return papers.seats.compactMap { seat in
                guard seat.status != SeatStatus.recused.rawValue,
                      let id = UUIDv7.derived(from: digest(Array("panel seat".utf8) + change.id.bytes + seat.id.bytes)) else { return nil }
                return Change(id: id, record: seat.id, kind: seat.kind, op: .amend, scope: seat.scope, dossier: seat.dossier, formVersion: seat.formVersion,
                              envelope: RecordEnvelope(status: status.rawValue))
            }
        }
    }
}
