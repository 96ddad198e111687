import Access
import Foundations
import GRDB
import Journal

/// One form or list whose version in use changes.
struct Turn {
    let thing: PublishedThing
    let name: String
    /// What shall be in use; nil for the standard version.
    let publication: UUIDv7?
    /// What was in use when it was compared.
    let base: UUIDv7?
    /// The version of the record that says what is in use, as the change was judged against it; 0 where there is none.
    let place: Int
    /// Of the entry that says so. Made by whoever goes back, so that sending twice goes back once.
    let entry: UUIDv7
    let note: String
}

/// What of one sort of thing was put into use, and what is now.
struct UseHistory {
    /// Newest first, over all names.
    var publications: [Publication] = []
    /// Name → the publication in use.
    var inUse: [String: UUIDv7] = [:]
    /// Name → the version of the record that says so.
    var places: [String: Int] = [:]
}

extension Desk {
    /// Every version of one sort of thing that was put into use here.
    func history(of thing: PublishedThing) throws -> UseHistory {
        try read { db in
            var history = UseHistory()
            history.publications = try Self.every(db, thing.publicationKind, Publication.choice).compactMap { Publication($0) }
                .sorted { ($0.version, $0.id) > ($1.version, $1.id) }
            for record in try Self.every(db, thing.inUseKind, VersionInUse.choice).compactMap({ VersionInUse($0, thing) }) {
                history.inUse[record.name] = record.publication
                history.places[record.name] = record.place
            }
            return history
        }
    }

    private static func every(_ db: Database, _ kind: String, _ choice: FieldChoice) throws -> [PartialRecord] {
        try Lookup.find(db, .byKind, key: .text(kind), limit: 10_000).compactMap { try PartialRecord.find(db, number: $0.record, choice) }
    }

    /// Writes which publications are in use, together or not at all, after looking inside the save that nobody else changed
    /// one of them meanwhile. What a change was judged against must be what the store says: who publishes while another
    /// publication is on its way from the store to the shelf is refused.
    /// - Parameters:
    ///   - person: who wants it; `author` is who does it, the second person where there are two.
    ///   - agreed: the question that the second person says yes to; still open inside the save, and answered by it.
    /// - Returns: the version of each record, in the order of the turns.
    /// - Throws: `refusal` of the name where somebody changed one meanwhile.
    func take(_ turns: [Turn], with changes: [Change], by person: UUIDv7, author: Author, at now: WallTime, agreed: WaitingForm? = nil,
              refusal: @escaping @Sendable (String) -> CaseworkError) async throws -> [Int] {
        var all = changes
        var looks: [(record: UUIDv7, turn: Turn)] = []
        for turn in turns {
            guard let record = VersionInUse.id(of: turn.name, turn.thing, digest: digest) else { throw CaseworkError(.notFound) }
            guard try read({ db in try JournalStore.version(db, of: record) }) == turn.place else { throw refusal(turn.name) }
            var fields: [String: Value] = [turn.thing.word: .text(turn.name), "publication": turn.publication.map { .text($0.description) } ?? .null,
                                           "by": .text(person.description), "at": .int(now.millis), "note": .text(turn.note),
                                           "second": agreed == nil ? .null : .text(author.person.description)]
            if turn.place == 0 { fields = fields.filter { $0.value != .null } }
            all.append(Change(id: turn.entry, record: record, kind: turn.thing.inUseKind, op: turn.place == 0 ? .create : .amend,
                              scope: Scope(.site, record), base: turn.place == 0 ? nil : turn.place, fields: fields))
            looks.append((record, turn))
        }
        if let agreed { all.append(agreed.change(id: UUIDv7.make(at: now.millis))) }
        let expected = looks
        let receipt = try await commit(Save(id: UUIDv7.make(at: now.millis), actor: author.person, device: author.device, at: now, changes: all)) { db in
            try agreed?.isStillOpen(db)
            for (record, turn) in expected {
                let current = try PartialRecord.find(db, record, VersionInUse.choice).flatMap { VersionInUse($0, turn.thing) }
                guard (current?.place ?? 0) == turn.place, current?.publication == turn.base else { throw refusal(turn.name) }
            }
        }
        return expected.map { look in receipt.records.first { $0.record == look.record }?.version ?? look.turn.place + 1 }
    }

    /// Whether a turn is in the journal already: it was sent again because the answer was lost.
    func isDone(_ entry: UUIDv7, _ thing: PublishedThing, _ name: String, to publication: UUIDv7?, by author: Author) throws -> Bool {
        try read { db in
            guard let known = try journal.entry(db, entry)?.content, known.kind == thing.inUseKind, known.actor == author.person else { return false }
            return known.fields[thing.word]?.text == name && known.fields["publication"]?.text == publication?.description
        }
    }

    /// A line of the second chain: what was put into use or taken back, by whom, and who asked for it.
    func noteUse(_ what: String, _ thing: PublishedThing, _ name: String, _ version: Int, subject: UUIDv7, by person: UUIDv7, author: Author) {
        var detail: [String: Value] = ["what": .text(what), thing.word: .text(name), "version": .int(Int64(version))]
        if person != author.person { detail["asker"] = .text(person.description) }
        journal.trail.note(TrailEvent(.settings, actor: author.person, device: author.device, subject: subject, detail: detail))
    }
}
