/// Why an expression was refused or could not be worked out, with the place in its text.
public struct ExpressionError: Error, Sendable, Equatable {
    public enum Code: Sendable, CaseIterable {
        // Reading.
        case empty, tooLong, tooDeep, badCharacter, openString, openReference, badNumber, unexpectedEnd, unexpectedToken
        case missingParenthesis, extraParenthesis, missingBracket, unknownAxis
        // Checking; an evaluation that reaches such a place fails too.
        case unknownFunction, argumentCount, unknownField, unknownPrefix
        /// Rules that wait for each other; the text names the fields in order.
        case circle
        // Evaluating.
        case wrongType, unknownInstance, badPattern, tooMuchWork, unsupported

        /// As hosts and catalogues of texts know it.
        public var rawValue: String { label.string }

        var label: Text {
            switch self {
            case .empty: "expression-empty"
            case .tooLong: "expression-too-long"
            case .tooDeep: "expression-too-deep"
            case .badCharacter: "bad-character"
            case .openString: "open-string"
            case .openReference: "open-reference"
            case .badNumber: "bad-number"
            case .unexpectedEnd: "unexpected-end"
            case .unexpectedToken: "unexpected-token"
            case .missingParenthesis: "missing-parenthesis"
            case .extraParenthesis: "extra-parenthesis"
            case .missingBracket: "missing-bracket"
            case .unknownAxis: "unknown-axis"
            case .unknownFunction: "unknown-function"
            case .argumentCount: "wrong-argument-count"
            case .unknownField: "unknown-field"
            case .unknownPrefix: "unknown-prefix"
            case .circle: "circle"
            case .wrongType: "wrong-type"
            case .unknownInstance: "unknown-instance"
            case .badPattern: "bad-pattern"
            case .tooMuchWork: "too-much-work"
            case .unsupported: "unsupported"
            }
        }
    }

    public let code: Code
    /// Where the fault begins, in UTF-8 bytes of the expression's text, and how far it reaches.
    public let offset: Int
    public let length: Int
    let piece: Text
    let hint: Text?

    /// The offending piece, at most 80 bytes.
    public var text: String { piece.string }
    /// What the author probably meant: a function or field name, or the missing sign.
    public var suggestion: String? { hint?.string }

    init(_ code: Code, offset: Int = 0, length: Int = 0, text: Text = "", suggestion: Text? = nil) {
        self.code = code
        self.offset = offset
        self.length = length
        piece = text.shortened(80)
        hint = suggestion
    }
}
