/// Which boxes of an MP4 stay, and what is cleaned in them. What is not listed is blanked.
enum FilmBoxes {
    enum Use: Equatable {
        case kept, blanked
        /// Its own boxes are looked at, behind so many bytes.
        case entered(Int)
        /// Small; cleaned as a whole.
        case looked
        case sampleEntry
    }

    private static let kept: [String: Set<String>] = [
        "": ["ftyp", "styp", "mdat", "sidx", "mfra"],
        "edts": ["elst"],
        "minf": ["vmhd", "smhd"],
        "stbl": ["stts", "ctts", "stsc", "stsz", "stz2", "stco", "co64", "stss", "sdtp", "sbgp", "sgpd", "cslg"],
        "entry": ["avcC", "hvcC", "av1C", "vpcC", "esds", "colr", "pasp", "clap", "fiel", "btrt", "d263", "damr", "dOps", "dfLa", "dac3",
                  "dec3", "alac", "wave", "chan", "chnl", "srat", "mdcv", "clli", "SmDm", "CoLL", "dvcC", "dvvC", "dvwC", "vexu", "lhvC", "hvcE"],
        "mvex": ["mehd", "trex"],
        "moof": ["mfhd"],
        "traf": ["tfhd", "tfdt", "trun", "sbgp", "sgpd", "sdtp"],
    ]
    private static let entered: [String: [String: Int]] = [
        "": ["moov": 0, "moof": 0],
        "moov": ["trak": 0, "mvex": 0],
        "trak": ["mdia": 0, "edts": 0],
        "mdia": ["minf": 0],
        "minf": ["dinf": 0, "stbl": 0],
        "dinf": ["dref": 8],
        "stbl": ["stsd": 8],
        "moof": ["traf": 0],
    ]
    private static let looked: [String: Set<String>] = ["moov": ["mvhd"], "trak": ["tkhd"], "mdia": ["mdhd", "hdlr"]]
    private static let pictures: Set<String> = ["avc1", "avc3", "hvc1", "hev1", "mp4v", "vp08", "vp09", "av01", "s263", "dvh1", "dvhe"]
    private static let sounds: Set<String> = ["mp4a", "Opus", "fLaC", "alac", "ac-3", "ec-3", "samr", "sawb", ".mp3", "sowt", "twos", "lpcm"]

    static func use(_ name: String, in parent: String) -> Use {
        if parent == "dref" { return .looked }
        if parent == "stsd" { return pictures.contains(name) || sounds.contains(name) ? .sampleEntry : .blanked }
        if kept[parent]?.contains(name) == true { return .kept }
        if looked[parent]?.contains(name) == true { return .looked }
        return entered[parent]?[name].map { .entered($0) } ?? .blanked
    }

    /// The same number of bytes without what tells of time or maker; nil where it is none such.
    static func cleaned(_ name: String, in parent: String, _ content: [UInt8]) -> [UInt8]? {
        var content = content
        func blank(_ range: Range<Int>) { for place in range { content[place] = 0 } }
        if parent == "dref" {
            // "The samples are in this file": an address elsewhere is nobody's business.
            guard content.count >= 4 else { return nil }
            return [0, 0, 0, 1] + [UInt8](repeating: 0, count: content.count - 4)
        }
        if name == "hdlr" {
            guard content.count >= 24 else { return nil }
            blank(4..<8)
            blank(12..<content.count)
            return content
        }
        guard let version = content.first, version < 2 else { return nil }
        let end = version == 1 ? 20 : 12
        guard content.count >= end + 8 else { return nil }
        blank(4..<end)
        return content
    }

    /// Bytes of a sample entry before its boxes; `start` holds its first 28, or all it has.
    static func prefix(ofSampleEntry name: String, _ start: ArraySlice<UInt8>) -> Int {
        if pictures.contains(name) { return 78 }
        // QuickTime's later versions of sound are longer.
        let version = start.count >= 10 ? ByteFront.big(start.dropFirst(8).prefix(2)) : 0
        return version == 1 ? 44 : version == 2 ? 64 : 28
    }

    static func isSound(_ name: String) -> Bool { sounds.contains(name) }

    /// Bytes of one sample of sound that is not compressed, at least.
    static func least(ofSampleEntry name: String, _ entry: ArraySlice<UInt8>) -> Int {
        guard isSound(name), entry.count >= 28 else { return 1 }
        func number(_ place: Int, _ count: Int) -> Int { ByteFront.big(entry.dropFirst(place).prefix(count)) }
        let plain = number(16, 2) * ((number(18, 2) + 7) / 8)
        return max(1, plain, entry.count == 44 ? number(36, 4) : entry.count == 64 ? number(56, 4) : 0)
    }

    /// Without the maker's names: of the vendor, and of the program that compressed.
    static func cleanedSampleEntry(_ prefix: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = Array(prefix)
        for place in 12..<16 { bytes[place] = 0 }
        if bytes.count == 78 { for place in 42..<74 { bytes[place] = 0 } }
        return bytes
    }
}
