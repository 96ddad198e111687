public import Foundations
public import Journal

extension AccessNotice {
    /// Cases became this person's, or are theirs no longer.
    public enum CaseNews: String, Sendable {
        case given = "cases_given", taken = "cases_taken"
    }

    /// The change that tells somebody of a handover, for the very save that moves the cases. It holds ids and numbers, no word about a
    /// child: it is sealed with the account and outlives a dossier.
    /// - Parameters:
    ///   - other: the worker at the other end.
    ///   - cases: case records. Only who was given them gets their ids.
    ///   - isTold: false where it only keeps what was done.
    public static func change(_ news: CaseNews, _ record: UUIDv7, entry: UUIDv7, to person: UUIDv7, by: UUIDv7, other: UUIDv7, cases: [UUIDv7], at: WallTime,
                              isTold: Bool) -> Change {
        var fields: [String: Value] = [
            "what": .text(news.rawValue), "about": .text(person.description), "by": .text(by.description), "second": .text(other.description), "reason": .text(""),
            "at": .int(at.millis), "trust": .text(at.trust.rawValue), "count": .int(Int64(cases.count)),
        ]
        if news == .given { fields["cases"] = .list(cases.map { .text($0.description) }) }
        return Change(id: entry, record: record, kind: ReservedKind.notice, op: .create, scope: person.accountScope, parent: person, fields: fields,
                      envelope: RecordEnvelope(status: isTold ? "new" : "seen"))
    }

    /// The change after which this notice tells nobody any more.
    public func withdrawn(entry: UUIDv7) -> Change {
        Change(id: entry, record: id, kind: ReservedKind.notice, op: .amend, scope: scope, envelope: RecordEnvelope(status: "seen"))
    }
}
