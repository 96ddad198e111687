import Glibc
import HTTPServer
import Testing

@Suite struct StopTests {
    @Test func requestsAtWorkAreAnswered() async throws {
        let gate = Gate()
        let slow = Route(.get, "/slow") { _, _ in
            gate.enter()
            return .text("done")
        }
        let live = try LiveServer(Router([slow]))
        try await withTaskExecutorPreference(LiveServer.testThreads.get()) { try await stopsInTheMiddle(live, gate) }
    }

    private func stopsInTheMiddle(_ live: LiveServer, _ gate: Gate) async throws {
        let idle = try #require(RawClient(port: live.port)), client = try #require(RawClient(port: live.port))
        client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in 0..<500 where live.server.requestsAtWork < 1 { usleep(10_000) }
        async let stopped: Void = live.stop()
        // Idle connections are closed while the slow request still runs.
        #expect(idle.untilClosed().isEmpty)
        gate.open()
        let answer = try #require(client.answer())
        #expect(answer.text == "done")
        #expect(answer.headers["connection"]?.lowercased() == "close")
        await stopped
        #expect(RawClient(port: live.port) == nil)
    }

    @Test func lateHandlersAreNotWaitedFor() async throws {
        let gate = Gate()
        let stuck = Route(.get, "/stuck") { _, _ in
            gate.enter()
            return .text("too late")
        }
        let live = try LiveServer(Router([stuck]))
        let client = try #require(RawClient(port: live.port))
        client.send("GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in 0..<500 where live.server.requestsAtWork < 1 { usleep(10_000) }
        await live.stop(within: .milliseconds(50))
        #expect(client.answer()?.status == 503)
        gate.open()
    }

    @Test func aTakenPortIsAClearFault() async throws {
        let live = try LiveServer(Router([]))
        let workers = try WorkerPool(threads: 1)
        #expect(throws: ServerFault.portTaken(live.port)) {
            try HTTPServer(Configuration(address: "127.0.0.1", port: live.port, tls: nil), router: Router([]), workers: workers)
        }
        #expect(throws: ServerFault.badAddress("localhost")) {
            try HTTPServer(Configuration(address: "localhost", port: 0, tls: nil), router: Router([]), workers: workers)
        }
        workers.close()
        await live.stop()
    }
}
