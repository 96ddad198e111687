// Conversions between the kinds of values, after XPath 1.0 with the dates of ODK.
extension Evaluator {
    func text(_ value: Value) -> Text {
        switch value {
        case .text(let text): text
        case .number(let number): DecimalText.text(number)
        case .bool(let bool): bool ? "true" : "false"
        case .nodes(let nodes): nodes.first.map { nodeText($0) } ?? ""
        case .moment(let moment): momentText(moment)
        case .days(_, let whole): DecimalText.text(whole)
        }
    }

    func nodeText(_ node: Node) -> Text {
        let text = tree.text(node)
        fuel -= text.utf8.count / 16
        return text
    }

    func number(_ value: Value) -> Double {
        switch value {
        case .number(let number): number
        case .bool(let bool): bool ? 1 : 0
        case .text(let text): number(text)
        case .nodes(let nodes): nodes.first.map { number(nodeText($0)) } ?? .nan
        case .moment(let moment): days(moment)
        case .days(let days, _): days
        }
    }

    /// A decimal number with a point or comma and blanks around it; or a date, in days since 1970. Nothing else:
    /// no exponent, no `Infinity`, no `+`.
    func number(_ text: Text) -> Double {
        var text = text.trimmed
        if text.isEmpty { return .nan }
        for place in text.utf8.indices where text.utf8[place] == 0x2C {
            text.utf8[place] = 0x2E
            break
        }
        if let number = DecimalReader.value(of: text.utf8) { return number }
        if text.utf8.count >= 8, let moment = Moment.parse(text, surroundings.zone) { return days(moment) }
        return .nan
    }

    func bool(_ value: Value) -> Bool {
        switch value {
        case .bool(let bool): bool
        // JavaRosa's tolerance: 1e-13 is an error of calculation.
        case .number(let number): abs(number) > 1e-12
        case .text(let text): !text.isEmpty
        case .nodes(let nodes): nodes.contains { !isBlankAnswer($0) }
        case .moment: true
        case .days: true
        }
    }

    /// A question without an answer: as JavaRosa has it, it is false and no number, though its node is there.
    func isBlankAnswer(_ node: Node) -> Bool {
        tree.kind(node) == .answer && tree.values[Int(node)].isEmpty
    }

    // MARK: Dates as numbers of days

    /// Days since 1970-01-01T00:00Z, counted by the local calendar so that dates differ by whole days even when
    /// a clock change lies between them.
    func days(_ moment: Double) -> Double {
        let local = moment + Double(surroundings.zone.offset(at: moment)) * 1000
        return (local - Double(surroundings.zone.standard) * 1000) / 86_400_000
    }

    func moment(days: Double) -> Double {
        let local = (days * 86_400_000).rounded() + Double(surroundings.zone.standard) * 1000
        return surroundings.zone.instant(local: local)
    }

    /// A date when the instant is local midnight, otherwise date and time with the offset.
    func momentText(_ moment: Double) -> Text {
        let fields = Moment(moment, surroundings.zone)
        return fields.isMidnight ? fields.dateText : fields.fullText
    }
}
