public import Foundations
import GRDB
import Journal
import Matching

extension PeopleStore {
    /// Changes name, teams, agency or language of an account. Another team or agency shows other cases to whoever reads cases, and another
    /// name can make one person look like two: these wait for a second person's yes. The language, leaving a team, the same name
    /// written otherwise, and everything before the site has had a second person are done at once. The person is told either way.
    /// - Parameter reason: at least ten characters where anything but the language changes.
    /// - Returns: the request, or nothing when the change is done.
    /// - Throws: `notAllowed` without the power `people`; `notFound`, `reasonNeeded`, `nameInvalid`, `badDetail`, `noSuchTeam`.
    public func changeDetails(
        of id: UUIDv7, to details: PersonDetails, reason: String, by administrator: UUIDv7
    ) async throws(AccessError) -> AccessRequest? {
        try require(.people, of: administrator, "change the details of")
        guard let person = person(id), person.state != .inactive else { throw .notFound }
        let next = details.applied(to: person)
        guard next != person else { return nil }
        guard PersonName.isValid(next.name) else { throw .nameInvalid }
        try isAgency(next.agency)
        guard (2...10).contains(next.language.utf8.count), PersonName.isPlain(next.language) else { throw .badDetail("language") }
        try areOpen(next.teams, besides: person.teams)
        if needsSecond(person, next) { return try await ask(.details, of: person, role: nil, details: details, reason: reason, by: administrator) }
        let onlyLanguage = PersonDetails(language: next.language).applied(to: person) == next
        guard onlyLanguage || Self.isReason(reason) else { throw .reasonNeeded }
        var changes = [change(to: next)]
        if !onlyLanguage { changes += notices(.account(.details), about: id, by: administrator, with: nil, reason: reason, to: [id]) }
        guard try await commit(changes, by: administrator, check: { db in try Self.areOpen(next.teams, besides: person.teams, db) }) else { throw .requestNotOpen }
        if Self.movesView(person, next) { sessions.endAll(of: id) }
        try await note(AccessEvent(.detailsChanged, actor: administrator, subject: id))
        return nil
    }

    /// Another caseload lies before the person: what a page of theirs still shows is not to be trusted.
    static func movesView(_ person: Person, _ next: Person) -> Bool { person.teams != next.teams || person.agency != next.agency }

    static func isReason(_ reason: String) -> Bool { reason.filter { !$0.isWhitespace }.count >= 10 && reason.utf8.count <= 2000 }

    private func needsSecond(_ person: Person, _ next: Person) -> Bool {
        guard hasEverHadSecond() else { return false }
        if NameFolding.words(person.name).sorted() != NameFolding.words(next.name).sorted() { return true }
        let widens = !next.teams.isSubset(of: person.teams) || (next.agency != nil && next.agency != person.agency)
        return widens && book[person.role]?.readsCases != false
    }
}
