/// Reads tokens by precedence climbing. Unknown functions and wrong argument counts pass here: an expression
/// such as `false() and soon()` never reaches them. `Expression.problems` names them.
struct Parser {
    private let tokens: [Token]
    private var at = 0
    private var depth = 0
    private(set) var nodes: [Syntax] = []
    /// Where each node's text begins and how long its first token is.
    private(set) var places: [(offset: Int, length: Int)] = []

    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    mutating func parse() throws(ExpressionError) -> Int {
        if case .end = tokens[0].kind { throw ExpressionError(.empty) }
        let root = try binary(0)
        guard case .end = token.kind else {
            throw here(isSign(.close) ? .extraParenthesis : .unexpectedToken)
        }
        return root
    }

    private var token: Token { tokens[at] }

    private func isSign(_ sign: Token.Sign) -> Bool {
        token.kind == .sign(sign)
    }

    private mutating func take(_ sign: Token.Sign) -> Bool {
        guard isSign(sign) else { return false }
        at += 1
        return true
    }

    private func here(_ code: ExpressionError.Code, suggestion: Text? = nil) -> ExpressionError {
        var code = code
        if case .end = token.kind, code == .unexpectedToken { code = .unexpectedEnd }
        return ExpressionError(code, offset: token.offset, length: token.length, text: token.text,
                               suggestion: suggestion)
    }

    private mutating func add(_ node: Syntax, _ place: Token) -> Int {
        nodes.append(node)
        places.append((offset: place.offset, length: place.length))
        return nodes.count - 1
    }

    private mutating func binary(_ weakest: Int) throws(ExpressionError) -> Int {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionLimit.depth else { throw here(.tooDeep) }
        var left = try unary()
        while case .sign(let sign) = token.kind, let operation = Operation(sign), operation.strength > weakest {
            let place = token
            at += 1
            let right = try binary(operation.strength)
            left = add(.binary(operation, left, right), place)
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Int {
        var minus: [Token] = []
        while isSign(.minus) {
            minus.append(token)
            at += 1
        }
        guard let first = minus.first else { return try path() }
        // Minus binds tighter than multiplication but looser than `|`.
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionLimit.depth else { throw here(.tooDeep) }
        var operand = try binary(7)
        // Signs cancel out in pairs, but `--x` still makes a number of x.
        operand = add(.negated(operand), first)
        if minus.count % 2 == 0 { operand = add(.negated(operand), first) }
        return operand
    }

    // MARK: Paths

    private mutating func path() throws(ExpressionError) -> Int {
        let place = token
        var start = PathStart.context
        var steps: [Step] = []
        if isSign(.slash) {
            at += 1
            start = .root
            guard startsStep else { return add(.path(.root, []), place) }
            steps.append(try step())
        } else if isSign(.doubleSlash) {
            at += 1
            start = .root
            steps.append(Parser.anyDepth)
            steps.append(try step())
        } else if startsStep, !startsCall {
            steps.append(try step())
        } else {
            let primary = try primary()
            let predicates = try predicates()
            if predicates.isEmpty, !isSign(.slash), !isSign(.doubleSlash) { return primary }
            start = .filter(primary, predicates: predicates)
        }
        while true {
            if take(.slash) {
                steps.append(try step())
            } else if take(.doubleSlash) {
                steps.append(Parser.anyDepth)
                steps.append(try step())
            } else {
                break
            }
        }
        return add(.path(start, steps), place)
    }

    private static let anyDepth = Step(axis: .descendantOrSelf, test: .node, predicates: [])

    private var startsStep: Bool {
        switch token.kind {
        case .name, .anyOf: true
        case .sign(let sign): sign == .dot || sign == .dots || sign == .at || sign == .star
        default: false
        }
    }

    /// A name before `(` is a call, unless it is one of the node tests.
    private var startsCall: Bool {
        guard case .name(let prefix) = token.kind, tokens[at + 1].kind == .sign(.open) else { return false }
        return prefix != nil || !Parser.isNodeType(token.text)
    }

    private static func isNodeType(_ name: Text) -> Bool {
        name == "node" || name == "text" || name == "comment" || name == "processing-instruction"
    }

    private mutating func step() throws(ExpressionError) -> Step {
        if take(.dot) { return Step(axis: .self, test: .node, predicates: try predicates()) }
        if take(.dots) { return Step(axis: .parent, test: .node, predicates: try predicates()) }
        var axis = Axis.child
        if take(.at) {
            axis = .attribute
        } else if case .name(nil) = token.kind, tokens[at + 1].kind == .sign(.axis) {
            guard let named = Axis.named(token.text) else { throw here(.unknownAxis) }
            axis = named
            at += 2
        }
        let test = try nodeTest()
        return Step(axis: axis, test: test, predicates: try predicates())
    }

    private mutating func nodeTest() throws(ExpressionError) -> NodeTest {
        let name = token
        switch name.kind {
        case .sign(.star):
            at += 1
            return .any
        case .anyOf(let prefix):
            at += 1
            return .anyOf(prefix: prefix)
        case .name(let prefix):
            at += 1
            guard prefix == nil, Parser.isNodeType(name.text), take(.open) else {
                return .name(prefix: prefix, name.text)
            }
            if case .string = token.kind, name.text == "processing-instruction" { at += 1 }
            guard take(.close) else { throw here(.missingParenthesis, suggestion: ")") }
            if name.text == "text" { return .text }
            if name.text == "comment" { return .comment }
            return name.text == "node" ? .node : .instruction
        default:
            throw here(.unexpectedToken)
        }
    }

    private mutating func predicates() throws(ExpressionError) -> [Int] {
        var found: [Int] = []
        while take(.openBracket) {
            found.append(try binary(0))
            guard take(.closeBracket) else { throw here(.missingBracket, suggestion: "]") }
        }
        return found
    }

    private mutating func primary() throws(ExpressionError) -> Int {
        let place = token
        switch place.kind {
        case .number(let value):
            at += 1
            return add(.number(value), place)
        case .string:
            at += 1
            return add(.text(place.text), place)
        case .field:
            at += 1
            return add(.field(place.text), place)
        case .sign(.open):
            at += 1
            let inner = try binary(0)
            guard take(.close) else { throw here(.missingParenthesis, suggestion: ")") }
            return inner
        case .name(let prefix):
            at += 2
            let name = prefix.map { $0 + ":" + place.text } ?? place.text
            let arguments = try arguments()
            return add(.call(Function.named(name), name: name, arguments), place)
        default:
            throw here(isSign(.close) ? .extraParenthesis : .unexpectedToken)
        }
    }

    private mutating func arguments() throws(ExpressionError) -> [Int] {
        var found: [Int] = []
        if take(.close) { return found }
        while true {
            found.append(try binary(0))
            if take(.comma) { continue }
            guard take(.close) else { throw here(.missingParenthesis, suggestion: ")") }
            return found
        }
    }
}
