/// The sounds of a word in Arabic letters, as `LatinSounds`; nil where a letter is of another script.
enum ArabicSounds {
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
