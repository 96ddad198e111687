public import Foundations
import Journal

/// A concern as somebody reports it: the answers of the notification form and of each child named in it.
public struct Concern: Sendable, Hashable, Codable {
    /// At most so many children in one notification.
    public static let mostChildren = 20

    /// Names the report; sending it again under the same id changes nothing.
    public var save: UUIDv7
    public var fields: [String: Value]
    public var children: [[String: Value]]

    public init(save: UUIDv7, fields: [String: Value], children: [[String: Value]]) {
        self.save = save
        self.fields = fields
        self.children = children
    }

    /// What somebody without an account may fill in; `PublicReport` keeps other answers as words.
    static let publicFields: Set<String> = [
        "notifier_kind", "notifier_name", "notifier_contact", "concern", "urgent", "description", "place", "address_note",
    ]
    static let publicChildFields: Set<String> = ["given_name", "family_name", "sex", "age_years", "whereabouts"]

    /// All that is said, the same bytes for the same words.
    var words: [UInt8] {
        var writer = CBORWriter()
        writer.array(1 + children.count)
        for part in [fields] + children { writer.value(.map(part)) }
        return writer.bytes
    }

    /// The entries of the report: the notification, then its children. Ids follow from the report's own id, so
    /// that a repeated report gives the same records.
    func entries(digest: ([UInt8]) -> [UInt8]) -> [AuthoredEntry] {
        func id(_ part: String) -> UUIDv7 {
            UUIDv7.derived(from: digest(save.bytes + Array(part.utf8))) ?? save
        }
        let notification = id("notification")
        var entries = [AuthoredEntry(id: id("notification entry"), op: .create, form: "notification", record: notification, fields: fields)]
        for (index, child) in children.enumerated() where !child.isEmpty {
            entries.append(AuthoredEntry(id: id("child entry \(index)"), op: .create, form: "notified_child", record: id("child \(index)"),
                                         parent: notification, fields: child))
        }
        return entries
    }
}
