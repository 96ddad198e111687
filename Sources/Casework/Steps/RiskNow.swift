import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// The risk that a case shows follows from the newest dated finding about the child: whoever assesses it does not have to write it into the
/// case as well, where it steers how soon the child has to be seen, the order of My day and the weight of a caseload.
struct RiskNow {
    let standing: Standing
    let digest: ([UInt8]) -> [UInt8]

    static let field = "risk_level"
    /// Papers that find a risk, with the day on which they do.
    static let findings = ["risk_assessment": "assessed_on", "case_review": "reviewed_on"]

    /// The save with what its findings mean for the child's live cases, as far as they are this person's to change. Papers entered
    /// afterwards change nothing where a newer finding stands; a save that itself writes in a case has the last word about it.
    func followed(_ save: AuthoredSave, _ db: Database) throws -> AuthoredSave {
        var save = save
        guard let newest = try save.entries.compactMap({ try finding($0, db, today: save.at.localDay) }).max(by: { $0.day < $1.day }) else { return save }
        let records = try JournalStore.records(db, dossier: newest.dossier)
        let isOld = records.contains { record in
            record.id != newest.record && record.fields[Self.field]?.text != nil && Self.day(record.kind, record.fields).map { $0 > newest.day && $0 <= save.at.localDay } ?? false
        }
        if isOld { return save }
        for one in records where one.kind == "case" && [CaseStatus.open.rawValue, CaseStatus.monitoring.rawValue].contains(one.status) {
            guard one.fields[Self.field]?.text != newest.level, !save.entries.contains(where: { $0.record == one.id }),
                  try standing.decide(Envelope(one), Surroundings.of(one, in: db)).editable.contains(Self.field),
                  let id = UUIDv7.derived(from: digest(Array("risk now".utf8) + newest.entry.bytes + one.id.bytes)) else { continue }
            save.entries.append(AuthoredEntry(id: id, op: .amend, form: "case", record: one.id, formVersion: one.formVersion, fields: [Self.field: .text(newest.level)]))
        }
        return save
    }

    private struct Finding {
        let entry, record, dossier: UUIDv7
        let day: CivilDay
        let level: String
    }

    /// What an entry finds: a new paper, or one whose level or day is put right.
    private func finding(_ entry: AuthoredEntry, _ db: Database, today: CivilDay) throws -> Finding? {
        guard let on = Self.findings[entry.form], entry.fields[Self.field] != nil || entry.fields[on] != nil else { return nil }
        let stored = entry.op == .create ? nil : try JournalStore.record(db, entry.record)
        let fields = (stored?.fields ?? [:]).merging(entry.fields) { $1 }
        guard let dossier = entry.dossier ?? stored?.dossier, let level = fields[Self.field]?.text, !level.isEmpty,
              let day = Self.day(entry.form, fields), day <= today else { return nil }
        return Finding(entry: entry.id, record: entry.record, dossier: dossier, day: day, level: level)
    }

    private static func day(_ form: String, _ fields: [String: Value]) -> CivilDay? {
        findings[form].flatMap { fields[$0]?.text }.flatMap { PartialDate($0) }?.bounds.lowerBound
    }
}
