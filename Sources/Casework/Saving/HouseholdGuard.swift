import Access
import Foundations
import GRDB
import Journal

/// Judges saves that say where children live, inside their transaction:
///
/// 1. One change for several children, or for a child and its family, is for children who are confirmed to live together, none of
///    them in care, each as the author saw it.
/// 2. A carer's address has its own class of sensitivity: it never becomes the address of a child or of a family.
///
/// What somebody changes for one child alone in that child's own record is not judged by the first rule.
struct HouseholdGuard: Sendable {
    let standing: Standing
    let forms: FormLibrary
    let entries: [AuthoredEntry]
    let changes: [Change]
    let today: CivilDay

    /// Where a child lives and with whom, in the child's record and in the family's.
    static let childFields: Set<String> = ["address", "lives_with", "place", "temporary_address"]
    static let familyFields: Set<String> = ["address", "caregiver_name", "caregiver_relation", "place"]
    private static let addresses = ["address", "temporary_address"]

    /// - Throws: `CaseworkError.faults` with everything that is refused: `in-care`, `not-together`, `changed-meanwhile` of an entry
    ///   about a child, `carer-address` of an entry that holds one.
    func judge(_ db: Database) throws {
        let faults = try household(db) + carers(db)
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
    }

    // MARK: One change for several

    private func household(_ db: Database) throws -> [EntryFault] {
        let children = moved("child", Self.childFields), families = moved("family", Self.familyFields)
        guard children.count > 1 || (children.count == 1 && !families.isEmpty) else { return [] }
        let dossiers = try children.map { entry in (entry, try dossier(db, entry.record)) }
        guard let family = Self.family(of: dossiers.map(\.1), among: families.map(\.record)) else {
            return dossiers.map { fault($0.0, "not-together") }
        }
        return dossiers.compactMap { entry, dossier in refusal(entry, dossier, family).map { fault(entry, $0) } }
    }

    /// The first entry of each existing record that changes one of these answers.
    private func moved(_ form: String, _ fields: Set<String>) -> [AuthoredEntry] {
        var seen: Set<UUIDv7> = []
        let made = Set(entries.filter { $0.op == .create }.map(\.record))
        return entries.filter { $0.form == form && !made.contains($0.record) && !fields.isDisjoint(with: $0.fields.keys) && seen.insert($0.record).inserted }
    }

    private func refusal(_ entry: AuthoredEntry, _ dossier: FamilyDossier, _ family: UUIDv7) -> String? {
        switch dossier.state(in: family, on: today) {
        case .together: entry.base == dossier.root?.version ? nil : "changed-meanwhile"
        case .inCare: dossier.showsCare(on: today) ? "in-care" : "not-together"
        case .apart, .unconfirmed: "not-together"
        }
    }

    /// The family that the children of a save share: the one that the save changes, else the one that most of them belong to.
    private static func family(of dossiers: [FamilyDossier], among named: [UUIDv7]) -> UUIDv7? {
        if !named.isEmpty { return named.count == 1 ? named[0] : nil }
        var count: [UUIDv7: Int] = [:]
        for dossier in dossiers { for family in dossier.families { count[family, default: 0] += 1 } }
        return count.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    // MARK: A carer's address

    private func carers(_ db: Database) throws -> [EntryFault] {
        try entries.flatMap { entry -> [EntryFault] in
            let written = Self.addresses.compactMap { name in (entry.fields[name]?.text).flatMap { $0.isEmpty ? nil : (name, $0) } }
            guard !written.isEmpty, entry.form == "child" || entry.form == "family" else { return [] }
            let kept = try carerAddresses(db, around: entry)
            return written.filter { one in kept.contains { AddressWords.same(one.1, $0) } }.map { EntryFault(entry: entry.id, field: $0.0, code: "carer-address") }
        }
    }

    /// Of the child and of those who belong to the same family, as far as the author may see them: a refusal must not tell anybody
    /// that they guessed an address which is kept from them.
    private func carerAddresses(_ db: Database, around entry: AuthoredEntry) throws -> [String] {
        var dossiers: Set<UUIDv7> = []
        var families: Set<UUIDv7> = []
        if entry.form == "family" {
            families.insert(entry.record)
        } else {
            dossiers.insert(entry.record)
            families.formUnion(try dossier(db, entry.record).families)
            families.formUnion(changes.filter { $0.kind == "family_member" && $0.dossier == entry.record }.compactMap(\.parent))
        }
        for family in families {
            dossiers.formUnion(try JournalStore.records(db, parent: family).compactMap(\.dossier))
            dossiers.formUnion(changes.filter { $0.kind == "family_member" && $0.parent == family }.compactMap(\.dossier))
        }
        let written = changes.filter { $0.kind == "placement" && $0.dossier.map(dossiers.contains) ?? false }.compactMap { $0.fields["carer_address"]?.text }
        return try dossiers.sorted().flatMap { try dossier(db, $0).carerAddresses } + written
    }

    private func dossier(_ db: Database, _ id: UUIDv7) throws -> FamilyDossier {
        FamilyDossier(id, try JournalStore.records(db, dossier: id), standing, forms)
    }

    private func fault(_ entry: AuthoredEntry, _ code: String) -> EntryFault {
        let field = Self.childFields.intersection(entry.fields.keys).sorted().first ?? "address"
        return EntryFault(entry: entry.id, field: field, code: code)
    }
}
