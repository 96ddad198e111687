extension Request {
    /// Whether the caller already holds the representation with this entity tag (RFC 9110 §13.1.2, weak comparison).
    public func alreadyHolds(etag: String) -> Bool {
        guard method.isSafe else { return false }
        return headers.values("if-none-match").contains { Self.tags($0).contains { $0 == "*" || $0 == Self.opaque(etag) } }
    }

    /// The versions that `If-Match` allows, without quotes; nil when the header is absent. `["*"]` allows any.
    public var ifMatch: [String]? {
        let values = headers.values("if-match")
        return values.isEmpty ? nil : values.flatMap(Self.tags)
    }

    /// Entity tags without `W/` and quotes. At most 32 are read.
    private static func tags(_ header: String) -> [String] {
        header.split(separator: ",", maxSplits: 32).prefix(32).map { opaque(String($0)) }
    }

    private static func opaque(_ tag: String) -> String {
        var rest = Substring(tag)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        if rest.hasPrefix("W/") { rest.removeFirst(2) }
        if rest.count >= 2, rest.first == "\"", rest.last == "\"" { rest = rest.dropFirst().dropLast() }
        return String(rest)
    }
}

extension Response {
    /// Names this version (`tag` without quotes), and becomes 304 when the caller holds it already. The body stays:
    /// it is not sent, but the length in a 304 must be that of the 200 (RFC 9110 §8.6).
    /// Sets `Cache-Control: private, no-cache` unless the response says otherwise: kept, but asked for each time.
    public func tagged(_ tag: String, for request: Request) -> Response {
        var answer = self
        answer.headers["ETag"] = "\"\(tag)\""
        if answer.headers["Cache-Control"] == nil { answer.headers["Cache-Control"] = "private, no-cache" }
        if request.alreadyHolds(etag: tag), status == 200 {
            answer.status = 304
            answer.headers["Content-Type"] = nil
            answer.headers["Content-Encoding"] = nil
        }
        return answer
    }
}
