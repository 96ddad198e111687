/// Server-sent events (HTML Living Standard §9.2). Between messages the connection sleeps; the server sends a comment
/// when nothing was sent for 20 s, by which both ends learn whether the other is still there.
public struct EventStream: Sendable {
    private let stream: ResponseStream

    static let heartbeat = Array(":\n\n".utf8)
    static let heartbeatNanos: UInt64 = 20_000_000_000

    init(_ stream: ResponseStream) {
        self.stream = stream
    }

    /// Sends one message. `data` may have several lines; `event` and `id` must have no line break, and are left out when
    /// they do. Throws when the other end is gone.
    public func send(_ data: String, event: String? = nil, id: String? = nil) async throws(ResponseStream.Gone) {
        var text = ""
        if let event, Self.isOneLine(event) { text += "event: \(event)\n" }
        if let id, Self.isOneLine(id) { text += "id: \(id)\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { text += "data: \(line)\n" }
        try await stream.write(Array((text + "\n").utf8))
    }

    public var isOpen: Bool { stream.isOpen }

    private static func isOneLine(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0 == "\n" || $0 == "\r" || $0 == "\0" }
    }
}

extension Response {
    /// A stream of events that `produce` sends. Its task is cancelled when the other end goes away or the server stops.
    public static func events(_ produce: @escaping @Sendable (EventStream) async throws -> Void) -> Response {
        let headers: Headers = ["Content-Type": "text/event-stream"]
        return Response(headers: headers, body: .stream(length: nil, isEvents: true) { try await produce(EventStream($0)) })
    }

    /// A body made piece by piece. With `length` (which must be exact) the other end can show progress.
    public static func streamed(type: String, length: Int? = nil,
                                _ produce: @escaping @Sendable (ResponseStream) async throws -> Void) -> Response {
        Response(headers: ["Content-Type": type], body: .stream(length: length, isEvents: false, produce))
    }
}

extension Response.Body {
    /// The whole body, for answers read inside the process.
    public func collected() async throws -> [UInt8] {
        switch self {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .shared(let bytes): return Array(bytes.buffer)
        case .stream(_, _, let produce):
            let stream = ResponseStream(handle: nil)
            try await produce(stream)
            return stream.drained()
        }
    }
}
