public import Foundations
public import GRDB
public import Journal

/// A request about a form that somebody is about to agree to. What it changes is committed with the form itself.
public struct WaitingForm: Sendable {
    public let request: AccessRequest
    public let ask: FormAsk
    /// Empty where it goes back to a version that the store has.
    public let workbook: [UInt8]
    private let closing: AccountChange

    init(_ request: AccessRequest, _ ask: FormAsk, workbook: [UInt8], agreedBy second: UUIDv7) {
        self.request = request
        self.ask = ask
        self.workbook = workbook
        var agreed = request
        agreed.state = .agreed
        agreed.second = second
        closing = agreed.change(seen: request.version)
    }

    /// The entry by which the request is agreed to.
    public func change(id: UUIDv7) -> Change { closing.change(id: id) }

    /// Asked inside the save: two who answer at once cannot both count.
    public func isStillOpen(_ db: Database) throws {
        guard try JournalStore.version(db, of: closing.record) == closing.seen else { throw AccessError.requestNotOpen }
    }
}

extension PeopleStore {
    /// Asks for a second person's yes to a version of a form. Nothing changes until then.
    /// - Parameters:
    ///   - id: made by whoever asks, so that asking twice asks once.
    ///   - workbook: empty where it goes back to a version that the store has.
    public func askForm(_ ask: FormAsk, id: UUIDv7, workbook: [UInt8], reason: String, by asker: UUIDv7) async throws(AccessError) -> AccessRequest {
        try require(.forms, of: asker, "change forms")
        guard reason.filter({ !$0.isWhitespace }).count >= 10, reason.utf8.count <= 2000 else { throw .reasonNeeded }
        if let known = try read({ db in try JournalStore.record(db, id).flatMap(AccessRequest.init) }), known.asker == asker, known.form?.form == ask.form {
            return known
        }
        let request = AccessRequest(id: id, form: ask, asker: asker, reason: reason, at: time.now())
        guard try await commit([request.change(seen: 0, workbook: workbook)], by: asker) else { throw .requestNotOpen }
        try await note(AccessEvent(.secondPersonAsked, actor: asker, subject: id, detail: Self.detail(request)))
        return request
    }

    /// Which way a request is answered: with a form it is `Casework`'s to put into use.
    public func isAboutForm(_ id: UUIDv7) throws(AccessError) -> Bool {
        try read { db in try JournalStore.record(db, id).flatMap(AccessRequest.init)?.what == .form }
    }

    /// A waiting request about a form, for the one who is about to agree to it.
    /// - Throws: `secondPersonRefused`, `requestNotOpen`; `requestLapsed` where it is too old or its asker may no longer
    ///   change forms, and the request is closed then.
    public func waitingForm(_ id: UUIDv7, for second: UUIDv7) async throws(AccessError) -> WaitingForm {
        let request = try open(id, for: second)
        guard let ask = request.form else { throw .requestNotOpen }
        let asker = person(request.asker)
        guard !request.isTooOld(at: time.now()), let asker, asker.state == .active, book[asker.role]?.powers.contains(.forms) == true else {
            try await lapse(id)
            throw .requestLapsed
        }
        let stored = try read { db in try JournalStore.record(db, id)?.fields[FormAsk.workbook]?.bytes }
        return WaitingForm(request, ask, workbook: stored ?? [], agreedBy: second)
    }

    /// Closes a request that can no longer come true as it was asked.
    public func lapse(_ id: UUIDv7) async throws(AccessError) {
        guard var request = try read({ db in try JournalStore.record(db, id).flatMap(AccessRequest.init) }), request.state == .open else { return }
        request.state = .lapsed
        guard try await commit([request.change(seen: request.version)], by: request.asker) else { return }
        try await note(AccessEvent(.requestLapsed, actor: nil, subject: id, detail: Self.detail(request)))
    }

    /// Tells the trail and the asker what became of a request about a form.
    public func tellAsker(of request: AccessRequest, agreed: Bool, by second: UUIDv7) async throws(AccessError) {
        try await note(AccessEvent(agreed ? .secondPersonAgreed : .secondPersonRefused, actor: second, subject: request.id, detail: Self.detail(request)))
        guard second != request.asker else { return }
        let told = notices(agreed ? .formAgreed : .formRefused, about: request.asker, by: second, with: nil, reason: request.reason, to: [request.asker])
        _ = try await commit(told, by: second)
    }

    static func detail(_ request: AccessRequest) -> [String: Value] {
        var detail: [String: Value] = ["request": .text(request.what.rawValue), "asker": .text(request.asker.description)]
        if let form = request.form {
            detail["form"] = .text(form.form)
            detail["version"] = .int(Int64(form.version))
        }
        return detail
    }
}
