public import Access
public import FormEngine
public import Foundations
import GRDB
public import Journal

/// A checked form on its way into use.
public struct FormToPublish: Sendable {
    /// Made by whoever publishes, so that sending twice publishes once.
    public let publication: UUIDv7
    public let definition: FormDefinition
    public let workbook: [UInt8]
    public let note: String
    /// What was in use when it was compared: nil for the standard version.
    public let base: UUIDv7?

    public init(publication: UUIDv7, definition: FormDefinition, workbook: [UInt8], note: String, base: UUIDv7?) {
        self.publication = publication
        self.definition = definition
        self.workbook = workbook
        self.note = note
        self.base = base
    }
}

/// What was put into use at this site, and what is now.
public struct FormHistory: Sendable {
    /// Newest first, over all forms.
    public let publications: [FormPublication]
    /// Form → the publication in use. Forms that are not named are asked as they came with the box.
    public let inUse: [String: UUIDv7]
}

extension Desk {
    /// Every version that was put into use here. It holds nothing about anybody; who may read it is the caller's to ask.
    public func formHistory() throws -> FormHistory {
        try read { db in try Self.formHistory(db) }
    }

    private static func formHistory(_ db: Database) throws -> FormHistory {
        let publications = try every(db, ReservedKind.publication).compactMap(FormPublication.init)
            .sorted { ($0.version, $0.id) > ($1.version, $1.id) }
        var inUse: [String: UUIDv7] = [:]
        for record in try every(db, ReservedKind.formInUse).compactMap(FormInUse.init) { inUse[record.form] = record.publication }
        return FormHistory(publications: publications, inUse: inUse)
    }

    private static func every(_ db: Database, _ kind: String) throws -> [StoredRecord] {
        try Lookup.records(db, .byKind, key: .text(kind), limit: 10_000)
    }

    /// Takes the forms of the store into use: at the start, and after anything changed them. Blocks.
    /// - Parameter read: turns a publication's workbook into the form as the engine runs it.
    /// - Returns: publications that cannot be read (a newer box wrote them); where one of them was in use, the standard version is
    ///   asked instead.
    @discardableResult
    public func loadForms(_ read: (FormPublication) throws -> FormDefinition) throws -> [FormPublication] {
        let history = try formHistory()
        var failed: [FormPublication] = []
        var known: [UUIDv7: FormDefinition] = [:]
        for publication in history.publications {
            do { known[publication.id] = try read(publication) } catch { failed.append(publication) }
        }
        shelf.change { library in
            var next = library
            for form in Set(history.publications.map(\.form)).sorted() {
                let versions = history.publications.filter { $0.form == form }.compactMap { known[$0.id] }
                guard let asked = history.inUse[form].flatMap({ known[$0] }) ?? shelf.standard.asked(form) ?? versions.first else { continue }
                next = next.using(asked, earlier: Self.others(than: asked, versions, shelf.standard.asked(form)))
            }
            return next
        }
        return failed
    }

    private static func others(than asked: FormDefinition, _ versions: [FormDefinition], _ standard: FormDefinition?) -> [FormDefinition] {
        (versions + [standard].compactMap(\.self)).filter { $0 != asked }
    }

    /// The version number that the next publication of a form gets: above all that were ever in use here.
    public func nextVersion(of form: String) throws -> Int {
        let newest = try formHistory().publications.filter { $0.form == form }.map(\.version).max() ?? 0
        return max(newest, shelf.standard.asked(form)?.version ?? 0) + 1
    }

    /// Puts a form into use, at once and for everybody. Records keep their answers; saves that were written with the
    /// version before are taken as they are. Durable when it returns.
    /// - Throws: `CaseworkError`: `notAllowed` without the power over forms, `formChanged` when another version was put into
    ///   use since `base`, `formRefused` for a form that this site does not have, that is too large, or that would show
    ///   somebody what they could not see before.
    public func publish(_ form: FormToPublish, by author: Author, standing: Standing) async throws -> FormPublication {
        try Self.checkPower(standing)
        let name = form.definition.name
        guard let asked = forms.asked(name) else {
            throw CaseworkError(.formRefused(why: "This site has no form called \(name); a new form needs rights for each role first."))
        }
        guard form.workbook.count <= FormPublication.mostBytes else { throw CaseworkError(.formRefused(why: "The form is too large to be kept.")) }
        guard form.note.utf8.count <= FormPublication.longestNote else { throw CaseworkError(.formRefused(why: "The note is too long.")) }
        try refuseLoosening(from: forms[name] ?? asked, to: form.definition)
        let now = time.now()
        let publication = FormPublication(id: form.publication, form: name, version: form.definition.version, at: now, by: author.person,
                                          note: form.note, workbook: form.workbook)
        if let known = try formHistory().publications.first(where: { $0.id == form.publication }) {
            guard known.form == name, known.workbook == form.workbook else { throw CaseworkError(.formChanged(form: name)) }
            return known
        }
        guard try nextVersion(of: name) == form.definition.version else { throw CaseworkError(.formChanged(form: name)) }
        let kept = Change(id: form.publication, record: form.publication, kind: ReservedKind.publication, op: .create,
                          scope: Scope(.site, form.publication), fields: publication.fields)
        try await use(name, form.publication, from: form.base, with: [kept], by: author, at: now)
        take(form.definition, inUse: asked)
        return publication
    }

    /// Takes an earlier version into use again, nil being the standard one: it asks exactly what it asked then. What was
    /// answered since stays readable.
    /// - Throws: as `publish`, and `notFound` for a publication that is none of this form.
    public func rollBack(_ form: String, to publication: UUIDv7?, base: UUIDv7?, note: String, by author: Author, standing: Standing,
                         read: (FormPublication) throws -> FormDefinition) async throws -> Int {
        try Self.checkPower(standing)
        let history = try formHistory()
        let earlier: FormDefinition?
        if let publication {
            guard let kept = history.publications.first(where: { $0.id == publication && $0.form == form }) else { throw CaseworkError(.notFound) }
            earlier = try read(kept)
        } else {
            earlier = shelf.standard.asked(form)
        }
        guard let earlier, let asked = forms.asked(form) else { throw CaseworkError(.notFound) }
        if history.inUse[form] == publication, earlier == asked { return earlier.version }
        try refuseLoosening(from: forms[form] ?? asked, to: earlier)
        try await use(form, publication, from: base, with: [], note: note, by: author, at: time.now())
        take(earlier, inUse: asked)
        return earlier.version
    }

    private func take(_ definition: FormDefinition, inUse before: FormDefinition) {
        shelf.change { library in
            let known = [before] + library.earlier(than: definition.name)
            return library.using(definition, earlier: known.filter { $0 != definition })
        }
    }

    private static func checkPower(_ standing: Standing) throws(CaseworkError) {
        guard standing.viewer.role.powers.contains(.forms) else { throw CaseworkError(.notAllowed(what: "change forms")) }
    }

    /// Writes which publication is in use, after looking inside the save that nobody else did meanwhile.
    private func use(_ form: String, _ publication: UUIDv7?, from base: UUIDv7?, with changes: [Change], note: String = "",
                     by author: Author, at now: WallTime) async throws {
        guard let record = FormInUse.id(of: form, digest: digest) else { throw CaseworkError(.notFound) }
        let seen = try read { db in try JournalStore.version(db, of: record) }
        let fields: [String: Value] = ["form": .text(form), "publication": publication.map { .text($0.description) } ?? .null,
                                       "by": .text(author.person.description), "at": .int(now.millis), "note": .text(note)]
        let pointer = Change(id: UUIDv7.make(at: now.millis), record: record, kind: ReservedKind.formInUse, op: seen == 0 ? .create : .amend,
                             scope: Scope(.site, record), base: seen == 0 ? nil : seen, fields: seen == 0 ? fields.filter { $0.value != .null } : fields)
        let save = Save(id: UUIDv7.make(at: now.millis), actor: author.person, device: author.device, at: now, changes: changes + [pointer])
        _ = try await commit(save) { db in
            let current = try JournalStore.record(db, record).flatMap(FormInUse.init)
            guard (current?.version ?? 0) == seen, current?.publication == base else { throw CaseworkError(.formChanged(form: form)) }
        }
    }
}
