/// Cuts an expression into tokens. XPath's rule tells a name from an operator: after an operand, `*` multiplies
/// and `and or div mod` are operators, even when written against what follows (`1 mod2`, `5 div-1`).
struct Lexer {
    private let bytes: [UInt8]
    private var at = 0
    private var tokens: [Token] = []

    static func tokens(of text: Text) throws(ExpressionError) -> [Token] {
        guard text.utf8.count <= ExpressionLimit.bytes else { throw ExpressionError(.tooLong) }
        var lexer = Lexer(bytes: Array(text.utf8))
        try lexer.run()
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func run() throws(ExpressionError) {
        while true {
            skipBlanks()
            guard at < bytes.count else { break }
            try token()
        }
        tokens.append(Token(kind: .end, text: "", offset: bytes.count, length: 0))
    }

    private mutating func skipBlanks() {
        while at < bytes.count {
            let b = bytes[at]
            if b == 0x20 || (b >= 0x09 && b <= 0x0D) {
                at += 1
            } else if b == 0xC2, at + 1 < bytes.count, bytes[at + 1] == 0xA0 {
                // A no-break space, which spreadsheets paste.
                at += 2
            } else {
                return
            }
        }
    }

    private mutating func token() throws(ExpressionError) {
        let b = bytes[at]
        switch b {
        case 0x22, 0x27: try string(b)
        case 0x30...0x39: try number()
        case 0x2E:
            if peek(1) == 0x2E { sign(.dots, 2) } else if Lexer.isDigit(peek(1)) { try number() } else { sign(.dot, 1) }
        case 0x24: try field()
        case 0x2F: if peek(1) == 0x2F { sign(.doubleSlash, 2) } else { sign(.slash, 1) }
        case 0x7C: sign(.bar, 1)
        case 0x2B: sign(.plus, 1)
        case 0x2D: sign(.minus, 1)
        case 0x2A: sign(afterOperand ? .times : .star, 1)
        case 0x3D: sign(.equal, 1)
        case 0x21:
            guard peek(1) == 0x3D else { throw fault(.badCharacter, 1, suggestion: "!=") }
            sign(.notEqual, 2)
        case 0x3C: if peek(1) == 0x3D { sign(.lessOrEqual, 2) } else { sign(.less, 1) }
        case 0x3E: if peek(1) == 0x3D { sign(.moreOrEqual, 2) } else { sign(.more, 1) }
        case 0x28: sign(.open, 1)
        case 0x29: sign(.close, 1)
        case 0x5B: sign(.openBracket, 1)
        case 0x5D: sign(.closeBracket, 1)
        case 0x40: sign(.at, 1)
        case 0x2C: sign(.comma, 1)
        case 0x3A:
            guard peek(1) == 0x3A else { throw fault(.badCharacter, 1) }
            sign(.axis, 2)
        default:
            guard Lexer.startsName(b) else { throw fault(.badCharacter, 1) }
            name()
        }
    }

    /// Whether what follows can only be an operator (XPath 1.0, 3.7).
    private var afterOperand: Bool {
        guard let last = tokens.last else { return false }
        switch last.kind {
        case .number, .string, .name, .anyOf, .field: return true
        case .sign(let sign):
            switch sign {
            case .close, .closeBracket, .dot, .dots, .star: return true
            default: return false
            }
        case .end: return false
        }
    }

    private mutating func string(_ quote: UInt8) throws(ExpressionError) {
        let start = at
        at += 1
        while at < bytes.count, bytes[at] != quote { at += 1 }
        guard at < bytes.count else {
            at = start
            throw fault(.openString, bytes.count - start, suggestion: quote == 0x22 ? "\"" : "'")
        }
        let text = Text(bytes[(start + 1)..<at])
        at += 1
        tokens.append(Token(kind: .string, text: text, offset: start, length: at - start))
    }

    private mutating func number() throws(ExpressionError) {
        let start = at
        while Lexer.isDigit(peek(0)) { at += 1 }
        if peek(0) == 0x2E {
            at += 1
            while Lexer.isDigit(peek(0)) { at += 1 }
        }
        if peek(0) == 0x2E, Lexer.isDigit(peek(1)) {
            at = start
            throw fault(.badNumber, 1)
        }
        let value = DecimalReader.value(of: Array(bytes[start..<at])) ?? .nan
        let text = Text(bytes[start..<at])
        tokens.append(Token(kind: .number(value), text: text, offset: start, length: at - start))
    }

    private mutating func field() throws(ExpressionError) {
        let start = at
        guard peek(1) == 0x7B else { throw fault(.badCharacter, 1, suggestion: "${") }
        var end = at + 2
        while end < bytes.count, bytes[end] != 0x7D, bytes[end] != 0x24, bytes[end] != 0x28 { end += 1 }
        guard end < bytes.count, bytes[end] == 0x7D else { throw fault(.openReference, end - start, suggestion: "}") }
        let name = Text(bytes[(start + 2)..<end]).trimmed
        guard !name.isEmpty else { throw fault(.openReference, end + 1 - start) }
        at = end + 1
        tokens.append(Token(kind: .field, text: name, offset: start, length: at - start))
    }

    private mutating func name() {
        let start = at
        var first = takeName()
        if afterOperand {
            // Only an operator may stand here; `mod2` is `mod 2`.
            for (operation, word) in Lexer.words where first.hasPrefix(word) {
                if first.utf8.count > word.utf8.count {
                    let next = bytes[start + word.utf8.count]
                    // A letter makes it another word, which the parser will name.
                    if Lexer.startsName(next) { break }
                }
                at = start
                sign(operation, word.utf8.count)
                return
            }
        }
        if peek(0) == 0x3A, peek(1) != 0x3A {
            if peek(1) == 0x2A {
                at += 2
                tokens.append(Token(kind: .anyOf(prefix: first), text: "*", offset: start, length: at - start))
                return
            }
            if Lexer.startsName(peek(1)) {
                at += 1
                let prefix = first
                first = takeName()
                tokens.append(Token(kind: .name(prefix: prefix), text: first, offset: start, length: at - start))
                return
            }
        }
        tokens.append(Token(kind: .name(prefix: nil), text: first, offset: start, length: at - start))
    }

    private mutating func takeName() -> Text {
        let start = at
        while at < bytes.count, Lexer.continuesName(bytes[at]) { at += 1 }
        return Text(bytes[start..<at])
    }

    private mutating func sign(_ sign: Token.Sign, _ length: Int) {
        tokens.append(Token(kind: .sign(sign), text: Text(bytes[at..<(at + length)]), offset: at, length: length))
        at += length
    }

    private func peek(_ distance: Int) -> UInt8 {
        at + distance < bytes.count ? bytes[at + distance] : 0
    }

    private func fault(_ code: ExpressionError.Code, _ length: Int, suggestion: Text? = nil) -> ExpressionError {
        // Whole characters: bytes of one scalar stay together.
        var end = min(at + max(length, 1), bytes.count)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return ExpressionError(code, offset: at, length: end - at,
                               text: Text(bytes[at..<end]), suggestion: suggestion)
    }

    private static let words: [(Token.Sign, Text)] = [(.and, "and"), (.or, "or"), (.div, "div"), (.mod, "mod")]

    static func isDigit(_ b: UInt8) -> Bool { b >= 0x30 && b <= 0x39 }

    static func startsName(_ b: UInt8) -> Bool {
        (b >= 0x41 && b <= 0x5A) || (b >= 0x61 && b <= 0x7A) || b == 0x5F || b >= 0x80
    }

    static func continuesName(_ b: UInt8) -> Bool {
        startsName(b) || isDigit(b) || b == 0x2D || b == 0x2E
    }
}
