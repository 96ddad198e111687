import Access
import Foundations
import Journal

/// What a child's dossier says about the child's family and home: read once for the family profile and for the guard of a
/// household. What a person may not see counts for the state of the household, and never shows.
struct FamilyDossier {
    let id: UUIDv7
    /// The child's own record, whoever may see it.
    let root: StoredRecord?
    /// The others as far as this person may know of them, with what they may see of each.
    private let seen: [(record: StoredRecord, decision: FieldDecision)]
    private let records: [StoredRecord]
    private let forms: FormLibrary

    init(_ id: UUIDv7, _ records: [StoredRecord], _ standing: Standing, _ forms: FormLibrary) {
        self.id = id
        self.records = records
        self.forms = forms
        root = records.first { $0.id == id && $0.kind == "child" }
        let around = Surroundings.of(dossier: records)
        seen = records.compactMap { record in
            let decision = standing.decide(Envelope(record), around)
            return decision.exists ? (record, decision) : nil
        }
    }

    /// The child's record as this person may see it; nil where the child does not exist for them.
    var child: ShownRecord? { shown("child").first { $0.id == id } }

    /// Records of a form as this person may see them, oldest first.
    func shown(_ form: String) -> [ShownRecord] {
        seen.filter { forms.model(of: $0.record.kind) == form }.map { ShownRecord($0.record, $0.decision, answers: forms.answers(of: $0.record.kind)) }
    }

    /// The link to a family, where this person sees that it is one.
    func member(of family: UUIDv7) -> (record: StoredRecord, decision: FieldDecision)? {
        seen.first { Self.family(of: $0.record) == family }
    }

    /// The families that visible links name.
    var families: [UUIDv7] { seen.compactMap { Self.family(of: $0.record) } }

    func state(in family: UUIDv7, on today: CivilDay) -> HouseholdState {
        guard let root, let member = member(of: family) else { return .unconfirmed }
        return Household(child: root.fields, member: member.record.fields, stays: stays(in: records)).state(on: today)
    }

    /// Whether this person sees why the child is in care: otherwise it is not to be told.
    func showsCare(on today: CivilDay) -> Bool {
        guard let child else { return false }
        return Household.careAnswers.contains(child.text("lives_with") ?? "") || stays(in: seen.map(\.record)).contains { $0.isLive(on: today) }
    }

    /// Addresses of carers that this person may see.
    var carerAddresses: [String] { shown("placement").compactMap { $0.text("carer_address") } }

    private func stays(in records: [StoredRecord]) -> [Household.Stay] {
        let exits = records.filter { forms.model(of: $0.kind) == "placement_exit" }
        return records.filter { forms.model(of: $0.kind) == "placement" }.map { Household.Stay($0, exits: exits) }
    }

    private static func family(of record: StoredRecord) -> UUIDv7? {
        record.kind == "family_member" ? record.parent ?? record.fields["family"]?.text.flatMap { UUIDv7($0) } : nil
    }
}
