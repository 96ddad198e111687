public import Alerts
public import Foundations

/// An alert with what its person may read of it: what My day or a list of theirs shows of the same thing, never more.
public struct ShownAlert: Sendable {
    public enum Kind: String, Sendable {
        case notification, escalation, request, task, promise, unseen = "case_unseen", limit, conflict, decision, change, notice
    }

    public let alert: Alert
    public let kind: Kind
    /// Why it stands here: a code for the app's catalogues, and what to put into its words.
    public let reason: MyDay.Reason
    /// Nil where there is nothing that this person could open.
    public let record: UUIDv7?
    public let dossier: UUIDv7?
    public let title: String?
    public let name: String?
    /// The day it is due, `2026-11-21`.
    public let due: String?
}

/// Something urgent that nobody has acknowledged and that has come up to this level.
public struct Escalated: Sendable, Hashable {
    public let notification: UUIDv7
    public let level: Int

    public init(notification: UUIDv7, level: Int) {
        self.notification = notification
        self.level = level
    }
}
