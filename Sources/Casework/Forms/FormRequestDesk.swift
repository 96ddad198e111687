public import Access
public import FormEngine
public import Foundations
import Journal

/// Versions of forms under which somebody could do more than now: asked for by one person, put into use by a second.
extension Desk {
    /// Asks for a second person's yes to a checked form. Nothing changes until then.
    /// - Parameters:
    ///   - request: made by whoever asks, so that asking twice asks once.
    ///   - records: how many records hold an answer, by field, where they were counted; shown to the second person.
    /// - Throws: as `publish`; `formRefused` where one person is enough.
    public func askToPublish(_ form: FormToPublish, request: UUIDv7, records: [String: Int], by author: Author, standing: Standing,
                             people: PeopleStore) async throws -> AccessRequest {
        try Self.checkPower(standing)
        let loosened = try judged(form, in: forms)
        return try await ask(FormAsk(form: form.definition.name, version: form.definition.version, publication: form.publication, base: form.base,
                                     goesBack: false, loosened: Self.counted(loosened, records)),
                             request, form.workbook, reason: form.note, author, people)
    }

    /// The same for going back to an earlier version.
    public func askToRollBack(_ back: FormToRollBack, records: ([LoosenedField]) throws -> [String: Int], by author: Author, standing: Standing,
                              people: PeopleStore, read reading: FormReading) async throws -> AccessRequest {
        try Self.checkPower(standing)
        let earlier = try target(of: back, reading)
        let loosened = shelf.loosened(by: earlier, in: forms)
        return try await ask(FormAsk(form: back.form, version: earlier.version, publication: back.publication, base: back.base, goesBack: true,
                                     loosened: Self.counted(loosened, try records(loosened))),
                             back.id, [], reason: back.note, author, people)
    }

    /// The second person's yes: the form is put into use, with both names in it.
    /// - Returns: the version in use now; nil where the form is no longer offered.
    /// - Throws: `AccessError`: `secondPersonRefused`, `requestNotOpen`, `requestLapsed` (then it is closed).
    public func agreeToForm(_ request: UUIDv7, by author: Author, people: PeopleStore, read reading: FormReading) async throws -> Int? {
        let waiting = try await people.waitingForm(request, for: author.person)
        let version: Int?
        do {
            version = try await putIntoUse(waiting, author, reading)
        } catch let error as CaseworkError {
            guard case .formChanged = error.reason else { throw error }
            try await people.lapse(request)
            throw AccessError.requestLapsed
        } catch let error as AccessError {
            if error == .requestLapsed { try await people.lapse(request) }
            throw error
        }
        try await people.tellAsker(of: waiting.request, agreed: true, by: author.person)
        return version
    }

    /// Whether what was asked for can no longer come true: another version was put into use meanwhile.
    public func hasChanged(since ask: FormAsk, _ history: FormHistory) -> Bool {
        history.inUse[ask.form] != ask.base || (!ask.goesBack && nextVersion(of: ask.form, in: history) != ask.version)
    }

    private func putIntoUse(_ waiting: WaitingForm, _ author: Author, _ reading: FormReading) async throws -> Int? {
        let ask = waiting.ask, asker = waiting.request.asker
        if ask.goesBack {
            let back = FormToRollBack(id: UUIDv7.make(at: time.now().millis), form: ask.form, publication: ask.publication, note: waiting.request.reason,
                                      base: ask.base)
            return try await goBack(back, to: try target(of: back, reading), in: forms, by: asker, author: author, agreed: waiting)
        }
        guard let publication = ask.publication else { throw AccessError.requestNotOpen }
        let asked = FormPublication(id: publication, form: ask.form, version: ask.version, at: waiting.request.at, by: asker, note: waiting.request.reason)
        let form = FormToPublish(publication: publication, definition: try reading(asked, waiting.workbook), workbook: waiting.workbook,
                                 note: waiting.request.reason, base: ask.base)
        return try await put(form, by: asker, author: author, agreed: waiting).version
    }

    private func ask(_ ask: FormAsk, _ request: UUIDv7, _ workbook: [UInt8], reason: String, _ author: Author,
                     _ people: PeopleStore) async throws -> AccessRequest {
        guard !ask.loosened.isEmpty else { throw CaseworkError(.formRefused(why: "Nobody gains by this version: one person puts it into use.")) }
        guard !hasChanged(since: ask, try formHistory()) else { throw CaseworkError(.formChanged(form: ask.form)) }
        return try await people.askForm(ask, id: request, workbook: workbook, reason: reason, by: author.person)
    }

    private static func counted(_ loosened: [LoosenedField], _ records: [String: Int]) -> [LoosenedField] {
        loosened.map { one in
            var one = one
            one.records = records[one.field]
            return one
        }
    }
}
