// Functions of texts. Lengths and places count Unicode scalars.
extension Evaluator {
    func textual(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        case .string: return try built(a.count == 0 ? ownText(a) : textArgument(0, a))
        case .concat: return try joined("", try spread(from: 0, a))
        case .join: return try joined(textArgument(0, a), try spread(from: 1, a))
        case .startsWith: return .bool(try textArgument(0, a).hasPrefix(try textArgument(1, a)))
        case .endsWith:
            let whole = try bytes(0, a)
            let part = try bytes(1, a)
            return .bool(whole.count >= part.count && Text(whole[(whole.count - part.count)...]) == Text(part))
        case .contains: return .bool(find(try bytes(1, a), in: try bytes(0, a)) != nil)
        case .substringBefore:
            let whole = try bytes(0, a)
            guard let place = find(try bytes(1, a), in: whole) else { return .text("") }
            return .text(Text(whole[..<place]))
        case .substringAfter:
            let whole = try bytes(0, a)
            let part = try bytes(1, a)
            guard let place = find(part, in: whole) else { return .text("") }
            return .text(Text(whole[(place + part.count)...]))
        case .substring: return try substring(a)
        case .substr: return try substr(a)
        case .stringLength:
            let text = a.count == 0 ? ownText(a) : try textArgument(0, a)
            return .number(Double(text.scalars.count))
        case .normalizeSpace:
            return .text(normalized(a.count == 0 ? ownText(a) : try textArgument(0, a)))
        default: return try translate(a)
        }
    }

    /// The text of the context node, for functions called without an argument. A whole document is no text.
    func ownText(_ a: Arguments) -> Text {
        if tree.kind(a.place.node) == .document { _ = blank() }
        return nodeText(a.place.node)
    }

    private func joined(_ separator: Text, _ values: [Value]) throws(ExpressionError) -> Value {
        var out = Text()
        for (index, value) in values.enumerated() {
            if index > 0 { out += separator }
            out += text(value)
            if out.utf8.count > ExpressionLimit.textBytes { throw ExpressionError(.tooMuchWork) }
        }
        return try built(out)
    }

    private func bytes(_ index: Int, _ a: Arguments) throws(ExpressionError) -> [UInt8] {
        let bytes = Array(try textArgument(index, a).utf8)
        try burn(bytes.count / 16)
        return bytes
    }

    /// Where `part` begins in `whole`, by Knuth, Morris and Pratt: no text makes it quadratic.
    private func find(_ part: [UInt8], in whole: [UInt8]) -> Int? {
        if part.isEmpty { return 0 }
        var back = [0]
        var matched = 0
        for index in 1..<max(1, part.count) {
            while matched > 0, part[index] != part[matched] { matched = back[matched - 1] }
            if part[index] == part[matched] { matched += 1 }
            back.append(matched)
        }
        matched = 0
        for (index, byte) in whole.enumerated() {
            while matched > 0, byte != part[matched] { matched = back[matched - 1] }
            if byte == part[matched] { matched += 1 }
            if matched == part.count { return index + 1 - part.count }
        }
        return nil
    }

    /// XPath: from the rounded first place, counted from 1, so many characters.
    private func substring(_ a: Arguments) throws(ExpressionError) -> Value {
        let scalars = try textArgument(0, a).scalars
        let start = (try numberArgument(1, a) + 0.5).rounded(.down)
        let end = a.count == 3 ? start + (try numberArgument(2, a) + 0.5).rounded(.down) : .infinity
        var out = Text()
        for (index, scalar) in scalars.enumerated() where Double(index + 1) >= start && Double(index + 1) < end {
            out.append(scalar)
        }
        return try built(out)
    }

    /// JavaRosa: from one place up to another, counted from 0; negative ones count from the end.
    private func substr(_ a: Arguments) throws(ExpressionError) -> Value {
        let scalars = try textArgument(0, a).scalars
        let length = Double(scalars.count)
        var start = try numberArgument(1, a).rounded(.towardZero)
        var end = a.count == 3 ? try numberArgument(2, a).rounded(.towardZero) : length
        if start.isNaN { start = 0 }
        if end.isNaN { end = 0 }
        if start < 0 { start += length }
        if end < 0 { end += length }
        let from = Int(min(max(0, start), length))
        let to = Int(min(max(0, end), length))
        guard from < to else { return .text("") }
        return try built(Text(scalars: Array(scalars[from..<to])))
    }

    /// XML's white space only: blank, tab, line feed, carriage return.
    private func normalized(_ text: Text) -> Text {
        var out: [UInt8] = []
        var gap = false
        for byte in text.utf8 {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                gap = !out.isEmpty
            } else {
                if gap { out.append(0x20) }
                gap = false
                out.append(byte)
            }
        }
        return Text(out)
    }

    private func translate(_ a: Arguments) throws(ExpressionError) -> Value {
        let text = try textArgument(0, a)
        let from = try textArgument(1, a).scalars
        let to = try textArgument(2, a).scalars
        guard from.count <= 10_000 else { throw ExpressionError(.tooMuchWork) }
        var out = Text()
        for scalar in text.scalars {
            try burn(1 + from.count / 16)
            var place = 0
            while place < from.count, from[place] != scalar { place += 1 }
            if place == from.count { out.append(scalar) } else if place < to.count { out.append(to[place]) }
        }
        return try built(out)
    }
}
