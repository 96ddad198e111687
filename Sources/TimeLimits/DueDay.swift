import Foundations

/// When something is due.
enum DueDay {
    /// - Parameter moment: Unix milliseconds, for a limit in hours whose start is known to the moment. Without it the day's end counts.
    case day(CivilDay, moment: Int64?)
    /// The clock stands still, nobody knows until when.
    case waits(Pause)

    var day: CivilDay? { if case .day(let day, _) = self { day } else { nil } }
    var pause: Pause? { if case .waits(let pause) = self { pause } else { nil } }

    /// The later of two is what waits; of two days the earlier is the stricter.
    func stricter(_ other: DueDay) -> DueDay {
        switch (self, other) {
        case (.day(let mine, let moment), .day(let theirs, let otherMoment)):
            if mine == theirs { return .day(mine, moment: [moment, otherMoment].compactMap { $0 }.min()) }
            return mine < theirs ? self : other
        case (.waits, _): return other
        case (.day, .waits): return self
        }
    }
}

/// Counts the time that a version of a rule leaves.
struct DueCount {
    let calendar: WorkCalendar
    /// Minutes of the local clock ahead of UTC at an instant (Unix milliseconds).
    let offset: @Sendable (Int64) -> Int

    /// A hundred years: what a calendar without working days costs at the most.
    private static let mostDays = 36_525

    /// The day of the start is not counted, days of a pause neither.
    func due(_ version: LimitVersion, from start: CivilDay, moment: Int64?, pauses all: [Pause]) -> DueDay {
        let pauses = all.filter { version.suspendedBy.contains($0.code) }
        var due: DueDay
        switch version.unit {
        case .hours:
            if let moment { return hours(version.amount, from: moment, pauses) }
            return count((version.amount + 23) / 24, after: start, pauses) { _ in true }
        case .calendarDays: due = count(version.amount, after: start, pauses) { _ in true }
        case .workingDays: due = count(version.amount, after: start, pauses, where: calendar.isWorkingDay)
        case .months:
            let days = start.adding(months: version.amount).daysSinceEpoch - start.daysSinceEpoch
            due = count(days, after: start, pauses) { _ in true }
        }
        if version.rolls, case .day(let day, _) = due, !calendar.isWorkingDay(day) {
            due = count(1, after: day, pauses, where: calendar.isWorkingDay)
        }
        return due
    }

    private func count(_ days: Int, after start: CivilDay, _ pauses: [Pause], where counts: (CivilDay) -> Bool) -> DueDay {
        var day = start, left = days
        for _ in 0..<Self.mostDays where left > 0 {
            day = day.adding(days: 1)
            if let pause = pauses.first(where: { $0.end == nil && $0.covers(day) }) { return .waits(pause) }
            if !pauses.contains(where: { $0.covers(day) }), counts(day) { left -= 1 }
        }
        return .day(day, moment: nil)
    }

    /// Hours as they pass, whatever the clock on the wall is set to meanwhile; days of a pause are left out from midnight to midnight.
    private func hours(_ hours: Int, from start: Int64, _ pauses: [Pause]) -> DueDay {
        var at = start, left = Int64(hours) * 3_600_000
        for _ in 0..<Self.mostDays {
            let day = localDay(at), next = midnight(before: day.adding(days: 1))
            if let pause = pauses.first(where: { $0.end == nil && $0.covers(day) }) { return .waits(pause) }
            if !pauses.contains(where: { $0.covers(day) }) {
                if at + left <= next { return .day(localDay(at + left - 1), moment: at + left) }
                left -= next - at
            }
            at = next
        }
        return .day(localDay(at), moment: at)
    }

    func localDay(_ millis: Int64) -> CivilDay { WallTime(millis: millis, offsetMinutes: offset(millis)).localDay }

    /// The instant at which a day begins.
    private func midnight(before day: CivilDay) -> Int64 {
        let utc = Int64(day.daysSinceEpoch) * 86_400_000
        let first = utc - Int64(offset(utc)) * 60_000
        return utc - Int64(offset(first)) * 60_000
    }

    /// How long something took, as the rule counts: working days or calendar days, without pauses.
    func taken(_ version: LimitVersion, from start: CivilDay, to end: CivilDay, pauses all: [Pause]) -> Int {
        guard start < end else { return 0 }
        let pauses = all.filter { version.suspendedBy.contains($0.code) }
        return (start.daysSinceEpoch + 1...end.daysSinceEpoch).count { number in
            let day = CivilDay(daysSinceEpoch: number)
            return !pauses.contains { $0.covers(day) } && (version.unit != .workingDays || calendar.isWorkingDay(day))
        }
    }
}
