public import Access
public import Foundations
import GRDB
import Journal

/// How a provider of the directory stands as a place for a child: how many places are taken, and whether it is accredited.
public struct CareOffer: Sendable {
    /// What speaks against it. Only `full` needs words with a placement that is no emergency.
    public enum Concern: String, Sendable {
        case full, licenceOver = "licence_over", licenceMissing = "licence_missing", licenceSuspended = "licence_suspended", inactive
    }

    /// Places there are; nil where the directory does not say.
    public let capacity: Int?
    /// Children whose placement is decided, arranged or lived there, by the files of this box.
    public let taken: Int
    public let licenceUntil: String?
    public let concerns: [Concern]

    static let fields = FieldChoice(["capacity", "licence_state", "licence_until", "provider_active"])

    /// - Parameter value: an answer of the provider, where whoever asks may see it.
    init(taken: Int, on today: CivilDay, _ value: (String) -> Value?) {
        let state = value("licence_state")?.text, until = value("licence_until")?.text
        let capacity = value("capacity")?.int.map { Int($0) }
        var concerns: [Concern] = []
        if let capacity, taken >= capacity { concerns.append(.full) }
        switch state {
        case "accredited": if let until, until < today.description { concerns.append(.licenceOver) }
        case "not_needed": break
        case "suspended": concerns.append(.licenceSuspended)
        default: concerns.append(.licenceMissing)
        }
        if value("provider_active")?.text == "no" { concerns.append(.inactive) }
        (self.capacity, self.taken, self.licenceUntil, self.concerns) = (capacity, taken, state == "accredited" ? until : nil, concerns)
    }
}

extension Desk {
    /// - Parameter dossier: of the child who is to go there; they take no place from themselves. One that may not be seen is as if it were not named:
    ///   the count must not tell who lives where.
    /// - Throws: `CaseworkError`: `.notFound` where the provider may not be seen, `.notAllowed` for who neither asks for placements nor decides them.
    public func careOffer(of provider: UUIDv7, placing dossier: UUIDv7? = nil, for standing: Standing) throws -> CareOffer {
        try read { db in
            guard let record = try PartialRecord.find(db, provider, CareOffer.fields), record.kind == "provider",
                  let shown = ShownPart(record, try Surroundings.of(Envelope(record), in: db), standing) else { throw CaseworkError(.notFound) }
            guard standing.mayEver(.create, "placement") || standing.mayEver(.decide, "placement") else {
                throw CaseworkError(.notAllowed(what: "ask for a place in care"))
            }
            let child = try dossier.flatMap { try JournalStore.record(db, $0) }.flatMap { try self.shown(db, $0, standing) }
            return CareOffer(taken: try CareStays.taken(db, at: provider, except: child == nil ? nil : dossier), on: today) { shown.seen($0) }
        }
    }
}
