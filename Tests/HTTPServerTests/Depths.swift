import HTTPServer
import Logging
import Testing

/// One answer, however it was reached.
struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// The same tests run against the router alone, a live port, and a live port with TLS.
enum Depth: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case router, live, tls

    var testDescription: String { rawValue }

    /// Serves `routes` at this depth while `body` runs.
    func serve(_ routes: [Route], limits: Limits = Limits(), _ body: (any Asker) async throws -> Void) async throws {
        let router = Router(routes)
        switch self {
        case .router:
            try await body(RouterAsker(router: router))
        case .live:
            let live = try LiveServer(router, limits: limits)
            try await live.during { try await body(LiveAsker(port: live.port)) }
        case .tls:
            let site = try TestSite()
            let live = try LiveServer(router, limits: limits, tls: site.material)
            try await live.during { try await body(TLSAsker(port: live.port, site: site)) }
        }
    }
}

protocol Asker: Sendable {
    /// `target` as in a request line.
    func ask(_ method: String, _ target: String, headers: [(String, String)], body: [UInt8]) async throws -> Answer
}

extension Asker {
    func ask(_ method: String, _ target: String, headers: [(String, String)] = [], json: String? = nil) async throws -> Answer {
        let type = json == nil ? [] : [("Content-Type", "application/json")]
        return try await ask(method, target, headers: headers + type, body: Array((json ?? "").utf8))
    }
}

struct RouterAsker: Asker {
    let router: Router

    func ask(_ method: String, _ target: String, headers: [(String, String)], body: [UInt8]) async throws -> Answer {
        var sent = Headers()
        for (name, value) in headers { sent.add(name, value) }
        let response = await router.respond(method, target, headers: sent, body: body)
        let bytes = try await response.body.collected()
        var received: [String: String] = [:]
        for field in response.headers { received[field.name] = field.value }
        return Answer(status: response.status, headers: received, body: bytes)
    }
}

struct LiveAsker: Asker {
    let port: UInt16

    func ask(_ method: String, _ target: String, headers: [(String, String)], body: [UInt8]) async throws -> Answer {
        guard let client = RawClient(port: port) else { throw NoAnswer() }
        client.send(requestBytes(method, target, headers, body))
        guard let raw = client.answer(withBody: method != "HEAD") else { throw NoAnswer() }
        return Answer(status: raw.status, headers: raw.headers, body: raw.body)
    }
}

struct NoAnswer: Error {}

func requestBytes(_ method: String, _ target: String, _ headers: [(String, String)] = [], _ body: [UInt8] = []) -> [UInt8] {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: box\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
    return Array((head + "\r\n").utf8) + body
}

/// A server on a free port of 127.0.0.1, with workers of its own.
struct LiveServer: Sendable {
    let server: HTTPServer
    let workers: WorkerPool

    var port: UInt16 { server.port }

    init(_ router: Router, limits: Limits = Limits(), tls: TLSMaterial? = nil, threads: Int = 4,
         log: Logger = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }) throws {
        workers = try WorkerPool(threads: threads)
        server = try HTTPServer(Configuration(address: "127.0.0.1", port: 0, tls: tls, limits: limits),
                                router: router, workers: workers, log: log)
    }

    /// For tests that block on sockets: on Swift's own few threads they would hold up every other test.
    static let testThreads = Result { try WorkerPool(threads: 24) }

    /// Stops the server whatever `body` does.
    func during(_ body: () async throws -> Void) async throws {
        do {
            try await withTaskExecutorPreference(Self.testThreads.get()) { try await body() }
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    func stop(within grace: Duration = .seconds(5)) async {
        await server.stop(within: grace)
        workers.close()
    }
}
