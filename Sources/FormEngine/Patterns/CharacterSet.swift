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
        if !found, ignoresCase, let other = Alphabet.otherCase(scalar) { found = holds(other) }
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
        let kind = Alphabet.kind(scalar)
        let isLetter = kind == .upper || kind == .lower || kind == .letter
        switch family {
        case .letter: return isLetter
        case .upper: return kind == .upper
        case .lower: return kind == .lower
        case .alphanumeric: return isLetter || kind == .decimal
        case .mark: return kind == .mark
        case .number: return kind == .decimal || kind == .number
        case .decimal: return kind == .decimal
        case .punctuation: return kind == .punctuation
        case .symbol: return kind == .symbol
        default: return kind == .separator
        }
    }

    /// The family behind `\p{…}`, or the ranges of a script.
    mutating func add(property name: Text, isNegated: Bool) -> Bool {
        for (known, family) in CharacterSet.properties where known == name {
            families.append((family: family, isNegated: isNegated))
            return true
        }
        if isNegated { return false }
        let script = name.hasPrefix("Is") || name.hasPrefix("In") ? name.dropping(2) : name
        var isKnown = false
        for (known, low, high) in CharacterSet.scripts where known == script {
            ranges.append((low: low, high: high))
            isKnown = true
        }
        return isKnown
    }

    private static let properties: [(Text, Family)] = [
        ("L", .letter), ("Alpha", .letter), ("IsAlphabetic", .letter), ("IsLetter", .letter), ("Lu", .upper),
        ("Upper", .upper), ("IsUppercase", .upper), ("Ll", .lower), ("Lower", .lower), ("IsLowercase", .lower),
        ("M", .mark), ("Mn", .mark), ("N", .number), ("Nd", .decimal), ("Digit", .decimal), ("IsDigit", .decimal),
        ("P", .punctuation), ("Punct", .punctuation), ("IsPunctuation", .punctuation), ("S", .symbol),
        ("Z", .separator), ("Zs", .separator), ("Space", .space), ("IsWhite_Space", .space), ("Alnum", .alphanumeric),
    ]

    private static let scripts: [(Text, UInt32, UInt32)] = [
        ("Latin", 0x41, 0x5A), ("Latin", 0x61, 0x7A), ("Latin", 0xC0, 0xD6), ("Latin", 0xD8, 0xF6), ("Latin", 0xF8, 0x24F),
        ("Latin", 0x1E00, 0x1EFF), ("Arabic", 0x600, 0x6FF), ("Arabic", 0x750, 0x77F), ("Arabic", 0x8A0, 0x8FF),
        ("Arabic", 0xFB50, 0xFDFF), ("Arabic", 0xFE70, 0xFEFF), ("Cyrillic", 0x400, 0x52F), ("Greek", 0x370, 0x3FF),
        ("Ethiopic", 0x1200, 0x139F), ("Ethiopic", 0x2D80, 0x2DDF), ("Devanagari", 0x900, 0x97F),
        ("Bengali", 0x980, 0x9FF), ("Myanmar", 0x1000, 0x109F), ("Hebrew", 0x590, 0x5FF),
    ]
}

/// The kinds of characters, unfolded once from the packed runs.
enum Alphabet {
    enum Kind: UInt8 {
        case other, upper, lower, letter, mark, decimal, number, punctuation, symbol, separator, upperFirst, lowerFirst
    }

    private static let table: (starts: [UInt32], kinds: [Kind]) = {
        var starts: [UInt32] = []
        var kinds: [Kind] = []
        var at: UInt32 = 0
        var length: UInt32 = 0
        for byte in CharacterClasses.runs.utf8 {
            if byte >= 0x30, byte <= 0x39 {
                length = length * 10 + UInt32(byte - 0x30)
                continue
            }
            if !starts.isEmpty { at += max(length, 1) }
            length = 0
            let kind: Kind
            switch byte {
            case 0x75: kind = .upper
            case 0x6C: kind = .lower
            case 0x6F: kind = .letter
            case 0x6D: kind = .mark
            case 0x64: kind = .decimal
            case 0x6E: kind = .number
            case 0x70: kind = .punctuation
            case 0x73: kind = .symbol
            case 0x7A: kind = .separator
            case 0x61: kind = .upperFirst
            case 0x62: kind = .lowerFirst
            default: kind = .other
            }
            starts.append(at)
            kinds.append(kind)
        }
        return (starts, kinds)
    }()

    static func kind(_ scalar: UInt32) -> Kind {
        // Beyond the table: pictures are symbols, all other planes hold letters.
        if scalar > 0xFFFF { return scalar >= 0x1F000 && scalar <= 0x1FAFF ? .symbol : .letter }
        let place = self.place(scalar)
        let offset = scalar - table.starts[place]
        switch table.kinds[place] {
        case .upperFirst: return offset % 2 == 0 ? .upper : .lower
        case .lowerFirst: return offset % 2 == 0 ? .lower : .upper
        case let kind: return kind
        }
    }

    private static func place(_ scalar: UInt32) -> Int {
        var low = 0
        var high = table.starts.count
        while low < high {
            let middle = (low + high) / 2
            if table.starts[middle] <= scalar { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The same letter in the other case, for the scripts whose cases lie at a fixed distance or side by side.
    static func otherCase(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A1, 0x3A3...0x3A9, 0x410...0x42F: return scalar + 32
        case 0x61...0x7A, 0xE0...0xF6, 0xF8...0xFE, 0x3B1...0x3C1, 0x3C3...0x3C9, 0x430...0x44F: return scalar - 32
        case 0x400...0x40F: return scalar + 80
        case 0x450...0x45F: return scalar - 80
        case 0x100...0x17F, 0x1E00...0x1EFF, 0x460...0x52F:
            switch kind(scalar) {
            case .upper: return kind(scalar + 1) == .lower ? scalar + 1 : nil
            case .lower: return kind(scalar - 1) == .upper ? scalar - 1 : nil
            default: return nil
            }
        default: return nil
        }
    }
}
