/// An expression of the ODK XForms language, read once and evaluated often. `docs/formats/expressions.md` lists
/// the functions and where engines differ.
public struct Expression: Sendable {
    /// One `${name}` with its place, in UTF-8 bytes.
    public struct Reference: Sendable, Equatable {
        public let name: String
        public let offset: Int
        public let length: Int
    }

    public let text: String
    let nodes: [Syntax]
    let places: [(offset: Int, length: Int)]
    let root: Int

    /// Reads the text; throws the first fault of its form: an open string or bracket, a missing operand, an
    /// unknown axis. Names of functions and fields are not looked at (see `problems`).
    public static func parse(_ text: String) throws(ExpressionError) -> Expression {
        var parser = Parser(try Lexer.tokens(of: text))
        let root = try parser.parse()
        return Expression(text: text, nodes: parser.nodes, places: parser.places, root: root)
    }

    /// Every `${name}`, in the order of the text; a name twice when it stands there twice.
    public var references: [Reference] {
        var found: [Reference] = []
        for (index, node) in nodes.enumerated() {
            if case .field(let name) = node {
                found.append(Reference(name: name, offset: places[index].offset, length: places[index].length))
            }
        }
        return found.sorted { $0.offset < $1.offset }
    }

    /// The names of all functions called, each once, sorted.
    public var functionsUsed: [String] {
        var names: Set<String> = []
        for node in nodes {
            if case .call(_, let name, _) = node { names.insert(name) }
        }
        return names.sorted()
    }

    /// Calls of functions that do not exist or with a wrong number of arguments, in the order of the text.
    public var problems: [ExpressionError] {
        var found: [ExpressionError] = []
        for (index, node) in nodes.enumerated() {
            if case .call(let function, let name, let arguments) = node,
               let fault = Expression.fault(function, name, arguments.count, places[index]) {
                found.append(fault)
            }
        }
        return found.sorted { $0.offset < $1.offset }
    }

    /// `problems`, and references to fields that are not among `fields`, each with the nearest name.
    public func problems(fields: [String]) -> [ExpressionError] {
        let known = Set(fields)
        var found = problems
        for reference in references {
            let name = reference.name.hasPrefix("last-saved#") ? String(reference.name.dropFirst(11)) : reference.name
            if !known.contains(name) {
                found.append(ExpressionError(
                    .unknownField, offset: reference.offset, length: reference.length, text: reference.name,
                    suggestion: Suggestion.nearest(to: name, among: fields)))
            }
        }
        return found.sorted { $0.offset < $1.offset }
    }

    /// The names of all functions, sorted.
    public static let functionNames: [String] = Function.allCases.map { $0.rawValue }.sorted()

    static func fault(_ function: Function?, _ name: String, _ count: Int,
                      _ place: (offset: Int, length: Int)) -> ExpressionError? {
        guard let function else {
            return ExpressionError(.unknownFunction, offset: place.offset, length: place.length, text: name,
                                   suggestion: Suggestion.nearest(to: name, among: functionNames))
        }
        if function.accepts(count) { return nil }
        return ExpressionError(.argumentCount, offset: place.offset, length: place.length, text: name)
    }
}
