/// The decoded values of a pattern's `{name}` parts.
public struct PathParameters: Sendable, Equatable {
    private let values: [String: String]

    public init(_ values: [String: String]) {
        self.values = values
    }

    public subscript(name: String) -> String? { values[name] }

    /// The value as another type (an id, a number). A text that is none names nothing, so it is 404.
    public func require<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type = Value.self) throws(Problem) -> Value {
        guard let text = values[name], let value = Value(text) else { throw .notFound }
        return value
    }
}

/// One method at one pattern. Several routes may share a pattern.
public struct Route: Sendable {
    public typealias Handler = @Sendable (Request, PathParameters) async throws -> Response

    public let method: Method
    /// "/api/v1/dossiers/{id}": a part in braces takes one segment, `{name...}` at the end takes the rest (at least one).
    public let pattern: String
    /// Bytes of body taken; 0 takes none.
    public let bodyLimit: Int
    /// Whether the handler starts before the body is there and reads it from `Request.stream`.
    public let isStreamed: Bool
    /// Runs on a worker thread, where it may block for short. Throws a `Problem` to refuse; any other error becomes a
    /// bare 500 and a line in the log.
    public let handler: Handler

    public static let defaultBodyLimit = 256 * 1024

    public init(_ method: Method, _ pattern: String, bodyLimit: Int? = nil, isStreamed: Bool = false, handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.bodyLimit = bodyLimit ?? (method.isSafe || method == .delete ? 0 : Self.defaultBodyLimit)
        self.isStreamed = isStreamed
        self.handler = handler
    }
}
