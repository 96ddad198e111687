import Foundations
import Synchronization

/// How many pages the current key has sealed, for suites that have a limit. The key file always holds a number that is at
/// least as high as the true one: room is reserved there ahead, so that a crash counts too much and never too little. Each
/// crash costs at most `reserve` of the 2^31 that AES-256-GCM may seal here.
final class SealCount: Sendable {
    /// 1 GiB of pages.
    static let reserve: UInt64 = 1 << 18

    private let ring: KeyRing
    private let core: CoreBox
    private let reserved = Mutex<UInt64>(0)

    init(ring: KeyRing, core: CoreBox) {
        self.ring = ring
        self.core = core
    }

    /// To be asked before each transaction; writes the key file once for every `reserve` / 2 pages. One transaction that
    /// seals more than that, and a crash before the next, would be counted too low: no save is so large.
    func reserve() throws(VaultError) {
        guard ring.suite.sealLimit != UInt64.max else { return }
        let seals = core.pointer.pointee.seals
        try reserved.withLock { reserved throws(VaultError) in
            guard seals + Self.reserve / 2 > reserved else { return }
            let ahead = seals + Self.reserve
            try ring.change { $0.body.setSeals(0, ahead) }
            reserved = ahead
        }
    }

    /// The true number, when nothing more will be sealed.
    func settle() throws(VaultError) {
        guard ring.suite.sealLimit != UInt64.max else { return }
        let seals = core.pointer.pointee.seals
        try reserved.withLock { reserved throws(VaultError) in
            guard reserved != seals else { return }
            try ring.change { $0.body.setSeals(0, seals) }
            reserved = seals
        }
    }
}
