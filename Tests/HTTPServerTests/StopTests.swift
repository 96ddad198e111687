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

    @Test func startsAndStopsManyTimes() async throws {
        let files = openFiles()
        for _ in 0..<20 {
            let live = try LiveServer(Router([Route(.get, "/") { _, _ in .text("x") }]), threads: 1)
            let client = try #require(RawClient(port: live.port))
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.answer()?.text == "x")
            await live.stop()
        }
        // Other tests open files meanwhile; twenty servers that leaked would hold well over a hundred.
        #expect(openFiles() - files < 100)
    }

    private func openFiles() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
