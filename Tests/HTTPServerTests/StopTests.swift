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

    /// The library ends the process when a connection is suspended at its own end, so a stop at any moment must leave
    /// none: requests just dispatched, uploads that fill up, event streams just opened.
    @Test func aStopAtAnyMomentLeavesNothingSuspended() async throws {
        let routes = [
            Route(.get, "/quick") { _, _ in .text("done") },
            Route(.get, "/stuck") { _, _ in
                usleep(300_000)
                return .text("too late")
            },
            Route(.get, "/events") { _, _ in
                .events { stream in
                    while stream.isOpen { try await Task.sleep(for: .milliseconds(5)) }
                }
            },
            Route(.post, "/slow", bodyLimit: 1 << 24, isStreamed: true) { request, _ in
                while let piece = try await request.stream?.next() {
                    try await Task.sleep(for: .microseconds(piece.count / 64))
                }
                return .text("read")
            },
        ]
        var refused = 0
        for round in 0..<30 {
            let live = try LiveServer(Router(routes))
            try await withTaskExecutorPreference(LiveServer.testThreads.get()) {
                await withTaskGroup(of: Void.self) { group in
                    for client in 0..<12 { group.addTask { Self.press(live.port, client) } }
                    usleep(UInt32(round * 3_000))
                    await live.stop(within: .milliseconds(round % 4 * 10))
                }
            }
            if RawClient(port: live.port) == nil { refused += 1 }
            #expect(live.server.openConnections == 0)
        }
        #expect(refused == 30)
    }

    /// Servers that start and stop by the hundred while clients keep connecting: a stop must not race with the library's
    /// own threads for the listening socket.
    @Test(arguments: 0..<6) func stopsWhileClientsConnect(_ lane: Int) async throws {
        let router = Router([Route(.get, "/quick") { _, _ in .text("done") }])
        for round in 0..<60 {
            let live = try LiveServer(router)
            try await withTaskExecutorPreference(LiveServer.testThreads.get()) {
                await withTaskGroup(of: Void.self) { group in
                    for client in 0..<3 { group.addTask { Self.press(live.port, client, on: "/quick") } }
                    usleep(UInt32(round % 7 * 500))
                    await live.stop(within: .milliseconds(10))
                }
            }
            #expect(live.server.openConnections == 0)
        }
    }

    /// One client's requests, one connection after the other, until nobody listens.
    private static func press(_ port: UInt16, _ number: Int, on only: String? = nil) {
        let upload = "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + String(repeating: "x", count: 900_000)
        let paths = ["/quick", "/stuck", "/events"]
        while let client = RawClient(port: port) {
            for step in 0..<4 {
                let sent = only == nil && number % 4 == 3 ? client.send(upload)
                    : client.send("GET \(only ?? paths[number % 3]) HTTP/1.1\r\nHost: x\r\n\r\n")
                guard sent, client.receive()?.isEmpty == false, step < 3 else { break }
            }
        }
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
