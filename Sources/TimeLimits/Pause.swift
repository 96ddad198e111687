import Foundations

/// A time during which clocks stand still.
struct Pause {
    let code: String
    /// The first day that does not count.
    let begin: CivilDay
    /// The first day that counts again; nil while it lasts.
    let end: CivilDay?
    let records: [UUIDv7]

    func covers(_ day: CivilDay) -> Bool { begin <= day && (end.map { day < $0 } ?? true) }

    static func all(_ rules: [SuspensionRule], in records: [LimitRecord], until today: CivilDay) -> [Pause] {
        rules.flatMap { rule in
            let ends = Happening.all(rule.ends, in: records, latest: true, until: today)
            return Happening.all([rule.begins], in: records, latest: false, until: today).map { begin in
                let end = ends.first { $0.day >= begin.day && begin.goes(with: $0) }
                return Pause(code: rule.code, begin: begin.day, end: end?.day, records: [begin.record] + (end.map { [$0.record] } ?? []))
            }
        }
    }
}
