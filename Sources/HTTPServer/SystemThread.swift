import CMicrohttpd
import Glibc

/// A plain thread with a stack of its own size, for work that must not run on Swift's shared pool.
public enum SystemThread {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts `body` detached. False when the system has no thread to give. `name` shows in `top -H` (15 bytes).
    public static func start(_ name: String, stackSize: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        if pthread_create(&thread, &attributes, enter, start.toOpaque()) == 0 { return true }
        start.release()
        return false
    }

    /// Runs `work` on such a thread and waits for it without holding one of the pool.
    /// - Throws: what `work` throws, or `Problem.busy` when the system has no thread to give.
    public static func run<T: Sendable>(_ name: String, stackSize: Int, _ work: @escaping @Sendable () throws -> T) async throws -> T {
        let result: Result<T, any Error> = await withCheckedContinuation { done in
            let body: @Sendable () -> Void = { done.resume(returning: Result { try work() }) }
            if !start(name, stackSize: stackSize, body) { done.resume(returning: .failure(Problem.busy(retryAfter: 5))) }
        }
        return try result.get()
    }

    private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        kb_name_thread(start.name)
        start.body()
        return nil
    }
}

/// Nanoseconds that only go forward; from an arbitrary start.
func monotonicNanos() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
