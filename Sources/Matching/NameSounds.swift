/// Keys under which a name is found by its sound, in Latin, Arabic, Cyrillic and Armenian script alike. Pure and versioned
/// with the projection's rules: the store derives its index anew where they change.
///
/// Arabic writes consonants and long vowels, Latin transliterations write what is heard; so a key holds the
/// consonants in one alphabet; Cyrillic and Armenian letters are read into the same one. Where a letter has two usual readings (ث is t or s, ch is sh or k or kh, j is also y,
/// h is often silent) a name has a key for each: one key too many costs a candidate, one too few hides a child.
/// Names of fewer than two consonants (Ali, Aisha, علي) have a short key: how they begin, then the consonant.
public enum NameSounds {
    /// More readings than this are not followed.
    public static let mostReadings = 8
    /// Begins a short key, which so never meets a consonant key. A letter or digit: the index splits at others.
    private static let shortMark = "0"

    // MARK: Words

    /// What a query or a name consists of for the ear.
    public struct Part: Equatable, Sendable {
        public var words: [String]
        /// Keys of the words read as one, for names written together or apart: عبد الله, Abdullah.
        public var joined: [String]
    }

    private static let articles: Set<String> = ["al", "el", "ul", "il", "ال", "аль", "эль", "ал", "эл", "ալ", "էլ"]
    private static let joining: Set<String> = ["عبد", "ابو", "ابن", "ام", "abd", "abdul", "abdel", "abdoul", "abou", "abu",
                                                "абд", "абдул", "абдуль", "абдель", "абу", "աբդ", "աբդուլ", "աբու"]

    /// Folded words without articles that stand alone (Al-Masri is filed under Masri), compounds kept together.
    public static func parts(_ words: [String]) -> [Part] {
        let named = words.filter { !articles.contains($0) }
        let words = named.isEmpty ? words : named
        var parts: [Part] = []
        var index = 0
        while index < words.count {
            if joining.contains(words[index]), index + 1 < words.count {
                parts.append(Part(words: [words[index], words[index + 1]], joined: keys(of: words[index] + words[index + 1])))
                index += 2
            } else {
                parts.append(Part(words: [words[index]], joined: []))
                index += 1
            }
        }
        return parts
    }

    /// The keys that a name has in the index. Within a compound short keys are left out: الله would sound like علي.
    public static func indexed(_ part: Part) -> [String] {
        let keys = part.words.flatMap(keys)
        return part.joined.isEmpty ? keys : keys.filter { !$0.hasPrefix(shortMark) } + part.joined
    }

    /// Every key of a folded word, itself included where it carries an article (Alhassan, الحسن) or the West African
    /// ending of ة (Safiatou, صفية). Empty for other scripts.
    public static func keys(of word: String) -> [String] {
        let letters = word.unicodeScalars.map(\.value)
        var keys: [String] = []
        func add(_ letters: some Sequence<UInt32>) {
            for key in plainKeys(Array(letters)) where !keys.contains(key) { keys.append(key) }
        }
        add(letters)
        let isLatin = letters.allSatisfy { $0 < 0x80 }
        if isLatin {
            if word.hasPrefix("al"), letters.count >= 6 { add(letters.dropFirst(2)) }
            if letters.count > 5 {
                if word.hasSuffix("atou") { add(letters.dropLast(4)) } else if word.hasSuffix("atu") { add(letters.dropLast(3)) }
            }
        } else {
            if word.hasPrefix("ال"), letters.count >= 4 { add(letters.dropFirst(2)) }
            if word.hasSuffix("اتو") { add(letters.dropLast(3)) }
        }
        return keys
    }

    /// h, ه, ح, х, հ
    private static let silentH: Set<UInt32> = [0x68, 0x647, 0x62D, 0x445, 0x570]

    private static func plainKeys(_ word: [UInt32]) -> [String] {
        guard let last = word.last else { return [] }
        let isLatin = word.allSatisfy { $0 < 0x80 }
        guard let sounds = isLatin ? LatinSounds.read(word) : ArabicSounds.read(word) ?? CyrillicSounds.read(word) ?? ArmenianSounds.read(word)
        else { return [] }
        // A last h is often written and seldom heard: Fatima, Fatimah, فاطمة.
        let endsInH = silentH.contains(last)
        var keys: [String] = []
        for whole in readings(sounds) {
            let heard = endsInH && whole.last == "h" ? String(whole.dropLast()) : whole
            if heard.utf8.count >= 2 {
                keys.append(heard)
            } else {
                if whole.utf8.count >= 2 { keys.append(whole) }
                keys.append(shortKey(word, heard, hasLostFirst: whole.first.map(String.init)))
            }
        }
        return keys
    }

    /// Beginning (a vowel, y or w; nothing before a consonant), the consonant, and for none the first glide inside.
    private static func shortKey(_ word: [UInt32], _ consonant: String, hasLostFirst first: String?) -> String {
        var start = beginning(word[0])
        let isSilentH = silentH.contains(word[0]) && first != "h"
        let isGlideJ = word[0] == 0x6A && first != "g"
        if isSilentH || isGlideJ { start = "a" }
        if !consonant.isEmpty { return shortMark + start + consonant }
        return shortMark + start + "1" + (word.dropFirst().lazy.map(beginning).first { $0 == "y" || $0 == "w" } ?? "")
    }

    private static func beginning(_ letter: UInt32) -> String {
        switch letter {
        case 0x79, 0x64A, 0x44E, 0x44F, 0x454, 0x575: "y"
        case 0x77, 0x648: "w"
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x627, 0x639: "a"
        case 0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D, 0x456, 0x4D9, 0x561, 0x565, 0x567, 0x568, 0x56B, 0x578, 0x585: "a"
        default: ""
        }
    }

    private static func readings(_ sounds: [[String]]) -> [String] {
        var readings = [""]
        for alternatives in sounds where alternatives != [""] {
            readings = Array(alternatives.flatMap { sound in readings.map { $0 + sound } }.prefix(mostReadings))
        }
        return readings
    }
}
