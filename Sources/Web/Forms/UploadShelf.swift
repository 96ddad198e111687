import Foundations
import Synchronization

typealias UploadShelf = Uploads<CheckedForm>

/// Uploaded files between their report and their publication, in memory alone: few, for the one who uploaded them, until
/// newer ones need their place or the box restarts. They hold nothing about anybody.
final class Uploads<Checked: Sendable>: Sendable {
    struct Upload: Sendable {
        let id: UUIDv7
        let person: UUIDv7
        let name: String
        let bytes: [UInt8]
        /// As last checked.
        var checked: Checked?
    }

    private let most: Int
    static var mostBytes: Int { 48 << 20 }

    private struct State: Sendable {
        var uploads: [Upload] = []
        var isChecking = false
    }

    private let state = Mutex(State())

    /// - Parameter most: how many are held; what was read of an upload is held with it.
    init(most: Int = 8) { self.most = most }

    func keep(_ upload: Upload) {
        state.withLock { state in
            state.uploads.append(upload)
            while state.uploads.count > most || state.uploads.reduce(0, { $0 + $1.bytes.count }) > Self.mostBytes, state.uploads.count > 1 {
                state.uploads.removeFirst()
            }
        }
    }

    func find(_ id: UUIDv7, of person: UUIDv7) -> Upload? {
        state.withLock { $0.uploads.first { $0.id == id && $0.person == person } }
    }

    func note(_ checked: Checked, of id: UUIDv7) {
        state.withLock { state in
            guard let place = state.uploads.firstIndex(where: { $0.id == id }) else { return }
            state.uploads[place].checked = checked
        }
    }

    /// One file is checked at a time: a check may take seconds and some hundred megabytes.
    func beginChecking() -> Bool {
        state.withLock { state in
            defer { state.isChecking = true }
            return !state.isChecking
        }
    }

    func endChecking() { state.withLock { $0.isChecking = false } }
}
