import CSodium
import Foundations

/// What one page costs a suite on this machine, with nothing around it: the part of the vault's time that no better
/// file layer could save.
struct CipherCost {
    /// Microseconds a page.
    let seal: Spent
    let open: Spent

    /// The median of seven rounds, each over 4 MiB of distinct pages.
    init(keys: StoreKeys) {
        let pages = 1024
        let cipher = keys.databaseCipher
        var binding = PageBinding(storeHigh: 1, storeLow: 2, kind: PageBinding.database)
        let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096 * pages)
        let sealed = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096 * pages)
        let nonces = UnsafeMutablePointer<UInt8>.allocate(capacity: 24 * pages)
        defer {
            plain.deallocate()
            sealed.deallocate()
            nonces.deallocate()
        }
        randombytes_buf(plain, 4096 * pages)
        var (seals, opens): ([Spent], [Spent]) = ([], [])
        for _ in 0..<7 {
            randombytes_buf(nonces, 24 * pages)
            seals.append(timed {
                for page in 0..<pages {
                    binding.bind(page: UInt32(page))
                    withUnsafeBytes(of: &binding) {
                        cipher.seal(plain + page * 4096, into: sealed + page * 4096, $0.octets, PageBinding.databaseCount,
                                    nonce: nonces + page * 24)
                    }
                }
            })
            var failed = 0
            opens.append(timed {
                for page in 0..<pages {
                    binding.bind(page: UInt32(page))
                    withUnsafeBytes(of: &binding) {
                        if !cipher.open(sealed + page * 4096, into: plain + page * 4096, $0.octets,
                                        PageBinding.databaseCount) { failed += 1 }
                    }
                }
            })
            precondition(failed == 0, "a page just sealed must open")
        }
        func typical(_ rounds: [Spent]) -> Spent {
            Spent(wall: rounds.map(\.wall).sorted()[3] / Double(pages) * 1e6,
                  cpu: rounds.map(\.cpu).sorted()[3] / Double(pages) * 1e6)
        }
        seal = typical(seals)
        open = typical(opens)
    }
}
