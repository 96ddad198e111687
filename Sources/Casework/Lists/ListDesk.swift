public import Access
import Foundations
import FormEngine
import GRDB
import Journal

/// Code lists and places in use. A list is kept like a form: versions that never change, and which one is in use.
extension Desk {
    /// The name of the places among the lists.
    public static let placesList = "places"

    /// Every version that was put into use here. It holds nothing about anybody.
    public func listHistory() throws -> ListHistory {
        let history = try history(of: .list)
        return ListHistory(publications: history.publications, inUse: history.inUse)
    }

    /// The table of a publication, as `Workbook.packedTable` made it. Throws `notFound` where a part is missing.
    public func contents(of publication: Publication) throws -> [UInt8] {
        try read { db in
            var bytes: [UInt8] = []
            for part in 0..<publication.parts {
                guard let id = partID(publication.id, part), case .bytes(let more)? = try JournalStore.record(db, id)?.fields["bytes"] else {
                    throw CaseworkError(.notFound)
                }
                bytes += more
            }
            return bytes
        }
    }

    private func partID(_ publication: UUIDv7, _ part: Int) -> UUIDv7? {
        UUIDv7.derived(from: digest(Array("kinbox list part \(publication) \(part)".utf8)))
    }

    /// Takes the places of the store into use: at the start. Blocks.
    /// - Parameter read: turns a publication's contents into the book.
    /// - Returns: the publication in use where it cannot be read; then the standard places stay.
    public func loadPlaces(_ read: ([UInt8]) throws -> PlaceBook) throws -> Publication? {
        let history = try history(of: .list)
        guard let id = history.inUse[Self.placesList], let publication = history.publications.first(where: { $0.id == id }) else { return nil }
        do {
            places.change(to: try read(try contents(of: publication)), place: history.places[Self.placesList] ?? 0)
            return nil
        } catch {
            return publication
        }
    }

    /// Puts a version of a list into use with every form that follows it, together or not at all, at once and for
    /// everybody. Records keep their answers. Durable when it returns.
    /// - Throws: `CaseworkError`: `notAllowed` without the power over code lists, `listChanged` when the list or one of the
    ///   forms changed since they were compared, `listRefused` for what is too large or where somebody could do more with a
    ///   form's answers than before, `formRefused` for a form that cannot be one of this site.
    /// - Returns: the publication in use from now on; nil for the standard one.
    public func change(_ change: ListChange, by author: Author, standing: Standing) async throws -> Publication? {
        guard standing.viewer.role.powers.contains(.classifiers) else { throw CaseworkError(.notAllowed(what: "change code lists")) }
        guard change.note.utf8.count <= Publication.longestNote else { throw CaseworkError(.listRefused(why: "The note is too long.")) }
        let library = forms, now = time.now()
        let history = try history(of: .list)
        if try isKnown(change, history, by: author) { return history.publications.first { $0.id == change.publication } }
        let following = try change.forms.map { try follow($0, change, in: library, by: author, at: now) }
        var entries = following.compactMap { one in one.kept?.change(one.workbook) }
        let published: Publication?, entry: UUIDv7
        switch change.target {
        case .new(let id, let contents):
            let version = ListHistory(publications: history.publications, inUse: history.inUse).nextVersion(of: change.list)
            let kept = try keep(contents, as: id, of: change, version: version, with: following.compactMap(\.kept?.id), by: author, at: now)
            published = kept.publication
            entry = UUIDv7.make(at: now.millis)
            entries += kept.changes
        case .earlier(let publication, let id):
            published = history.publications.first { $0.id == publication }
            entry = id
        }
        let turn = Turn(thing: .list, name: change.list, publication: published?.id, base: change.base, place: history.places[change.list] ?? 0,
                        entry: entry, note: change.note)
        let list = change.list
        let places = try await take(following.map(\.turn) + [turn], with: entries, by: author.person, author: author, at: now) { _ in
            CaseworkError(.listChanged(list: list))
        }
        shelf.change { library in
            zip(following, places).reduce(library) { $0.taking($1.0.definition, of: $1.0.turn.name, place: $1.1) }
        }
        if let book = change.places { self.places.change(to: book, place: places[following.count]) }
        noteUse(change.goesBack ? "listRolledBack" : "listPublished", .list, list, published?.version ?? 1, subject: published?.id ?? entry, by: author.person, author: author)
        for one in following {
            noteUse(one.kept == nil ? "formRolledBack" : "formPublished", .form, one.turn.name, one.definition.version,
                    subject: one.turn.publication ?? one.turn.entry, by: author.person, author: author)
        }
        return published
    }

    /// Whether this very change is in the journal already, or there is nothing to go back from.
    private func isKnown(_ change: ListChange, _ history: UseHistory, by author: Author) throws -> Bool {
        let known = history.publications.first { $0.id == change.publication }
        switch change.target {
        case .new:
            guard let known else { return false }
            guard known.name == change.list, known.by == author.person else { throw CaseworkError(.listChanged(list: change.list)) }
            return true
        case .earlier(let publication, let id):
            guard publication == nil || known?.name == change.list else { throw CaseworkError(.notFound) }
            return try isDone(id, .list, change.list, to: publication, by: author) || (history.inUse[change.list] == publication && change.forms.isEmpty)
        }
    }

    /// A form on its way with a list.
    private struct Following {
        let definition: FormDefinition
        let turn: Turn
        /// Nil where it takes up an earlier version.
        let kept: Publication?
        let workbook: [UInt8]?
    }

    /// Judged as if it were put into use by itself. A list has no second person: where one is needed, the list must wait
    /// until the form was put into use by two.
    private func follow(_ form: ListChange.Form, _ change: ListChange, in library: FormLibrary, by author: Author, at now: WallTime) throws -> Following {
        let name = form.definition.name
        guard library.asked(name) != nil else { throw CaseworkError(.listChanged(list: change.list)) }
        func turn(_ publication: UUIDv7?) -> Turn {
            Turn(thing: .form, name: name, publication: publication, base: form.base, place: library.use(of: name).place,
                 entry: UUIDv7.make(at: now.millis), note: change.note)
        }
        switch form.target {
        case .earlier(let publication):
            try refuse(name, shelf.loosened(by: form.definition, in: library))
            return Following(definition: form.definition, turn: turn(publication), kept: nil, workbook: nil)
        case .new(let workbook):
            let id = try publicationID(of: name, with: change, at: now)
            do {
                let asked = FormToPublish(publication: id, definition: form.definition, workbook: workbook, note: change.note, base: form.base)
                try refuse(name, try judged(asked, in: library))
            } catch let error as CaseworkError {
                guard case .formChanged = error.reason else { throw error }
                throw CaseworkError(.listChanged(list: change.list))
            }
            let kept = Publication(id: id, form: name, version: form.definition.version, at: now, by: author.person, note: change.note)
            return Following(definition: form.definition, turn: turn(id), kept: kept, workbook: workbook)
        }
    }

    private func refuse(_ form: String, _ loosened: [LoosenedField]) throws(CaseworkError) {
        guard !loosened.isEmpty else { return }
        let fields = loosened.map(\.field).joined(separator: ", ")
        throw CaseworkError(.listRefused(why: "The form \(form) can't follow: more than now could be done with \(fields). Two persons must put that form into use first."))
    }

    /// Follows from the list's publication, so that sending twice makes no second one.
    private func publicationID(of form: String, with change: ListChange, at now: WallTime) throws(CaseworkError) -> UUIDv7 {
        guard case .new(let list, _) = change.target else { return UUIDv7.make(at: now.millis) }
        guard let id = UUIDv7.derived(from: digest(Array("kinbox form with list \(list) \(form)".utf8))) else { throw CaseworkError(.notFound) }
        return id
    }

    private func keep(_ contents: [UInt8], as id: UUIDv7, of change: ListChange, version: Int, with forms: [UUIDv7], by author: Author,
                      at now: WallTime) throws(CaseworkError) -> (publication: Publication, changes: [Change]) {
        let starts = Array(stride(from: 0, to: max(1, contents.count), by: Publication.mostBytes))
        guard starts.count <= Publication.mostParts else { throw CaseworkError(.listRefused(why: "The list is too large to be kept.")) }
        let publication = Publication(.list, id: id, name: change.list, version: version, at: now, by: author.person, note: change.note,
                                      parts: starts.count, forms: forms)
        var changes = [publication.change()]
        for (part, start) in starts.enumerated() {
            guard let record = partID(id, part) else { throw CaseworkError(.notFound) }
            let bytes = Array(contents[start..<min(contents.count, start + Publication.mostBytes)])
            changes.append(Change(id: record, record: record, kind: ReservedKind.listPart, op: .create, scope: Scope(.site, record),
                                  fields: ["publication": .text(id.description), "part": .int(Int64(part)), "bytes": .bytes(bytes)]))
        }
        return (publication, changes)
    }
}
