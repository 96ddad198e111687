import Access
import Casework
import Foundations
import HTTPServer
import Journal
import Logging

/// The person behind a request, with their rights worked out once.
struct Caller: Sendable {
    let open: OpenSite
    let session: Session
    let person: Person
    let standing: Standing

    /// The team a person writes for: the first of theirs.
    var author: Author {
        Author(person: person.id, device: session.id, team: person.teams.sorted().first, agency: person.agency)
    }
}

extension Site {
    /// Who sends this request. Refuses without a session (401), while the store is locked (503), and a write without the
    /// session's own mark (403).
    func caller(_ request: Request, writing: Bool = false, quiet: Bool = false) async throws -> Caller {
        let open = try requireOpen()
        guard let token = request.cookies[Self.cookie] else { throw AccessError.sessionEnded(.unknown) }
        let session = try open.sessions.session(of: token, quiet: quiet || request.headers["x-kinbox-quiet"] != nil)
        if writing { try open.sessions.check(csrf: request.headers["x-kinbox-csrf"], of: session) }
        guard let person = open.people.person(session.person) else { throw AccessError.sessionEnded(.deactivated) }
        let standing = try open.people.standing(of: session)
        try await endLapsedSharing(open, standing)
        return Caller(open: open, session: session, person: person, standing: standing)
    }

    /// Whose consent has run out overnight is no longer shared when the first of the day asks. Where that fails, nobody is answered whose
    /// access may rest on such a consent; all others work on, and it is tried again.
    private func endLapsedSharing(_ open: OpenSite, _ standing: Standing) async throws {
        do {
            try await open.desk.endLapsedSharing()
        } catch {
            let fault = error as? LapseFault
            if fault?.isNew != false {
                let cause = fault?.cause ?? error
                log.error("what was shared by consents that have run out could not be ended", metadata: ["cause": "\((cause as? any KinboxFault)?.code ?? String(describing: type(of: cause)))"])
            }
            guard standing.viewer.role.grants.contains(where: { $0.reach == .referred }) else { return }
            throw Problem(status: 503, code: "busy", title: "The box cannot look just now whose consent still holds.",
                          whatIsSafe: "Everything saved is safe. What was referred to you is not shown until the box has looked.", whatToDo: "Try again in a minute.")
        }
    }
}

extension Caller {
    /// Writes what this person did into the second chain; durable within a second.
    func note(_ event: TrailEvent) {
        var event = event
        event.actor = person.id
        event.device = session.id
        open.journal.trail.note(event)
    }

    func noteView(_ subject: UUIDv7) { note(TrailEvent(.view, subject: subject)) }

    /// The words are sealed under a key that expires with the month.
    func noteSearch(_ words: String) { note(TrailEvent(.search, words: words)) }

    func noteList(_ what: String) { note(TrailEvent(.list, detail: ["what": .text(what)])) }
}
