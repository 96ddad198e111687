/// The sounds of a word in Armenian letters, as `LatinSounds`; nil where a letter is of another script. Where East and West
/// differ (կ is k or g, տ is t or d) both are read.
enum ArmenianSounds {
    static func read(_ word: [UInt32]) -> [[String]]? {
        var sounds: [[String]] = []
        for (index, letter) in word.enumerated() {
            if index > 0, word[index - 1] == letter { continue }
            guard let sound = sound(letter, after: index > 0 ? word[index - 1] : nil) else { return nil }
            sounds.append(sound)
        }
        return sounds
    }

    private static func sound(_ letter: UInt32, after before: UInt32?) -> [String]? {
        switch letter {
        case 0x561, 0x565, 0x567, 0x568, 0x56B, 0x575, 0x585: [""]
        // A word that begins with ո is said with v: Ոսկան, Voskan.
        case 0x578: before == nil ? ["", "f"] : [""]
        // ու is u; behind another vowel v: Սեւակ, Sevak.
        case 0x582: before == 0x578 ? [""] : ["f", "b", ""]
        case 0x562, 0x57A: ["b"]
        case 0x563, 0x56A, 0x572, 0x57B: ["g"]
        case 0x564: ["d"]
        case 0x566: ["z"]
        case 0x569: ["t"]
        case 0x56C: ["l"]
        case 0x56D: ["k", "h"]
        case 0x56E, 0x581: ["ts", "s"]
        case 0x56F: ["k", "g"]
        case 0x570: ["h", ""]
        case 0x571: ["dz", "z"]
        case 0x573: ["s", "g"]
        case 0x574: ["m"]
        case 0x576: ["n"]
        case 0x577, 0x579, 0x57D: ["s"]
        case 0x57C, 0x580: ["r"]
        case 0x57E: ["f", "b"]
        case 0x57F: ["t", "d"]
        case 0x583: ["b", "f"]
        case 0x584: ["k"]
        case 0x586: ["f"]
        default: nil
        }
    }
}
