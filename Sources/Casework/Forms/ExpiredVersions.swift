import FormEngine
import Foundations
import GRDB
import Journal

extension Desk {
    /// So long after a version of a form went out of use, answers that were written with it are still judged by it: the
    /// longest that a phone stays away from its box.
    public static let daysAVersionIsTaken: Int64 = 30

    /// Those entries of a save that name a version which is not taken any more, by the box's clock.
    func expired(_ db: Database, _ entries: [AuthoredEntry]) throws -> Set<UUIDv7> {
        let forms = self.forms
        let oldest = time.now().millis - Self.daysAVersionIsTaken * 86_400_000
        var ends: [String: [Int: Int64]] = [:]
        var expired: Set<UUIDv7> = []
        for entry in entries {
            guard let version = entry.formVersion, let inUse = forms.asked(entry.form), inUse.version != version,
                  forms.versions(of: entry.form).contains(where: { $0.version == version }) else { continue }
            let found = try ends[entry.form] ?? lastUses(db, of: entry.form)
            ends[entry.form] = found
            if (found[version] ?? .min) < oldest { expired.insert(entry.id) }
        }
        return expired
    }

    /// When each version that is not in use was taken out of use last, in milliseconds.
    private func lastUses(_ db: Database, of form: String) throws -> [Int: Int64] {
        guard let record = VersionInUse.id(of: form, .form, digest: digest) else { return [:] }
        // Newest first: what an entry put into use ended where the entry after it stands.
        let history = try journal.fieldHistory(db, of: record)
        var publications: [UUIDv7: UUIDv7] = [:]
        for step in history["publication"] ?? [] { publications[step.entry] = step.value.text.flatMap { UUIDv7($0) } }
        var ends: [Int: Int64] = [:]
        var current = shelf.standard.asked(form)?.version
        for step in (history["at"] ?? []).reversed() {
            if let current { ends[current] = max(ends[current] ?? .min, step.value.int ?? step.at.millis) }
            current = try version(db, publications[step.entry]) ?? shelf.standard.asked(form)?.version
        }
        return ends
    }

    private func version(_ db: Database, _ publication: UUIDv7?) throws -> Int? {
        guard let publication else { return nil }
        return try PartialRecord.find(db, publication, FieldChoice(["version"]))?.fields["version"]?.int.map { Int($0) }
    }
}
