/// `multipart/form-data` (RFC 7578) read piecewise, holding no more than one part's head and a delimiter's length.
///
/// Feed it bytes as they come; it answers what they complete. Malformed input is refused with 400, never guessed at.
public struct MultipartParser: Sendable {
    public struct Head: Sendable, Equatable {
        public let name: String
        /// The last component only, without control characters; nil for a plain field.
        public let fileName: String?
        /// What the sender claims, lower case, without parameters.
        public let contentType: String?
    }

    public enum Event: Sendable, Equatable {
        case begin(Head)
        case data([UInt8])
        case end
    }

    private enum State {
        /// Before the first delimiter: skipped.
        case preamble
        /// Just behind a delimiter.
        case delimiter
        case head
        case data
        /// Behind the closing delimiter: skipped.
        case epilogue
    }

    public static let maximumParts = 64
    static let maximumHeadBytes = 4096

    private let delimiter: [UInt8]
    private var state = State.preamble
    /// The first delimiter stands at the start of the body or behind a line break: as if one had come before.
    private var buffer: [UInt8] = [13, 10]
    private var parts = 0

    /// From the request's `Content-Type`. Refuses another type with 415, a missing or impossible boundary with 400.
    public init(contentType: String?) throws(Problem) {
        guard let contentType, let type = HeaderParameters(contentType), type.value == "multipart/form-data" else {
            throw Problem(status: 415, code: "not-multipart", title: "This address takes multipart/form-data")
        }
        guard let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count),
              boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.utf8.last != 0x20
        else { throw Self.malformed("boundary") }
        delimiter = Array("\r\n--".utf8) + Array(boundary.utf8)
    }

    private static func malformed(_ what: String) -> Problem {
        Problem(status: 400, code: "bad-multipart", title: "The upload is malformed", detail: what,
                whatIsSafe: "Nothing was stored.")
    }

    /// What these bytes complete. Data comes in pieces as it arrives.
    public mutating func feed(_ bytes: some Collection<UInt8>) throws(Problem) -> [Event] {
        if case .epilogue = state { return [] }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// To be called at the end of the body: an upload that was cut off is refused.
    public func finish() throws(Problem) {
        guard case .epilogue = state else { throw Self.malformed("incomplete") }
    }

    /// One step through the buffer; false when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble, .data:
            return readToDelimiter(&events)
        case .delimiter:
            return try readDelimiterEnd()
        case .head:
            return try readHead(&events)
        case .epilogue:
            buffer = []
            return false
        }
    }

    private mutating func readToDelimiter(_ events: inout [Event]) -> Bool {
        let isData = if case .data = state { true } else { false }
        let place = Self.find(delimiter, in: buffer)
        // Without one, all but what could be the start of one is certain.
        let certain = place ?? max(0, buffer.count - delimiter.count + 1)
        if isData, certain > 0 { events.append(.data(Array(buffer[..<certain]))) }
        guard place != nil else {
            buffer.removeFirst(certain)
            return false
        }
        if isData { events.append(.end) }
        buffer.removeFirst(certain + delimiter.count)
        state = .delimiter
        return true
    }

    private mutating func readDelimiterEnd() throws(Problem) -> Bool {
        guard buffer.count >= 2 else { return false }
        if buffer[0] == UInt8(ascii: "-"), buffer[1] == UInt8(ascii: "-") {
            state = .epilogue
            return true
        }
        guard buffer[0] == 13, buffer[1] == 10 else { throw Self.malformed("delimiter") }
        parts += 1
        guard parts <= Self.maximumParts else { throw Self.malformed("too many parts") }
        buffer.removeFirst(2)
        state = .head
        return true
    }

    private mutating func readHead(_ events: inout [Event]) throws(Problem) -> Bool {
        guard let end = Self.find([13, 10, 13, 10], in: buffer) else {
            guard buffer.count <= Self.maximumHeadBytes else { throw Self.malformed("head too long") }
            return false
        }
        guard end <= Self.maximumHeadBytes, let text = String(validating: buffer[..<end], as: UTF8.self) else {
            throw Self.malformed("head")
        }
        events.append(.begin(try Self.head(text)))
        buffer.removeFirst(end + 4)
        state = .data
        return true
    }

    private static func head(_ text: String) throws(Problem) -> Head {
        var disposition: HeaderParameters?, type: String?
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { throw malformed("head") }
            switch halves[0].lowercased() {
            case "content-disposition":
                guard disposition == nil, let parsed = HeaderParameters(String(halves[1])) else { throw malformed("disposition") }
                disposition = parsed
            case "content-type":
                guard type == nil, let parsed = HeaderParameters(String(halves[1])) else { throw malformed("type") }
                type = parsed.value
            default:
                break
            }
        }
        guard let disposition, disposition.value == "form-data", let name = disposition.parameters["name"], !name.isEmpty else {
            throw malformed("disposition")
        }
        return Head(name: name, fileName: disposition.parameters["filename"].map(plainFileName), contentType: type)
    }

    /// Old browsers send whole paths; `%22` is a browser's way to write a quote.
    private static func plainFileName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let unquoted = last.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
        let plain = String(String.UnicodeScalarView(unquoted.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
        let short = String(plain.prefix(120))
        return short.isEmpty || short == "." || short == ".." ? "file" : short
    }

    /// The first place of `pattern`, by the pattern's first byte.
    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count, let first = pattern.first else { return nil }
        let last = bytes.count - pattern.count
        var start = 0
        while start <= last {
            guard let next = bytes[start...last].firstIndex(of: first) else { return nil }
            if bytes[next..<next + pattern.count].elementsEqual(pattern) { return next }
            start = next + 1
        }
        return nil
    }
}

extension Request {
    public struct Part: Sendable, Equatable {
        public let head: MultipartParser.Head
        public let body: [UInt8]
    }

    /// The parts of a buffered `multipart/form-data` body, in order.
    public func multipart() throws(Problem) -> [Part] {
        var parser = try MultipartParser(contentType: headers["content-type"])
        var parts: [Part] = [], head: MultipartParser.Head?, data: [UInt8] = []
        for event in try parser.feed(body) {
            switch event {
            case .begin(let next): (head, data) = (next, [])
            case .data(let bytes): data += bytes
            case .end: if let head { parts.append(Part(head: head, body: data)) }
            }
        }
        try parser.finish()
        return parts
    }
}
