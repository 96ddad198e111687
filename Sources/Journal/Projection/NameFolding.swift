import Foundation

/// Turns names into words that match across case, diacritics, spellings and scripts. Pure and versioned with
/// `ProjectionRules.version`: the same text always gives the same words.
public enum NameFolding {
    /// Marks a word as a consonant skeleton, so that it never meets a plain word or prefix.
    static let soundMark: Character = "\u{282}"
    static let numberMark: Character = "\u{273}"
    static let ownerMark: Character = "\u{277}"

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

    /// Combining marks, tatweel, apostrophes and hamza inside a word.
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x2019, 0x2BC, 0x60, 0x640, 0x621, 0x200C, 0x200D: return true
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

    /// The consonants of a folded word in one alphabet for Latin and Arabic script, vowels and doubles left out:
    /// Mohammed, Muhamad and محمد all give `mhmd`. Nil where fewer than two remain or the script is another.
    public static func skeleton(of word: String) -> String? {
        var skeleton: [UInt8] = []
        let scalars = Array(word.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            let next = index + 1 < scalars.count ? scalars[index + 1].value : 0
            var sound: UInt8?
            if scalar.value < 0x80 {
                let pair = latin(UInt8(scalar.value), next: next)
                sound = pair.sound
                index += pair.length
            } else if let letter = arabic(scalar.value) {
                sound = letter == 0 ? nil : letter
                index += 1
            } else {
                return nil
            }
            // A last h is often written and seldom heard: Fatima, Fatimah, فاطمة.
            if sound == UInt8(ascii: "h"), index >= scalars.count { sound = nil }
            if let sound, skeleton.last != sound { skeleton.append(sound) }
        }
        return skeleton.count < 2 ? nil : String(decoding: skeleton, as: UTF8.self)
    }

    private static func latin(_ letter: UInt8, next: UInt32) -> (sound: UInt8?, length: Int) {
        let h = next == 0x68
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
             UInt8(ascii: "y"), UInt8(ascii: "w"):
            return (nil, 1)
        case UInt8(ascii: "c"): return h ? (UInt8(ascii: "s"), 2) : (UInt8(ascii: "k"), 1)
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "d"):
            return (letter, h ? 2 : 1)
        case UInt8(ascii: "p"): return h ? (UInt8(ascii: "f"), 2) : (UInt8(ascii: "b"), 1)
        case UInt8(ascii: "q"), UInt8(ascii: "x"): return (UInt8(ascii: "k"), 1)
        case UInt8(ascii: "j"): return (UInt8(ascii: "g"), 1)
        case UInt8(ascii: "v"): return (UInt8(ascii: "f"), 1)
        case UInt8(ascii: "z"): return (UInt8(ascii: "z"), h ? 2 : 1)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return (letter, 1)
        default: return (nil, 1)
        }
    }

    /// The sound of an Arabic letter; 0 for a vowel or a silent one; nil outside the script.
    private static func arabic(_ letter: UInt32) -> UInt8? {
        switch letter {
        case 0x627, 0x648, 0x64A, 0x639: 0
        case 0x628, 0x67E: UInt8(ascii: "b")
        case 0x62A, 0x62B, 0x637: UInt8(ascii: "t")
        case 0x62C, 0x686, 0x63A, 0x6AF: UInt8(ascii: "g")
        case 0x62D, 0x647: UInt8(ascii: "h")
        case 0x62E, 0x642, 0x643: UInt8(ascii: "k")
        case 0x62F, 0x630, 0x636: UInt8(ascii: "d")
        case 0x631: UInt8(ascii: "r")
        case 0x632, 0x638: UInt8(ascii: "z")
        case 0x633, 0x634, 0x635: UInt8(ascii: "s")
        case 0x641: UInt8(ascii: "f")
        case 0x644: UInt8(ascii: "l")
        case 0x645: UInt8(ascii: "m")
        case 0x646: UInt8(ascii: "n")
        default: nil
        }
    }

    /// A case number as one word: letters and digits only.
    public static func number(_ text: String) -> String? {
        let plain = words(text).joined()
        return plain.isEmpty ? nil : String(numberMark) + plain
    }
}
