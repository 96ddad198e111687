public import Access
public import Foundations
import GRDB
public import Journal
public import Sharing

/// Everything people do with records, for one open store. Each call carries the caller's standing; nothing is
/// answered that `Standing.decide` or `Standing.filter` would not let through.
public struct Desk: Sendable {
    public let journal: JournalStore
    /// What holds the forms in use; changed by `publish` and `rollBack` while others read.
    public let shelf: FormShelf
    /// What holds the places in use; changed with their list.
    public let places: PlaceShelf
    /// What holds the country's time limits in use; none until a site chooses.
    public let limits: LimitShelf
    /// What may be shared under which consent; nothing is asked where there is no table.
    public let sharing: ConsentRules?
    /// What a person is given of their own file; no copy is given where there is no table.
    public let personCopies: ShareTemplates?
    public let time: any TimeSource
    let caseNumber: @Sendable () throws -> String
    let digest: @Sendable ([UInt8]) -> [UInt8]
    private let secret: [UInt8]
    let likenessCounts = LikenessCounts()
    let lapses = LapseDay()
    let duplicateShelf = DuplicateShelf()
    let boardShelf = BoardShelf()

    /// The forms in use at this moment. Whoever needs them twice for one answer takes them once.
    public var forms: FormLibrary { shelf.library }

    /// - Parameters:
    ///   - caseNumber: mints a number that no other case of the site has.
    ///   - digest: a collision-resistant hash of at least 16 bytes (BLAKE2b-256).
    ///   - secret: random bytes of this site, always as many and the same: ids that follow from what a record says must not
    ///     let anybody try out guesses of it.
    public init(journal: JournalStore, shelf: FormShelf, places: PlaceShelf = PlaceShelf(), limits: LimitShelf = LimitShelf(), sharing: ConsentRules? = nil,
                personCopies: ShareTemplates? = nil, time: any TimeSource,
                caseNumber: @escaping @Sendable () throws -> String, digest: @escaping @Sendable ([UInt8]) -> [UInt8], secret: [UInt8] = []) {
        self.journal = journal
        self.shelf = shelf
        self.places = places
        self.limits = limits
        self.sharing = sharing
        self.personCopies = personCopies
        self.time = time
        self.caseNumber = caseNumber
        self.digest = digest
        self.secret = secret
    }

    /// An id that follows from content: the same at every box of this site, and nothing to anybody else.
    func derived(_ what: String, _ content: [UInt8]) throws -> UUIDv7 {
        guard let id = UUIDv7.derived(from: digest(secret + Array("kinbox \(what) ".utf8) + content)) else { throw CaseworkError(.notFound) }
        return id
    }

    /// A short name that follows from `content`, and says nothing of it to anybody without the store: letters and digits.
    public func mark(of content: String) -> String {
        digest(secret + Array("kinbox mark ".utf8) + Array(content.utf8)).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    var today: CivilDay { time.now().localDay }

    /// A read on a consistent snapshot. Blocks for its length; faults come out as they were thrown inside.
    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try journal.read(body)
        } catch {
            if case .refused(let inner) = error { throw inner }
            throw error
        }
    }

    /// The record as this person may see it, or nil where it does not exist for them.
    func shown(_ db: Database, _ record: StoredRecord, _ standing: Standing) throws -> ShownRecord? {
        let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
        guard decision.exists else { return nil }
        return ShownRecord(record, decision, answers: forms.answers(of: record.kind), sides: try sides(db, record, standing),
                           unseen: try unseenLinks(db, record, standing))
    }

    /// Form → its answer that names a child's dossier which its readers need not see.
    private static let dossierLinks = ["notified_child": "linked_dossier", ConfidentialForm.root: ConfidentialForm.link]

    /// Whoever sees an alert need not see the dossier it led to; its id would tell them where to look.
    private func unseenLinks(_ db: Database, _ record: StoredRecord, _ standing: Standing) throws -> [String] {
        guard let link = Self.dossierLinks[record.kind], let id = record.fields[link]?.text.flatMap(UUIDv7.init) else { return [] }
        // That somebody there has taken note of it would tell as much.
        let both = record.kind == "notified_child" ? [link, LinkedConcern.noted] : [link]
        guard let child = try JournalStore.record(db, id) else { return both }
        return try standing.decide(Envelope(child), Surroundings.of(child, in: db)).exists ? [] : both
    }

    /// What a conflict task may show of the record in dispute: that record's own decision says it, field by field.
    private func sides(_ db: Database, _ task: StoredRecord, _ standing: Standing) throws -> [String: Value] {
        guard task.kind == "conflict_task", let id = task.fields["target"]?.text.flatMap(UUIDv7.init),
              let target = try JournalStore.record(db, id) else { return [:] }
        return ConflictSides.visible(in: task.fields, target: try standing.decide(Envelope(target), Surroundings.of(target, in: db)))
    }

    /// One record.
    /// - Throws: `CaseworkError.notFound` also where it may not be seen.
    public func record(_ id: UUIDv7, for standing: Standing) throws -> ShownRecord {
        try read { db in
            guard let record = try JournalStore.record(db, id), let shown = try shown(db, record, standing) else {
                throw CaseworkError(.notFound)
            }
            return shown
        }
    }

    /// Every value of every field this person may see, newest first.
    public func history(of id: UUIDv7, for standing: Standing) throws -> [String: [FieldHistory]] {
        try read { db in
            guard let record = try JournalStore.record(db, id) else { throw CaseworkError(.notFound) }
            let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
            guard decision.exists else { throw CaseworkError(.notFound) }
            let unseen = try unseenLinks(db, record, standing)
            return try journal.fieldHistory(db, of: id).filter { decision.visible.contains($0.key) && !unseen.contains($0.key) }
        }
    }
}
