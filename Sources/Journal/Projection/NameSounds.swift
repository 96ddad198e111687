/// Keys under which a name is found by its sound, in Latin and Arabic script alike. Pure and versioned with
/// `ProjectionRules.version`.
///
/// Arabic writes consonants and long vowels, Latin transliterations write what is heard; so a key holds the
/// consonants in one alphabet. Where a letter has two usual readings (ث is t or s, ch is sh or k or kh, j is also y,
/// h is often silent) a name has a key for each: one key too many costs a candidate, one too few hides a child.
/// Names of fewer than two consonants (Ali, Aisha, علي) have a short key: how they begin, then the consonant.
enum NameSounds {
    /// More readings than this are not followed.
    static let mostReadings = 8
    /// Begins a short key, which so never meets a consonant key. A letter or digit: the index splits at others.
    private static let shortMark = "0"

    // MARK: Words

    /// What a query or a name consists of for the ear.
    struct Part: Equatable {
        var words: [String]
        /// Keys of the words read as one, for names written together or apart: عبد الله, Abdullah.
        var joined: [String]
    }

    private static let articles: Set<String> = ["al", "el", "ul", "il", "ال"]
    private static let joining: Set<String> = ["عبد", "ابو", "ابن", "ام", "abd", "abdul", "abdel", "abdoul", "abou", "abu"]

    /// Folded words without articles that stand alone (Al-Masri is filed under Masri), compounds kept together.
    static func parts(_ words: [String]) -> [Part] {
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
    static func indexed(_ part: Part) -> [String] {
        let keys = part.words.flatMap(keys)
        return part.joined.isEmpty ? keys : keys.filter { !$0.hasPrefix(shortMark) } + part.joined
    }

    /// Every key of a folded word, itself included where it carries an article (Alhassan, الحسن) or the West African
    /// ending of ة (Safiatou, صفية). Empty for other scripts.
    static func keys(of word: String) -> [String] {
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

    private static func plainKeys(_ word: [UInt32]) -> [String] {
        guard let last = word.last else { return [] }
        let isLatin = word.allSatisfy { $0 < 0x80 }
        guard let sounds = isLatin ? LatinSounds.read(word) : ArabicSounds.read(word) else { return [] }
        // A last h is often written and seldom heard: Fatima, Fatimah, فاطمة.
        let endsInH = [0x68, 0x647, 0x62D].contains(last)
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
        let isSilentH = [0x68, 0x647, 0x62D].contains(word[0]) && first != "h"
        let isGlideJ = word[0] == 0x6A && first != "g"
        if isSilentH || isGlideJ { start = "a" }
        if !consonant.isEmpty { return shortMark + start + consonant }
        return shortMark + start + "1" + (word.dropFirst().lazy.map(beginning).first { $0 == "y" || $0 == "w" } ?? "")
    }

    private static func beginning(_ letter: UInt32) -> String {
        switch letter {
        case 0x79, 0x64A: "y"
        case 0x77, 0x648: "w"
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x627, 0x639: "a"
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

/// The sounds of a word in Latin letters, each with its readings; the empty string is a vowel or a silent letter.
private enum LatinSounds {
    static func read(_ word: [UInt32]) -> [[String]]? {
        let letters = word.map { Character(Unicode.Scalar(UInt8(truncatingIfNeeded: $0))) }
        var sounds: [[String]] = []
        var index = 0
        while index < letters.count {
            let (sound, length) = read(letters, at: index)
            if let sound { sounds.append(sound) }
            index += length
        }
        return sounds
    }

    /// Nil for a letter that the one before it stands for already.
    private static func read(_ letters: [Character], at index: Int) -> (sound: [String]?, length: Int) {
        func letter(_ offset: Int) -> Character? {
            letters.indices.contains(index + offset) ? letters[index + offset] : nil
        }
        let this = letters[index], next = letter(1), before = letter(-1)
        let h = next == "h"
        let isFirst = index == 0
        if isVowel(this) { return ([""], 1) }
        if before == this { return (nil, 1) }
        if before == "c", this == "k" || this == "q" { return (nil, 1) }
        switch this {
        case "c":
            guard h else { return ([isFront(next) ? "s" : "k"], 1) }
            switch letter(2) {
            case "r", "l": return (["k"], 2)
            case "m", "n": return (["k", "h"], 2)
            default: return (["s", "k", "h"], 2)
            }
        case "d":
            if next == "j" { return (["g"], 2) }
            if h { return (["d", "z"], 2) }
            let softens = next == "i" && letter(2).map { "aeou".contains($0) } ?? false
            return (softens ? ["d", "g"] : ["d"], 1)
        case "t": return (h && !isFirst ? ["t", "s"] : ["t"], h ? 2 : 1)
        case "s":
            if h { return (["s"], 2) }
            let isBetweenVowels = before.map(isVowel) ?? false && next.map(isVowel) ?? false
            return (isBetweenVowels ? ["s", "z"] : ["s"], 1)
        case "k": return (h && isFirst ? ["k", "h"] : ["k"], h ? 2 : 1)
        case "p":
            guard h else { return (["b"], 1) }
            return (isFirst ? ["f", "b"] : ["f"], 2)
        case "g": return (["g"], h ? 2 : 1)
        case "z": return ([h ? "g" : "z"], h ? 2 : 1)
        case "q": return (["k"], 1)
        case "x": return (["ks"], 1)
        case "j":
            let mayGlide = isFirst || index >= letters.count - 2 || (before == "i" && next == "a")
            return (mayGlide ? ["g", ""] : ["g"], 1)
        case "v": return (["f", "b"], 1)
        case "h": return (index < letters.count - 1 ? ["h", ""] : ["h"], 1)
        default: return (this.isLetter || this.isNumber ? [String(this)] : [""], 1)
        }
    }

    private static func isVowel(_ letter: Character) -> Bool { "aeiouyw".contains(letter) }
    private static func isFront(_ letter: Character?) -> Bool { letter == "e" || letter == "i" || letter == "y" }
}

/// The same for Arabic letters; nil where a letter is of neither script.
private enum ArabicSounds {
    static func read(_ word: [UInt32]) -> [[String]]? {
        var sounds: [[String]] = []
        for (index, letter) in word.enumerated() {
            // The doubled lam of الله is one for the ear; other doubled letters have a vowel between them.
            if letter == 0x644, index > 0, word[index - 1] == letter { continue }
            guard let sound = sound(letter, isLast: index == word.count - 1) else { return nil }
            sounds.append(sound)
        }
        return sounds
    }

    private static func sound(_ letter: UInt32, isLast: Bool) -> [String]? {
        switch letter {
        case 0x627, 0x648, 0x64A, 0x639: [""]
        case 0x628, 0x67E: ["b"]
        case 0x62A, 0x637: ["t"]
        case 0x62B: ["t", "s"]
        case 0x62C, 0x686, 0x63A, 0x6AF: ["g"]
        case 0x62D, 0x647: isLast ? ["h"] : ["h", ""]
        case 0x62E, 0x642, 0x643: ["k"]
        case 0x62F, 0x636: ["d"]
        case 0x630, 0x638: ["d", "z"]
        case 0x631: ["r"]
        case 0x632: ["z"]
        case 0x633, 0x634, 0x635: ["s"]
        case 0x641: ["f"]
        case 0x644: ["l"]
        case 0x645: ["m"]
        case 0x646: ["n"]
        default: nil
        }
    }
}
