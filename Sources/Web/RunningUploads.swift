import Foundations
import Synchronization

/// Attachments that are on their way to the box, by person. What has arrived is bounded by the journal; what only begins
/// and never ends would hold a file on the disk each.
final class RunningUploads: Sendable {
    /// At once; the app sends the photos of one form side by side.
    static let most = 20

    private let running = Mutex<[UUIDv7: Int]>([:])

    /// False where this person has too many on their way. Each that began is to be ended.
    func begin(_ person: UUIDv7) -> Bool {
        running.withLock { running in
            let count = running[person, default: 0]
            guard count < Self.most else { return false }
            running[person] = count + 1
            return true
        }
    }

    func end(_ person: UUIDv7) {
        running.withLock { running in
            let count = running[person, default: 0] - 1
            running[person] = count > 0 ? count : nil
        }
    }
}
