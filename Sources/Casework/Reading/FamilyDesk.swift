public import Access
public import Foundations
import GRDB
import Journal
import Matching

extension Desk {
    /// Members read for one family at the most.
    static let familyMembers = 60

    /// The profile of a family. A brother or sister whose dossier this person may not see is left out without a trace.
    /// - Throws: `CaseworkError.notFound` also where the family may not be seen.
    public func family(_ id: UUIDv7, for standing: Standing) throws -> FamilyView {
        try read { db in
            guard let record = try JournalStore.record(db, id), record.kind == "family", let family = try shown(db, record, standing) else {
                throw CaseworkError(.notFound)
            }
            let links = try JournalStore.records(db, parent: id).filter { $0.kind == "family_member" }
            var seen: Set<UUIDv7> = []
            let ids = links.compactMap(\.dossier).filter { seen.insert($0).inserted }.prefix(Self.familyMembers)
            let dossiers = try ids.map { FamilyDossier($0, try JournalStore.records(db, dossier: $0), standing, forms) }
            let shown = dossiers.compactMap { dossier in child(dossier, of: id).map { (dossier, $0) } }
            let children = shown.map(\.1).sorted { Self.age($0) < Self.age($1) }
            let near = shown.map(\.0)
            return FamilyView(
                family: family, children: children, relatives: Kinship.joined(near.map { ($0.id, $0.shown("relative")) }),
                representatives: near.flatMap(representatives), tag: tag(family, children, near, standing))
        }
    }

    private func child(_ dossier: FamilyDossier, of family: UUIDv7) -> FamilyView.Child? {
        guard let child = dossier.child, let link = dossier.member(of: family) else { return nil }
        let cases = dossier.shown("case").sorted { $0.updated > $1.updated }
        let state = dossier.state(in: family, on: today)
        let told = state == .inCare && !dossier.showsCare(on: today) ? .unconfirmed : state
        let member = ShownRecord(link.record, link.decision, answers: forms.answers(of: link.record.kind))
        return FamilyView.Child(
            dossier: dossier.id, summary: ChildSummary(child: child, cases: cases, papers: [], today: today), birthDate: child.text("birth_date"),
            version: child.version, member: member, household: told.rawValue,
            confirmedBy: member.text("confirmed_on") == nil ? nil : link.record.stamps["confirmed_on"]?.actor,
            mayMove: child.editable.filter(HouseholdGuard.childFields.contains))
    }

    private func representatives(_ dossier: FamilyDossier) -> [FamilyView.Representative] {
        dossier.shown("legal_representative").map { one in
            FamilyView.Representative(
                record: one.id, dossier: dossier.id, name: one.text("full_name"), relation: one.text("relation"), legalBasis: one.text("legal_basis"),
                from: one.text("start_on"), until: one.text("end_on"))
        }
    }

    private static func age(_ child: FamilyView.Child) -> (Int, UUIDv7) {
        (child.birthDate.flatMap { PartialDate($0) }?.bounds.lowerBound.daysSinceEpoch ?? .max, child.dossier)
    }

    /// Covers the versions of all that is shown, what is hidden from whom, and the day (ages move with it).
    private func tag(_ family: ShownRecord, _ children: [FamilyView.Child], _ dossiers: [FamilyDossier], _ standing: Standing) -> String {
        var text = standing.viewer.person.description + standing.viewer.role.code + today.description + family.id.description + "v\(family.version)"
        text += family.hidden.joined(separator: ",") + family.editable.joined(separator: ",")
        for child in children { text += child.dossier.description + child.household + child.mayMove.joined(separator: ",") }
        for dossier in dossiers {
            for form in ["child", "case", "family_member", "relative", "legal_representative"] {
                for record in dossier.shown(form) { text += record.id.description + "v\(record.version)" + record.hidden.joined(separator: ",") }
            }
        }
        return digest(Array(text.utf8)).prefix(12).map { String($0, radix: 16) }.joined()
    }
}

/// People whom several dossiers name, joined.
enum Kinship {
    /// Of the same name (as search folds it) and the same relation is the same person; where either is not to be seen, nobody is
    /// joined. Of answers that differ the one written last counts.
    static func joined(_ dossiers: [(dossier: UUIDv7, relatives: [ShownRecord])]) -> [FamilyView.Relative] {
        var groups: [[(dossier: UUIDv7, record: ShownRecord)]] = []
        var place: [String: Int] = [:]
        for (dossier, record) in dossiers.flatMap({ one in one.relatives.map { (one.dossier, $0) } }).sorted(by: { $0.1.id < $1.1.id }) {
            if let key = key(record), let known = place[key] {
                groups[known].append((dossier, record))
            } else {
                key(record).map { place[$0] = groups.count }
                groups.append([(dossier, record)])
            }
        }
        return groups.map { group in
            let newest = group.map(\.record).sorted { $0.updated > $1.updated }
            func last(_ field: String) -> String? { newest.lazy.compactMap { $0.text(field) }.first }
            func children(_ field: String) -> [UUIDv7] { group.filter { $0.record.text(field) == "yes" }.map(\.dossier) }
            return FamilyView.Relative(
                id: group[0].record.id, name: last("full_name"), relation: last("relation"), vital: last("vital"),
                age: newest.lazy.compactMap { $0.fields["age_years"]?.int.map(Int.init) }.first,
                of: group.map { FamilyView.Relative.Mention(dossier: $0.dossier, record: $0.record.id) },
                livesWith: children("lives_together"), caresFor: children("is_caregiver"))
        }
    }

    private static func key(_ record: ShownRecord) -> String? {
        guard let name = record.text("full_name"), let relation = record.text("relation") else { return nil }
        let words = NameFolding.words(name)
        return words.isEmpty ? nil : relation + "/" + words.joined(separator: " ")
    }
}
