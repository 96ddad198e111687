import Glibc
import HTTPServer
import Synchronization
import Testing

/// Clients that take their time, take all places, or go away.
@Suite(.serialized) struct HostileClientTests {
    private static let hello = Route(.get, "/hello") { _, _ in .text("hello") }
    private static let take = Route(.post, "/take", bodyLimit: 1 << 20) { request, _ in .text(String(request.body.count)) }

    private func greets(_ port: UInt16) -> Bool {
        guard let client = RawClient(port: port) else { return false }
        client.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return client.answer()?.text == "hello"
    }

    /// Sends one byte at a time until the server hangs up. The count of bytes is bounded, so a server that never does
    /// fails the test.
    private func drip(_ client: RawClient, _ bytes: Int) -> Bool {
        for _ in 0..<bytes {
            if !client.send("a") { return true }
            usleep(20_000)
        }
        return false
    }

    @Test func endsSlowHeadsAndBodies() async throws {
        var limits = Limits()
        limits.headSeconds = 1
        limits.transferSeconds = 1
        let live = try LiveServer(Router([Self.hello, Self.take]), limits: limits)
        try await live.during {
            let head = try #require(RawClient(port: live.port)), body = try #require(RawClient(port: live.port))
            head.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            #expect(drip(head, 1500))
            body.send("POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            #expect(drip(body, 1500))
            #expect(greets(live.port))
        }
    }

    @Test func endsThoseWhoDoNotRead() async throws {
        var limits = Limits()
        limits.transferSeconds = 1
        limits.slowestRate = 64 << 20
        let large = Route(.get, "/large") { _, _ in Response(body: .bytes([UInt8](repeating: 7, count: 32 << 20))) }
        let live = try LiveServer(Router([Self.hello, large]), limits: limits)
        try await live.during {
            let client = try #require(RawClient(port: live.port, receiveBuffer: 4096))
            client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            for _ in 0..<300 where live.server.openConnections > 0 { usleep(100_000) }
            #expect(live.server.openConnections == 0)
            #expect(greets(live.port))
        }
    }

    /// Hundreds of idle connections cost little memory and shut nobody out.
    @Test func bearsFiveHundredIdleConnections() async throws {
        var limits = Limits()
        limits.connectionsPerPeer = 600
        let live = try LiveServer(Router([Self.hello, Self.take]), limits: limits)
        try await live.during {
            #expect(greets(live.port))
            let before = residentBytes()
            var clients: [RawClient] = []
            for index in 0..<500 {
                let client = try #require(RawClient(port: live.port))
                if index % 2 == 0 { client.send("POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc") }
                clients.append(client)
            }
            #expect(greets(live.port))
            #expect(residentBytes() - before < 40 << 20)
            clients.forEach { $0.close() }
            #expect(greets(live.port))
        }
    }

    @Test func bearsHundredsOfIdleTLSConnections() async throws {
        let site = try TestSite()
        var limits = Limits()
        limits.connectionsPerPeer = 600
        let live = try LiveServer(Router([Self.hello]), limits: limits, tls: site.material)
        try await live.during {
            let before = residentBytes()
            let clients = (0..<300).compactMap { _ in RawClient(port: live.port) }
            let answer = try await TLSAsker(port: live.port, site: site).ask("GET", "/hello")
            #expect(answer.text == "hello")
            #expect(residentBytes() - before < 60 << 20)
            clients.forEach { $0.close() }
        }
    }

    @Test func oneAddressCannotTakeAllPlaces() async throws {
        var limits = Limits()
        limits.connectionsPerPeer = 10
        let live = try LiveServer(Router([Self.hello]), limits: limits)
        try await live.during {
            let clients = (0..<30).compactMap { _ in RawClient(port: live.port) }
            for client in clients { client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n") }
            let served = clients.filter { $0.answer() != nil }.count
            #expect((1...10).contains(served))
            clients.forEach { $0.close() }
            // Their places are free again once the server has seen them go.
            var isFree = false
            for _ in 0..<100 where !isFree {
                isFree = greets(live.port)
                if !isFree { usleep(50_000) }
            }
            #expect(isFree)
        }
    }

    @Test func bodiesShareABudget() async throws {
        var limits = Limits()
        limits.bodyBytes = 500_000
        let live = try LiveServer(Router([Self.hello, Self.take]), limits: limits)
        try await live.during {
            let first = try #require(RawClient(port: live.port)), second = try #require(RawClient(port: live.port))
            let half = [UInt8](repeating: 1, count: 300_000)
            first.send(Array("POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 300001\r\n\r\n".utf8) + half)
            for _ in 0..<200 where live.server.bodyBytesLeft > 200_000 { usleep(20_000) }
            second.send(requestBytes("POST", "/take", [], half))
            let refused = try #require(second.answer())
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] != nil)
            first.send("1")
            #expect(first.answer()?.text == "300001")
            second.send(requestBytes("POST", "/take", [], half))
            #expect(second.answer()?.text == "300000")
            first.close()
            second.close()
            for _ in 0..<200 where live.server.bodyBytesLeft < 500_000 { usleep(20_000) }
            #expect(live.server.bodyBytesLeft == 500_000)
        }
    }

    /// The queue is full: the answer is 503 at once, not a wait.
    @Test func refusesWhatItCannotQueue() async throws {
        let gate = Gate()
        var limits = Limits()
        limits.queue = 3
        let slow = Route(.get, "/slow") { _, _ in
            gate.enter()
            return .text("done")
        }
        let live = try LiveServer(Router([Self.hello, slow]), limits: limits, threads: 2)
        try await live.during {
            let clients = (0..<3).compactMap { _ in RawClient(port: live.port) }
            for client in clients { client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") }
            for _ in 0..<500 where live.server.requestsAtWork < 3 { usleep(20_000) }
            let late = try #require(RawClient(port: live.port))
            late.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            let refused = try #require(late.answer())
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] == "2")
            #expect(refused.text.contains(#""code":"busy""#))
            gate.open()
            for client in clients { #expect(client.answer()?.text == "done") }
            #expect(greets(live.port))
        }
    }

    /// Blocked handlers hold up only the workers: heads are read, refusals are answered.
    @Test func eventThreadsNeverWait() async throws {
        let gate = Gate()
        let slow = Route(.get, "/slow") { _, _ in
            gate.enter()
            return .text("done")
        }
        let live = try LiveServer(Router([slow]), threads: 2)
        try await live.during {
            let clients = (0..<20).compactMap { _ in RawClient(port: live.port) }
            for client in clients { client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") }
            let other = try #require(RawClient(port: live.port))
            other.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(other.answer()?.status == 404)
            gate.open()
            for client in clients { #expect(client.answer()?.text == "done") }
        }
    }

    @Test func aClientMayLeaveDuringTheHandler() async throws {
        let gate = Gate()
        let finished = Mutex(0)
        let slow = Route(.get, "/slow") { _, _ in
            gate.enter()
            finished.withLock { $0 += 1 }
            return Response(body: .bytes([UInt8](repeating: 1, count: 1 << 20)))
        }
        let live = try LiveServer(Router([Self.hello, slow]))
        try await live.during {
            for _ in 0..<10 {
                let client = try #require(RawClient(port: live.port))
                client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
                client.close()
            }
            gate.open()
            for _ in 0..<500 where live.server.openConnections > 0 || live.server.requestsAtWork > 0 { usleep(20_000) }
            #expect(live.server.openConnections == 0)
            #expect(greets(live.port))
        }
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
        // Other suites open some files meanwhile; twenty servers that leaked would hold well over a hundred.
        #expect(openFiles() - files < 100)
    }

    private func openFiles() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }

    private func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 200)
        guard fgets(&line, 200, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// Holds handlers until it is opened; blocks their threads as a slow disk would.
final class Gate: Sendable {
    private let isOpen = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }

    /// Gives up after half a minute, so that a failing test ends.
    func enter() {
        for _ in 0..<6000 where !isOpen.withLock({ $0 }) { usleep(5_000) }
    }
}
