public import Foundations

/// What stands out in a stretch of the trail, of one person: counts that somebody can check line by line, no judgement.
public struct TrailPattern: Sendable, Hashable {
    public let actor: UUIDv7
    /// Different records and dossiers that were opened.
    public let opened: Int
    /// The most different ones within any sixty minutes, and when the last of these was opened.
    public let busiestHour: Int
    public let busiestAt: WallTime?
    /// Views and searches between 22:00 and 06:00 on the clock of the box.
    public let nights: Int
    public let searches: Int
    public let breakGlass: Int
    public let exports: Int
    public let refused: Int

    /// So many different records within one hour are worth a look.
    public static let manyInAnHour = 20
    static let hour: Int64 = 3_600_000

    /// Whether anything in it is worth a look.
    public var standsOut: Bool { busiestHour >= Self.manyInAnHour || nights > 0 || breakGlass > 0 || refused > 2 }

    /// One for each person in `rows`, those that stand out first, then by how much was opened.
    public static func of(_ rows: [TrailRow]) -> [TrailPattern] {
        var lines: [UUIDv7: [TrailRow]] = [:]
        for row in rows {
            // Whoever fails to sign in is nobody yet: the account they tried is the subject.
            let person = row.event.action == .signInFailed ? row.event.actor ?? row.event.subject : row.event.actor
            if let person { lines[person, default: []].append(row) }
        }
        return lines.map { TrailPattern($0, $1.sorted { $0.at.millis < $1.at.millis }) }.sorted { one, other in
            one.standsOut != other.standsOut ? one.standsOut : one.opened != other.opened ? one.opened > other.opened : one.actor < other.actor
        }
    }

    private init(_ actor: UUIDv7, _ rows: [TrailRow]) {
        self.actor = actor
        func count(_ action: TrailAction) -> Int { rows.count { $0.event.action == action } }
        let views = rows.filter { $0.event.action == .view && $0.event.subject != nil }
        opened = Set(views.compactMap(\.event.subject)).count
        var most = 0, at: WallTime?, start = 0, within: [UUIDv7: Int] = [:]
        for view in views {
            guard let subject = view.event.subject else { continue }
            within[subject, default: 0] += 1
            while views[start].at.millis <= view.at.millis - Self.hour {
                if let old = views[start].event.subject {
                    within[old, default: 0] -= 1
                    if within[old] == 0 { within[old] = nil }
                }
                start += 1
            }
            if within.count > most { (most, at) = (within.count, view.at) }
        }
        (busiestHour, busiestAt) = (most, at)
        nights = rows.count { [.view, .search].contains($0.event.action) && Self.isNight($0.at) }
        searches = count(.search)
        breakGlass = count(.breakGlass)
        exports = count(.export)
        refused = count(.signInFailed)
    }

    private static func isNight(_ at: WallTime) -> Bool {
        let local = at.millis + Int64(at.offsetMinutes) * 60_000, ofDay = (local % 86_400_000 + 86_400_000) % 86_400_000
        return ofDay < 6 * hour || ofDay >= 22 * hour
    }
}
