import Dispatch
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

    /// Listens, calls `ready` with the port, and returns after SIGTERM or SIGINT when all requests are answered.
    func run(ready: (UInt16) throws -> Void) async throws {
        let workers = try WorkerPool(threads: 6)
        let router = site.router(forms: instance.forms, places: instance.places, certificate: doorway.offer(address: address))
        let server = try HTTPServer(Configuration(address: listen, port: port, tls: doorway.tls), router: router, workers: workers, log: log)
        let plain = plainServer(workers, to: server.port)
        try ready(server.port)
        await Self.asked()
        log.notice("stopping")
        await plain?.stop()
        await server.stop()
        workers.close()
        host.close()
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
            StopSignals.shared.wait { continuation.resume() }
        }
    }
}

/// SIGTERM and SIGINT as one event.
final class StopSignals: @unchecked Sendable {
    // Confined: everything below is touched on `queue` only.
    static let shared = StopSignals()
    private let queue = DispatchQueue(label: "stop-signals")
    private var sources: [any DispatchSourceSignal] = []
    private var waiting: (@Sendable () -> Void)?

    func wait(_ body: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            waiting = body
            for number in [SIGTERM, SIGINT] {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { [self] in
                    waiting?()
                    waiting = nil
                }
                source.resume()
                sources.append(source)
            }
        }
    }
}
