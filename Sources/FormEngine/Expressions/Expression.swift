/// An expression of the ODK XForms language, read once and evaluated often. `docs/formats/expressions.md` lists
/// the functions and where engines differ.
public struct Expression: Sendable {
    /// One `${name}` with its place, in UTF-8 bytes.
    public struct Reference: Sendable, Equatable {
        public let name: String
        public let offset: Int
        public let length: Int
    }

    let source: Text
    let nodes: [Syntax]
    let places: [(offset: Int, length: Int)]
    let root: Int

    public var text: String { source.string }

    /// Reads the text; throws the first fault of its form: an open string or bracket, a missing operand, an
    /// unknown axis. Names of functions and fields are not looked at (see `problems`).
    public static func parse(_ text: String) throws(ExpressionError) -> Expression {
        try parse(Text(text))
    }

    static func parse(_ text: Text) throws(ExpressionError) -> Expression {
        var parser = Parser(try Lexer.tokens(of: text))
        let root = try parser.parse()
        return Expression(source: text, nodes: parser.nodes, places: parser.places, root: root)
    }

    /// Every `${name}`, in the order of the text; a name twice when it stands there twice.
    public var references: [Reference] {
        var found: [Reference] = []
        for index in inOrder {
            if case .field(let name) = nodes[index] {
                found.append(Reference(name: name.string, offset: places[index].offset, length: places[index].length))
            }
        }
        return found
    }

    /// The names of all functions called, each once, sorted.
    public var functionsUsed: [String] {
        var names: Set<String> = []
        for node in nodes {
            if case .call(_, let name, _) = node { names.insert(name.string) }
        }
        return names.sorted()
    }

    var hasCalls: Bool {
        for node in nodes { if case .call = node { return true } }
        return false
    }

    var hasReferences: Bool {
        for node in nodes { if case .field = node { return true } }
        return false
    }

    /// Calls of functions that do not exist or with a wrong number of arguments, in the order of the text.
    public var problems: [ExpressionError] { problems(among: nil) }

    /// `problems`, and references to fields that are not among `fields`, each with the nearest name.
    public func problems(fields: [String]) -> [ExpressionError] {
        problems(among: fields.map { Text($0) })
    }

    func problems(among fields: [Text]?) -> [ExpressionError] {
        var known = TextTable()
        for field in fields ?? [] { known.set(field, 0) }
        var found: [ExpressionError] = []
        for index in inOrder {
            switch nodes[index] {
            case .call(let function, let name, let arguments):
                if let fault = Expression.fault(function, name, arguments.count, places[index]) { found.append(fault) }
            case .field(let written):
                guard let fields else { continue }
                let name = written.hasPrefix("last-saved#") ? written.dropping(11) : written
                if known.contains(name) { continue }
                found.append(ExpressionError(
                    .unknownField, offset: places[index].offset, length: places[index].length, text: written,
                    suggestion: Suggestion.nearest(to: name, among: fields)))
            default: break
            }
        }
        return found
    }

    /// The nodes as their tokens follow each other in the text.
    private var inOrder: [Int] {
        var order: [Int] = []
        order.reserveCapacity(nodes.count)
        for index in nodes.indices {
            // Nodes come nearly in order: a call stands behind its arguments.
            var place = order.count
            while place > 0, places[order[place - 1]].offset > places[index].offset { place -= 1 }
            order.insert(index, at: place)
        }
        return order
    }

    /// The names of all functions, sorted.
    public static var functionNames: [String] { Function.names.map { $0.0.string }.sorted() }

    static func fault(_ function: Function?, _ name: Text, _ count: Int,
                      _ place: (offset: Int, length: Int)) -> ExpressionError? {
        guard let function else {
            return ExpressionError(.unknownFunction, offset: place.offset, length: place.length, text: name,
                                   suggestion: Suggestion.nearest(to: name, among: Function.names.map { $0.0 }))
        }
        if function.accepts(count) { return nil }
        return ExpressionError(.argumentCount, offset: place.offset, length: place.length, text: name)
    }
}
