import Foundations
import GRDB

/// Reads rows of `trail`.
enum TrailTable {
    static let columns = "position, at, at_how, actor, device, action, subject, detail, words_month, words, link"

    /// The line as the chain covers it, and its stored link.
    static func line(_ row: Query) throws -> (TrailLine, link: [UInt8]) {
        guard let at = WallTime(millis: row.int(1), how: row.int(2)), let action = row.text(5).flatMap(TrailAction.init(rawValue:)) else {
            throw JournalError.damaged("trail line \(row.int(0))")
        }
        let detail = try CanonicalCBOR.decode(row.blob(7)).map ?? [:]
        let event = TrailEvent(action, actor: row.isNull(3) ? nil : row.id(3), device: row.isNull(4) ? nil : row.id(4),
                               subject: row.isNull(6) ? nil : row.id(6), detail: detail)
        return (TrailLine(position: row.int(0), at: at, event: event, month: row.text(8), sealedWords: row.optionalBlob(9)), row.blob(10))
    }
}
