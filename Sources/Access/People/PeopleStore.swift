public import Foundations
import GRDB
public import Journal
import Synchronization

/// People, their credentials and their sessions. Every change is a save in the journal; what is held in memory
/// is a copy of it, without secrets.
public final class PeopleStore: Sendable {
    /// What the vault offers to this module.
    public struct Tools: Sendable {
        public var random: @Sendable (Int) -> [UInt8]
        /// BLAKE2b-256.
        public var digest: @Sendable ([UInt8]) -> [UInt8]
        public var hashing: any PasswordHashing

        public init(
            random: @escaping @Sendable (Int) -> [UInt8], digest: @escaping @Sendable ([UInt8]) -> [UInt8], hashing: any PasswordHashing
        ) {
            self.random = random
            self.digest = digest
            self.hashing = hashing
        }
    }

    public let journal: JournalStore
    public let rules: AccessRules
    public let sessions: Sessions
    public let lane: PasswordLane
    /// Shown by authenticators beside the code.
    public let siteName: String
    let time: any TimeSource
    let tools: Tools
    let trail: any AccessTrail
    let glass = Mutex(GlassTable())
    let machine = Mutex(SignInMachine())
    let secrets: DoorSecrets
    private let copy = Mutex(Copy())
    private let standings = Mutex(StandingCopies())

    struct Copy {
        var people: [UUIDv7: Person] = [:]
        var versions: [UUIDv7: Int] = [:]
        var byName: [String: UUIDv7] = [:]
        var names: [UUIDv7: String] = [:]
        var teams: [UUIDv7: Team] = [:]
    }

    var book: RoleBook { rules.book }

    /// Reads the people of the store. Blocks.
    public init(
        journal: JournalStore, rules: AccessRules, tools: Tools, trail: any AccessTrail, time: any TimeSource,
        siteName: String = "", lane: PasswordLane = PasswordLane()
    ) throws(AccessError) {
        self.journal = journal
        self.rules = rules
        self.tools = tools
        self.trail = trail
        self.time = time
        self.siteName = siteName
        self.lane = lane
        sessions = Sessions(time: time, random: tools.random, digest: tools.digest)
        secrets = DoorSecrets(tools: tools)
        try reload()
    }

    // MARK: Reading

    public func person(_ id: UUIDv7) -> Person? { copy.withLock { $0.people[id] } }

    public func person(userName: String) -> Person? {
        let name = UserName.canonical(userName)
        return copy.withLock { copy in copy.byName[name].flatMap { copy.people[$0] } }
    }

    /// Everybody, by name.
    public func all() -> [Person] { copy.withLock { Array($0.people.values) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }

    /// Teams that have a record, and everybody, as of one moment.
    func teamsAndPeople() -> (teams: [UUIDv7: Team], people: [Person]) { copy.withLock { ($0.teams, Array($0.people.values)) } }

    /// The names of everybody, in no order.
    public func names() -> [UUIDv7: String] { copy.withLock { $0.names } }

    /// The person of a session as the rules see them at this moment.
    /// - Throws: `sessionEnded` when the account was closed meanwhile.
    public func viewer(of session: Session) throws(AccessError) -> Viewer { try viewer(of: session.person) }

    public func viewer(of id: UUIDv7) throws(AccessError) -> Viewer {
        guard let person = person(id), person.state == .active else { throw .sessionEnded(.deactivated) }
        guard let role = book[person.role] else { throw .unknownRole(person.role) }
        let open = glass.withLock { $0.open(for: id, at: time.monotonicNanos()) }
        return Viewer(person: id, role: role, teams: person.teams, agency: person.agency, brokenGlass: open)
    }

    public func standing(of session: Session) throws(AccessError) -> Standing { try standing(of: session.person) }

    /// Of somebody who need not be signed in: for what is sent to them.
    /// - Throws: `sessionEnded` for an account that is closed.
    public func standing(ofPerson person: UUIDv7) throws(AccessError) -> Standing { try standing(of: person) }

    func standing(of person: UUIDv7) throws(AccessError) -> Standing {
        let viewer = try viewer(of: person)
        return standings.withLock { $0.standing(of: viewer, rules) }
    }

    /// Reads everybody from the store again: after a restore, an import, or a batch from elsewhere. Blocks.
    public func reload() throws(AccessError) {
        let fresh = try read { db in
            var fresh = Copy()
            for record in try Self.every(ReservedKind.user, db) {
                guard let person = Person(record) else { continue }
                fresh.people[person.id] = person
                fresh.versions[person.id] = record.version
                fresh.byName[person.userName] = person.id
                fresh.names[person.id] = person.name
            }
            for record in try Self.every(ReservedKind.team, db) { if let team = Team(record) { fresh.teams[team.id] = team } }
            return fresh
        }
        copy.withLock { $0 = fresh }
    }

    static func every(_ kind: String, _ db: Database) throws -> [StoredRecord] {
        var out: [StoredRecord] = []
        var after: Lookup.Hit?
        while true {
            let hits = try Lookup.find(db, .byKind, key: .text(kind), newestFirst: false, after: after, limit: 500)
            for hit in hits { if let record = try JournalStore.record(db, number: hit.record) { out.append(record) } }
            guard hits.count == 500, let last = hits.last else { return out }
            after = last
        }
    }

    /// 32 bytes that seal the unsent drafts of a session's person in their browser, as a text; see `DoorSecrets`. Blocks.
    public func draftKey(of session: Session) throws(AccessError) -> String? {
        secrets.draftKey(for: session.person, try credential(of: session.person).credential).map(Token.text)
    }

    // MARK: Credentials, for this module only

    static func credentialID(of person: UUIDv7, digest: ([UInt8]) -> [UInt8]) -> UUIDv7 {
        UUIDv7.derived(from: digest(Array("kinbox credential of ".utf8) + person.bytes)) ?? person
    }

    func credential(of person: UUIDv7) throws(AccessError) -> StoredCredential {
        let id = Self.credentialID(of: person, digest: tools.digest)
        return try read { db in
            let record = try JournalStore.record(db, id)
            return StoredCredential(record: id, version: record?.version ?? 0, credential: Credential(record?.fields ?? [:]))
        }
    }

    func change(_ stored: StoredCredential, of person: UUIDv7, to credential: Credential) -> AccountChange {
        AccountChange(
            record: stored.record, kind: ReservedKind.credential, scope: person.accountScope, seen: stored.version, fields: credential.fields)
    }

    func change(to person: Person) -> AccountChange {
        let seen = copy.withLock { $0.versions[person.id] } ?? 0
        return AccountChange(
            record: person.id, kind: ReservedKind.user, scope: person.id.accountScope, seen: seen,
            fields: person.fields, envelope: person.envelope)
    }

    // MARK: Saving

    /// Makes the changes durable, all or none, and takes them into the copy.
    /// - Parameter check: further conditions, asked inside the save on the store as it is then.
    /// - Returns: false when one of the records moved since it was read; nothing was changed then.
    func commit(
        _ changes: [AccountChange], by actor: UUIDv7, check: @escaping @Sendable (Database) throws -> Void = { _ in }
    ) async throws(AccessError) -> Bool {
        let now = time.now()
        let entries = changes.map { $0.change(id: UUIDv7.make(at: now.millis)) }
        let save = Save(id: UUIDv7.make(at: now.millis), actor: actor, device: journal.site, at: now, changes: entries)
        do {
            _ = try await journal.commit(save) { db in
                for change in changes where try JournalStore.version(db, of: change.record) != change.seen { throw Overtaken() }
                try check(db)
            }
        } catch .refused(let inner) {
            if inner is Overtaken { try reload(); return false }
            throw (inner as? any KinboxFault).map(AccessError.passing) ?? .passing(JournalError.refused(inner))
        } catch {
            throw .passing(error)
        }
        if changes.contains(where: { $0.kind == ReservedKind.user || $0.kind == ReservedKind.team }) { try reload() }
        return true
    }

    func read<T>(_ body: (Database) throws -> T) throws(AccessError) -> T {
        do {
            return try journal.read(body)
        } catch .refused(let inner) {
            throw (inner as? any KinboxFault).map(AccessError.passing) ?? .passing(JournalError.refused(inner))
        } catch {
            throw .passing(error)
        }
    }

    func note(_ event: AccessEvent) async throws(AccessError) {
        do {
            try await trail.note(event)
        } catch {
            throw (error as? any KinboxFault).map(AccessError.passing) ?? .passing(JournalError.refused(error))
        }
    }

    func hex(_ text: String) -> String {
        tools.digest(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
