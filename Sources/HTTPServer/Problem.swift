public import Foundations

/// A refusal as RFC 9457 `application/problem+json`. Thrown by a handler, it becomes the answer.
///
/// `code` is stable and kebab-case: programs and the app's catalogues go by it. No text of it may repeat what a person
/// sent, because answers end up in logs and screenshots.
public struct Problem: Error, Codable, Sendable, Equatable {
    /// One wrong field of a request.
    public struct Fault: Codable, Sendable, Equatable {
        public var entry: String?
        public var field: String
        public var code: String
        public var detail: String?

        public init(entry: String? = nil, field: String, code: String, detail: String? = nil) {
            self.entry = entry
            self.field = field
            self.code = code
            self.detail = detail
        }
    }

    public var type: String
    public var title: String
    public var status: Int
    public var code: String
    public var detail: String?
    public var whatIsSafe: String?
    public var whatToDo: String?
    public var faults: [Fault]?
    /// How many wrong fields there are beside those in `faults`, where they were too many to name.
    public var moreFaults: Int?
    /// The request's id, filled in by the server, for finding it in the log.
    public var request: String?
    /// Sent beside the body, not in it (`Retry-After`, `Allow`).
    public var headers: Headers = [:]

    private enum CodingKeys: String, CodingKey {
        case type, title, status, code, detail, whatIsSafe, whatToDo, faults, moreFaults, request
    }

    public init(status: Int, code: String, title: String, detail: String? = nil, whatIsSafe: String? = nil,
                whatToDo: String? = nil, faults: [Fault]? = nil, headers: Headers = [:]) {
        self.type = "urn:kinbox:problem:" + code
        self.title = title
        self.status = status
        self.code = code
        self.detail = detail
        self.whatIsSafe = whatIsSafe
        self.whatToDo = whatToDo
        self.faults = faults
        self.headers = headers
    }

    public static var notFound: Problem {
        Problem(status: 404, code: "not-found", title: "There is nothing here")
    }

    public static func methodNotAllowed(_ allowed: some Sequence<Method>) -> Problem {
        let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        return Problem(status: 405, code: "method-not-allowed", title: "This address does not take that method",
                       headers: ["Allow": list])
    }

    public static func bodyTooLarge(limit: Int) -> Problem {
        Problem(status: 413, code: "too-large", title: "What was sent is too large",
                detail: "At most \(limit) bytes are taken here.")
    }

    public static func busy(retryAfter seconds: Int) -> Problem {
        Problem(status: 503, code: "busy", title: "The box is busy",
                whatIsSafe: "Nothing was changed.", whatToDo: "Try again in a few seconds.",
                headers: ["Retry-After": String(seconds)])
    }

    /// For a fault that no handler foresaw. What it was goes to the log, never to the caller.
    public static var failed: Problem {
        Problem(status: 500, code: "failed", title: "Something went wrong on the box",
                whatIsSafe: "What was saved before is safe.",
                whatToDo: "Try again; if it happens again, tell the administrator the request's number.")
    }
}

extension Problem {
    /// A module's fault as an answer. The words come from the fault: they must not quote what people entered.
    public init(_ fault: any KinboxFault, status: Int) {
        self.init(status: status, code: fault.code, title: fault.whatHappened, whatIsSafe: fault.whatIsSafe,
                  whatToDo: fault.whatToDo)
    }
}
