import Synchronization

/// At most one Argon2 runs at a time: two would take half a gigabyte and starve the rest of the box.
enum Argon2Turn {
    private static let turn = Mutex(())

    static func taken<Result: ~Copyable>(_ body: () -> Result) -> Result {
        // The mutex can't hand out a noncopyable result of a closure that captures, hence the detour by Optional.
        var result: Result?
        turn.withLock { _ in result = body() }
        guard let result = consume result else { fatalError("the body always runs") }
        return result
    }
}
