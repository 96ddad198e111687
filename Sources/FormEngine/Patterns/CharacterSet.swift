/// What one place of a pattern accepts.
struct CharacterSet {
    enum Family {
        case digit, space, word, letter, upper, lower, mark, number, decimal, punctuation, symbol, separator
        case alphanumeric
    }

    var ranges: [(low: UInt32, high: UInt32)] = []
    var families: [(family: Family, isNegated: Bool)] = []
    var isNegated = false
    var ignoresCase = false

    func contains(_ scalar: UInt32) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase, let real = Unicode.Scalar(scalar) {
            let properties = real.properties
            let lower = properties.lowercaseMapping.unicodeScalars
            let upper = properties.uppercaseMapping.unicodeScalars
            if lower.count == 1, let other = lower.first { found = holds(other.value) }
            if !found, upper.count == 1, let other = upper.first { found = holds(other.value) }
        }
        return found != isNegated
    }

    private func holds(_ scalar: UInt32) -> Bool {
        for range in ranges where scalar >= range.low && scalar <= range.high { return true }
        for entry in families where CharacterSet.belongs(scalar, entry.family) != entry.isNegated { return true }
        return false
    }

    /// `\d \s \w` mean ASCII, as in Java; the Unicode families mean every script.
    static func belongs(_ scalar: UInt32, _ family: Family) -> Bool {
        switch family {
        case .digit: return scalar >= 0x30 && scalar <= 0x39
        case .space: return scalar == 0x20 || (scalar >= 0x09 && scalar <= 0x0D)
        case .word:
            return (scalar >= 0x30 && scalar <= 0x39) || (scalar >= 0x41 && scalar <= 0x5A)
                || (scalar >= 0x61 && scalar <= 0x7A) || scalar == 0x5F
        default: break
        }
        guard let real = Unicode.Scalar(scalar) else { return false }
        switch real.properties.generalCategory {
        case .uppercaseLetter: return family == .letter || family == .upper || family == .alphanumeric
        case .lowercaseLetter: return family == .letter || family == .lower || family == .alphanumeric
        case .titlecaseLetter, .modifierLetter, .otherLetter: return family == .letter || family == .alphanumeric
        case .nonspacingMark, .spacingMark, .enclosingMark: return family == .mark
        case .decimalNumber: return family == .number || family == .decimal || family == .alphanumeric
        case .letterNumber, .otherNumber: return family == .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
             .finalPunctuation, .otherPunctuation: return family == .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return family == .symbol
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return family == .separator
        default: return false
        }
    }

    /// The family behind `\p{…}`, or the ranges of a script.
    mutating func add(property name: String, isNegated: Bool) -> Bool {
        let family: Family
        switch name {
        case "L", "Alpha", "IsAlphabetic", "IsLetter", "javaLetter": family = .letter
        case "Lu", "Upper", "IsUppercase": family = .upper
        case "Ll", "Lower", "IsLowercase": family = .lower
        case "M", "Mn": family = .mark
        case "N": family = .number
        case "Nd", "Digit", "IsDigit": family = .decimal
        case "P", "Punct", "IsPunctuation": family = .punctuation
        case "S": family = .symbol
        case "Z", "Zs": family = .separator
        case "Space", "IsWhite_Space": family = .space
        case "Alnum": family = .alphanumeric
        default:
            guard !isNegated, let script = CharacterSet.scripts[name.hasPrefix("Is") || name.hasPrefix("In")
                ? String(name.dropFirst(2)) : name] else { return false }
            ranges += script
            return true
        }
        families.append((family: family, isNegated: isNegated))
        return true
    }

    private static let scripts: [String: [(low: UInt32, high: UInt32)]] = [
        "Latin": [(0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F), (0x1E00, 0x1EFF)],
        "Arabic": [(0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)],
        "Cyrillic": [(0x400, 0x52F)],
        "Greek": [(0x370, 0x3FF)],
        "Ethiopic": [(0x1200, 0x139F), (0x2D80, 0x2DDF)],
        "Devanagari": [(0x900, 0x97F)],
        "Bengali": [(0x980, 0x9FF)],
        "Myanmar": [(0x1000, 0x109F)],
        "Hebrew": [(0x590, 0x5FF)],
    ]
}
