/// One word of an expression.
struct Token {
    enum Kind: Equatable {
        case number(Double)
        case string
        /// A name, with the prefix before its colon if it has one: `jr:itext`.
        case name(prefix: Text?)
        /// `prefix:*`
        case anyOf(prefix: Text)
        /// `${name}`
        case field
        case sign(Sign)
        case end
    }

    enum Sign {
        case slash, doubleSlash, bar, plus, minus, star, times, equal, notEqual, less, lessOrEqual, more, moreOrEqual
        case and, or, div, mod, open, close, openBracket, closeBracket, dot, dots, at, comma, axis
    }

    let kind: Kind
    /// The name, the string's contents or the field's name; the sign's text otherwise.
    let text: Text
    let offset: Int
    let length: Int
}

enum ExpressionLimit {
    /// The longest expression, in UTF-8 bytes.
    static let bytes = 32_768
    /// How deep parentheses, predicates and calls may nest.
    static let depth = 96
    /// The longest text an evaluation may build, in UTF-8 bytes.
    static let textBytes = 1_000_000
}
