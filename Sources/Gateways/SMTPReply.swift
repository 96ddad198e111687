/// One answer of a mail server: a code and its lines (RFC 5321 §4.2). What comes in is bounded; more is no mail server.
struct SMTPReply: Equatable {
    let code: Int
    let lines: [String]

    static let mostLines = 100
    static let longestLine = 2_000

    var isPositive: Bool { (200..<300).contains(code) }

    /// The capability's words behind its name, of an answer to EHLO; nil where it is not offered.
    func capability(_ name: String) -> [String]? {
        for line in lines.dropFirst() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "=" }).map { $0.uppercased() }
            if words.first == name { return Array(words.dropFirst()) }
        }
        return nil
    }
}

/// Puts replies together from the bytes as they come.
struct SMTPReplyReader {
    private var bytes: [UInt8] = []
    private var lines: [String] = []

    /// Bytes that came behind the last whole reply.
    var isEmpty: Bool { bytes.isEmpty && lines.isEmpty }

    mutating func take(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next whole reply; nil where more bytes are needed.
    mutating func next() throws(GatewayFault) -> SMTPReply? {
        while let end = bytes.firstIndex(of: 0x0A) {
            var line = bytes[..<end]
            if line.last == 0x0D { line = line.dropLast() }
            let text = line.prefix(SMTPReply.longestLine).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }
            bytes.removeFirst(end + 1)
            guard text.count >= 3, text.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }), let code = Int(String(decoding: text.prefix(3), as: UTF8.self)), (200..<600).contains(code),
                  text.count == 3 || text[3] == 0x20 || text[3] == 0x2D, lines.count < SMTPReply.mostLines else { throw GatewayFault(.notUnderstood) }
            lines.append(String(decoding: text.dropFirst(4), as: UTF8.self))
            if text.count == 3 || text[3] == 0x20 {
                defer { lines = [] }
                return SMTPReply(code: code, lines: lines)
            }
        }
        guard bytes.count <= SMTPReply.longestLine else { throw GatewayFault(.notUnderstood) }
        return nil
    }
}
