/// Why an expression was refused or could not be worked out, with the place in its text.
public struct ExpressionError: Error, Sendable, Equatable {
    public enum Code: String, Sendable, CaseIterable {
        // Reading.
        case empty = "expression-empty"
        case tooLong = "expression-too-long"
        case tooDeep = "expression-too-deep"
        case badCharacter = "bad-character"
        case openString = "open-string"
        case openReference = "open-reference"
        case badNumber = "bad-number"
        case unexpectedEnd = "unexpected-end"
        case unexpectedToken = "unexpected-token"
        case missingParenthesis = "missing-parenthesis"
        case extraParenthesis = "extra-parenthesis"
        case missingBracket = "missing-bracket"
        case unknownAxis = "unknown-axis"
        // Checking; an evaluation that reaches such a place fails too.
        case unknownFunction = "unknown-function"
        case argumentCount = "wrong-argument-count"
        case unknownField = "unknown-field"
        case unknownPrefix = "unknown-prefix"
        // Evaluating.
        case wrongType = "wrong-type"
        case unknownInstance = "unknown-instance"
        case badPattern = "bad-pattern"
        case tooMuchWork = "too-much-work"
        case unsupported = "unsupported"
    }

    public let code: Code
    /// Where the fault begins, in UTF-8 bytes of the expression's text, and how far it reaches.
    public let offset: Int
    public let length: Int
    /// The offending piece, at most 80 characters.
    public let text: String
    /// What the author probably meant: a function or field name, or the missing sign.
    public let suggestion: String?

    public init(_ code: Code, offset: Int = 0, length: Int = 0, text: String = "", suggestion: String? = nil) {
        self.code = code
        self.offset = offset
        self.length = length
        self.text = String(text.prefix(80))
        self.suggestion = suggestion
    }
}
