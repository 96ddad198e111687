/// The sounds of a word in Cyrillic letters, as `LatinSounds`; nil where a letter is of another script. Letters come folded:
/// й as и, ї as і. Beside Russian: Ukrainian, Serbian and the letters of Central Asia that names carry.
enum CyrillicSounds {
    static func read(_ word: [UInt32]) -> [[String]]? {
        var sounds: [[String]] = []
        for (index, letter) in word.enumerated() {
            if index > 0, word[index - 1] == letter { continue }
            // дж is one sound: Джамал, Jamal, جمال.
            if letter == 0x436, index > 0, word[index - 1] == 0x434 {
                sounds[sounds.count - 1] = ["g"]
                continue
            }
            guard let sound = sound(letter, isLast: index == word.count - 1) else { return nil }
            sounds.append(sound)
        }
        return sounds
    }

    private static func sound(_ letter: UInt32, isLast: Bool) -> [String]? {
        switch letter {
        case 0x430, 0x435, 0x438, 0x43E, 0x443, 0x44A...0x44F, 0x454, 0x456, 0x458, 0x4AF, 0x4B1, 0x4D9, 0x4E9: [""]
        case 0x431, 0x43F: ["b"]
        // Written for v as for the Arabic و.
        case 0x432: ["f", "b", ""]
        // Russian writes h as г: Ибрагим, Ibrahim.
        case 0x433: ["g", "h"]
        case 0x434: ["d"]
        case 0x436, 0x45F, 0x452, 0x493, 0x497, 0x4B7, 0x491: ["g"]
        case 0x437: ["z"]
        case 0x43A, 0x49B: ["k"]
        case 0x43B, 0x459: ["l"]
        case 0x43C: ["m"]
        case 0x43D, 0x45A, 0x4A3: ["n"]
        case 0x440: ["r"]
        case 0x441, 0x447, 0x448, 0x449, 0x45B: ["s"]
        case 0x442: ["t"]
        case 0x444: ["f"]
        case 0x445, 0x4B3, 0x4BB: isLast ? ["h", "k"] : ["h", "k", ""]
        case 0x446: ["ts", "t", "s"]
        case 0x455: ["dz", "z"]
        default: nil
        }
    }
}
