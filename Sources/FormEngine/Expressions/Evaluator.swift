/// Works out expressions over a node tree. Work is metered: whatever an expression does costs fuel, and one that
/// runs out is stopped with `tooMuchWork`, after the same number of steps in both builds.
final class Evaluator {
    typealias Node = NodeTree.Node

    /// Where an expression stands: the context node, its position and size inside a predicate, and the node that
    /// `current()` means.
    struct Place {
        var node: Node
        var position = 1
        var size = 1
        var current: Node
        /// Inside a predicate `position()` counts the nodes found so far; outside, the repetition.
        var inPredicate = false
    }

    /// What one evaluation may cost; a step, a node looked at, or 16 bytes of text are one unit.
    static let fullTank = 2_000_000

    let tree: NodeTree
    var surroundings: SessionSurroundings
    var fuel = Evaluator.fullTank
    /// Bounds all evaluations together; nil where a person waits at the screen for one field's rules.
    var work: FormWork?
    /// The field or group whose rule is worked out, for whoever is told that the work was too much.
    var working = Text()
    /// The first thing that could not be converted; its value was taken as blank.
    var firstFault: ExpressionError?
    var random: RandomSource
    /// Looks up the label of a choice: (value, name of the field) → label in the language in use.
    var choiceLabel: (Text, Text) -> Text? = { _, _ in nil }
    /// Looks up a translated text by its id.
    var translation: (Text) -> Text? = { _ in nil }
    /// Says whether a value obeys a named check-digit rule; nothing when there is no such rule.
    var checkDigits: (Text, Text) -> Bool? = { _, _ in nil }
    /// Compiled patterns, since the same constraint is checked at every keystroke.
    var patterns: [Pattern] = []
    var patternPlaces = TextTable()

    init(tree: NodeTree, surroundings: SessionSurroundings) {
        self.tree = tree
        self.surroundings = surroundings
        random = RandomSource(surroundings.entropy)
    }

    /// Evaluates with a full tank.
    func evaluate(_ expression: Expression, at node: Node) throws(ExpressionError) -> Value {
        let tank = try refill()
        defer { drawOff(tank) }
        return try value(expression.root, expression, Place(node: node, current: node))
    }

    // MARK: Walking the compiled nodes

    func value(_ index: Int, _ expression: Expression, _ place: Place) throws(ExpressionError) -> Value {
        try burn(1)
        switch expression.nodes[index] {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .field(let name): return .nodes(try fieldNodes(name, place))
        case .path(let start, let steps): return .nodes(try nodes(start, steps, expression, place))
        case .negated(let operand):
            let number = -number(try value(operand, expression, place))
            return .number(number)
        case .binary: return try binary(index, expression, place)
        case .call(let function, let name, let arguments):
            if let fault = Expression.fault(function, name, arguments.count, expression.places[index]) { throw fault }
            guard let function else { return .text("") }
            do {
                return try call(function, Arguments(indices: arguments, expression: expression, place: place))
            } catch {
                throw located(error, expression.places[index], name)
            }
        }
    }

    /// Gives an error of a function the place of its call.
    private func located(_ error: ExpressionError, _ place: (offset: Int, length: Int), _ name: Text) -> ExpressionError {
        guard error.length == 0 else { return error }
        return ExpressionError(error.code, offset: place.offset, length: place.length,
                               text: error.piece.isEmpty ? name : error.piece, suggestion: error.hint)
    }

    /// `a + b + c` leans to the left as deep as it is long, so its spine is walked, not recursed into.
    private func binary(_ index: Int, _ expression: Expression, _ place: Place) throws(ExpressionError) -> Value {
        var spine: [(operation: Operation, right: Int)] = []
        var at = index
        while case .binary(let operation, let left, let right) = expression.nodes[at] {
            spine.append((operation: operation, right: right))
            at = left
        }
        var result = try value(at, expression, place)
        for level in spine.reversed() {
            try burn(1)
            switch level.operation {
            case .or:
                if bool(result) { result = .bool(true); continue }
                let right = try value(level.right, expression, place)
                result = .bool(bool(right))
            case .and:
                if !bool(result) { result = .bool(false); continue }
                let right = try value(level.right, expression, place)
                result = .bool(bool(right))
            default:
                let right = try value(level.right, expression, place)
                result = try combine(level.operation, result, right)
            }
        }
        return result
    }

    /// Gives one expression its tank, or what is left of the work; what it took is to be drawn off afterwards.
    func refill() throws(ExpressionError) -> Int {
        firstFault = nil
        fuel = min(Evaluator.fullTank, work?.left ?? Evaluator.fullTank)
        if fuel <= 0 { throw ExpressionError(.tooMuchWork) }
        return fuel
    }

    /// The work of finding and storing counts too, for an expression of one step.
    func drawOff(_ tank: Int) { work?.spend(tank - fuel + 8, on: working) }

    func burn(_ units: Int) throws(ExpressionError) {
        fuel -= units
        if fuel < 0 { throw ExpressionError(.tooMuchWork) }
    }

    /// Charges for a text that was built, and refuses one that is too long.
    func built(_ text: Text) throws(ExpressionError) -> Value {
        let length = text.utf8.count
        if length > ExpressionLimit.textBytes { throw ExpressionError(.tooMuchWork) }
        try burn(length / 16)
        return .text(text)
    }

    /// Notes that something had no sensible value. What cannot be worked out shows as blank.
    func blank(_ code: ExpressionError.Code = .wrongType) -> Value {
        if firstFault == nil { firstFault = ExpressionError(code) }
        return .text("")
    }
}

/// The arguments of a call, evaluated on demand.
struct Arguments {
    let indices: [Int]
    let expression: Expression
    let place: Evaluator.Place

    var count: Int { indices.count }
}

extension Evaluator {
    func argument(_ index: Int, _ arguments: Arguments) throws(ExpressionError) -> Value {
        try value(arguments.indices[index], arguments.expression, arguments.place)
    }

    func textArgument(_ index: Int, _ arguments: Arguments) throws(ExpressionError) -> Text {
        text(try argument(index, arguments))
    }

    func numberArgument(_ index: Int, _ arguments: Arguments) throws(ExpressionError) -> Double {
        number(try argument(index, arguments))
    }

    func nodesArgument(_ index: Int, _ arguments: Arguments) throws(ExpressionError) -> [Node] {
        guard case .nodes(let nodes) = try argument(index, arguments) else { throw ExpressionError(.wrongType) }
        return nodes
    }
}
