public import Foundations

/// Judges the records of one child by a country's limits.
public struct LimitJudge: Sendable {
    public let book: LimitBook
    private let count: DueCount

    /// - Parameter offset: minutes of the local clock ahead of UTC at an instant (Unix milliseconds).
    public init(_ book: LimitBook, offset: @escaping @Sendable (Int64) -> Int) {
        self.book = book
        count = DueCount(calendar: book.calendar, offset: offset)
    }

    /// One outcome for each start of each rule, in the order of the rules, the oldest first. A repeating rule gives one for each meeting
    /// and one for what is awaited now.
    public func outcomes(of records: [LimitRecord], at now: WallTime) -> [LimitOutcome] {
        let today = now.localDay
        let facts = Facts(
            now: now.millis, today: today, risk: RiskHistory(records, until: today), pauses: Pause.all(book.suspensions, in: records, until: today))
        return book.rules.flatMap { rule in
            let meetings = Happening.all(rule.metBy, in: records, latest: false, until: today)
            let ends = Happening.all(rule.ends, in: records, latest: false, until: today)
            return Happening.all(rule.start, in: records, latest: true, until: today).flatMap { chain(rule, $0, meetings, ends, facts) }
        }
    }

    private struct Facts {
        let now: Int64
        let today: CivilDay
        let risk: RiskHistory
        let pauses: [Pause]
    }

    private func chain(_ rule: LimitRule, _ first: Happening, _ meetings: [Happening], _ ends: [Happening], _ facts: Facts) -> [LimitOutcome] {
        var outcomes: [LimitOutcome] = []
        var start = first
        var met = meetings.first { first.goes(with: $0) && $0.day >= first.day.adding(days: -rule.looksBackDays) }
        while true {
            let end = ends.first { first.goes(with: $0) && $0.day >= start.day }
            guard let outcome = judge(rule, start, met: met, end: end, facts) else { break }
            outcomes.append(outcome)
            guard rule.repeats, let meeting = met, outcome.state == .met || outcome.state == .metLate, meeting.day >= first.day else { break }
            start = meeting
            met = meetings.first { first.goes(with: $0) && $0.day > meeting.day }
        }
        return outcomes
    }

    private func judge(_ rule: LimitRule, _ start: Happening, met: Happening?, end: Happening?, _ facts: Facts) -> LimitOutcome? {
        let ended = end.flatMap { end in met.map { end.day < $0.day } ?? true ? end : nil }
        let met = ended == nil ? met : nil
        let last = [facts.today, met?.day, ended?.day].compactMap { $0 }.min() ?? facts.today
        guard let (version, due, rests) = due(rule, start, until: max(last, start.day), facts) else { return nil }
        var records = rests
        records.insert(start.record)
        for one in [met, ended].compactMap({ $0 }) { records.insert(one.record) }
        for pause in facts.pauses where version.suspendedBy.contains(pause.code) { records.formUnion(pause.records) }
        let state = state(start, due, met: met?.day, ended: ended?.day, facts)
        let (day, moment): (CivilDay?, Int64?) = if case .day(let day, let moment) = due { (day, moment) } else { (nil, nil) }
        return LimitOutcome(
            rule: rule.code, labels: rule.labels, state: state, start: start.record, started: start.day, due: day, dueMoment: moment, on: met?.day ?? ended?.day,
            days: days(state, day, met?.day ?? ended?.day, facts.today), taken: met.map { count.taken(version, from: start.day, to: $0.day, pauses: facts.pauses) },
            suspension: state == .suspended ? due.pause?.code : nil, suspendedSince: state == .suspended ? due.pause?.begin : nil,
            version: version, rests: records)
    }

    private func state(_ start: Happening, _ due: DueDay, met: CivilDay?, ended: CivilDay?, _ facts: Facts) -> LimitOutcome.State {
        guard case .day(let day, let moment) = due else { return met != nil ? .met : ended != nil ? .ended : .suspended }
        if let met { return met <= day ? .met : .metLate }
        if let ended { return ended <= day ? .ended : .missed }
        guard moment.map({ facts.now > $0 }) ?? (facts.today > day) else { return .open }
        let late = start.madeOn.daysSinceEpoch - start.day.daysSinceEpoch
        return start.madeOn > day && late > book.calendar.paperAfterDays ? .enteredLater : .overdue
    }

    private func days(_ state: LimitOutcome.State, _ due: CivilDay?, _ on: CivilDay?, _ today: CivilDay) -> Int {
        guard let due else { return 0 }
        return switch state {
        case .open: due.daysSinceEpoch - today.daysSinceEpoch
        case .overdue: today.daysSinceEpoch - due.daysSinceEpoch
        case .metLate, .missed: (on ?? today).daysSinceEpoch - due.daysSinceEpoch
        default: 0
        }
    }

    /// The due day by the risk that was known at the start; where more was found while the limit ran, the stricter one counts from the
    /// day of that finding. It never becomes looser.
    /// - Returns: the version that decided, the due day, and the records it rests on; nil where no version was in force.
    private func due(_ rule: LimitRule, _ start: Happening, until last: CivilDay, _ facts: Facts) -> (LimitVersion, DueDay, Set<UUIDv7>)? {
        let known = facts.risk.level(on: start.day)
        var found = due(rule, start.day, start.moment, risk: known.level, until: last, facts)
        let namesRisk = rule.versions.contains { !$0.risks.isEmpty }
        var rests: Set<UUIDv7> = namesRisk ? Set([known.record].compactMap { $0 }) : []
        guard namesRisk else { return found.map { ($0.0, $0.1, rests) } }
        for finding in facts.risk.findings where finding.day > start.day && finding.day <= last {
            if let day = found?.1.day, day < finding.day { break }
            rests.insert(finding.record)
            guard let other = due(rule, finding.day, nil, risk: finding.level, until: last, facts) else { continue }
            guard let mine = found else { found = other; continue }
            let strict = mine.1.stricter(other.1)
            if strict.day != mine.1.day { found = (other.0, strict) }
        }
        return found.map { ($0.0, $0.1, rests) }
    }

    private func due(_ rule: LimitRule, _ start: CivilDay, _ moment: Int64?, risk: String, until last: CivilDay, _ facts: Facts) -> (LimitVersion, DueDay)? {
        var found = rule.version(on: start, risk: risk).map { ($0, count.due($0, from: start, moment: moment, pauses: facts.pauses)) }
        for amendment in rule.amendments(after: start, until: last, risk: risk) {
            // What was overdue on the day of the amendment stays so.
            if let day = found?.1.day, day < amendment.from { break }
            switch amendment.running {
            case .keep: continue
            case .fromStart:
                let due = count.due(amendment, from: start, moment: moment, pauses: facts.pauses)
                if case .day(let day, _) = due, day < amendment.from {
                    found = (amendment, .day(amendment.from, moment: nil))
                } else {
                    found = (amendment, due)
                }
            case .fromChange: found = (amendment, count.due(amendment, from: amendment.from, moment: nil, pauses: facts.pauses))
            }
        }
        return found
    }
}
