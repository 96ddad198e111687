import Foundation

/// Turns names into words that match across case, diacritics, spellings and scripts. Pure and versioned with
/// the projection's rules: the same text always gives the same words.
public enum NameFolding {
    /// Marks a key of sounds, so that it never meets a plain word or prefix.
    public static let soundMark: Character = "\u{282}"
    public static let numberMark: Character = "\u{273}"
    public static let ownerMark: Character = "\u{277}"
    public static let teamMark: Character = "\u{279}"
    public static let kindMark: Character = "\u{271}"

    /// The words under which a name is indexed: as written, then by sound.
    public static func indexed(_ text: String) -> [String] {
        let plain = words(text)
        return plain + NameSounds.parts(plain).flatMap(NameSounds.indexed).map { String(soundMark) + $0 }
    }

    /// Lower-case words without diacritics, harakat and tatweel; Arabic letter variants united.
    public static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func finish() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        let ascii = text.utf8.allSatisfy { $0 < 0x80 }
        let folded = ascii ? text.lowercased() : text.lowercased().decomposedStringWithCompatibilityMapping
        for scalar in folded.unicodeScalars {
            if let plain = fold(scalar) {
                word.append(contentsOf: plain.unicodeScalars)
            } else if isIgnored(scalar) {
                continue
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(scalar)
            } else {
                finish()
            }
        }
        finish()
        return words
    }

    /// Combining marks, tatweel, apostrophes, hamza and Armenian stress inside a word.
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x2019, 0x2BC, 0x60, 0x640, 0x621, 0x200C, 0x200D, 0x55A...0x55E: return true
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark: return true
            default: return false
            }
        }
    }

    /// Letters that count as another one. Composed Arabic letters come decomposed (alef + hamza above), so only
    /// those without a decomposition are listed.
    private static func fold(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x671: "\u{627}"
        case 0x649, 0x6CC, 0x6D2: "\u{64A}"
        case 0x629, 0x6C1, 0x6BE, 0x6C0, 0x6D5: "\u{647}"
        case 0x6A9: "\u{643}"
        case 0x131: "i"
        case 0xDF: "ss"
        case 0xE6: "ae"
        case 0x153: "oe"
        case 0xF8: "o"
        case 0x111, 0xF0: "d"
        case 0x142: "l"
        case 0xFE: "th"
        case 0x660...0x669: String(UnicodeScalar(UInt8(0x30 + scalar.value - 0x660)))
        case 0x6F0...0x6F9: String(UnicodeScalar(UInt8(0x30 + scalar.value - 0x6F0)))
        default: nil
        }
    }

    /// A case number as one word: letters and digits only.
    public static func number(_ text: String) -> String? {
        let plain = words(text).joined()
        return plain.isEmpty ? nil : String(numberMark) + plain
    }
}
