/// Tells types apart by their first bytes. Pure; looks at no more than `Recognition.needed` bytes.
enum Recognition {
    static let needed = 512

    /// What the bytes begin like. An office document shows which one it is only later (`nil` type there): see `OfficeFilter`.
    enum Finding: Equatable {
        case type(MediaType)
        case office
        case nothing
    }

    /// - Parameter question: settles what the container leaves open: a recording of WebM or MP4 may be sound alone.
    static func look(_ head: [UInt8], for question: MediaQuestion) -> Finding {
        func at(_ offset: Int, _ text: String) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .type(.jpeg) }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .type(.png) }
        if at(0, "RIFF") { return at(8, "WEBP") ? .type(.webp) : at(8, "WAVE") ? .type(.wav) : .nothing }
        if at(0, "%PDF-") { return .type(.pdf) }
        if at(4, "ftyp") { return film(head, question) }
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            guard holds(head, [0x42, 0x82, 0x84] + Array("webm".utf8)) else { return .nothing }
            return .type(question == .audio ? .webmAudio : .webmVideo)
        }
        if at(0, "OggS") { return holds(head, Array("theora".utf8)) ? .nothing : .type(.ogg) }
        if at(0, "ID3") || isMP3Frame(head) { return .type(.mp3) }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return archive(head) }
        return isText(head) ? .type(.text) : .nothing
    }

    /// The brands that browsers and telephones write; still pictures in the same container are none of ours.
    private static let films: Set<String> = [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "MSNV", "dash", "M4V ", "M4VH", "M4VP", "qt  ",
        "3gp4", "3gp5", "3gp6", "3gp7", "mmp4",
    ]

    private static func film(_ head: [UInt8], _ question: MediaQuestion) -> Finding {
        guard head.count >= 12, let brand = String(validating: head[8..<12], as: UTF8.self) else { return .nothing }
        if brand == "M4A " || brand == "M4B " { return .type(.mp4Audio) }
        return films.contains(brand) ? .type(question == .audio ? .mp4Audio : .mp4Video) : .nothing
    }

    /// Eleven set bits alone are too little: version, layer and rates must be ones that exist.
    private static func isMP3Frame(_ head: [UInt8]) -> Bool {
        guard head.count >= 4, head[0] == 0xFF, head[1] & 0xE6 == 0xE2, head[1] & 0x18 != 0x08 else { return false }
        let rate = head[2] >> 4
        return rate != 0 && rate != 15 && head[2] & 0x0C != 0x0C
    }

    private static func archive(_ head: [UInt8]) -> Finding {
        guard head.count >= 30 else { return .nothing }
        let nameLength = Int(head[26]) | Int(head[27]) << 8, extra = Int(head[28]) | Int(head[29]) << 8
        guard let name = String(validating: head.dropFirst(30).prefix(nameLength), as: UTF8.self) else { return .nothing }
        if name == "mimetype" {
            let content = head.dropFirst(30 + nameLength + extra)
            let odt = Array(MediaType.odt.rawValue.utf8)
            // A longer name behind it is a template or a master document.
            return content.starts(with: odt + [0x50, 0x4B]) ? .type(.odt) : .nothing
        }
        let parts = ["[Content_Types].xml", "_rels/", "word/", "xl/", "docProps/", "customXml/"]
        return parts.contains { name.hasPrefix($0) } ? .office : .nothing
    }

    /// Words without markup: what begins with a tag is a page or a drawing that could run in a browser.
    private static func isText(_ head: [UInt8]) -> Bool {
        var words = head[...]
        if words.starts(with: [0xEF, 0xBB, 0xBF]) { words = words.dropFirst(3) }
        guard let first = words.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }), first != UInt8(ascii: "<") else { return false }
        let lower = words.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
        let markup = ["<html", "<svg", "<script", "<!doctype", "<?xml", "<body", "<iframe"]
        return !markup.contains { holds(lower, Array($0.utf8)) }
    }

    static func holds(_ bytes: [UInt8], _ sought: [UInt8]) -> Bool {
        guard bytes.count >= sought.count, let first = sought.first else { return false }
        for start in 0...(bytes.count - sought.count) where bytes[start] == first {
            if bytes[start...].starts(with: sought) { return true }
        }
        return false
    }
}
