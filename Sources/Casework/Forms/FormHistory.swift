import Access
public import FormEngine
public import Foundations
import GRDB
import Journal

/// What was put into use at this site, and what is now.
public struct FormHistory: Sendable {
    /// Newest first, over all forms.
    public let publications: [FormPublication]
    /// Form → the publication in use. Forms that are not named are asked as they came with the box.
    public let inUse: [String: UUIDv7]
    /// Form → the version of the record that says so.
    let places: [String: Int]
}

extension Desk {
    /// Every version that was put into use here. It holds nothing about anybody; who may read it is the caller's to ask.
    public func formHistory() throws -> FormHistory {
        let history = try history(of: .form)
        return FormHistory(publications: history.publications, inUse: history.inUse, places: history.places)
    }

    /// The workbook of a publication; nil where there is none of this id.
    public func workbook(of publication: UUIDv7) throws -> [UInt8]? {
        try read { db in
            guard let record = try JournalStore.record(db, publication), record.kind == ReservedKind.publication else { return nil }
            return record.fields[FormPublication.workbook]?.bytes
        }
    }

    /// The version number that the next publication of a form gets: above all that were ever in use here.
    public func nextVersion(of form: String) throws -> Int { nextVersion(of: form, in: try formHistory()) }

    func nextVersion(of form: String, in history: FormHistory) -> Int {
        let newest = history.publications.filter { $0.form == form }.map(\.version).max() ?? 0
        return max(newest, shelf.standard.asked(form)?.version ?? 0) + 1
    }

    /// Takes the forms of the store into use: at the start, and after anything changed them. Blocks.
    /// - Returns: publications that cannot be read (a newer box wrote them). Where one of them is in use, the newest that can be
    ///   read is asked instead (else the standard version), and each field has the strictest class it ever had.
    @discardableResult
    public func loadForms(_ reading: FormReading) throws -> [FormPublication] {
        let history = try formHistory()
        var failed: [FormPublication] = []
        var known: [UUIDv7: FormDefinition] = [:]
        for publication in history.publications {
            do { known[publication.id] = try definition(of: publication, reading) } catch { failed.append(publication) }
        }
        shelf.change { library in
            var next = library
            for form in Set(history.publications.map(\.form)).sorted() {
                let readable = history.publications.filter { $0.form == form }.compactMap { known[$0.id] }
                let standard = shelf.standard.asked(form)
                let versions = readable + [standard].compactMap(\.self)
                let inUse = history.inUse[form]
                let wanted = inUse.map { known[$0] } ?? standard ?? FormLibrary.withdrawn(readable)
                guard let asked = wanted ?? versions.first else { continue }
                let use = FormLibrary.Use(place: history.places[form] ?? 0, standsIn: inUse != nil && wanted == nil)
                next = next.using(asked, earlier: versions.filter { $0 != asked }, use: use)
            }
            return next
        }
        return failed
    }

    func definition(of publication: FormPublication, _ reading: FormReading) throws -> FormDefinition {
        guard let workbook = try workbook(of: publication.id) else { throw CaseworkError(.notFound) }
        return try reading(publication, workbook)
    }
}
