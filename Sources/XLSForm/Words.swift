/// Small text helpers of this module.
enum Words {
    static func trimmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
              first.properties.isWhitespace || last.properties.isWhitespace else { return text }
        var view = text.unicodeScalars[...]
        while let first = view.first, first.properties.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.properties.isWhitespace { view = view.dropLast() }
        return String(view)
    }

    /// Runs of blanks become one blank; line ends stay.
    static func oneSpace(_ text: String) -> String {
        guard text.contains("  ") else { return text }
        var out = ""
        var blank = false
        for scalar in text.unicodeScalars {
            if scalar == " ", blank { continue }
            blank = scalar == " "
            out.unicodeScalars.append(scalar)
        }
        return out
    }

    /// `List  Name` → `list_name`.
    static func snake(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: "_").lowercased()
    }

    static func split(_ text: String, at separator: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(text)
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest))
        return parts
    }

    /// `cities.xml` → (`cities`, `.xml`); a leading dot begins no extension.
    static func extensionSplit(_ name: String) -> (base: String, ending: String) {
        let cut = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        let file = name[cut...]
        guard let dot = file.lastIndex(of: "."), file[..<dot].contains(where: { $0 != "." }) else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    /// How many letters must change, come or go.
    static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left.unicodeScalars), b = Array(right.unicodeScalars)
        var before = Array(0...b.count)
        var now = before
        for i in 0..<a.count {
            now[0] = i + 1
            for j in 0..<b.count {
                now[j + 1] = min(before[j + 1] + 1, now[j] + 1, before[j] + (a[i] == b[j] ? 0 : 1))
            }
            swap(&before, &now)
        }
        return before[b.count]
    }

    /// The known word that is most like this one, when it is like it at all. Long words are not compared: their author
    /// did not mistype one.
    static func nearest(_ word: String, in known: some Sequence<String>) -> String? {
        guard word.unicodeScalars.count <= 64 else { return nil }
        let wanted = word.lowercased()
        var best: (word: String, distance: Int)?
        for candidate in known where candidate != word {
            let length = candidate.unicodeScalars.count
            guard abs(length - wanted.unicodeScalars.count) <= 3 else { continue }
            let far = distance(wanted, candidate.lowercased())
            guard far <= max(1, min(3, wanted.count / 3)) else { continue }
            if best == nil || far < best!.distance || (far == best!.distance && candidate < best!.word) { best = (candidate, far) }
        }
        return best?.word
    }

    /// yes/no as XLSForm writes it; nil for anything else.
    static func yesNo(_ text: String?) -> Bool? {
        switch text {
        case "yes", "Yes", "YES", "true", "True", "TRUE", "true()": true
        case "no", "No", "NO", "false", "False", "FALSE", "false()": false
        default: nil
        }
    }

    /// An XML name, with at most one namespace prefix when `prefixed`.
    static func isName(_ text: String, prefixed: Bool = true) -> Bool {
        if prefixed, let colon = text.firstIndex(of: ":") {
            return isName(String(text[..<colon]), prefixed: false) && isName(String(text[text.index(after: colon)...]), prefixed: false)
        }
        var first = true
        for scalar in text.unicodeScalars {
            guard first ? startsName(scalar) : startsName(scalar) || continuesName(scalar) else { return false }
            first = false
        }
        return !first
    }

    static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
             0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF: true
        default: false
        }
    }

    static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: false
        }
    }

    /// A suggestion made from a bad name: `First name` → `First_name`.
    static func madeName(_ text: String) -> String? {
        var out = ""
        for scalar in text.unicodeScalars {
            if startsName(scalar) || continuesName(scalar) { out.unicodeScalars.append(scalar) } else if !out.hasSuffix("_") { out += "_" }
        }
        while out.hasSuffix("_") { out.removeLast() }
        if let first = out.unicodeScalars.first, !startsName(first) { out = "_" + out }
        return out.isEmpty || out == text ? nil : out
    }
}
