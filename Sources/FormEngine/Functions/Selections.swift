// Choices: a select_multiple answer is a list of values with blanks between them.
extension Evaluator {
    func selection(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        case .countSelected: return .number(Double(try textArgument(0, a).words.count))
        case .selectedAt:
            let values = try textArgument(0, a).words
            let index = try numberArgument(1, a)
            guard index >= 0, index < Double(values.count) else { return .text("") }
            return .text(values[Int(index)])
        case .checklist:
            let least = try numberArgument(0, a)
            let most = try numberArgument(1, a)
            var count = 0.0
            for value in try spread(from: 2, a) where bool(value) { count += 1 }
            return .bool((least < 0 || count >= least) && (most < 0 || count <= most))
        case .weightedChecklist:
            return try weighted(a)
        default:
            let list = try textArgument(0, a)
            let wanted = try textArgument(1, a).trimmed
            try burn(list.utf8.count / 16)
            // As JavaRosa compares: nothing is selected in nothing.
            if wanted.isEmpty { return .bool(list.isEmpty || list == " ") }
            return .bool(list.words.contains(wanted))
        }
    }

    private func weighted(_ a: Arguments) throws(ExpressionError) -> Value {
        let least = try numberArgument(0, a)
        let most = try numberArgument(1, a)
        var sum = 0.0
        if a.count == 4, case .nodes(let flags) = try argument(2, a), case .nodes(let weights) = try argument(3, a) {
            guard flags.count == weights.count else { throw ExpressionError(.wrongType) }
            for (flag, weight) in zip(flags, weights) where !nodeText(flag).isEmpty {
                sum += number(nodeText(weight))
            }
        } else {
            var index = 2
            while index + 1 < a.count {
                if bool(try argument(index, a)) { sum += try numberArgument(index + 1, a) }
                index += 2
            }
        }
        return .bool(sum >= least && sum <= most)
    }

    /// The arguments from one on; a set of nodes counts as that many values.
    func spread(from first: Int, _ a: Arguments) throws(ExpressionError) -> [Value] {
        var values: [Value] = []
        for index in first..<max(first, a.count) {
            let value = try argument(index, a)
            if case .nodes(let nodes) = value {
                try burn(nodes.count)
                for node in nodes { values.append(.text(nodeText(node))) }
            } else {
                values.append(value)
            }
        }
        return values
    }
}
