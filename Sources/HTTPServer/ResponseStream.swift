import CMicrohttpd
import Synchronization

/// The body of an answer while it is being made: one task writes, the connection's event thread reads.
///
/// When nothing waits to be sent the connection is suspended until there is (a reader that answers "nothing yet" again
/// and again burns a core). When too much waits, the writer does.
public final class ResponseStream: Sendable {
    /// The other end is gone, or the server stops: there is nobody to write for.
    public struct Gone: Error {}

    private struct State: Sendable {
        var waiting: [UInt8] = []
        var isComplete = false
        var isFailed = false
        var isGone = false
        var isSuspended = false
        var writer: CheckedContinuation<Void, Never>?
        var task: Task<Void, Never>?
        var lastWrite = monotonicNanos()
    }

    static let highWater = 256 * 1024

    /// Nil inside the process, where nothing has to wait. Resumed only while it is suspended, so it is alive.
    private nonisolated(unsafe) let handle: OpaquePointer?
    private let state = Mutex(State())

    init(handle: OpaquePointer?) {
        self.handle = handle
    }

    /// Hands bytes over. Returns when they are sent or may wait; throws when nobody reads any more.
    public func write(_ bytes: [UInt8]) async throws(Gone) {
        let mustWait = try append(bytes)
        if mustWait { await space() }
        if state.withLock({ $0.isGone }) { throw Gone() }
    }

    /// Whether the other end still reads, as far as is known.
    public var isOpen: Bool { state.withLock { !$0.isGone && !$0.isFailed && !$0.isComplete } }

    private func append(_ bytes: [UInt8]) throws(Gone) -> Bool {
        let (mustWait, isClosed) = changing { state in
            if state.isGone || state.isFailed || state.isComplete { return (false, true) }
            state.waiting.append(contentsOf: bytes)
            state.lastWrite = monotonicNanos()
            return (handle != nil && state.waiting.count > Self.highWater, false)
        }
        if isClosed { throw Gone() }
        return mustWait
    }

    private func space() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.isGone || state.waiting.count <= Self.highWater { return true }
                state.writer = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// The body is complete.
    func end() { changing { $0.isComplete = true } }

    /// The body cannot be completed: the connection breaks off, so that the other end does not take it for whole.
    func abort() { changing { $0.isFailed = true } }

    /// Sends `bytes` when nothing was written for so long, to learn whether the other end is still there.
    func beat(_ bytes: [UInt8], now: UInt64, after nanos: UInt64) {
        let isDue = state.withLock { $0.waiting.isEmpty && now > $0.lastWrite + nanos }
        if isDue { _ = try? append(bytes) }
    }

    /// Ended together with the connection.
    func attach(_ task: Task<Void, Never>) {
        let isLate = state.withLock { state in
            state.task = task
            return state.isGone
        }
        if isLate { task.cancel() }
    }

    /// Changes the state, then lets a suspended connection go on to see it.
    private func changing<Result>(_ change: (inout State) -> Result) -> Result {
        let (result, mustResume) = state.withLock { state in
            let result = change(&state)
            defer { state.isSuspended = false }
            return (result, state.isSuspended)
        }
        if mustResume, let handle { kb_resume(handle) }
        return result
    }

    // MARK: - On the event thread

    /// Fills `buffer`; 0 after suspending the connection, or one of the library's end marks.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (count, writer) = state.withLock { state in
            if state.isFailed { return (KB_STREAM_FAILED, nil as CheckedContinuation<Void, Never>?) }
            if state.waiting.isEmpty {
                if state.isComplete { return (KB_STREAM_END, nil) }
                if let handle { kb_suspend(handle) }
                state.isSuspended = true
                return (0, nil)
            }
            let count = min(buffer.count, state.waiting.count)
            buffer.copyBytes(from: state.waiting[..<count])
            state.waiting.removeFirst(count)
            guard state.waiting.count <= Self.highWater else { return (count, nil) }
            defer { state.writer = nil }
            return (count, state.writer)
        }
        writer?.resume()
        return count
    }

    /// The connection is done with the body, whole or not.
    func release() {
        let (writer, task) = state.withLock { state in
            state.isGone = true
            state.isSuspended = false
            defer { (state.writer, state.task) = (nil, nil) }
            return (state.writer, state.isComplete ? nil : state.task)
        }
        writer?.resume()
        task?.cancel()
    }

    /// All that was written; for answers read inside the process, after `end`.
    func drained() -> [UInt8] { state.withLock { $0.waiting } }

    /// Hands the stream to the library, which holds it until `release`.
    func native(length: Int?) -> OpaquePointer? {
        let kept = Unmanaged.passRetained(self)
        let response = kb_response_stream(Int64(length ?? -1), 32 * 1024, Self.reader, Self.releaser, kept.toOpaque())
        if response == nil { kept.release() }
        return response
    }

    private static let reader: kb_reader = { cls, _, buffer, capacity in
        guard let cls, let buffer else { return KB_STREAM_FAILED }
        let stream = Unmanaged<ResponseStream>.fromOpaque(cls).takeUnretainedValue()
        return stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
    }

    private static let releaser: @convention(c) (UnsafeMutableRawPointer?) -> Void = { cls in
        guard let cls else { return }
        Unmanaged<ResponseStream>.fromOpaque(cls).takeRetainedValue().release()
    }
}
