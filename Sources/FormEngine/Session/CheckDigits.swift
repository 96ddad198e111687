/// A rule for the check digit of a number, as data: countries differ in weights and remainders, not in kind.
struct CheckDigitRule {
    enum Kind {
        /// The sum of digits times weights, modulo something.
        case weights
        case luhn, verhoeff, damm
        /// MOD 97-10 and MOD 11,10 of ISO 7064.
        case mod97, mod11
    }

    let kind: Kind
    /// For `weights`: one for each character before the check character, from the left.
    var weights: [Int] = []
    var modulus = 11
    /// The check character for each remainder; a blank stands for "no such number is issued".
    var characters: [UInt8] = Text("0123456789X").utf8
    /// Whether the check character stands for modulus minus the remainder.
    var complement = false
    /// How many characters there must be; 0 for any number.
    var length = 0

    init(_ kind: Kind) {
        self.kind = kind
    }

    init?(_ json: JSONValue) {
        guard let kind = CheckDigitRule.kind(json["kind"]?.text ?? "") else { return nil }
        self.init(kind)
        weights = (json["weights"]?.array ?? []).compactMap { $0.int }
        modulus = json["modulus"]?.int ?? 11
        if let text = json["characters"]?.text { characters = text.utf8 }
        complement = json["complement"]?.isTrue ?? false
        length = json["length"]?.int ?? 0
        guard modulus > 1, modulus <= 1000, weights.count <= 64, weights.allSatisfy({ abs($0) <= 10_000 }), kind != .weights || !weights.isEmpty else { return nil }
    }

    /// The rules that need no parameters have their own names.
    static func kind(_ name: Text) -> Kind? {
        let names: [(Text, Kind)] = [
            ("weights", .weights), ("luhn", .luhn), ("verhoeff", .verhoeff), ("damm", .damm), ("mod97-10", .mod97), ("mod11-10", .mod11),
        ]
        for (known, kind) in names where known == name { return kind }
        return nil
    }

    /// Blanks, hyphens, dots and slashes do not count; small letters are capitals. A blank number obeys.
    func obeys(_ number: Text) -> Bool {
        var characters: [UInt8] = []
        for byte in number.utf8 where byte != 0x20 && byte != 0x2D && byte != 0x2E && byte != 0x2F {
            characters.append(byte >= 0x61 && byte <= 0x7A ? byte - 32 : byte)
        }
        if characters.isEmpty { return true }
        guard characters.count >= 2, characters.count <= 64, length == 0 || characters.count == length else { return false }
        switch kind {
        case .weights: return weighted(characters)
        case .mod97: return remainder97(characters) == 1
        default: break
        }
        var digits: [Int] = []
        for byte in characters {
            guard byte >= 0x30, byte <= 0x39 else { return false }
            digits.append(Int(byte - 0x30))
        }
        switch kind {
        case .luhn: return luhn(digits)
        case .verhoeff: return verhoeff(digits)
        case .damm: return digits.reduce(0) { CheckDigitRule.dammTable[$0 * 10 + $1] } == 0
        default: return pure11(digits)
        }
    }

    private func weighted(_ text: [UInt8]) -> Bool {
        guard text.count == weights.count + 1 else { return false }
        var sum = 0
        for (weight, byte) in zip(weights, text) {
            guard byte >= 0x30, byte <= 0x39 else { return false }
            sum += weight * Int(byte - 0x30)
        }
        var rest = ((sum % modulus) + modulus) % modulus
        if complement { rest = (modulus - rest) % modulus }
        return rest < characters.count && characters[rest] != 0x20 && characters[rest] == text[text.count - 1]
    }

    private func luhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let doubled = place % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// Letters count as 10 to 35, as in ISO 7064 and bank numbers.
    private func remainder97(_ text: [UInt8]) -> Int {
        var rest = 0
        for byte in text {
            switch byte {
            case 0x30...0x39: rest = (rest * 10 + Int(byte - 0x30)) % 97
            case 0x41...0x5A: rest = (rest * 100 + Int(byte - 0x37)) % 97
            default: return -1
            }
        }
        return rest
    }

    private func pure11(_ digits: [Int]) -> Bool {
        var product = 10
        for digit in digits.dropLast() {
            let sum = (product + digit) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (product + digits[digits.count - 1]) % 10 == 1
    }

    /// Multiplication in the dihedral group of the pentagon, and the permutation for each place.
    private func verhoeff(_ digits: [Int]) -> Bool {
        func product(_ a: Int, _ b: Int) -> Int {
            if a < 5 { return b < 5 ? (a + b) % 5 : (a + b - 5) % 5 + 5 }
            return b < 5 ? (a - b) % 5 + 5 : ((a - b) % 5 + 5) % 5
        }
        var check = 0
        for (place, digit) in digits.reversed().enumerated() {
            var moved = digit
            for _ in 0..<(place % 8) { moved = CheckDigitRule.permutation[moved] }
            check = product(check, moved)
        }
        return check == 0
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    private static let dammTable = [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2, 7, 0, 9, 2, 1, 5, 4, 8, 6, 3, 4, 2, 0, 6, 8, 7, 1, 3, 5, 9, 1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8, 3, 6, 7, 4, 2, 0, 9, 5, 8, 1, 5, 8, 6, 9, 7, 2, 0, 1, 3, 4, 8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5, 2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ]
}
