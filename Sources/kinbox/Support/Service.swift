import Foundation
import HTTPServer
import Logging
import Web

/// Serves a site until the process is asked to end.
struct Service {
    let site: Site
    let host: SiteHost
    let instance: StandardInstance
    let doorway: Doorway
    let address: String
    let listen: String
    let port: UInt16
    /// Plain HTTP that only explains where to go; nil for none.
    let plainPort: UInt16?
    let log: Logger

    private enum Event: Sendable {
        case renewed(Doorway)
        case stop
    }

    /// How often it is asked whether the certificate should be renewed. Elapsed time: a wall clock that jumps changes nothing.
    private static let renewalPause = Duration.seconds(6 * 3600)

    /// Listens, calls `ready` with the port, and returns after SIGTERM or SIGINT when all requests are answered.
    func run(ready: (UInt16) throws -> Void) async throws {
        let workers = try WorkerPool(threads: 6)
        let router = site.router(forms: instance.forms, places: instance.places, certificate: doorway.offer(address: address))
        var served = doorway.tls
        var server = try HTTPServer(Configuration(address: listen, port: port, tls: served), router: router, workers: workers, log: log)
        let fixed = server.port
        let plain = plainServer(workers, to: fixed)
        // From here on a wish to stop is kept, also one that comes in the moment the site says it is ready.
        try StopSignals.listen()
        try ready(fixed)
        loop: for await event in events() {
            switch event {
            case .stop: break loop
            case .renewed(let next):
                // The library takes no new certificate while it runs. What is being answered is answered first.
                if next.tls.certificateChain == served.certificateChain { continue }
                await server.stop()
                (server, served) = try await reopened(fixed, next.tls, or: served, router, workers)
            }
        }
        log.notice("stopping")
        await plain?.stop()
        await server.stop()
        workers.close()
        host.close()
    }

    /// The wish to stop and new certificates, as they come. Its watchers end with the process.
    private func events() -> AsyncStream<Event> {
        AsyncStream { continuation in
            let renewals = Task { for await next in host.renewals { continuation.yield(.renewed(next)) } }
            let watch = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.renewalPause)
                    host.renewCertificate()
                }
            }
            let stop = Task {
                await Self.asked()
                continuation.yield(.stop)
            }
            continuation.onTermination = { _ in [renewals, watch, stop].forEach { $0.cancel() } }
        }
    }

    /// The same port with the new certificate; with the old one where the library refuses the new. The port was ours a
    /// moment ago, so that a refusal to listen passes.
    private func reopened(_ port: UInt16, _ next: TLSMaterial, or old: TLSMaterial, _ router: Router,
                          _ workers: WorkerPool) async throws -> (HTTPServer, TLSMaterial) {
        for attempt in 0..<20 {
            for material in [next, old] {
                do {
                    return (try HTTPServer(Configuration(address: listen, port: port, tls: material), router: router, workers: workers, log: log), material)
                } catch {
                    log.warning("listening again was refused", metadata: ["attempt": "\(attempt)", "error": "\(error.code)"])
                }
            }
            try await Task.sleep(for: .milliseconds(250))
        }
        return (try HTTPServer(Configuration(address: listen, port: port, tls: old), router: router, workers: workers, log: log), old)
    }

    private func plainServer(_ workers: WorkerPool, to port: UInt16) -> HTTPServer? {
        guard let plainPort else { return nil }
        do {
            return try HTTPServer(Configuration(address: listen, port: plainPort, tls: nil), router: PlainPages.router(port: port),
                                  workers: workers, log: log)
        } catch {
            log.warning("plain HTTP is not answered", metadata: ["port": "\(plainPort)", "error": "\(error.code)"])
            return nil
        }
    }

    /// Returns when the process is asked to end.
    private static func asked() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            StopSignals.wait { continuation.resume() }
        }
    }
}
