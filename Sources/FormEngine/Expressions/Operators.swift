// Comparison, arithmetic and union.
extension Evaluator {
    func combine(_ operation: Operation, _ left: Value, _ right: Value) throws(ExpressionError) -> Value {
        switch operation {
        case .plus: return .number(number(left) + number(right))
        case .minus: return .number(number(left) - number(right))
        case .times: return .number(number(left) * number(right))
        case .div: return .number(number(left) / number(right))
        case .mod: return .number(number(left).truncatingRemainder(dividingBy: number(right)))
        case .equal: return .bool(try equal(left, right, true))
        case .notEqual: return .bool(try equal(left, right, false))
        case .less, .lessOrEqual, .more, .moreOrEqual: return .bool(try ordered(operation, left, right))
        case .union:
            guard case .nodes(let first) = left, case .nodes(let second) = right else {
                throw ExpressionError(.wrongType)
            }
            try burn(4 * (first.count + second.count) + tree.kinds.count / 8)
            return .nodes(tree.inOrder(first + second))
        // Both decide early, so the evaluator handles them itself.
        case .and, .or: return .bool(false)
        }
    }

    // MARK: Equality

    /// XPath 1.0, 3.4: a set of nodes equals something when one of its nodes does.
    private func equal(_ left: Value, _ right: Value, _ wanted: Bool) throws(ExpressionError) -> Bool {
        if case .nodes(let nodes) = left {
            if case .bool(let other) = right { return (bool(left) == other) == wanted }
            if case .nodes(let others) = right { return try equal(nodes, others, wanted) }
            for node in nodes {
                try burn(1)
                if equalAtoms(.text(nodeText(node)), right) == wanted { return true }
            }
            // A blank answer, or one that is not there, is the empty text.
            return nodes.isEmpty && tree.bindsRepeats && equalAtoms(.text(""), right) == wanted
        }
        if case .nodes = right { return try equal(right, left, wanted) }
        return equalAtoms(left, right) == wanted
    }

    private func equal(_ left: [Node], _ right: [Node], _ wanted: Bool) throws(ExpressionError) -> Bool {
        if tree.bindsRepeats, left.isEmpty || right.isEmpty {
            let others = left.isEmpty ? right : left
            if others.isEmpty { return wanted }
            for node in others where nodeText(node).isEmpty == wanted { return true }
            return false
        }
        if wanted, left.count > 1, right.count > 1 {
            // A set makes a join of two long lists linear.
            try burn(left.count + right.count)
            var texts = TextTable()
            for node in left { texts.set(nodeText(node), 0) }
            for node in right where texts.contains(nodeText(node)) { return true }
            return false
        }
        for node in left {
            let text = nodeText(node)
            for other in right {
                try burn(1)
                if (text == nodeText(other)) == wanted { return true }
            }
        }
        return false
    }

    private func equalAtoms(_ left: Value, _ right: Value) -> Bool {
        if case .bool(let first) = left { return first == bool(right) }
        if case .bool(let second) = right { return bool(left) == second }
        if case .text(let first) = left, case .text(let second) = right { return first == second }
        let first = number(left)
        let second = number(right)
        if first == second { return true }
        // Days with a fraction pick up errors in the last place.
        return Swift.abs(first - second) < 1e-9 && (isDate(left) || isDate(right)) || Swift.abs(first - second) < 1e-12
    }

    private func isDate(_ value: Value) -> Bool {
        switch value {
        case .moment, .days: true
        case .text(let text): text.utf8.count >= 8 && Moment.parse(text, surroundings.zone) != nil
        default: false
        }
    }

    // MARK: Order

    /// By number; a set of nodes is in order with something when one of its nodes is.
    private func ordered(_ operation: Operation, _ left: Value, _ right: Value) throws(ExpressionError) -> Bool {
        let lefts = try numbers(left)
        let rights = try numbers(right)
        if lefts.count > 1, rights.count > 1 {
            // Some pair is in order exactly when the extremes are.
            guard let low = least(lefts), let high = greatest(lefts),
                  let otherLow = least(rights), let otherHigh = greatest(rights) else { return false }
            switch operation {
            case .less: return low < otherHigh
            case .lessOrEqual: return low <= otherHigh
            case .more: return high > otherLow
            default: return high >= otherLow
            }
        }
        for first in lefts {
            for second in rights {
                let holds = switch operation {
                case .less: first < second
                case .lessOrEqual: first <= second
                case .more: first > second
                default: first >= second
                }
                if holds { return true }
            }
        }
        return false
    }

    private func numbers(_ value: Value) throws(ExpressionError) -> [Double] {
        guard case .nodes(let nodes) = value else { return [number(value)] }
        try burn(nodes.count)
        var found: [Double] = []
        found.reserveCapacity(nodes.count)
        for node in nodes { found.append(number(nodeText(node))) }
        return found
    }

    private func least(_ numbers: [Double]) -> Double? {
        var best: Double?
        for number in numbers where !number.isNaN && number < best ?? .infinity { best = number }
        return best
    }

    private func greatest(_ numbers: [Double]) -> Double? {
        var best: Double?
        for number in numbers where !number.isNaN && number > best ?? -.infinity { best = number }
        return best
    }
}
