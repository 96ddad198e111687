import Access
import Casework
import Foundations
import HTTPServer
import Journal

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
        // Whose consent has run out overnight is no longer shared when the first of the day asks.
        try? await open.desk.endLapsedSharing()
        guard let person = open.people.person(session.person) else { throw AccessError.sessionEnded(.deactivated) }
        return Caller(open: open, session: session, person: person, standing: try open.people.standing(of: session))
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
