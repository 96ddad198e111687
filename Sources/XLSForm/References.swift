/// `${name}` in a cell.
struct Reference: Equatable {
    var name: String
    var lastSaved = false

    enum Problem: Error { case malformed, tooMany }

    static func mayOccur(_ text: String) -> Bool { text.utf8.count > 2 && text.contains("${") }

    /// All references of a text. `${` without an end, or with anything but a name inside, is malformed.
    static func all(_ text: String, limit: Int? = nil) throws(Problem) -> [Reference] {
        guard mayOccur(text) else { return [] }
        var found: [Reference] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "${") {
            let after = rest[open.upperBound...]
            guard let close = after.firstIndex(of: "}") else { throw .malformed }
            if close == after.startIndex {
                rest = after
                continue
            }
            guard let reference = Reference(inner: String(after[..<close])) else { throw .malformed }
            if let limit, found.count >= limit { throw .tooMany }
            found.append(reference)
            rest = after[after.index(after: close)...]
        }
        return found
    }

    private init?(inner: String) {
        let saved = inner.hasPrefix("last-saved#")
        let name = saved ? String(inner.dropFirst(11)) : inner
        guard Words.isName(name, prefixed: false) else { return nil }
        self.name = name
        lastSaved = saved
    }

    /// At least one reference, and none malformed.
    static func occurs(_ text: String) -> Bool { ((try? all(text)) ?? []).isEmpty == false }

    /// The text is one reference and nothing else.
    static func only(_ text: String) -> Reference? {
        guard text.hasPrefix("${"), text.hasSuffix("}"), let found = try? all(text), found.count == 1,
              text.firstIndex(of: "}") == text.index(before: text.endIndex) else { return nil }
        return found[0]
    }
}

/// Whether a default is computed: it holds an operator, a function call or a reference.
enum DynamicDefault {
    static func isDynamic(_ text: String, type: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var at = 0
        let hyphenated = ["date", "dateTime", "geopoint", "geotrace", "geoshape"].contains(type)
        func digit(_ index: Int) -> Bool { index < scalars.count && scalars[index].properties.numericType == .decimal }
        while at < scalars.count {
            let scalar = scalars[at]
            if let length = date(scalars, at) { at += length; continue }
            if digit(at) || (scalar == "-" && (digit(at + 1) || (at + 2 < scalars.count && scalars[at + 1] == "." && digit(at + 2))))
                || (scalar == "." && digit(at + 1)) {
                at += 1
                while digit(at) || (at < scalars.count && scalars[at] == ".") { at += 1 }
                continue
            }
            switch scalar {
            case "*", "+", "-":
                if hyphenated, scalar == "-" { return false }
                return true
            case "|": return true
            case "\"", "'":
                if let end = scalars[(at + 1)...].firstIndex(of: scalar) { at = end + 1 } else { at += 1 }
            case " ":
                let rest = String(String.UnicodeScalarView(scalars[at..<min(at + 5, scalars.count)]))
                if rest.hasPrefix(" mod ") || rest.hasPrefix(" div ") { return true }
                at += 1
            case "$":
                let rest = String(String.UnicodeScalarView(scalars[at...]))
                if rest.hasPrefix("${"), let close = rest.firstIndex(of: "}"), Reference.only(String(rest[...close])) != nil { return true }
                at += 1
            default:
                guard Words.startsName(scalar) else { at += 1; continue }
                while at < scalars.count, Words.startsName(scalars[at]) || Words.continuesName(scalars[at]) || scalars[at] == ":" { at += 1 }
                if at < scalars.count, scalars[at] == "(" { return true }
            }
        }
        return false
    }

    /// The length of `-2019-05-03` at this place.
    private static func date(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        var at = start
        if scalars[at] == "-" { at += 1 }
        for length in [4, 2, 2] {
            if at != start, length == 2 {
                guard at < scalars.count, scalars[at] == "-" else { return nil }
                at += 1
            }
            for _ in 0..<length {
                guard at < scalars.count, scalars[at].properties.numericType == .decimal else { return nil }
                at += 1
            }
        }
        return at - start
    }
}
