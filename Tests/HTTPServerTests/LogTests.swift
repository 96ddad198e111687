import HTTPServer
import Logging
import Synchronization
import Testing

/// The access log says enough to find a fault and nothing about people.
@Suite struct LogTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private struct Recorder: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.all.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }

    @Test func linesCarryNoPersonalData() async throws {
        let lines = Lines()
        let routes = [
            Route(.get, "/dossiers/{id}") { _, _ in .text("ok") },
            Route(.post, "/fails") { request, _ in throw Spoken(words: String(decoding: request.body, as: UTF8.self)) },
        ]
        let live = try LiveServer(Router(routes), log: Logger(label: "test") { _ in Recorder(lines: lines) })
        try await live.during {
            let box = LiveAsker(port: live.port)
            let found = try await box.ask("GET", "/dossiers/amina-id?q=amina-query", headers: [("Cookie", "kinbox=amina-cookie")])
            _ = try await box.ask("GET", "/amina-unknown")
            _ = try await box.ask("BREW-AMINA", "/dossiers/x")
            _ = try await box.ask("POST", "/fails", json: "amina-body")
            let id = try #require(found.headers["x-request-id"])
            let logged = lines.all.withLock { $0 }
            #expect(logged.contains { $0.hasPrefix("GET /dossiers/{id} 200") && $0.contains(id) })
            #expect(logged.contains { $0.contains("a handler failed") && $0.contains("Spoken") })
        }
        let all = lines.all.withLock { $0 }.joined(separator: "\n").lowercased()
        #expect(!all.contains("amina"), "\(all)")
        #expect(!all.contains("127.0.0.1"))
    }

    private struct Spoken: Error {
        var words: String
    }
}
