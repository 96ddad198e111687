/// The sounds of a word in Latin letters, each with its readings; the empty string is a vowel or a silent letter.
enum LatinSounds {
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
