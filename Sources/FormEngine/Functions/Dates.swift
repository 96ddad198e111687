// Dates and times. What is no date is blank, and noted as a fault.
extension Evaluator {
    func calendar(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        case .now: return .moment(surroundings.now.rounded(.down))
        case .today:
            let day = Moment(surroundings.now, surroundings.zone).localDay
            return .moment(surroundings.zone.instant(local: Double(day) * 86_400_000))
        case .decimalTime: return try decimalTime(a)
        default: break
        }
        let value = try argument(0, a)
        guard let moment = try moment(value) else {
            if function == .decimalDateTime { return .number(.nan) }
            return .text("")
        }
        switch function {
        case .decimalDateTime: return .number(moment / 86_400_000)
        case .formatDate, .formatDateTime: return try built(formatted(moment, try textArgument(1, a)))
        default: return .moment(moment)
        }
    }

    /// A number of days since 1970, or a text in ISO notation. Blank and NaN are no date but no fault either.
    private func moment(_ value: Value) throws(ExpressionError) -> Double? {
        var written: Text
        switch value {
        case .moment(let moment): return moment
        case .number(let number), .days(let number, _):
            if number.isNaN { return nil }
            guard Swift.abs(number) <= 2_147_483_647 else { return noDate() }
            return self.moment(days: number)
        case .bool: return noDate()
        case .text(let text): written = text
        case .nodes(let nodes): written = nodes.first.map { nodeText($0) } ?? ""
        }
        written = written.trimmed
        if written.isEmpty { return nil }
        if let moment = Moment.parse(written, surroundings.zone) { return moment }
        return noDate()
    }

    private func noDate() -> Double? {
        _ = blank()
        return nil
    }

    /// The fraction of the local day, from a time (`06:00:00.000+01:00`) or a date with time.
    private func decimalTime(_ a: Arguments) throws(ExpressionError) -> Value {
        let value = try argument(0, a)
        switch value {
        case .number(let number), .days(let number, _): return .number(number - number.rounded(.down))
        case .moment(let moment): return .number(fraction(moment))
        default: break
        }
        let written = text(value).trimmed
        if written.isEmpty { return .number(.nan) }
        if let (milliseconds, offset) = Moment.time(written.utf8) {
            guard let offset else { return .number(Double(milliseconds) / 86_400_000) }
            let utc = Double(milliseconds - offset * 1000)
            // Which day it is does not matter but for the offset of the zone; today's is as good as any.
            let local = utc + Double(surroundings.zone.offset(at: surroundings.now)) * 1000
            let days = local / 86_400_000
            return .number(days - days.rounded(.down))
        }
        if let moment = Moment.parse(written, surroundings.zone) { return .number(fraction(moment)) }
        _ = blank()
        return .number(.nan)
    }

    private func fraction(_ moment: Double) -> Double {
        let local = (moment + Double(surroundings.zone.offset(at: moment)) * 1000) / 86_400_000
        return local - local.rounded(.down)
    }

    /// `%Y %y %m %n %b %B %d %e %H %h %M %S %3 %a %A %%`; a letter that is none of these stands as it is.
    private func formatted(_ moment: Double, _ pattern: Text) -> Text {
        let fields = Moment(moment, surroundings.zone)
        let weekday = Calendar.weekday(fields.localDay)
        var out = Text()
        var escaped = false
        for byte in pattern.utf8 {
            guard escaped else {
                if byte == 0x25 { escaped = true } else { out.utf8.append(byte) }
                continue
            }
            escaped = false
            switch byte {
            case 0x59: out += Moment.padded(fields.year, 4)
            case 0x79: out += Moment.padded(((fields.year % 100) + 100) % 100, 2)
            case 0x6D: out += Moment.padded(fields.month, 2)
            case 0x6E: out += Text(number: fields.month)
            case 0x62: out += name(fields.month - 1, surroundings.shortMonths)
            case 0x42: out += name(fields.month - 1, surroundings.longMonths)
            case 0x64: out += Moment.padded(fields.day, 2)
            case 0x65: out += Text(number: fields.day)
            case 0x48: out += Moment.padded(fields.hour, 2)
            case 0x68: out += Text(number: fields.hour)
            case 0x4D: out += Moment.padded(fields.minute, 2)
            case 0x53: out += Moment.padded(fields.second, 2)
            case 0x33: out += Moment.padded(fields.millisecond, 3)
            case 0x61: out += name(weekday, surroundings.shortDays)
            case 0x41: out += name(weekday, surroundings.longDays)
            case 0x25: out += "%"
            default:
                out += "%"
                out.utf8.append(byte)
            }
        }
        if escaped { out += "%" }
        return out
    }

    private func name(_ index: Int, _ names: [Text]) -> Text {
        index < names.count ? names[index] : Text(number: index + 1)
    }
}
