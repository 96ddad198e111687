@testable import HTTPServer
import Testing

@Suite struct MultipartTests {
    private static let type = "multipart/form-data; boundary=XyZ"
    private static let sample = "preamble\r\n--XyZ\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nسلام\r\n"
        + "--XyZ\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"C:\\temp\\a%22b.jpg\"\r\n"
        + "Content-Type: image/JPEG\r\n\r\n\u{0}\r\n--XyY\r\n--X\r\n"
        + "--XyZ\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--XyZ--\r\nepilogue"

    private func parse(_ bytes: [UInt8], pieces: Int, type: String? = Self.type) throws(Problem) -> [Request.Part] {
        var parser = try MultipartParser(contentType: type)
        var parts: [Request.Part] = [], head: MultipartParser.Head?, data: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            for event in try parser.feed(rest.prefix(pieces)) {
                switch event {
                case .begin(let next): (head, data) = (next, [])
                case .data(let more): data += more
                case .end: if let head { parts.append(Request.Part(head: head, body: data)) }
                }
            }
            rest = rest.dropFirst(pieces)
        }
        try parser.finish()
        return parts
    }

    /// However the bytes are cut, the same parts come out.
    @Test(arguments: [1, 2, 3, 7, 64, 100_000]) func readsParts(_ pieces: Int) throws {
        let parts = try parse(Array(Self.sample.utf8), pieces: pieces)
        #expect(parts.map(\.head.name) == ["note", "photo", "empty"])
        #expect(parts.map(\.head.fileName) == [nil, "a\"b.jpg", nil])
        #expect(parts.map(\.head.contentType) == [nil, "image/jpeg", nil])
        #expect(parts.map { String(decoding: $0.body, as: UTF8.self) } == ["سلام", "\u{0}\r\n--XyY\r\n--X", ""])
        let request = Request(method: .post, path: "/", headers: ["Content-Type": Self.type], body: Array(Self.sample.utf8))
        #expect(try request.multipart() == parts)
    }

    /// Whatever is cut off is refused: no prefix of an upload passes for the whole.
    @Test func refusesEveryTruncation() throws {
        let bytes = Array(Self.sample.utf8)
        let closing = bytes.count - "\r\nepilogue".utf8.count
        for end in 0..<closing {
            #expect(throws: Problem.self) { try parse(Array(bytes[..<end]), pieces: 50) }
        }
    }

    @Test(arguments: [
        "--XyZ\r\n\r\nno head\r\n--XyZ--", "--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--", "--XyZ\r\nnonsense\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XyZ--", "--XyZjunk\r\n", "", "--XyZ",
        "--XyZ\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nX: " + String(repeating: "a", count: 10_000) + "\r\n\r\nx\r\n--XyZ--",
        String(repeating: "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n", count: 100) + "--XyZ--",
    ]) func refusesMalformed(_ text: String) {
        let fault = #expect(throws: Problem.self) { try parse(Array(text.utf8), pieces: 1000) }
        #expect(fault?.status == 400)
    }

    @Test(arguments: [nil, "", "text/plain", "multipart/mixed; boundary=a", "multipart/form-data", "multipart/form-data; boundary=",
                      "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + String(repeating: "b", count: 71)])
    func refusesOddTypes(_ type: String?) {
        let fault = #expect(throws: Problem.self) { try MultipartParser(contentType: type) }
        #expect([400, 415].contains(fault?.status ?? 0))
    }

    @Test(arguments: ["../../etc/passwd", "C:\\x\\..", "..", "", "a\u{0}b", "x\u{85}y"]) func fileNamesAreHarmless(_ name: String) throws {
        let body = "--XyZ\r\nContent-Disposition: form-data; name=f; filename=\"\(name)\"\r\n\r\nx\r\n--XyZ--"
        let file = try #require(try parse(Array(body.utf8), pieces: 10).first?.head.fileName)
        #expect(!file.isEmpty && file != "." && file != ".." && !file.contains("/") && !file.contains("\\"))
        #expect(file.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
}
