import CMicrohttpd

/// The header fields of one request, checked.
struct RequestHead: Sendable {
    var headers: Headers = [:]
    /// `Content-Length`; nil without one.
    var declared: Int?
    var isChunked = false

    var hasBody: Bool { isChunked || (declared ?? 0) > 0 }

    var expectsContinue: Bool { headers["expect"]?.lowercased() == "100-continue" }

    /// Copies the fields out of the library. A problem here means that the two ends may not agree where the request
    /// ends, or that somebody tries: the connection closes after the answer.
    static func read(_ connection: OpaquePointer, limits: Limits) -> Result<RequestHead, Problem> {
        let reading = Reading(limits: limits)
        kb_headers(connection, visit, Unmanaged.passUnretained(reading).toOpaque())
        if let problem = reading.problem { return .failure(problem) }
        return reading.finish()
    }

    private static let visit: kb_header_visitor = { cls, name, nameSize, value, valueSize in
        guard let cls else { return 1 }
        let reading = Unmanaged<Reading>.fromOpaque(cls).takeUnretainedValue()
        let taken = reading.take(UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameSize),
                                 UnsafeRawBufferPointer(start: value, count: valueSize))
        return taken ? 0 : 1
    }

    /// Gathers fields during one call of `kb_headers`; lives on one thread.
    private final class Reading {
        private let limits: Limits
        private var head = RequestHead()
        private var bytes = 0
        private(set) var problem: Problem?

        init(limits: Limits) {
            self.limits = limits
        }

        func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
            bytes += name.count + value.count + 4
            guard bytes <= limits.headerBytes, head.headers.count < limits.headerCount else {
                problem = Problem(status: 431, code: "headers-too-large", title: "The request's headers are too large")
                return false
            }
            guard !name.isEmpty, name.allSatisfy(isToken), value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
                  let text = String(validating: value, as: UTF8.self)
            else {
                problem = Problem(status: 400, code: "bad-header", title: "A header of the request is malformed")
                return false
            }
            head.headers.add(String(decoding: name, as: UTF8.self), text)
            return true
        }

        func finish() -> Result<RequestHead, Problem> {
            let lengths = head.headers.values("content-length")
            let encodings = head.headers.values("transfer-encoding")
            let isPlain = lengths.count + encodings.count <= 1 && head.headers.values("host").count <= 1
                && encodings.allSatisfy { $0.lowercased() == "chunked" }
                && lengths.allSatisfy { !$0.isEmpty && $0.utf8.count <= 18 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            guard isPlain else {
                return .failure(Problem(status: 400, code: "bad-framing", title: "The request's length is ambiguous"))
            }
            head.declared = lengths.first.flatMap { Int($0) }
            head.isChunked = !encodings.isEmpty
            return .success(head)
        }
    }
}
