@testable import Media

/// Files made here, byte by byte: small, real, and nobody's.
enum Samples {
    static func big(_ number: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).reversed().map { UInt8(number >> ($0 * 8) & 0xFF) } }
    /// One after another; long chains of `+` are too much for the compiler.
    static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }
    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static func little(_ number: Int, _ bytes: Int) -> [UInt8] { big(number, bytes).reversed() }

    // MARK: JPEG

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] { joined([0xFF, marker], big(content.count + 2, 2), content) }

    /// A grey picture that every decoder reads: one code for "no difference", one for "end of block".
    static func jpeg(blocks: Int = 4, extra: [[UInt8]] = [], trailer: [UInt8] = []) -> [UInt8] {
        let table = joined([1], zeros(15), [0])
        let head = segment(0xE0, joined(bytes("JFIF\0"), [1, 1, 0, 0, 1, 0, 1, 0, 0]))
        let frame = joined(
            segment(0xDB, joined([0], [UInt8](repeating: 1, count: 64))),
            segment(0xC0, joined([8], big(8, 2), big(8 * blocks, 2), [1, 1, 0x11, 0])),
            segment(0xC4, joined([0x00], table)), segment(0xC4, joined([0x10], table)), segment(0xDA, [1, 1, 0, 0, 63, 0]))
        // Stuffing and a restart mark occur in real pictures.
        let data = joined(zeros(blocks / 4), [0xFF, 0x00, 0xFF, 0xD0, 0x3F])
        return joined([0xFF, 0xD8], head, Array(extra.joined()), frame, data, [0xFF, 0xD9], trailer)
    }

    /// Exif with one directory of GPS: 40°10'40" N, 44°30'45" E, and the maker's name.
    static var exif: [UInt8] {
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
            joined(little(tag, 2), little(type, 2), little(count, 4), value, zeros(4 - value.count))
        }
        func degrees(_ parts: [Int]) -> [UInt8] { parts.flatMap { joined(little($0, 4), little(1, 4)) } }
        let first = joined(little(2, 2), entry(0x010F, 2, 9, little(100, 4)), entry(0x8825, 4, 1, little(38, 4)), little(0, 4))
        let gps = joined(little(4, 2), entry(1, 2, 2, bytes("N\0")), entry(2, 5, 3, little(112, 4)), entry(3, 2, 2, bytes("E\0")),
                         entry(4, 5, 3, little(136, 4)), little(0, 4))
        var tiff = joined(bytes("II"), little(42, 2), little(8, 4), first, gps)
        tiff = joined(tiff, zeros(100 - tiff.count), bytes("TellTale\0"))
        tiff = joined(tiff, zeros(112 - tiff.count), degrees([40, 10, 40]), degrees([44, 30, 45]))
        return Array("Exif\0\0".utf8) + tiff
    }

    /// As a telephone writes it: Exif, XMP, IPTC, a comment, a preview, and a second picture behind the end.
    static var photo: [UInt8] {
        jpeg(extra: [
            segment(0xE1, exif), segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude='40,10N'/>".utf8)),
            segment(0xED, Array("Photoshop 3.0\0City".utf8)), segment(0xFE, Array("by TellTale".utf8)),
            segment(0xE2, Array("MPF\0II*\0".utf8)), segment(0xE2, profile),
        ], trailer: jpeg(extra: [segment(0xE1, exif)]))
    }

    static var cleanPhoto: [UInt8] { jpeg(extra: [segment(0xE2, profile)]) }

    /// The head of a colour profile and nothing else.
    static var profile: [UInt8] { joined(bytes("ICC_PROFILE\0"), [1, 1], big(128, 4), zeros(32), bytes("acsp"), zeros(88)) }

    // MARK: PNG

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        joined(big(content.count, 4), bytes(name), content, big(Int(crc(joined(bytes(name), content))), 4))
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    static func png(extra: [[UInt8]] = [], late: [[UInt8]] = [], trailer: [UInt8] = []) -> [UInt8] {
        // One grey pixel: zlib head, a stored block of two bytes, its sum.
        let data: [UInt8] = [0x78, 0x01, 0x01, 0x02, 0x00, 0xFD, 0xFF, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81]
        let head = chunk("IHDR", joined(big(1, 4), big(1, 4), [8, 0, 0, 0, 0]))
        return joined([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], head, Array(extra.joined()), chunk("IDAT", data),
                      Array(late.joined()), chunk("IEND", []), trailer)
    }

    static var screenshot: [UInt8] {
        png(extra: [chunk("tEXt", Array("Author\0TellTale".utf8)), chunk("eXIf", Array(exif.dropFirst(6))), chunk("gAMA", big(45455, 4))],
            late: [chunk("iTXt", Array("XML:com.adobe.xmp\0TellTale".utf8)), chunk("tIME", [7, 230, 1, 1, 1, 1, 1])],
            trailer: Array("TellTale".utf8))
    }

    // MARK: WebP

    static func riff(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        let body = chunks.flatMap { name, content in joined(bytes(name), little(content.count, 4), content, zeros(content.count % 2)) }
        return joined(bytes("RIFF"), little(body.count + 4, 4), bytes("WEBP"), body)
    }

    static let picture: [UInt8] = [0x2F, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 0x07]

    static var webp: [UInt8] {
        riff([("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0]), ("VP8L", picture), ("EXIF", exif), ("XMP ", Array("<x TellTale/>".utf8))])
            + Array("TellTale".utf8)
    }

    // MARK: MP4

    static func box(_ name: String, _ content: [UInt8]) -> [UInt8] { joined(big(content.count + 8, 4), bytes(name), content) }

    /// One chunk of two samples of so many bytes each.
    static func track(_ handler: String, entry name: String = "avc1", at place: Int = 0, samples: [Int] = [], id: Int = 1) -> [UInt8] {
        let head = box("tkhd", joined(zeros(4), big(0xE123_4567, 4), big(0xE123_4567, 4), big(id, 4), zeros(68)))
        let handled = box("hdlr", joined(zeros(8), bytes(handler), zeros(12), bytes("TellTale\0")))
        let entry = box(name, joined(zeros(42), bytes("TellTale"), zeros(28), box("avcC", [1, 2, 3]), box("TELL", bytes("TellTale"))))
        let chunks = samples.isEmpty ? 0 : 1
        let runs = box("stsc", joined(zeros(4), big(chunks, 4), chunks == 0 ? [] : joined(big(1, 4), big(samples.count, 4), big(1, 4))))
        let sizes = box("stsz", joined(zeros(8), big(samples.count, 4), samples.flatMap { big($0, 4) }))
        let places = box("stco", joined(zeros(4), big(chunks, 4), chunks == 0 ? [] : big(place, 4)))
        let table = box("stbl", joined(box("stsd", joined(zeros(4), big(1, 4), entry)), runs, sizes, places))
        let source = box("dinf", box("dref", joined(zeros(4), big(1, 4), box("url ", joined(zeros(4), bytes("http://TellTale"))))))
        let media = joined(box("mdhd", joined(zeros(4), big(0xE123_4567, 4), big(0xE123_4567, 4), zeros(12))), handled,
                           box("udta", bytes("TellTale")), box("minf", joined(source, box("meta", bytes("TellTale")), table)))
        return box("trak", joined(head, box("meta", bytes("TellTale")), box("mdia", media)))
    }

    /// What the pictures of `film` are, before and behind the places that telephones write beside them.
    static let pictures = [UInt8](repeating: 7, count: 600), placesTold = bytes("TellTale 40.1777 every second"), unused = bytes("left over: TellTale")

    /// - Parameter tracks: made for the place where the media begins.
    static func film(tablesLast: Bool = false, _ tracks: (Int) -> [[UInt8]]) -> [UInt8] {
        let place = box("udta", joined(box("\u{A9}xyz", bytes("+40.1777+044.5125/")), box("meta", bytes("com.apple.quicktime.make TellTale"))))
        let head = box("mvhd", joined(zeros(4), big(0xE123_4567, 4), big(0xE123_4567, 4), zeros(88)))
        let begin = joined(box("ftyp", joined(bytes("isom"), big(512, 4), bytes("isommp42"))), box("wide", []))
        func tables(_ start: Int) -> [UInt8] { box("moov", joined(head, Array(tracks(start).joined()), place, box("Xgps", bytes("TellTale")))) }
        let media = box("mdat", joined(pictures, placesTold, pictures, unused))
        let end = joined(box("thmb", bytes("TellTale")), box("uuid", bytes("TellTaleTellTaleX")))
        let start = begin.count + 8 + (tablesLast ? 0 : tables(0).count)
        return tablesLast ? joined(begin, media, tables(start), end) : joined(begin, tables(start), media, end)
    }

    /// As a telephone tells: pictures in two tracks, and a track of places between them.
    static func telephone(tablesLast: Bool, handler: String = "meta", entry: String = "mebx") -> [UInt8] {
        film(tablesLast: tablesLast) { start in
            [track("vide", at: start, samples: [400, 200]), track(handler, entry: entry, at: start + 600, samples: [placesTold.count], id: 2),
             track("vide", at: start + 600 + placesTold.count, samples: [600], id: 3)]
        }
    }

    static var film: [UInt8] { telephone(tablesLast: false) }

    // MARK: WebM

    static func element(_ id: [UInt8], _ content: [UInt8]) -> [UInt8] { joined(id, [0x40 | UInt8(content.count >> 8), UInt8(content.count & 0xFF)], content) }

    static func webm(track kind: UInt8 = 2, more: [UInt8] = []) -> [UInt8] {
        let info = element([0x15, 0x49, 0xA9, 0x66], joined(element([0x2A, 0xD7, 0xB1], [15, 66, 64]), element([0x44, 0x61], zeros(8)),
                                                            element([0x7B, 0xA9], bytes("TellTale")), element([0x57, 0x41], bytes("TellTale"))))
        let tracks = element([0x16, 0x54, 0xAE, 0x6B], element([0xAE], joined(element([0xD7], [1]), element([0x83], [kind]), element([0x86], bytes("A_OPUS")),
                                                                             element([0x53, 0x6E], bytes("TellTale")))))
        // A cluster of unknown length, as browsers record it, ended by the tags.
        let cluster = joined([0x1F, 0x43, 0xB6, 0x75, 0xFF], element([0xE7], [0]), element([0xA3], [0x81, 0, 0, 0x80, 9, 9, 9]))
        let tags = element([0x12, 0x54, 0xC3, 0x67], bytes("TellTale +40.55"))
        return joined(element([0x1A, 0x45, 0xDF, 0xA3], joined([0x42, 0x82, 0x84], bytes("webm"))), [0x18, 0x53, 0x80, 0x67, 0x01], [UInt8](repeating: 0xFF, count: 7),
                      info, tracks, cluster, tags, more)
    }

    // MARK: Documents

    /// An archive whose parts are stored or, where asked for, in one deflate block of plain bytes.
    static func zip(_ names: [String], first: [UInt8] = [], parts: [String: [UInt8]] = [:], deflates: Bool = false) -> [UInt8] {
        var archive: [UInt8] = [], directory: [UInt8] = []
        for (place, name) in names.enumerated() {
            let content = place == 0 ? first : parts[name] ?? bytes("content of \(name)")
            let packed = deflates && place > 0 ? joined([1], little(content.count, 2), little(content.count ^ 0xFFFF, 2), content) : content
            let sizes = joined(little(deflates && place > 0 ? 8 : 0, 2), zeros(8), little(packed.count, 4), little(content.count, 4))
            let ends = joined(little(name.utf8.count, 2), [0, 0])
            directory += joined([0x50, 0x4B, 1, 2], zeros(6), sizes, ends, zeros(10), little(archive.count, 4), bytes(name))
            archive += joined([0x50, 0x4B, 3, 4], zeros(4), sizes, ends, bytes(name), packed)
        }
        let count = little(names.count, 2)
        return joined(archive, directory, [0x50, 0x4B, 5, 6], zeros(4), count, count, little(directory.count, 4), little(archive.count, 4), [0, 0])
    }

    static let docx = zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"])
    static let xlsx = zip(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    static let odt = zip(["mimetype", "content.xml"], first: Array("application/vnd.oasis.opendocument.text".utf8))

    static let template = "<Relationships><Relationship Id='rId1' Type='x/attachedTemplate' Target='http://TellTale/y.dotm' TargetMode='External'/></Relationships>"

    /// From somebody's template, with a chart and its table, comments, a font and parts of somebody's own.
    static let richDocx = zip(["[Content_Types].xml", "word/document.xml", "word/_rels/settings.xml.rels", "word/charts/chart1.xml", "word/comments.xml",
                               "word/embeddings/Microsoft_Excel_Sheet1.xlsx", "word/fonts/font1.odttf", "customXml/item1.xml"],
                              parts: ["word/_rels/settings.xml.rels": bytes(template), "word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx], deflates: true)

    static let all: [[UInt8]] = [
        photo, cleanPhoto, screenshot, png(), webp, film, docx, xlsx, odt, bytes("Plain words, and Ձ and ع.\n"),
        bytes("%PDF-1.7\n%%EOF\n"), bytes("ID3\u{4}\0\0"), [0xFF, 0xFB, 0x90, 0x64, 0, 0], bytes("OggS\0\u{2}"),
        webm(), bytes("RIFF\u{24}\0\0\0WAVEfmt "), telephone(tablesLast: true), richDocx,
    ]
}

/// The whole way of one attachment, in pieces of this size.
func taken(_ bytes: [UInt8], as question: MediaQuestion, piece: Int = 65_536) throws(MediaFault) -> (bytes: [UInt8], type: MediaType) {
    var intake = MediaIntake(for: question)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
        let end = min(bytes.count, at + piece)
        out += try intake.take(Array(bytes[at..<end]))
        at = end
    }
    var end = try intake.finish()
    out += end.rest
    // In other pieces than it came in.
    var mended: [UInt8] = []
    for start in stride(from: 0, to: out.count, by: 37) { mended += end.mending.apply(Array(out[start..<min(out.count, start + 37)])) }
    return (mended, end.type)
}
