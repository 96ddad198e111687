import FormEngine
import Foundations

extension LimitBookReader {
    private enum Kind: String, CaseIterable {
        case week, yearly, easter, orthodoxEaster = "orthodox_easter", free, worked, paperAfter = "paper_after"
    }

    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let always = CivilDay(daysSinceEpoch: -25_567)

    static func calendar(_ table: inout LimitTable) -> WorkCalendar {
        var weeks: [WorkCalendar.Week] = [], yearly: [WorkCalendar.Yearly] = []
        var free: Set<CivilDay> = [], worked: Set<CivilDay> = []
        var paper: Int?
        for row in table.rows {
            guard table.text(row, "kind") != nil, let kind: Kind = table.choice(row, "kind"), let text = table.text(row, "day") else { continue }
            let from = table.day(row, "from"), to = table.day(row, "to")
            switch kind {
            case .week:
                let days = table.words(row, "day").map { weekdays.firstIndex(of: $0).map { $0 + 1 } }
                guard !days.isEmpty, !days.contains(nil) else {
                    table.note(row.number, "day", .badValue, "These are no days of the week.", "Write such as mon tue wed thu fri.")
                    continue
                }
                if weeks.contains(where: { $0.from == from ?? always }) {
                    table.note(row.number, "from", .repeated, "Two weeks are in force from the same day.", "Give one of them another day.")
                }
                weeks.append(WorkCalendar.Week(from: from ?? always, days: Set(days.compactMap { $0 })))
            case .yearly:
                let parts = text.split(separator: "-").compactMap { Int($0) }
                guard text.utf8.count == 5, parts.count == 2, CivilDay(year: 2024, month: parts[0], day: parts[1]) != nil else {
                    table.note(row.number, "day", .badValue, "This is no day of a year.", "Write month and day: 12-25.")
                    continue
                }
                yearly.append(WorkCalendar.Yearly(when: .day(month: parts[0], day: parts[1]), from: from, to: to))
            case .easter, .orthodoxEaster:
                guard let plus = table.number(row, "day", in: -70...70), let easter = Easter(rawValue: kind.rawValue) else { continue }
                yearly.append(WorkCalendar.Yearly(when: .easter(easter, plus: plus), from: from, to: to))
            case .free:
                if let day = table.day(row, "day") { free.insert(day) }
            case .worked:
                if let day = table.day(row, "day") { worked.insert(day) }
            case .paperAfter:
                if paper != nil { table.note(row.number, "kind", .repeated, "This stands there twice.", "Keep one of them.") }
                paper = table.number(row, "day", in: 0...366)
            }
        }
        for day in free.intersection(worked).sorted() { table.note(0, "day", .repeated, "\(day) is both free and worked.", "Keep one of them.") }
        if weeks.isEmpty, table.faults.allSatisfy(\.isRemark) {
            table.note(0, "kind", .missingValue, "No row says which days of the week are worked.", "Add a row of the kind week: mon tue wed thu fri.")
        }
        return WorkCalendar(weeks: weeks.sorted { $0.from < $1.from }, yearly: yearly, free: free, worked: worked, paperAfterDays: paper ?? 3)
    }
}
