public import Access
public import CaseSteps
public import Foundations
import GRDB
import Journal

/// A page of the notifications board.
public struct NotificationsPage: Sendable {
    public struct Row: Sendable {
        public let notification: ShownRecord
        public let children: [ShownRecord]
    }

    public let rows: [Row]
    public let next: String?
}

extension Desk {
    public static let boardPage = 30

    /// Notifications in one state: urgent ones first, then newest first.
    public func notifications(_ status: NotificationStatus, after cursor: String?, for standing: Standing) throws -> NotificationsPage {
        var place = try BoardCursor(cursor)
        return try read { db in
            var rows: [NotificationsPage.Row] = []
            while rows.count < Self.boardPage {
                let rule: ProjectionRules.Rule = place.isUrgent ? .urgentNotificationByStatus : .notificationByStatus
                let hits = try Lookup.find(db, rule, key: .text(status.rawValue), after: place.hit, limit: Self.boardPage)
                for hit in hits where rows.count < Self.boardPage {
                    place.hit = hit
                    guard let record = try JournalStore.record(db, number: hit.record) else { continue }
                    if !place.isUrgent, record.fields["urgent"]?.text == "yes" { continue }
                    guard let notification = try shown(db, record, standing) else { continue }
                    rows.append(NotificationsPage.Row(notification: notification, children: try children(db, of: record.id, standing)))
                }
                if rows.count == Self.boardPage { return NotificationsPage(rows: rows, next: place.text) }
                if hits.count < Self.boardPage {
                    guard place.isUrgent else { break }
                    place = BoardCursor(isUrgent: false, hit: nil)
                }
            }
            return NotificationsPage(rows: rows, next: nil)
        }
    }

    /// One notification with the children it names.
    public func notification(_ id: UUIDv7, for standing: Standing) throws -> NotificationsPage.Row {
        try read { db in
            guard let record = try JournalStore.record(db, id), record.kind == "notification",
                  let notification = try shown(db, record, standing) else { throw CaseworkError(.notFound) }
            return NotificationsPage.Row(notification: notification, children: try children(db, of: id, standing))
        }
    }

    private func children(_ db: Database, of notification: UUIDv7, _ standing: Standing) throws -> [ShownRecord] {
        try JournalStore.records(db, parent: notification).compactMap { try shown(db, $0, standing) }
    }
}

/// Where the board goes on: `u` or `n` (urgent, others), the sort value and the record's number.
private struct BoardCursor {
    var isUrgent: Bool
    var hit: Lookup.Hit?

    init(isUrgent: Bool, hit: Lookup.Hit?) {
        self.isUrgent = isUrgent
        self.hit = hit
    }

    init(_ text: String?) throws(CaseworkError) {
        guard let text else {
            self.init(isUrgent: true, hit: nil)
            return
        }
        let parts = text.split(separator: ".", maxSplits: 3)
        guard parts.count == 3, parts[0] == "u" || parts[0] == "n", let sort = Int64(parts[1]), let record = Int64(parts[2]) else {
            throw CaseworkError(.badCursor)
        }
        self.init(isUrgent: parts[0] == "u", hit: Lookup.Hit(record: record, sort: sort))
    }

    var text: String { "\(isUrgent ? "u" : "n").\(hit?.sort ?? 0).\(hit?.record ?? 0)" }
}
