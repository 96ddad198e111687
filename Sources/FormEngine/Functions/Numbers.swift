// Arithmetic functions.
extension Evaluator {
    func numeric(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        case .pi: return .number(RealMath.pi)
        case .number: return asNumber(a.count == 0 ? .text(ownText(a)) : try argument(0, a))
        case .round: return .number(try round(a))
        case .sum:
            // Nodes that hold no number, such as a question not answered yet, add nothing.
            var sum = 0.0
            for node in try nodesArgument(0, a) where !isBlankAnswer(node) { sum += number(nodeText(node)) }
            return .number(sum)
        case .min, .max: return .number(try extreme(function, a))
        case .pow: return .number(RealMath.pow(try numberArgument(0, a), try numberArgument(1, a)))
        default: break
        }
        let x = try numberArgument(0, a)
        let result = switch function {
        case .int: x.rounded(.towardZero)
        case .abs: Swift.abs(x)
        case .floor: x.rounded(.down)
        case .ceiling: x.rounded(.up)
        case .sqrt: x.squareRoot()
        case .exp: RealMath.exp(x)
        case .exp10: RealMath.pow(10, x)
        case .log: RealMath.log(x)
        default: RealMath.log10(x)
        }
        return .number(result)
    }

    /// A date becomes a number of days that still prints as whole days.
    private func asNumber(_ value: Value) -> Value {
        var instant: Double?
        switch value {
        case .moment(let moment): instant = moment
        case .text(let text): instant = dateIn(text)
        case .nodes(let nodes): instant = nodes.first.flatMap { dateIn(nodeText($0)) }
        default: break
        }
        guard let instant else { return .number(number(value)) }
        let fields = Moment(instant, surroundings.zone)
        let whole = fields.isMidnight ? Double(fields.localDay) : (instant / 86_400_000).rounded(.down)
        return .days(days(instant), whole: whole)
    }

    private func dateIn(_ text: Text) -> Double? {
        text.utf8.count >= 8 ? Moment.parse(text.trimmed, surroundings.zone) : nil
    }

    /// With one argument XPath's: the nearer whole number, the higher of two equally near. With places: half away
    /// from zero, by the digits as written.
    private func round(_ a: Arguments) throws(ExpressionError) -> Double {
        let x = try numberArgument(0, a)
        guard x.isFinite else { return x }
        if a.count == 2 {
            let places = try numberArgument(1, a)
            guard Swift.abs(places) <= 30 else { return .nan }
            return DecimalText.rounded(x, places: Int(places))
        }
        if x < 0, x >= -0.5 { return -0.0 }
        let down = x.rounded(.down)
        return x - down >= 0.5 ? down + 1 : down
    }

    private func extreme(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Double {
        var best: Double?
        for index in 0..<a.count {
            var candidates: [Double] = []
            let value = try argument(index, a)
            if case .nodes(let nodes) = value {
                try burn(nodes.count)
                for node in nodes where !isBlankAnswer(node) { candidates.append(number(nodeText(node))) }
            } else {
                candidates = [number(value)]
            }
            for candidate in candidates {
                if candidate.isNaN { return .nan }
                guard let so = best else { best = candidate; continue }
                best = function == .min ? Swift.min(so, candidate) : Swift.max(so, candidate)
            }
        }
        return best ?? .nan
    }
}
