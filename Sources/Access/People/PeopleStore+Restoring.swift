public import Foundations
import Journal

extension PeopleStore {
    /// Makes somebody the site's second person again, after the last one was lost: the way out of a site where nobody
    /// can agree to anything. The caller has proved the recovery key, whose keeper is no administrator by custom.
    ///
    /// The account is opened, given the role where one is named, and gets a new one-time link; its password, factors and
    /// sessions end. It stands in the second chain, and everybody with an account gets a notice.
    /// - Throws: `secondPersonRefused` where the role, named or held, cannot be a second person's; `reasonNeeded` below
    ///   ten letters; `notFound`, `unknownRole`.
    public func restoreSecond(_ id: UUIDv7, role: String?, reason: String) async throws(AccessError) -> Invitation {
        guard reason.filter({ !$0.isWhitespace }).count >= 10, reason.utf8.count <= 2000 else { throw .reasonNeeded }
        guard var person = person(id) else { throw .notFound }
        let wanted = role ?? person.role
        guard let next = book[wanted] else { throw .unknownRole(wanted) }
        // An administrator who became one would sign in with the powers of both until the sessions end.
        guard next.maySecond, book[person.role]?.isAdministrator != true else { throw .secondPersonRefused }
        person.role = wanted
        person.state = .active
        let token = Token.make(RandomBytes(tools.random))
        let stored = try credential(of: id)
        var credential = Credential()
        credential.generation = stored.credential.generation + 1
        credential.setupDigest = hex(token)
        credential.setupIssued = time.now()
        let told = all().filter { $0.state == .active || $0.id == id }.map(\.id)
        // Told before it is done: what cannot be traced is not done.
        try await note(AccessEvent(.secondPersonRestored, actor: nil, subject: id, detail: ["role": .text(wanted)]))
        let changes = [change(to: person), change(stored, of: id, to: credential)]
            + notices(.secondRestored, about: id, by: id, with: nil, reason: reason, to: told)
        guard try await commit(changes, by: journal.site) else { throw .requestNotOpen }
        sessions.endAll(of: id)
        return Invitation(person: person, token: token, request: nil)
    }
}
