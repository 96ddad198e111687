public import Foundations
import GRDB
import Journal
import Matching
import Synchronization

extension PeopleStore {
    /// What came of a second person's yes.
    public struct Agreed: Sendable {
        public let person: Person
        /// With a reset: the new one-time link's token. It goes to the second person, not to the administrator.
        public let token: String?
    }

    /// Requests still waiting, oldest first. For administrators, who changes forms, and possible second persons.
    public func openRequests(for viewer: Viewer) throws(AccessError) -> [AccessRequest] {
        guard viewer.role.powers.contains(.people) || viewer.role.powers.contains(.forms) || viewer.role.maySecond else { throw .notAllowed(action: "see requests about") }
        return try read { db in
            try Self.every(ReservedKind.request, db).compactMap(AccessRequest.init).filter { $0.state == .open }
        }
    }

    /// Whether this viewer may be the second person of a request. An account under the asker's own name is the asker's: one
    /// person with two accounts is one person. (Two who share a name find a third.)
    public func mayAnswer(_ request: AccessRequest, _ viewer: Viewer) -> Bool {
        guard request.mayBeAnswered(by: viewer), let asker = person(request.asker), let second = person(viewer.person) else { return false }
        return NameFolding.words(asker.name).sorted() != NameFolding.words(second.name).sorted()
    }

    /// Asks for new password and factors of an account in use (telephone lost, password forgotten).
    /// - Returns: the request that a second person must agree to. Nothing changes until then.
    public func askReset(of id: UUIDv7, reason: String, by administrator: UUIDv7) async throws(AccessError) -> AccessRequest {
        try require(.people, of: administrator, "ask for a reset of")
        guard let person = person(id), person.state != .inactive else { throw .notFound }
        return try await ask(.reset, of: person, role: nil, reason: reason, by: administrator)
    }

    /// Gives somebody another role: at once where the new one reads no cases, else after a second person's yes.
    /// - Returns: the request, or nothing when the change is done.
    public func changeRole(of id: UUIDv7, to role: String, reason: String, by administrator: UUIDv7) async throws(AccessError) -> AccessRequest? {
        try require(.people, of: administrator, "change roles of")
        guard var person = person(id), person.state != .inactive else { throw .notFound }
        guard let next = book[role] else { throw .unknownRole(role) }
        try keepOneSecond(without: person, unless: next)
        if next.readsCases && hasEverHadSecond() {
            return try await ask(.role, of: person, role: role, reason: reason, by: administrator)
        }
        person.role = role
        guard try await commit([change(to: person)], by: administrator) else { throw .requestNotOpen }
        sessions.endAll(of: id)
        try await note(AccessEvent(.roleChanged, actor: administrator, subject: id, detail: ["role": .text(role)]))
        return nil
    }

    /// The second person's yes.
    /// - Throws: `secondPersonRefused` when the one who says it is an administrator, has no second factor by role, is
    ///   the asker or the person concerned; `requestNotOpen` when it was answered before.
    public func agree(to id: UUIDv7, by second: UUIDv7) async throws(AccessError) -> Agreed {
        var request = try open(id, for: second)
        guard var person = request.person.flatMap(person), person.state != .inactive else { throw .requestNotOpen }
        request.state = .agreed
        request.second = second
        var changes = [request.change(seen: request.version)]
        var token: String?
        let before = person
        switch request.what {
        case .account:
            person.state = .active
            changes.append(change(to: person))
        case .role:
            guard let role = request.role, book[role] != nil else { throw .unknownRole(request.role ?? "") }
            person.role = role
            changes.append(change(to: person))
        case .reset:
            let fresh = Token.make(RandomBytes(tools.random))
            let stored = try credential(of: person.id)
            var next = Credential()
            next.generation = stored.credential.generation + 1
            next.setupDigest = hex(fresh)
            next.setupIssued = time.now()
            changes.append(change(stored, of: person.id, to: next))
            token = fresh
        case .details:
            guard let details = request.details else { throw .requestNotOpen }
            try areOpen(details.teams ?? [], besides: person.teams)
            person = details.applied(to: person)
            changes.append(change(to: person))
        case .form: throw .requestNotOpen
        }
        changes += notices(.account(request.what), about: person.id, by: request.asker, with: second, reason: request.reason, to: [person.id])
        let after = person, what = request.what
        guard try await commit(changes, by: second, check: { db in
            if what == .details { try Self.areOpen(after.teams, besides: before.teams, db) }
        }) else { throw .requestNotOpen }
        if request.what != .account { sessions.endAll(of: person.id) }
        try await note(AccessEvent(.secondPersonAgreed, actor: second, subject: person.id,
                                   detail: ["what": .text(request.what.rawValue), "asker": .text(request.asker.description)]))
        return Agreed(person: person, token: token)
    }

    /// The second person's no. A new account stays without sign-in; everything else stays as it was.
    public func refuse(_ id: UUIDv7, by second: UUIDv7) async throws(AccessError) {
        // Who asked for a form may take that back.
        var request = try open(id, for: second, orAskerOf: .form)
        request.state = .refused
        request.second = second
        guard try await commit([request.change(seen: request.version)], by: second) else { throw .requestNotOpen }
        if request.what == .form { return try await tellAsker(of: request, agreed: false, by: second) }
        try await note(AccessEvent(.secondPersonRefused, actor: second, subject: request.person, detail: ["what": .text(request.what.rawValue)]))
    }

    /// Closes an account: its sessions end, its name stays readable in history, its credential is emptied.
    /// - Throws: `secondPersonRefused` for the last one who could be a second person: name another first.
    public func deactivate(_ id: UUIDv7, by administrator: UUIDv7) async throws(AccessError) {
        try require(.people, of: administrator, "close accounts of")
        guard var person = person(id), person.state != .inactive, id != administrator else { throw .notFound }
        try keepOneSecond(without: person, unless: nil)
        person.state = .inactive
        let stored = try credential(of: id)
        var empty = Credential()
        empty.generation = stored.credential.generation + 1
        guard try await commit([change(to: person), change(stored, of: id, to: empty)], by: administrator) else { throw .requestNotOpen }
        sessions.endAll(of: id, why: .deactivated)
        glass.withLock { $0.closeAll(of: id) }
        try await note(AccessEvent(.personDeactivated, actor: administrator, subject: id))
    }

    func ask(
        _ what: AccessRequest.What, of person: Person, role: String?, details: PersonDetails? = nil, reason: String, by asker: UUIDv7
    ) async throws(AccessError) -> AccessRequest {
        guard Self.isReason(reason) else { throw .reasonNeeded }
        let request = AccessRequest(id: UUIDv7.make(at: time.now().millis), what: what, person: person.id, asker: asker,
                                    reason: reason, role: role, details: details, at: time.now(), state: .open)
        guard try await commit([request.change(seen: 0)], by: asker) else { throw .requestNotOpen }
        try await note(AccessEvent(.secondPersonAsked, actor: asker, subject: person.id, detail: ["what": .text(what.rawValue)]))
        return request
    }

    func open(_ id: UUIDv7, for second: UUIDv7, orAskerOf what: AccessRequest.What? = nil) throws(AccessError) -> AccessRequest {
        let viewer = try viewer(of: second)
        guard viewer.role.maySecond || viewer.role.powers.contains(.forms) else { throw .secondPersonRefused }
        let found = try read { db in try JournalStore.record(db, id).flatMap(AccessRequest.init) }
        guard let request = found, request.state == .open else { throw .requestNotOpen }
        guard mayAnswer(request, viewer) || (request.what == what && request.asker == second) else { throw .secondPersonRefused }
        return request
    }

    /// Refuses to take the last active second person away: after that nobody could agree to anything, and the way
    /// out must not be that an administrator decides alone.
    private func keepOneSecond(without person: Person, unless next: Role?) throws(AccessError) {
        guard book[person.role]?.maySecond == true, next?.maySecond != true, person.state == .active else { return }
        let others = all().filter { $0.id != person.id && $0.state == .active && book[$0.role]?.maySecond == true }
        if others.isEmpty { throw .secondPersonRefused }
    }
}
