/// Memory that lives as long as the process: bytes embedded in the binary. Sent without a copy.
///
/// `@unchecked Sendable`: nobody writes to it, because it lies in the binary's read-only part.
public struct StaticBytes: @unchecked Sendable {
    public let buffer: UnsafeRawBufferPointer

    /// `buffer` must never be freed or changed.
    public init(unsafe buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
    }
}

/// What goes back. The server adds the security headers that the response does not set itself.
public struct Response: Sendable {
    public enum Body: Sendable {
        case empty
        case bytes([UInt8])
        case shared(StaticBytes)
        /// Made while it is sent: see `Response.streamed` and `Response.events`.
        case stream(length: Int?, isEvents: Bool, @Sendable (ResponseStream) async throws -> Void)

        /// Bytes, as far as known beforehand.
        public var count: Int {
            switch self {
            case .empty: 0
            case .stream(let length, _, _): length ?? 0
            case .bytes(let bytes): bytes.count
            case .shared(let bytes): bytes.buffer.count
            }
        }
    }

    public var status: Int
    public var headers: Headers
    public var body: Body

    public init(status: Int = 200, headers: Headers = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status forbids a body, whatever `body` holds (RFC 9110 §6.4.1).
    var hasNoBody: Bool { status < 200 || status == 204 || status == 304 }

    public static var noContent: Response { Response(status: 204) }

    /// Text is sent as UTF-8; `type` without charset.
    public static func text(_ text: String, type: String = "text/plain", status: Int = 200) -> Response {
        Response(status: status, headers: ["Content-Type": type + "; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// Keys are sorted, so that equal values give equal bytes (and equal ETags).
    public static func json(_ value: some Encodable, status: Int = 200) throws(Problem) -> Response {
        guard let bytes = encoded(value) else { throw .failed }
        return Response(status: status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
    }

    public static func problem(_ problem: Problem) -> Response {
        var headers = problem.headers
        headers["Content-Type"] = "application/problem+json"
        let bytes = encoded(problem) ?? Array(#"{"status":500,"code":"failed"}"#.utf8)
        return Response(status: problem.status, headers: headers, body: .bytes(bytes))
    }

    public static func redirect(to location: String, status: Int = 302) -> Response {
        Response(status: status, headers: ["Location": location])
    }

    private static func encoded(_ value: some Encodable) -> [UInt8]? { try? JSONText.encode(value) }
}
