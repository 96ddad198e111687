/// A pattern that was not understood, or is too large.
struct PatternFault: Error {}

/// One piece of a pattern; pieces refer to each other by index.
enum Piece {
    case set(CharacterSet)
    case start, end
    case wordEdge(isNegated: Bool)
    case sequence([Int])
    case choice([Int])
    /// `most` is nothing when there is no limit.
    case repeated(Int, least: Int, most: Int?)
    case look(Int, isNegated: Bool)
}

/// Reads the part of Java's notation that forms use: classes, groups, alternatives, counted repetition, `^ $ \b`,
/// lookahead, `(?i)`. What cannot be matched in linear time (back references, lookbehind) is refused.
struct PatternReader {
    private let text: [UInt32]
    private var at = 0
    private var depth = 0
    private var ignoresCase = false
    private(set) var pieces: [Piece] = []

    static let longest = 2_000
    static let deepest = 40

    init(_ pattern: Text) throws(PatternFault) {
        text = pattern.scalars
        guard text.count <= PatternReader.longest else { throw PatternFault() }
    }

    mutating func read() throws(PatternFault) -> Int {
        let root = try choice()
        guard at == text.count else { throw PatternFault() }
        return root
    }

    private mutating func add(_ piece: Piece) -> Int {
        pieces.append(piece)
        return pieces.count - 1
    }

    private func peek(_ ahead: Int = 0) -> UInt32? {
        at + ahead < text.count ? text[at + ahead] : nil
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard peek() == sign.value else { return false }
        at += 1
        return true
    }

    private mutating func choice() throws(PatternFault) -> Int {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternReader.deepest else { throw PatternFault() }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : add(.choice(branches))
    }

    private mutating func sequence() throws(PatternFault) -> Int {
        var parts: [Int] = []
        while let next = peek(), next != 0x7C, next != 0x29 {
            if let part = try atom() { parts.append(try quantified(part)) }
        }
        return parts.count == 1 ? parts[0] : add(.sequence(parts))
    }

    private mutating func quantified(_ atom: Int) throws(PatternFault) -> Int {
        var piece = atom
        while let next = peek() {
            let least: Int
            let most: Int?
            switch next {
            case 0x2A: (least, most) = (0, nil); at += 1
            case 0x2B: (least, most) = (1, nil); at += 1
            case 0x3F: (least, most) = (0, 1); at += 1
            case 0x7B:
                guard let counts = try counts() else { return piece }
                (least, most) = counts
            default: return piece
            }
            if peek() == 0x2B { throw PatternFault() }
            // Lazy or greedy makes no difference to whether a text fits.
            _ = take("?")
            piece = add(.repeated(piece, least: least, most: most))
        }
        return piece
    }

    /// `{2}`, `{2,}`, `{2,5}`.
    private mutating func counts() throws(PatternFault) -> (Int, Int?)? {
        at += 1
        guard let least = number() else { throw PatternFault() }
        var most: Int? = least
        if take(",") { most = peek() == 0x7D ? nil : number() }
        guard take("}"), most.map({ $0 >= least }) ?? true else { throw PatternFault() }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = peek(), digit >= 0x30, digit <= 0x39, (value ?? 0) < 10_000 {
            value = (value ?? 0) * 10 + Int(digit - 0x30)
            at += 1
        }
        return value
    }

    /// Nothing for a group that only sets a flag.
    private mutating func atom() throws(PatternFault) -> Int? {
        guard let next = peek() else { throw PatternFault() }
        at += 1
        switch next {
        case 0x28: return try group()
        case 0x5B: return add(.set(try bracket()))
        case 0x2E:
            var set = CharacterSet()
            set.ranges = [(0x0A, 0x0A), (0x0D, 0x0D), (0x85, 0x85), (0x2028, 0x2029)]
            set.isNegated = true
            return add(.set(set))
        case 0x5E: return add(.start)
        case 0x24: return add(.end)
        case 0x2A, 0x2B, 0x3F: throw PatternFault()
        case 0x5C:
            if take("b") { return add(.wordEdge(isNegated: false)) }
            if take("B") { return add(.wordEdge(isNegated: true)) }
            if take("A") { return add(.start) }
            if take("Z") || take("z") { return add(.end) }
            var set = CharacterSet()
            try escape(&set)
            set.ignoresCase = ignoresCase
            return add(.set(set))
        default:
            var set = CharacterSet()
            set.ranges = [(next, next)]
            set.ignoresCase = ignoresCase
            return add(.set(set))
        }
    }

    private mutating func group() throws(PatternFault) -> Int? {
        let outer = ignoresCase
        var look: Bool?
        if take("?") {
            if take("=") {
                look = false
            } else if take("!") {
                look = true
            } else if take("<") {
                if peek() == 0x3D || peek() == 0x21 { throw PatternFault() }
                while let letter = peek(), letter != 0x3E { at += 1; _ = letter }
                guard take(">") else { throw PatternFault() }
            } else if !take(":") {
                guard take("i") else { throw PatternFault() }
                ignoresCase = true
                // `(?i)` holds to the end of the group around it.
                if take(")") { return nil }
                guard take(":") else { throw PatternFault() }
            }
        }
        let inner = try choice()
        guard take(")") else { throw PatternFault() }
        ignoresCase = outer
        if let look { return add(.look(inner, isNegated: look)) }
        return inner
    }

    /// What follows a backslash, added to the set; a single character comes back as well.
    @discardableResult
    private mutating func escape(_ set: inout CharacterSet) throws(PatternFault) -> UInt32? {
        guard let letter = peek() else { throw PatternFault() }
        at += 1
        var single: UInt32?
        switch letter {
        case 0x64: set.families.append((family: .digit, isNegated: false))
        case 0x44: set.families.append((family: .digit, isNegated: true))
        case 0x73: set.families.append((family: .space, isNegated: false))
        case 0x53: set.families.append((family: .space, isNegated: true))
        case 0x77: set.families.append((family: .word, isNegated: false))
        case 0x57: set.families.append((family: .word, isNegated: true))
        case 0x70, 0x50:
            var name = Text()
            if take("{") {
                while let next = peek(), next != 0x7D {
                    name.append(next)
                    at += 1
                }
                guard take("}") else { throw PatternFault() }
            } else if let next = peek() {
                name.append(next)
                at += 1
            }
            guard set.add(property: name, isNegated: letter == 0x50) else { throw PatternFault() }
        case 0x74: single = 0x09
        case 0x6E: single = 0x0A
        case 0x72: single = 0x0D
        case 0x66: single = 0x0C
        case 0x75: single = try hexadecimal(4)
        case 0x78: single = try hexadecimal(2)
        default:
            // Digits would be back references; other letters have no meaning.
            let isLetter = (letter >= 0x30 && letter <= 0x39) || (letter >= 0x41 && letter <= 0x5A)
                || (letter >= 0x61 && letter <= 0x7A)
            if isLetter { throw PatternFault() }
            single = letter
        }
        if let single { set.ranges.append((low: single, high: single)) }
        return single
    }

    private mutating func hexadecimal(_ digits: Int) throws(PatternFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek() else { throw PatternFault() }
            at += 1
            switch digit {
            case 0x30...0x39: value = value * 16 + digit - 0x30
            case 0x41...0x46: value = value * 16 + digit - 0x37
            case 0x61...0x66: value = value * 16 + digit - 0x57
            default: throw PatternFault()
            }
        }
        return value
    }

    private mutating func bracket() throws(PatternFault) -> CharacterSet {
        var set = CharacterSet()
        set.ignoresCase = ignoresCase
        set.isNegated = take("^")
        var isFirst = true
        while true {
            guard let next = peek() else { throw PatternFault() }
            at += 1
            if next == 0x5D, !isFirst { return set }
            isFirst = false
            // Java's nested classes and intersections are not for forms.
            if next == 0x5B || (next == 0x26 && peek() == 0x26) { throw PatternFault() }
            var low: UInt32? = next
            if next == 0x5C { low = try escape(&set) } else { set.ranges.append((low: next, high: next)) }
            guard let low, peek() == 0x2D, let after = peek(1), after != 0x5D else { continue }
            at += 2
            var high = after
            if after == 0x5C {
                var other = CharacterSet()
                guard let single = try escape(&other) else { throw PatternFault() }
                high = single
            }
            guard low <= high else { throw PatternFault() }
            set.ranges.append((low: low, high: high))
        }
    }
}
