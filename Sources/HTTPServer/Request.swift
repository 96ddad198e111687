/// One request, complete and within its limits.
public struct Request: Sendable {
    public var method: Method
    /// Decoded, always begins with "/", holds no `.` or `..` segment.
    public var path: String
    public var query: [(String, String)]
    public var headers: Headers
    /// At most the route's limit; empty for a route that streams.
    public var body: [UInt8]
    /// The body of a route that streams.
    public var stream: BodyStream?
    /// The other end's address without port; an IPv4 address in IPv6 clothes is shown as IPv4.
    public var peer: String
    public var isTLS: Bool
    /// Names the request in answers and logs; says nothing about who sent it.
    public var id: String

    public init(method: Method, path: String, query: [(String, String)] = [], headers: Headers = [:],
                body: [UInt8] = [], peer: String = "127.0.0.1", isTLS: Bool = true, id: String = Request.newID(),
                stream: BodyStream? = nil) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
        self.isTLS = isTLS
        self.id = id
        self.stream = stream
    }

    /// The first value of a query parameter; nil when it is absent, "" when it has no value.
    public func query(_ name: String) -> String? {
        query.first { $0.0 == name }?.1
    }

    /// By name, the first of each. Unreadable ones are left out.
    public var cookies: [String: String] {
        Cookies.parse(headers.values("cookie"))
    }

    public static func newID() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 36)
        return String(repeating: "0", count: max(0, 13 - digits.count)) + digits
    }
}
