public import Access
public import FormEngine
public import Foundations
import GRDB
import Journal

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

/// An earlier version on its way back into use.
public struct FormToRollBack: Sendable {
    /// Made by whoever goes back, so that sending twice goes back once.
    public let id: UUIDv7
    public let form: String
    /// Nil is the standard version; for a form of the site's own, none: it is no longer offered.
    public let publication: UUIDv7?
    public let note: String
    /// What was in use when it was decided: nil for the standard version.
    public let base: UUIDv7?

    public init(id: UUIDv7, form: String, publication: UUIDv7?, note: String, base: UUIDv7?) {
        self.id = id
        self.form = form
        self.publication = publication
        self.note = note
        self.base = base
    }
}

extension Desk {
    /// Puts a form into use, at once and for everybody. Records keep their answers; saves that were written with the
    /// version before are taken as they are. Durable when it returns.
    /// - Throws: `CaseworkError`: `notAllowed` without the power over forms, `formChanged` when another version was put into
    ///   use since `base`, `formRefused` for one that cannot be a form of this site or is too large, `formLoosens` where
    ///   somebody could do more than before: `askToPublish` then.
    public func publish(_ form: FormToPublish, by author: Author, standing: Standing) async throws -> FormPublication {
        try Self.checkPower(standing)
        if let known = try published(form) { return known }
        return try await put(form, by: author.person, author: author)
    }

    /// Takes an earlier version into use again: it asks exactly what it asked then. What was answered since stays readable.
    /// - Returns: the version in use now; nil where the form is no longer offered.
    /// - Throws: as `publish`, and `notFound` for a publication that is none of this form.
    public func rollBack(_ back: FormToRollBack, by author: Author, standing: Standing, read reading: FormReading) async throws -> Int? {
        try Self.checkPower(standing)
        let earlier = try target(of: back, reading)
        if try isDone(back.id, .form, back.form, to: back.publication, by: author) { return earlier.isWithdrawn ? nil : earlier.version }
        let library = forms
        if try formHistory().inUse[back.form] == back.publication, earlier == library.asked(back.form) {
            return earlier.isWithdrawn ? nil : earlier.version
        }
        return try await goBack(back, to: earlier, in: library, by: author.person, author: author)
    }

    // MARK: What both do, with or without a second person

    /// The publication of this id, where it is there already: it was sent again because the answer was lost.
    func published(_ form: FormToPublish) throws -> FormPublication? {
        guard let known = try formHistory().publications.first(where: { $0.id == form.publication }) else { return nil }
        guard known.form == form.definition.name, try workbook(of: known.id) == form.workbook else {
            throw CaseworkError(.formChanged(form: form.definition.name))
        }
        return known
    }

    /// What would open under a form that may be put into use as far as it alone is concerned.
    func judged(_ form: FormToPublish, in library: FormLibrary) throws -> [LoosenedField] {
        let name = form.definition.name
        if let fault = shelf.ownFault(of: form.definition, in: library) {
            throw CaseworkError(.formRefused(why: "\(name) cannot be a form of this site: \(fault.words)."))
        }
        guard form.workbook.count <= FormPublication.mostBytes else { throw CaseworkError(.formRefused(why: "The form is too large to be kept.")) }
        guard form.note.utf8.count <= FormPublication.longestNote else { throw CaseworkError(.formRefused(why: "The note is too long.")) }
        guard try nextVersion(of: name) == form.definition.version else { throw CaseworkError(.formChanged(form: name)) }
        return shelf.loosened(by: form.definition, in: library)
    }

    /// - Parameters:
    ///   - person: who wants it; `author` is who does it, the second person where there are two.
    func put(_ form: FormToPublish, by person: UUIDv7, author: Author, agreed: WaitingForm? = nil) async throws -> FormPublication {
        let name = form.definition.name, library = forms
        try Self.check(try judged(form, in: library), agreed)
        let now = time.now()
        let publication = FormPublication(id: form.publication, form: name, version: form.definition.version, at: now, by: person,
                                          second: agreed == nil ? nil : author.person, note: form.note)
        let turn = Turn(thing: .form, name: name, publication: form.publication, base: form.base, place: library.use(of: name).place,
                        entry: UUIDv7.make(at: now.millis), note: "")
        let place = try await use(turn, with: [publication.change(form.workbook)], by: person, author: author, at: now, agreed: agreed)
        take(form.definition, of: name, place: place)
        noteUse("formPublished", .form, name, form.definition.version, subject: form.publication, by: person, author: author)
        return publication
    }

    func goBack(_ back: FormToRollBack, to earlier: FormDefinition, in library: FormLibrary, by person: UUIDv7, author: Author,
                agreed: WaitingForm? = nil) async throws -> Int? {
        try Self.check(shelf.loosened(by: earlier, in: library), agreed)
        let now = time.now()
        let turn = Turn(thing: .form, name: back.form, publication: back.publication, base: back.base, place: library.use(of: back.form).place,
                        entry: back.id, note: back.note)
        let place = try await use(turn, with: [], by: person, author: author, at: now, agreed: agreed)
        take(earlier.isWithdrawn ? nil : earlier, of: back.form, place: place)
        noteUse("formRolledBack", .form, back.form, earlier.version, subject: back.publication ?? back.id, by: person, author: author)
        return earlier.isWithdrawn ? nil : earlier.version
    }

    /// What a roll-back leads to.
    func target(of back: FormToRollBack, _ reading: FormReading) throws -> FormDefinition {
        guard let publication = back.publication else {
            let earlier = shelf.standard.asked(back.form) ?? FormLibrary.withdrawn(forms.versions(of: back.form).filter { !$0.isWithdrawn })
            guard let earlier else { throw CaseworkError(.notFound) }
            return earlier
        }
        guard let kept = try formHistory().publications.first(where: { $0.id == publication && $0.form == back.form }), forms.asked(back.form) != nil else {
            throw CaseworkError(.notFound)
        }
        return try definition(of: kept, reading)
    }

    static func checkPower(_ standing: Standing) throws(CaseworkError) {
        guard standing.viewer.role.powers.contains(.forms) else { throw CaseworkError(.notAllowed(what: "change forms")) }
    }

    /// Who sees more than before is decided by two persons, never by one upload; and two decide only about what both read.
    private static func check(_ loosened: [LoosenedField], _ agreed: WaitingForm?) throws {
        if loosened.isEmpty { return }
        guard let agreed else { throw CaseworkError(.formLoosens(loosened)) }
        guard loosened.allSatisfy({ one in agreed.ask.loosened.contains { $0.covers(one) } }) else { throw AccessError.requestLapsed }
    }

    private func take(_ definition: FormDefinition?, of form: String, place: Int) {
        shelf.change { $0.taking(definition, of: form, place: place) }
    }

    private func use(_ turn: Turn, with changes: [Change], by person: UUIDv7, author: Author, at now: WallTime, agreed: WaitingForm?) async throws -> Int {
        try await take([turn], with: changes, by: person, author: author, at: now, agreed: agreed) { CaseworkError(.formChanged(form: $0)) }[0]
    }
}
