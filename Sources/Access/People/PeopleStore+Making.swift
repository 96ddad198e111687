public import Foundations
import GRDB
import Journal

/// Somebody who is to get an account.
public struct NewPerson: Sendable, Hashable {
    public var name: String
    public var userName: String
    public var role: String
    public var teams: Set<UUIDv7>
    public var agency: String?
    public var language: String
    /// Given by generators that need repeatable ids; nothing for a new one.
    public var id: UUIDv7?

    public init(
        name: String, userName: String, role: String, teams: Set<UUIDv7> = [], agency: String? = nil, language: String = "en",
        id: UUIDv7? = nil
    ) {
        self.name = name
        self.userName = userName
        self.role = role
        self.teams = teams
        self.agency = agency
        self.language = language
        self.id = id
    }
}

/// A new account and its one-time link. The token is shown once and kept only as a digest.
public struct Invitation: Sendable, Hashable {
    public let person: Person
    public let token: String
    /// The second person's request, where one has to agree before the account can sign in.
    public let request: UUIDv7?
}

extension PeopleStore {
    /// The first people of a site that has none: the first administrator, or a whole demonstration office. There is
    /// nobody yet to agree, so no second person is asked.
    /// - Parameter teams: made beside them.
    /// - Throws: `alreadyFounded` as soon as the site has one account.
    public func found(_ people: [NewPerson], teams: [Team] = []) async throws(AccessError) -> [Invitation] {
        guard all().isEmpty else { throw .alreadyFounded }
        guard let first = people.first else { return [] }
        var invitations: [Invitation] = []
        var changes: [AccountChange] = []
        var names: Set<String> = []
        for new in people {
            let person = try checked(new, id: new.id ?? UUIDv7.make(at: time.now().millis), state: .active)
            guard names.insert(person.userName).inserted else { throw .userNameTaken }
            let token = Token.make(RandomBytes(tools.random))
            changes += making(person, token: token)
            invitations.append(Invitation(person: person, token: token, request: nil))
        }
        for team in teams { changes.append(try checked(team).change()) }
        let founder = invitations.first { $0.person.userName == UserName.canonical(first.userName) }?.person.id ?? invitations[0].person.id
        let done = try await commit(changes, by: founder) { db in
            if try !Self.every(ReservedKind.user, db).isEmpty { throw AccessError.alreadyFounded }
        }
        guard done else { throw .alreadyFounded }
        for invitation in invitations {
            try await note(AccessEvent(.personCreated, actor: founder, subject: invitation.person.id, detail: ["role": .text(invitation.person.role), "founding": .bool(true)]))
        }
        return invitations
    }

    /// Makes an account. In a role that reads cases it waits for a second person's yes (`agree`), unless the site
    /// has never had anybody who could give it.
    /// - Throws: `notAllowed` without the power `people`; `userNameTaken`, `unknownRole`, `userNameInvalid`, `nameInvalid`, `noSuchTeam`.
    public func create(_ new: NewPerson, by administrator: UUIDv7) async throws(AccessError) -> Invitation {
        try require(.people, of: administrator, "make accounts")
        guard let role = book[new.role] else { throw .unknownRole(new.role) }
        let alone = role.readsCases && !hasEverHadSecond()
        let waits = role.readsCases && !alone
        let person = try checked(new, id: UUIDv7.make(at: time.now().millis), state: waits ? .pending : .active)
        try areOpen(person.teams)
        let token = Token.make(RandomBytes(tools.random))
        var changes = making(person, token: token)
        var request: UUIDv7?
        if waits {
            let asked = AccessRequest(id: UUIDv7.make(at: time.now().millis), what: .account, person: person.id, asker: administrator,
                                      reason: "", role: person.role, at: time.now(), state: .open)
            changes.append(asked.change(seen: 0))
            request = asked.id
        }
        let userName = person.userName
        let done = try await commit(changes, by: administrator) { db in
            for record in try Self.every(ReservedKind.user, db) where record.fields["user_name"]?.text == userName { throw AccessError.userNameTaken }
            try Self.areOpen(person.teams, db)
        }
        guard done else { throw .userNameTaken }
        try await note(AccessEvent(.personCreated, actor: administrator, subject: person.id, detail: ["role": .text(person.role)]))
        if alone { try await note(AccessEvent(.onlyOnePerson, actor: administrator, subject: person.id, detail: ["role": .text(person.role)])) }
        if waits { try await note(AccessEvent(.secondPersonAsked, actor: administrator, subject: person.id)) }
        return Invitation(person: person, token: token, request: request)
    }

    /// A fresh link for somebody who has never used theirs; the old one dies. Once a password is set, only a reset
    /// by two persons gives a new link.
    public func renewLink(of id: UUIDv7, by administrator: UUIDv7) async throws(AccessError) -> Invitation {
        try require(.people, of: administrator, "renew a set-up link")
        guard let person = person(id), person.state != .inactive else { throw .notFound }
        let stored = try credential(of: id)
        guard stored.credential.passwordHash == nil, stored.credential.generation == 0 else { throw .notAllowed(action: "renew a used set-up link of") }
        let token = Token.make(RandomBytes(tools.random))
        var next = stored.credential
        next.setupDigest = hex(token)
        next.setupIssued = time.now()
        guard try await commit([change(stored, of: id, to: next)], by: administrator) else { throw .requestNotOpen }
        try await note(AccessEvent(.setupLink, actor: administrator, subject: id))
        return Invitation(person: person, token: token, request: nil)
    }

    func require(_ power: Power, of id: UUIDv7, _ action: String) throws(AccessError) {
        guard try viewer(of: id).role.powers.contains(power) else { throw .notAllowed(action: action) }
    }

    /// Whether the site has, or once had, somebody able to be the second of two persons. Closed accounts count: an
    /// administrator must not regain sole power by closing the others.
    func hasEverHadSecond() -> Bool {
        all().contains { book[$0.role]?.maySecond == true }
    }

    private func checked(_ new: NewPerson, id: UUIDv7, state: PersonState) throws(AccessError) -> Person {
        let userName = UserName.canonical(new.userName)
        guard UserName.isValid(userName) else { throw .userNameInvalid }
        guard PersonName.isValid(new.name) else { throw .nameInvalid }
        try isAgency(new.agency)
        guard (2...10).contains(new.language.utf8.count), PersonName.isPlain(new.language) else { throw .badDetail("language") }
        guard book[new.role] != nil else { throw .unknownRole(new.role) }
        guard person(userName: userName) == nil else { throw .userNameTaken }
        return Person(id: id, name: new.name, userName: userName, role: new.role, teams: new.teams, agency: new.agency,
                      language: new.language, state: state)
    }

    private func making(_ person: Person, token: String) -> [AccountChange] {
        var credential = Credential()
        credential.setupDigest = hex(token)
        credential.setupIssued = time.now()
        let stored = StoredCredential(record: Self.credentialID(of: person.id, digest: tools.digest), version: 0, credential: Credential())
        return [change(to: person), change(stored, of: person.id, to: credential)]
    }
}
