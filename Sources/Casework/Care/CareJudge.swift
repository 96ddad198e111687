import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal

/// A child goes where no place is left only with words that say why, or in an emergency. Who decides may say it with the decision.
struct CareJudge {
    let entry: AuthoredEntry
    /// Where it lies.
    let dossier: UUIDv7?
    /// The record's answers before this entry, and the state it had; nil where it is made now.
    let stored: [String: Value]?
    let status: String?
    let today: CivilDay

    func faults(_ db: Database) throws -> [EntryFault] {
        let isMove = entry.form == "placement_move"
        guard isMove || entry.form == Decidable.placement.rawValue, asks, text(isMove ? "to_kind" : "care_kind") != "emergency",
              let provider = (entry.fields["provider"] ?? stored?["provider"])?.identifier,
              let record = try PartialRecord.find(db, provider, CareOffer.fields), record.kind == "provider" else { return [] }
        let field = isMove ? "why" : "over_capacity_why"
        guard text(field).saysNothing, entry.fields["decision_reason"]?.text.map(\.saysNothing) ?? true else { return [] }
        let offer = CareOffer(taken: try CareStays.taken(db, at: provider, except: dossier), on: today) { record.fields[$0] }
        return offer.concerns.contains(.full) ? [EntryFault(entry: entry.id, field: field, code: "required")] : []
    }

    /// Whether this entry takes a place: it names another one, or lets a request happen.
    private var asks: Bool {
        guard let stored else { return true }
        if let named = entry.fields["provider"], named != stored["provider"] { return true }
        return status == PlacementStatus.requested.rawValue && [PlacementStatus.granted, .active, .arranged].map(\.rawValue).contains(entry.status)
    }

    private func text(_ field: String) -> String { (entry.fields[field] ?? stored?[field])?.text ?? "" }
}
