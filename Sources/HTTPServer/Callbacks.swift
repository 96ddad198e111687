import CMicrohttpd
import Glibc

/// What the library calls. Plain functions in a file of their own: a closure written elsewhere could inherit an actor,
/// and would trap on the library's threads.
enum Callbacks {
    static var all: kb_callbacks {
        kb_callbacks(target: target, request: request, completed: completed, connection: connection, log: line)
    }

    private static func server(_ raw: UnsafeMutableRawPointer) -> HTTPServer {
        Unmanaged<HTTPServer>.fromOpaque(raw).takeUnretainedValue()
    }

    private static let target: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?) -> UnsafeMutableRawPointer? = { _, handle, target in
        guard let handle, let target, let context = kb_connection_context(handle) else { return nil }
        let connection = Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
        let raw = UnsafeRawBufferPointer(start: target, count: strlen(target))
        // One byte over the limit is enough to be refused.
        let bytes = Array(raw.prefix(Target.maximumBytes + 1))
        return Unmanaged.passRetained(Exchange(target: bytes, connection: connection, handle: handle)).toOpaque()
    }

    private static let request: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Int32 = { raw, _, method, piece, size, slot in
        guard let raw, let method, let size, let exchange = slot?.pointee else { return 0 }
        let taken = UnsafeRawBufferPointer(start: piece, count: size.pointee)
        size.pointee = 0
        let current = Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue()
        return server(raw).advance(current, method: String(cString: method), piece: taken) ? 1 : 0
    }

    private static let completed: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?, Int32) -> Void = { raw, _, slot, wasSent in
        guard let raw, let exchange = slot?.pointee else { return }
        slot?.pointee = nil
        let ended = Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue()
        server(raw).complete(ended, wasSent: wasSent != 0)
    }

    private static let connection: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?, Int32) -> Void = { raw, handle, slot, started in
        guard let raw, let handle, let slot else { return }
        let table = server(raw).connections
        if started != 0 {
            let opened = Connection(peer: peer(of: handle), fd: kb_connection_fd(handle))
            table.add(opened)
            slot.pointee = Unmanaged.passRetained(opened).toOpaque()
        } else if let context = slot.pointee {
            slot.pointee = nil
            table.remove(Unmanaged<Connection>.fromOpaque(context).takeRetainedValue())
        }
    }

    private static func peer(of handle: OpaquePointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(KB_PEER_SIZE)) { text in
            kb_connection_peer(handle, text.baseAddress)
            return text.baseAddress.map { String(cString: $0) } ?? "unknown"
        }
    }

    private static let line: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void = { raw, text in
        guard let raw, let text else { return }
        server(raw).libraryLine(String(cString: text))
    }
}
