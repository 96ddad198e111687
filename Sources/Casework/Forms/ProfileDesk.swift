public import Access
public import Foundations
import Journal

/// Another profile on its way into use.
public struct ProfileToUse: Sendable {
    /// Made by whoever switches, so that sending twice switches once.
    public let id: UUIDv7
    public let profile: String
    /// Why, in the words of who does it.
    public let note: String
    /// The place of the profile that was in use when it was decided; 0 where none was ever chosen.
    public let base: Int

    public init(id: UUIDv7, profile: String, note: String, base: Int) {
        self.id = id
        self.profile = profile
        self.note = note
        self.base = base
    }
}

extension Desk {
    /// Which profile was chosen for this site, and the version of the record that says so; nil and 0 where none was: everything
    /// is asked then.
    public func profileInUse() throws -> (name: String?, place: Int) {
        guard let id = profileRecord else { return (nil, 0) }
        return try read { db in
            guard let record = try PartialRecord.find(db, id, FieldChoice(["profile"])), record.kind == ReservedKind.profileInUse else { return (nil, 0) }
            return (record.fields["profile"]?.text, record.version)
        }
    }

    /// Asks as the store says, at the start. A profile that this box does not know asks everything: nothing is hidden by that.
    public func loadProfile() throws {
        let (name, place) = try profileInUse()
        shelf.use(shelf.profiles.first { $0.name == name }, place: place)
    }

    /// Asks by another profile from now on, everybody at once. It hides and shows; no answer, class or right changes, and saves
    /// that were begun before are taken. Durable when it returns.
    /// - Throws: `CaseworkError`: `notAllowed` without the power over forms, `notFound` for a profile that the instance does not
    ///   have, `formRefused` for a note that is too long, `formChanged` where somebody else switched since `base`.
    public func use(_ next: ProfileToUse, by author: Author, standing: Standing) async throws {
        try Self.checkPower(standing)
        guard let profile = shelf.profiles.first(where: { $0.name == next.profile }), let record = profileRecord else { throw CaseworkError(.notFound) }
        guard next.note.utf8.count <= FormPublication.longestNote else { throw CaseworkError(.formRefused(why: "The note is too long.")) }
        // Sent again because the answer was lost.
        if let known = try read({ try journal.entry($0, next.id) })?.content {
            guard known.kind == ReservedKind.profileInUse, known.fields["profile"]?.text == profile.name, known.actor == author.person else { throw Self.switched }
            return
        }
        try await choose(profile, next, record, by: author)
    }

    /// Chooses the profile of a site that is being made: nothing was chosen before.
    /// - Throws: `notFound` for a profile that the instance does not have, `formChanged` where one was chosen.
    public func begin(with name: String, by author: Author) async throws {
        guard let profile = shelf.profiles.first(where: { $0.name == name }), let record = profileRecord else { throw CaseworkError(.notFound) }
        try await choose(profile, ProfileToUse(id: UUIDv7.make(at: time.now().millis), profile: name, note: "", base: 0), record, by: author)
    }

    private func choose(_ profile: SiteProfile, _ next: ProfileToUse, _ record: UUIDv7, by author: Author) async throws {
        let now = time.now()
        guard try profileInUse().place == next.base else { throw Self.switched }
        let fields: [String: Value] = ["profile": .text(profile.name), "at": .int(now.millis), "by": .text(author.person.description), "note": .text(next.note)]
        let change = Change(id: next.id, record: record, kind: ReservedKind.profileInUse, op: next.base == 0 ? .create : .amend, scope: Scope(.site, record),
                            base: next.base == 0 ? nil : next.base, fields: fields)
        let base = next.base
        _ = try await commit(Save(id: UUIDv7.make(at: now.millis), actor: author.person, device: author.device, at: now, changes: [change])) { db in
            guard try JournalStore.version(db, of: record) == base else { throw Self.switched }
        }
        try loadProfile()
        journal.trail.note(TrailEvent(.settings, actor: author.person, device: author.device, subject: record,
                                      detail: ["what": .text("profileInUse"), "profile": .text(profile.name)]))
    }

    private static var switched: CaseworkError { CaseworkError(.formChanged(form: "profile")) }

    /// The same at every box of a site, so that two who switch at once change one record.
    private var profileRecord: UUIDv7? { UUIDv7.derived(from: digest(Array("kinbox profile in use".utf8))) }
}
